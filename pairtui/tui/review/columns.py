"""Columns: code side by side, what was on the left and what it becomes on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import TypeAlias

from pairtui.review.aligning import aligned
from pairtui.review.parting import paired
from pairtui.review.visible import show_bytes
from pairtui.tui.review.bits import Row
from pairtui.tui.review.blocks import Block, Changed, Same
from pairtui.tui.review.edited import Edited
from pairtui.tui.review.labels import lines

MOST = 2_000
"""Lines of a change, old and new, beyond which they stand beside each other in order."""

Pair: TypeAlias = tuple[int | None, int | None]
"""The old line and the new one that stand side by side, counted from 0; None for none."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A change of code with its old lines beside its new ones."""

    inner: Changed | Edited

    @property
    def key(self) -> str:
        """Return the name that a place on the screen is found again by."""
        return self.inner.key

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return self._above + len(self._pairs)

    def row(self, index: int) -> Row:
        """Return one of the rows, from 0."""
        if index < self._above:
            return self.inner.row(index)
        old, new = self._pairs[index - self._above]
        none = Row("code", (), (self.key,))
        left = none if old is None else self.inner.row(self._above + old)
        right = none if new is None else self.inner.row(self._above + self._size + new)
        return beside(left, right)

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of the change, or None for another change."""
        at = self.inner.find(hunk, offset)
        if at is None or at < self._above:
            return at
        line, side = at - self._above, 0
        if line >= self._size:
            line, side = line - self._size, 1
        return self._above + _rows_of(self._pairs)[side].get(line, 0)

    @property
    def _changed(self) -> Changed:
        return self.inner.mine if isinstance(self.inner, Edited) else self.inner

    @property
    def _above(self) -> int:
        return len(self._changed.above)

    @property
    def _size(self) -> int:
        return len(lines(self._changed.hunk.old))

    @property
    def _pairs(self) -> tuple[Pair, ...]:
        return pairs(self._changed.hunk.old, self._changed.new)


def side_by_side(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks of a file of code with what they show in two columns."""
    for block in blocks:
        match block:
            case Changed(most=None) | Edited():
                yield Columns(block)
            case Same():
                yield replace(block, beside=True)
            case _:
                yield block


def beside(left: Row, right: Row) -> Row:
    """Return one row that has another on its right."""
    hunks = tuple(dict.fromkeys((*left.hunks, *right.hunks)))
    return replace(left, hunks=hunks, other=right)


@lru_cache(maxsize=1024)
def pairs(old: bytes, new: bytes) -> tuple[Pair, ...]:
    """Return which lines of two texts stand side by side: those that are alike, then the rest."""
    every, every_new = lines(old), lines(new)
    if len(every) + len(every_new) > MOST:
        return tuple(zip_longest(range(len(every)), range(len(every_new))))
    found: list[Pair] = []
    for alike, run in groupby(aligned(_texts(every), _texts(every_new), lines=True), paired):
        gaps = tuple(run)
        if alike:
            found += ((gap.old, gap.new) for gap in gaps)
        else:
            low, high = gaps[0].old, gaps[-1].old_end
            low_new, high_new = gaps[0].new, gaps[-1].new_end
            found += zip_longest(range(low, high), range(low_new, high_new))
    return tuple(found)


@lru_cache(maxsize=1024)
def _rows_of(every: tuple[Pair, ...]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the row of each old line, and of each new one."""
    old = {pair[0]: row for row, pair in enumerate(every) if pair[0] is not None}
    new = {pair[1]: row for row, pair in enumerate(every) if pair[1] is not None}
    return old, new


def _texts(every: Iterable[bytes]) -> list[str]:
    return [show_bytes(line) for line in every]
