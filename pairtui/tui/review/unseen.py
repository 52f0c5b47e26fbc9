"""Unseen: how much of a change no one can have seen yet, because it was never painted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from pairtui.proposal import Hunk
from pairtui.review.decide import Review
from pairtui.review.spans import Spans
from pairtui.tui.review.labels import lines

ENDS = (b"\n", b"")
"""What a text ends with that has no unfinished line."""


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


def unseen(hunk: Hunk, seen: Spans) -> int:
    """Return how many lines of a change have a byte that was never painted.

    The same count as `pairtui.review.seen.unseen_lines`.
    """
    if not seen:
        return all_lines((hunk,))
    ends = _ends(hunk.old, hunk.new)
    count = 0
    counted = -1
    for low, high in gaps(hunk, seen):
        first = max(bisect_right(ends, low), counted + 1)
        last = bisect_left(ends, high)
        count += max(last - first + 1, 0)
        counted = max(counted, last)
    return count


def all_lines(hunks: Sequence[Hunk]) -> int:
    """Return how many lines some changes have: quick, as it is asked about all there are."""
    ends = sum([hunk.old.count(b"\n") + hunk.new.count(b"\n") for hunk in hunks])
    return ends + sum([(one.old[-1:] not in ENDS) + (one.new[-1:] not in ENDS) for one in hunks])


@lru_cache(maxsize=256)
def _ends(old: bytes, new: bytes) -> list[int]:
    return list(accumulate(len(line) for line in (*lines(old), *lines(new))))
