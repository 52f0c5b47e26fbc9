"""Anchor: the one passage that is nearly what was quoted, to be offered and never just taken."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from statistics import mean

from pairtui.proposal import Nearest
from pairtui.review.fold import folded, index
from pairtui.review.match import gaps
from pairtui.review.text import Text

ALIKE = 0.9
FEWEST = 3
LONGEST = 300
WORDS = re.compile(rb"([\w\x80-\xff]+)([(\[.=])?")
NAMELIKE = re.compile(rb"[0-9_]")


def nearest(search: Sequence[bytes], text: Text) -> Nearest | None:
    """Return the passage between the quotation's first and last line, if it is nearly the same.

    Both these lines stand in the file exactly once; the passage has as many lines, or one more or
    less; each line that differs has nine tenths in common with the one quoted, and all its numbers
    and names. `alike` is the mean likeness of its lines.
    """
    lines = [folded(line) for line in search]
    if len(lines) < FEWEST:
        return None
    there = index(text.data, folded)
    firsts, lasts = (there.find([line], 2) for line in (search[0], search[-1]))
    if len(firsts) != 1 or len(lasts) != 1:
        return None
    if abs(lasts[0] + 1 - firsts[0] - len(lines)) > 1:
        return None
    found = there.keys(firsts[0], lasts[0] + 1)
    likeness = _likenesses(lines, found)
    if likeness is None:
        return None
    return Nearest(firsts[0] + 1, len(found), min(99, int(100 * mean(likeness))))


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
            ratio = _likeness(one, other)
            if ratio < ALIKE or _names(one) != _names(other):
                return None
            alike.append(ratio)
    return alike


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
