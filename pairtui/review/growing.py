"""Growing: a review over more of its proposal, while an answer streams or an edit is put in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from pairtui.proposal import FileChange, Hunk, Proposal
from pairtui.review.apart import Apart, Origin
from pairtui.review.decide import Review
from pairtui.review.merge import joined
from pairtui.review.split import roots


def grown(review: Review, proposal: Proposal) -> Review:
    """Return the review over a later state of the same proposal; every decision stays.

    A file that was saved, or that changed on disk, since the proposal began keeps its changes
    where they are now; what is new in it is carried over to them.
    """
    files: list[FileChange] = []
    stale, placed, apart = dict(review.stale), dict(review.placed), dict(review.apart)
    known = {root: change for change in review.proposal.files for root in roots(change)}
    for change in proposal.files:
        # Not by its path, which a landing may have changed.
        mine = next((known[hunk.id] for hunk in change.hunks if hunk.id in known), None)
        if mine is None:
            placed.pop(change.path, None)  # one that had no changes yet
            files.append(change)
            continue
        ids = roots(mine)
        fresh = tuple(hunk for hunk in change.hunks if hunk.id not in ids)
        if fresh:
            mine, lost = joined(mine, fresh, change.base)
            stale |= lost
            apart |= _left(fresh, change, lost if mine.path not in placed else ())
        if fresh and mine.path in placed:
            reference, lost = joined(placed[mine.path], fresh, change.base)
            standing = tuple(hunk for hunk in reference.hunks if hunk.id not in lost)
            placed[mine.path] = replace(reference, hunks=standing)
            apart |= _left(fresh, change, lost)
        files.append(mine)
    whole = replace(proposal, files=tuple(files))
    return replace(review, proposal=whole, stale=stale, placed=placed, apart=apart)


def _left(fresh: Iterable[Hunk], change: FileChange, lost: Collection[str]) -> dict[str, Apart]:
    """Return the origins of new hunks that do not fit where the others were placed."""
    return {hunk.id: Apart(Origin(hunk, change.base)) for hunk in fresh if hunk.id in lost}
