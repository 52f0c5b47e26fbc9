"""Propose: one edit more in a proposal, as hunks or as an edit that fits nowhere."""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import (
    ChangeMode,
    Edit,
    FileChange,
    Proposal,
    Refused,
    Rename,
    Snapshot,
    Unplaced,
)
from pairtui.review.existence import claimed, renamed
from pairtui.review.merge import sorted_hunks
from pairtui.review.place import place


def extend(
    proposal: Proposal, edit: Edit, snapshot: Snapshot, *, may_shrink: bool = False
) -> Proposal:
    """Return the proposal with one more edit: what was in it before stays as it is.

    An edit that changes nothing leaves the proposal unchanged. `may_shrink` as in `place`. What
    could not be placed for want of this edit is placed then: edits that name a file by the path it
    is renamed to, and the mode of a file that this one makes.
    """
    after = _extended(proposal, edit, snapshot, may_shrink=may_shrink)
    if after.files == proposal.files:
        return after
    for one in after.unplaced:
        if one.why != "withheld" and _waited(one.edit, edit):
            rest = tuple(other for other in after.unplaced if other is not one)
            again = replace(after, unplaced=rest)
            again = extend(again, one.edit, snapshot, may_shrink=may_shrink)
            after = after if one in again.unplaced else again
    return after


def _waited(failed: Edit, placed: Edit) -> bool:
    """Tell whether an edit that fits nowhere may be about what another one has just placed."""
    if isinstance(placed, Rename):
        return failed.path == placed.to
    return isinstance(failed, ChangeMode) and failed.path == placed.path


def _extended(proposal: Proposal, edit: Edit, snapshot: Snapshot, *, may_shrink: bool) -> Proposal:
    edit = replace(edit, path=renamed(edit, proposal))
    known = next((change for change in proposal.files if change.path == edit.path), None)
    placed = claimed(edit, proposal) or place(edit, snapshot, known, may_shrink=may_shrink)
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
