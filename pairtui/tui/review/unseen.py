"""Unseen: how much of a change no one can have seen yet, because it was never painted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from pairtui.proposal import Hunk
from pairtui.review.decide import Review
from pairtui.review.spans import Spans
from pairtui.tui.review.labels import lines


def gaps(hunk: Hunk, seen: Spans) -> Spans:
    """Return the ranges of `old + new` that were never painted."""
    found: list[tuple[int, int]] = []
    place = 0
    for low, high in seen:
        if place < low:
            found.append((place, low))
        place = max(place, high)
    size = len(hunk.old) + len(hunk.new)
    return (*found, (place, size)) if place < size else tuple(found)


def first_gap(review: Review, hunk: Hunk) -> int | None:
    """Return the first byte of `old + new` that was never painted, or None."""
    missing = gaps(hunk, review.seen.get(hunk.id, ()))
    return missing[0][0] if missing else None


def unseen(review: Review, hunks: Iterable[Hunk]) -> int:
    """Return how many lines of these changes have a byte that was never painted.

    The same count as `pairtui.review.seen.unseen_lines`, in time that does not grow with a
    change's length: it is asked for with every frame.
    """
    return sum(_lines_in_gaps(hunk, review.seen.get(hunk.id, ())) for hunk in hunks)


@lru_cache(maxsize=8192)
def _lines_in_gaps(hunk: Hunk, seen: Spans) -> int:
    ends = _ends(hunk.old, hunk.new)
    count = 0
    counted = -1
    for low, high in gaps(hunk, seen):
        first = max(bisect_right(ends, low), counted + 1)
        last = bisect_left(ends, high)
        count += max(last - first + 1, 0)
        counted = max(counted, last)
    return count


@lru_cache(maxsize=8192)
def _ends(old: bytes, new: bytes) -> list[int]:
    return list(accumulate(len(line) for line in (*lines(old), *lines(new))))
