"""Anchor: the one passage that is nearly what was quoted, to be offered and never just taken."""

from __future__ import annotations

import itertools
import operator
import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from statistics import mean

from pairtui.proposal import Nearest
from pairtui.review.fold import Index, folded, index
from pairtui.review.match import gaps
from pairtui.review.text import Text

ALIKE = 0.9
FEWEST = 3
LONGEST = 300
PLACES = 8
TRIED = 16
"""How often a line may stand in the file to tell where others are, and places that are tried."""

WORDS = re.compile(rb"([\w\x80-\xff]+)([(\[=]|\.(?=[\w\x80-\xff]))?")
NAMELIKE = re.compile(rb"[0-9_]")


def nearest(search: Sequence[bytes], text: Text) -> Nearest | None:
    """Return the one passage that is nearly the same as the quotation.

    Its first and last line stand in the file exactly once, and it has as many lines as the
    quotation, or one more or less. Or else half of its lines stand where they were quoted, and it
    has as many. Each line that differs has nine tenths in common with the one quoted, and all its
    numbers and names. `alike` is the mean likeness of its lines.
    """
    lines = [folded(line) for line in search]
    if len(lines) < FEWEST:
        return None
    there = index(text.data, folded)
    return _between_ends(search, lines, there) or _by_most_lines(search, lines, there)


def _between_ends(search: Sequence[bytes], lines: list[bytes], there: Index) -> Nearest | None:
    """Return the passage between the two lines that are the quotation's first and last."""
    firsts, lasts = (there.find([line], 2) for line in (search[0], search[-1]))
    if len(firsts) != 1 or len(lasts) != 1:
        return None
    if abs(lasts[0] + 1 - firsts[0] - len(lines)) > 1:
        return None
    found = there.keys(firsts[0], lasts[0] + 1)
    likeness = _likenesses(lines, found)
    return _told(firsts[0], likeness) if likeness else None


def _by_most_lines(search: Sequence[bytes], lines: list[bytes], there: Index) -> Nearest | None:
    """Return the only passage in which half of the lines stand where they were quoted."""
    votes: Counter[int] = Counter()
    for at, line in enumerate(search):
        places = there.find([line], PLACES + 1) if line.strip() else []
        if len(places) <= PLACES:
            votes.update(place - at for place in places)
    found: list[Nearest] = []
    for low, _ in votes.most_common(TRIED):
        keys = there.keys(low, low + len(lines)) if low >= 0 else []
        same = sum(map(operator.eq, lines, keys))
        if len(keys) != len(lines) or 2 * same < len(lines):
            continue
        alike = [_alike(one, other) for one, other in zip(lines, keys, strict=True)]
        if all(alike):
            found.append(_told(low, alike))
    return found[0] if len(found) == 1 else None


def _told(low: int, alike: list[float]) -> Nearest:
    return Nearest(low + 1, len(alike), min(99, int(100 * mean(alike))))


def _likenesses(lines: list[bytes], found: list[bytes]) -> list[float] | None:
    """Return how alike each pair of lines is, with 0 for a line too many; None if one is not."""
    runs = gaps(lines, found)
    same = len(lines) - sum(run.old_end - run.old for run in runs)
    alike = [1.0] * same
    for run in runs:
        pairs = itertools.zip_longest(lines[run.old : run.old_end], found[run.new : run.new_end])
        for one, other in pairs:
            if one is None or other is None:
                alike.append(0.0)
                continue
            ratio = _alike(one, other)
            if not ratio:
                return None
            alike.append(ratio)
    return alike


def _alike(one: bytes, other: bytes) -> float:
    """Return how alike two lines are; 0 where that is too little, or a number or name differs."""
    if one == other:
        return 1.0
    ratio = _likeness(one, other)
    return ratio if ratio >= ALIKE and _names(one) == _names(other) else 0.0


def _likeness(one: bytes, other: bytes) -> float:
    if len(one) > LONGEST or len(other) > LONGEST:
        # Only the ends of very long lines are looked at; what is between has to be the same.
        head, tail = LONGEST // 2, -LONGEST // 2
        if one[head:tail] != other[head:tail]:
            return 0.0
        one, other = one[:head] + one[tail:], other[:head] + other[tail:]
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _names(line: bytes) -> list[bytes]:
    """Return what must be the same in a line that differs: numbers, and names as programs have."""
    return [word for word, sign in WORDS.findall(line) if sign or NAMELIKE.search(word)]
