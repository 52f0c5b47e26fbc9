"""Pieces: which change a name means once that one is cut, or is a part of another again; pure."""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import Hunk
from pairtui.review.decide import Review
from pairtui.review.node import Node, root_of
from pairtui.review.split import holds, node_of, piece


def part_of(review: Review, named: str) -> Hunk:
    """Return a change by its id, or the first one it was cut into, or the one it is a part of.

    StopIteration where no change has anything to do with it.
    """
    exact = next((hunk for hunk in review.proposal.hunks if hunk.id == named), None)
    if exact is not None:
        return exact
    kin = [hunk for hunk in review.proposal.hunks if root_of(hunk.id) == root_of(named)]
    meant = _node(review, named)
    if meant is None:
        return next(iter(kin))
    for inner in (True, False):
        for hunk in kin:
            node = _node(review, hunk.id)
            if node and (holds(meant, node) if inner else holds(node, meant)):
                return hunk
    return next(iter(kin))


def as_named(review: Review, named: str) -> Hunk:
    """Return a change as a decision meant it, in one piece even where it is in several now."""
    part = part_of(review, named)
    cut = review.cuts.get(root_of(named))
    meant, there = _node(review, named), _node(review, part.id)
    if cut is None or meant is None or there is None:
        return part
    whole = piece(cut.hunk, meant)
    start = part.start - there.old + meant.old
    return replace(whole, path=part.path, start=start, end=start + len(whole.old))


def _node(review: Review, named: str) -> Node | None:
    """Return the bytes of its whole change that a name means; None where that one is not cut."""
    cut = review.cuts.get(root_of(named))
    return node_of(cut.hunk, named) if cut else None
