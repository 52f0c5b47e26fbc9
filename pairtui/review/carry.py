"""Carry: where the bytes of one version of a file stand in another, if that is beyond doubt."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from pairtui.proposal import Hunk
from pairtui.review.lines import cut_lines, line_of, line_starts
from pairtui.review.match import Block, blocks, joined

CHANGED = "the file moved on: what this change is about was changed"
TWICE = "the file moved on: what this change is about now stands in several places"


class Carrier:
    """Where the bytes of one version of a file stand in another; None wherever there is doubt."""

    def __init__(self, base: bytes, other: bytes) -> None:
        self.base, self.other = base, other
        self.starts, self.other_starts = line_starts(base), line_starts(other)
        self.same = base == other
        old, new = cut_lines(base), cut_lines(other)
        self.size, self.other_size = len(old), len(new)
        # Where equal lines repeat there may be several ways to match them. A line is in doubt if
        # matching from the top and from the bottom disagree on it, or if a run that was cut or
        # added beside it could as well be the one that ends behind it.
        self.down = [] if self.same else self._edged(blocks(old, new))
        self.up = [] if self.same else self._edged(from_below(old, new))
        self.doubtful = set() if self.same else doubtful(old, new, self.down)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span of the base stands in the other version."""
        if self.same:
            return start, end
        low, high = self._touched(start, end)
        line = self._line(self.down, low, high)
        if line is None or line != self._line(self.up, low, high):
            return None
        at = self._offset(self.other_starts, line, len(self.other))
        shift = at - self._offset(self.starts, low, len(self.base))
        return start + shift, end + shift

    def quoted(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span stands with one line of context on each side, if in one place."""
        low, high = self._with_context(start, end)
        quote = self.base[low:high]
        if not quote.strip() or len(_places(quote, self.base)) != 1:
            return None
        there = _places(quote, self.other)
        return (there[0] + start - low, there[0] + end - low) if len(there) == 1 else None

    def doubt(self, start: int, end: int) -> str:
        """Return why a span has no place, as a sentence for a person."""
        low, high = self._with_context(start, end)
        return TWICE if len(_places(self.base[low:high], self.other)) > 1 else CHANGED

    def moved(self, hunk: Hunk, place: tuple[int, int]) -> Hunk:
        """Return a hunk at its new place."""
        lines = line_of(self.other_starts, place[0]) - line_of(self.starts, hunk.start)
        return replace(hunk, start=place[0], end=place[1], moved=hunk.moved + lines)

    def stranded(self, hunk: Hunk, places: Iterable[tuple[int, int] | None]) -> Hunk:
        """Return a hunk that has no place, on an empty span near the one it had."""
        line = line_of(self.starts, hunk.start) - 1
        block = self.down[bisect_right(self.down, line, key=lambda block: block.old) - 1]
        near = block.new + min(block.size, line - block.old)
        offset = self._offset(self.other_starts, near, len(self.other))
        for start, end in filter(None, places):
            if start < offset < end:
                offset = end
        return replace(hunk, start=offset, end=offset)

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        """Return the lines (from 0) that have to be unchanged; the file's edges count as lines."""
        unfinished = self.base[-1:] not in {b"", b"\n"}
        low = self.size - unfinished
        if start < len(self.base):
            low = line_of(self.starts, start) - 1
        if start < end:
            return low, line_of(self.starts, end - 1)
        at_edge = self.base[start - 1 : start] in {b"", b"\n"}
        return (low - 1 if at_edge else low), low + 1

    def _line(self, found: list[Block], low: int, high: int) -> int | None:
        """Return the line at which lines `low` to `high` stand in the other version."""
        at = bisect_right(found, low, key=lambda block: block.old) - 1
        block = found[at]
        inside = block.old <= low and high <= block.old + block.size
        if inside and not self.doubtful.isdisjoint(range(low, high)):
            return None
        return block.new + low - block.old if inside else None

    def _edged(self, found: list[Block]) -> list[Block]:
        """Return the blocks with the two edges of the file as lines that are always the same."""
        return joined([Block(-1, -1, 1), *found, Block(self.size, self.other_size, 1)])

    def _with_context(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of whole lines around a span, with one line more on each side."""
        low = self.base.rfind(b"\n", 0, start) + 1
        low = self.base.rfind(b"\n", 0, max(low - 1, 0)) + 1
        high = end
        at_edge = end == 0 or self.base[end - 1 : end] == b"\n"
        for _ in range(1 if at_edge else 2):
            found = self.base.find(b"\n", high)
            high = found + 1 if found >= 0 else len(self.base)
        return low, high

    @staticmethod
    def _offset(starts: list[int], line: int, size: int) -> int:
        """Return where a line begins in a text of a size; the file's edges are lines too."""
        return starts[line] if 0 <= line < len(starts) and size else (0 if line < 0 else size)


def doubtful(old: Sequence[Hashable], new: Sequence[Hashable], found: Sequence[Block]) -> set[int]:
    """Return the lines of the old side that a cut or added run beside them could change with."""
    unsure: set[int] = set()
    for above, below in itertools.pairwise(found):
        low, low_new = above.old + above.size, above.new + above.size
        for lines, start, end in ((old, low, below.old), (new, low_new, below.new)):
            up = _slide(lines, start - 1, end - 1, -1, above.size)
            down = _slide(lines, start, end, 1, below.size)
            unsure.update(range(low - up, low), range(below.old, below.old + down))
    return unsure


def _slide(lines: Sequence[Hashable], one: int, other: int, step: int, most: int) -> int:
    """Return over how many lines a run can slide: as long as what it gains is what it loses."""
    count = 0
    while one != other and count < most and min(one, other) >= 0 and max(one, other) < len(lines):
        if lines[one] != lines[other]:
            break
        one, other, count = one + step, other + step, count + 1
    return count


def from_below(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """Return the equal runs as they are found when both sides are read from the end."""
    found = blocks(old[::-1], new[::-1])
    return [
        Block(len(old) - block.old - block.size, len(new) - block.new - block.size, block.size)
        for block in reversed(found)
    ]


def _places(quote: bytes, data: bytes) -> list[int]:
    """Return up to two offsets at which some whole lines stand."""
    places: list[int] = []
    at = data.find(quote)
    while at >= 0 and len(places) < 2:
        begins = at == 0 or data[at - 1 : at] == b"\n"
        ends = quote.endswith(b"\n") or at + len(quote) == len(data)
        if begins and ends:
            places.append(at)
        at = data.find(quote, at + 1)
    return places
