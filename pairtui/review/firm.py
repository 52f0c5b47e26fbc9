"""Firm: which elements of two versions of a text are beyond doubt the same ones."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pairtui.review.carry import doubtful, from_below
from pairtui.review.match import Block, Gap, blocks, joined

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Firm:
    """Runs of elements that both versions have, the two edges of the text among them, in order."""

    runs: tuple[Block, ...]

    def between(self, first: int, last: int) -> Gap:
        """Return what lies between the nearest ones before and behind some elements."""
        above = self.runs[bisect_left(self.runs, first, key=lambda run: run.old) - 1]
        low = min(above.old + above.size, first)
        below = next(run for run in self.runs if run.old + run.size > last)
        high = max(below.old, last)
        return Gap(low, high, low + above.new - above.old, high + below.new - below.old)


def firm(
    old: Sequence[Item], new: Sequence[Item], says: Callable[[Item], bool], least: int
) -> Firm:
    """Return what is the same on both sides and could be nothing else.

    That is what is found alike from both ends and cannot slide along beside what was cut or added,
    in runs with so many elements that say something, or at an edge. The edges are the elements
    before the first and behind the last.
    """
    edges = Block(-1, -1, 1), Block(len(old), len(new), 1)
    down = joined([edges[0], *blocks(old, new), edges[1]])
    up = {pair for run in from_below(old, new) for pair in _pairs(run)}
    up |= {pair for run in edges for pair in _pairs(run)}
    unsure = doubtful(old, new, down)
    sure = [pair for run in down for pair in _pairs(run) if pair in up and pair[0] not in unsure]
    runs = joined([Block(one, other, 1) for one, other in sure])
    kept = (
        run for run in runs if sum(map(says, old[max(run.old, 0) : run.old + run.size])) >= least
    )
    return Firm(tuple(joined(sorted({*kept, *edges}))))


def _pairs(run: Block) -> zip[tuple[int, int]]:
    return zip(itertools.count(run.old), range(run.new, run.new + run.size), strict=False)
