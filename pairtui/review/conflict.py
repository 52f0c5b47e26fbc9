"""Conflict: where a person and a change both changed the same lines, as three texts side by side.

A change that moved on is shown between what it was made for and what the file has there now. The
passage of the file is found through what is the same around it in both versions, as diff3 does it
(see Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007); where that leaves a doubt
there is no passage, and why is said.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

from pairtui.proposal import Absent, Hunk, Present
from pairtui.review.apart import Origin
from pairtui.review.decide import Review, Rewrite
from pairtui.review.firm import firm
from pairtui.review.lines import cut_lines, line_of, line_starts
from pairtui.review.match import Gap
from pairtui.review.merge import collide
from pairtui.review.words import words

Item = TypeVar("Item", bound=Hashable)
FAR = 40
"""Lines of the file as it was, on one side of a change, within which one has to be the same."""

WORDS = 3
"""Words of a paragraph that have to stand beside each other to hold a place in it."""

LOST = "so much around it changed that its place is not beyond doubt"
TAKEN = "another change stands in the passage it is about: save it first, or make it open again"
_SAYS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a change that moved on and the file as it is now make of one passage.

    `base` is the passage as the change was made for, whose bytes it changes from `at` on. `yours`
    is it as it is now, from `start` on. `wanted` is what the change makes of the first, in the
    person's own words where there are such, and `proposed` without them. `ahead` and `behind` are
    what stands beside it in its line and is the same. `says` is why it has no passage; there are
    no texts then.
    """

    hunk: Hunk
    start: int = 0
    base: bytes = b""
    yours: bytes = b""
    wanted: bytes = b""
    proposed: bytes = b""
    at: int = 0
    ahead: bytes = b""
    behind: bytes = b""
    says: str = ""

    @property
    def end(self) -> int:
        """Return where the passage ends in the file as it is now."""
        return self.start + len(self.yours)

    @property
    def stands(self) -> bool:
        """Tell whether the passage itself is still as the change was made for."""
        return self.base == self.yours

    @property
    def same(self) -> bool:
        """Tell whether the passage already reads as the change wants it."""
        return self.yours == self.wanted and not self.says


class Passage(NamedTuple):
    """Bytes `low` to `high` of one version that became `start` to `end` of another."""

    low: int
    high: int
    start: int
    end: int


def conflict(review: Review, hunk: Hunk, *, prose: bool) -> Conflict | None:
    """Return what a change of text, or a deletion, is in conflict with; None if with nothing.

    In prose, where a paragraph is one line, it is only about the words around those it changes. A
    file that is not there, or cannot be read, has nothing to be in conflict with.
    """
    if review.state(hunk.id) != "stale" or hunk.kind not in ("text", "delete"):
        return None
    change, origin = review.proposal.file(hunk.path), review.origin(hunk)
    if origin is None or isinstance(change.base, Absent) or change.base == origin.base:
        return None
    if offer := review.adopted(hunk.id):  # what a later round wants is what is wanted
        origin = replace(origin, hunk=replace(origin.hunk, new=offer.new))
    verdict = review.verdict(hunk.id)
    own = verdict.new if isinstance(verdict, Rewrite) else None
    found = replace(_found(origin, change.base, own, prose=prose), hunk=hunk)
    made = replace(hunk, start=found.start, end=found.end, old=found.yours)
    others = (one for one in change.hunks if one.id not in {**review.stale, **review.saved})
    if not found.says and any(collide(made, other) for other in others):
        return Conflict(hunk, says=TAKEN)
    return found


