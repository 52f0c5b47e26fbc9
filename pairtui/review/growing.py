"""Growing: a review over more of its proposal, while an answer streams or an edit is put in."""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import FileChange, Proposal
from pairtui.review.decide import Review
from pairtui.review.merge import joined
from pairtui.review.split import roots


def grown(review: Review, proposal: Proposal) -> Review:
    """Return the review over a later state of the same proposal; every decision stays.

    A file that was saved, or that changed on disk, since the proposal began keeps its changes
    where they are now; what is new in it is carried over to them.
    """
    files: list[FileChange] = []
    stale, placed = dict(review.stale), dict(review.placed)
    known = {root: change for change in review.proposal.files for root in roots(change)}
    for change in proposal.files:
        # Not by its path, which a landing may have changed.
        mine = next((known[hunk.id] for hunk in change.hunks if hunk.id in known), None)
        if mine is None:
            files.append(change)
            continue
        ids = roots(mine)
        fresh = tuple(hunk for hunk in change.hunks if hunk.id not in ids)
        if fresh:
            mine, lost = joined(mine, fresh, change.base)
            stale |= lost
        if fresh and mine.path in placed:
            reference, lost = joined(placed[mine.path], fresh, change.base)
            standing = tuple(hunk for hunk in reference.hunks if hunk.id not in lost)
            placed[mine.path] = replace(reference, hunks=standing)
        files.append(mine)
    whole = replace(proposal, files=tuple(files))
    return replace(review, proposal=whole, stale=stale, placed=placed)
