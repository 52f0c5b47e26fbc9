"""Unfitting: a review in which an edit that fitted nowhere was put in by hand, or put away."""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import FileChange, Hunk, Present, Proposal, Unplaced
from pairtui.review.decide import Review
from pairtui.review.growing import grown
from pairtui.review.node import root_of


def put_in(review: Review, lost: Unplaced, state: Present, hunks: tuple[Hunk, ...]) -> Review:
    """Return the review with an edit as open changes of its file, no longer as one that is lost.

    `state` is the file that the hunks were placed in: the base that the review has of it, or the
    file as it is where the review has none.
    """
    path = lost.edit.path
    files = tuple(
        replace(change, hunks=(*_named(change), *(hunks if change.path == path else ())))
        for change in review.proposal.files
    )
    if all(change.path != path for change in files):
        files = (*files, FileChange(path, state, hunks))
    return grown(review, _without(replace(review.proposal, files=files), lost))


def put_away(review: Review, lost: Unplaced) -> Review:
    """Return the review without an edit that fitted nowhere; nothing else changes."""
    return replace(review, proposal=_without(review.proposal, lost))


def changed(review: Review, path: str) -> bool:
    """Tell whether a file that a proposal changes is another one now than the AI saw."""
    files = (change for change in review.proposal.files if change.path == path)
    saved = any(hunk.id in review.saved for change in files for hunk in change.hunks)
    return saved or path in review.placed


def _named(change: FileChange) -> tuple[Hunk, ...]:
    """Return enough of a file's changes to know it by; pieces stay as they are."""
    return tuple(replace(hunk, id=root_of(hunk.id)) for hunk in change.hunks[:1])


def _without(proposal: Proposal, lost: Unplaced) -> Proposal:
    return replace(proposal, unplaced=tuple(one for one in proposal.unplaced if one is not lost))