@lru_cache(maxsize=256)
def _found(origin: Origin, now: Present, own: bytes | None, *, prose: bool) -> Conflict:
    hunk, base = origin.hunk, b"" if isinstance(origin.base, Absent) else origin.base.data
    other = now.data
    if hunk.kind == "delete":
        return Conflict(hunk, 0, hunk.old, other)
    lines = passage(base, other, hunk.start, hunk.end)
    if lines is None:
        return Conflict(hunk, says=LOST)
    inner = within(base, other, lines, hunk.start, hunk.end) if prose else lines
    low, high, start, end = inner
    before, behind = base[low : hunk.start], base[hunk.end : high]
    proposed = before + hunk.new + behind
    return Conflict(
        hunk,
        start,
        base[low:high],
        other[start:end],
        proposed if own is None else before + own + behind,
        proposed,
        at=hunk.start - low,
        ahead=other[lines.start : start],
        behind=other[end : lines.end],
    )


def passage(base: bytes, other: bytes, start: int, end: int) -> Passage | None:
    """Return the lines around a span of one version, and those of the other that they became.

    They reach to the nearest lines that are beyond doubt the same, or to an edge of the file; where
    no line is, the span has to be all of the file.
    """
    old, new = cut_lines(base), cut_lines(other)
    starts, starts_there = line_starts(base), line_starts(other)
    first, last = _touched(base, starts, start, end)
    between = firm(old, new, _line_says, 1).between(first, last)
    if (between.old, between.old_end) == (0, len(old)) and last - first < len(old):
        return None
    if first - between.old > FAR or between.old_end - last > FAR:
        return None
    between = _trimmed(old, new, between, first, last)
    return Passage(
        _offset(starts, between.old, base),
        _offset(starts, between.old_end, base),
        _offset(starts_there, between.new, other),
        _offset(starts_there, between.new_end, other),
    )


def within(base: bytes, other: bytes, lines: Passage, start: int, end: int) -> Passage:
    """Return the words of a passage that a span is about, where it is one line in both versions."""
    low, high, low_there, high_there = lines
    one, two = base[low:high], other[low_there:high_there]
    if len(cut_lines(one)) != 1 or len(cut_lines(two)) != 1:
        return lines
    old, new = _tokens(one), _tokens(two)
    edges, edges_there = _edges(old, low), _edges(new, low_there)
    first = max(at for at, edge in enumerate(edges) if edge <= start)
    last = min(at for at, edge in enumerate(edges) if edge >= end)
    last = max(first, last)
    between = firm(old, new, _word_says, WORDS).between(first, last)
    between = _trimmed(old, new, between, first, last)
    return Passage(
        edges[between.old],
        edges[between.old_end],
        edges_there[between.new],
        edges_there[between.new_end],
    )


def _trimmed(old: Sequence[Item], new: Sequence[Item], gap: Gap, first: int, last: int) -> Gap:
    """Return a gap without what both its sides begin and end with, but with all of a span."""
    low, high, low_there, high_there = gap
    while low < first and low_there < high_there and old[low] == new[low_there]:
        low, low_there = low + 1, low_there + 1
    while last < high and low_there < high_there and old[high - 1] == new[high_there - 1]:
        high, high_there = high - 1, high_there - 1
    return Gap(low, high, low_there, high_there)


def _tokens(data: bytes) -> tuple[str, ...]:
    return words(data.decode("utf-8", "surrogateescape"))


def _edges(tokens: tuple[str, ...], start: int) -> list[int]:
    """Return where tokens begin, and where the last one ends."""
    edges = [start]
    for token in tokens:
        edges.append(edges[-1] + len(token.encode("utf-8", "surrogateescape")))
    return edges


def _line_says(line: bytes) -> bool:
    return bool(_SAYS.search(line.decode("utf-8", "replace")))


def _word_says(word: str) -> bool:
    return bool(_SAYS.search(word))


def _touched(base: bytes, starts: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the lines a span touches, from 0, the end not included: none between two lines."""
    unended = base[-1:] not in {b"", b"\n"}
    behind = len(cut_lines(base)) - unended
    first = line_of(starts, start) - 1 if start < len(base) else behind
    if start < end:
        return first, line_of(starts, end - 1)
    between = base[start - 1 : start] in {b"", b"\n"}
    return first, first if between else first + 1


def _offset(starts: list[int], line: int, data: bytes) -> int:
    return starts[line] if data and line < len(starts) else len(data)
