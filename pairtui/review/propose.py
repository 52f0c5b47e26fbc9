"""Propose: one edit more in a proposal, as hunks or as an edit that fits nowhere."""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import Edit, FileChange, Proposal, Refused, Snapshot, Unplaced
from pairtui.review.merge import sorted_hunks
from pairtui.review.place import place


def extend(
    proposal: Proposal, edit: Edit, snapshot: Snapshot, *, may_shrink: bool = False
) -> Proposal:
    """Return the proposal with one more edit: what was in it before stays as it is.

    An edit that changes nothing leaves the proposal unchanged. `may_shrink` as in `place`.
    """
    known = next((change for change in proposal.files if change.path == edit.path), None)
    placed = place(edit, snapshot, known, may_shrink=may_shrink)
    if isinstance(placed, Unplaced):
        if placed in proposal.unplaced:
            return proposal
        return replace(proposal, unplaced=(*proposal.unplaced, placed))
    base = snapshot.files.get(edit.path)
    if not placed.hunks or base is None or isinstance(base, Refused):
        return proposal
    before = known.hunks if known else ()
    hunks = sorted_hunks((*before, *placed.hunks))
    return proposal.with_file(FileChange(edit.path, base, hunks))
