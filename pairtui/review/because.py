"""Because: which comments a change of a round came of, by what it says and by where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pairtui.review.frame import Span
from pairtui.review.round import Round

CITED = re.compile(r"(?:\bcomments?\s+|\[|#)(\d{1,4})\b", re.IGNORECASE)


def cited(words: str, numbers: Iterable[int]) -> tuple[int, ...]:
    """Return which of these comments some words of a model speak of."""
    spoken = {int(found) for found in CITED.findall(words)}
    return tuple(number for number in numbers if number in spoken)


def because(last: Round, path: str, span: Span, reason: str) -> tuple[int, ...]:
    """Return the comments a change came of: those its reason names, or else those at its place.

    `span` is of the base that the round was asked about.
    """
    named = cited(reason, (one.number for one in last.spots))
    if named:
        return named
    here = [one for one in last.spots if one.path == path]
    near = tuple(one.number for one in here if not one.whole and _meets(span, (one.start, one.end)))
    return near or tuple(one.number for one in here if one.whole)


def _meets(one: Span, other: Span) -> bool:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    empty = one[0] == one[1] or other[0] == other[1]
    return low < high or (empty and low == high)
