"""Trim: what models put around or into a quotation that is not in the file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pairtui.review.fold import bare, index
from pairtui.review.placeholder import left_out
from pairtui.review.text import Text
from pairtui.review.tie import NO_HINTS, Hints

EDGES = "blank lines around it"
GUTTER = "line numbers"
ELISION = "what it leaves out on both sides"

PASSAGES = 20
"""How many passages one edit may have."""

NUMBERED = re.compile(rb"[ \t]*([0-9]{1,7}) ?(\t|[|:]|\xe2\x94\x82|\xe2\x86\x92)")
"""A line number and what sets it off: a tab, a bar, a colon, a drawn bar or an arrow."""

DOTS = re.compile(rb"[ \t]*(?:(?:#|//|--|;|%)[ \t]*)?(?:\.{3}|\xe2\x80\xa6)[ \t]*")


@dataclass(frozen=True, slots=True)
class Quote:
    """What an edit quotes and what it puts there, line by line without ends.

    `without` says what was taken off. `owes` tells, for the line before and the line after, that
    a blank line was quoted there and is not to stay: then none may be there. `hints` tell equal
    places apart.
    """

    search: list[bytes]
    wanted: list[bytes]
    without: str = ""
    owes: tuple[bool, bool] = (False, False)
    hints: Hints = NO_HINTS


def unedged(quote: Quote) -> Quote | None:
    """Return a quotation without the blank lines at its edges; None if it has none, or no other."""
    head = _blanks(quote.search)
    if head == len(quote.search):
        return None
    tail = _blanks(quote.search[::-1])
    if not head and not tail:
        return None
    search = quote.search[head : len(quote.search) - tail]
    head_new = min(head, _blanks(quote.wanted))
    wanted = quote.wanted[head_new:]
    tail_new = min(tail, _blanks(wanted[::-1]))
    wanted = wanted[: len(wanted) - tail_new]
    owes = (head_new < head, tail_new < tail)
    return Quote(search, wanted, EDGES, owes, quote.hints.later(head))


def ungutted(quote: Quote) -> Quote | None:
    """Return a quotation without consecutive line numbers; None if there is no such gutter.

    The replacement has to have one too, with rising numbers, or nothing of the kind. The numbers
    are a hint, too.
    """
    search = _without_gutter(quote.search, step=1)
    if search is None:
        return None
    wanted: list[bytes] | None = quote.wanted
    if any(NUMBERED.match(line) for line in quote.wanted):
        wanted = _without_gutter(quote.wanted, step=None)
    if wanted is None:
        return None
    number = next(
        int(found[1]) - at
        for at, line in enumerate(quote.search)
        if (found := NUMBERED.match(line))
    )
    hints = replace(quote.hints, lines=quote.hints.lines | {number})
    return Quote(search, wanted, GUTTER, hints=hints)


def elided(quote: Quote, text: Text) -> list[Quote]:
    """Return the passages between which both sides leave the same things out; none if they do not.

    Dots, alone or as a comment, or a placeholder stand for what is left out. A file that has such
    a line itself is not read so.
    """
    marks = [line.strip() for line in quote.search if _elides(line)]
    if not 0 < len(marks) < PASSAGES or marks != [
        line.strip() for line in quote.wanted if _elides(line)
    ]:
        return []
    lines = index(text.data, bare)
    if any(lines.find([mark]) for mark in marks):
        return []
    passages: list[Quote] = []
    for search, wanted in zip(_passages(quote.search), _passages(quote.wanted), strict=True):
        if any(line.strip() for line in search):
            passages.append(Quote(search, wanted, ELISION))
        elif any(line.strip() for line in wanted):
            return []
    return passages


def _elides(line: bytes) -> bool:
    return bool(DOTS.fullmatch(line)) or left_out(line)


def _passages(lines: Sequence[bytes]) -> list[list[bytes]]:
    found: list[list[bytes]] = [[]]
    for line in lines:
        if _elides(line):
            found.append([])
        else:
            found[-1].append(line)
    return found


def _blanks(lines: Sequence[bytes]) -> int:
    """Return how many blank lines stand at the front."""
    return sum(1 for _ in itertools.takewhile(lambda line: not line.strip(), lines))


def _without_gutter(lines: Sequence[bytes], *, step: int | None) -> list[bytes] | None:
    """Return lines without the numbers before them, and without the one space behind these.

    Each line but blank ones must have a number, two lines at least; the numbers rise by `step`
    from line to line, or anyhow if it is None.
    """
    found = [NUMBERED.match(line) for line in lines]
    numbers = [(at, int(one[1])) for at, one in enumerate(found) if one]
    signs = {one[2] for one in found if one}
    missing = any(line.strip() and not one for line, one in zip(lines, found, strict=True))
    if missing or len(signs) != 1 or len(numbers) < (2 if step else 1):
        return None
    for (at, number), (later, higher) in itertools.pairwise(numbers):
        if number >= higher or (step and higher - number != step * (later - at)):
            return None
    bodies = [line[one.end() :] if one else line for line, one in zip(lines, found, strict=True)]
    spaced = all(body.startswith(b" ") for body in bodies if body.strip())
    return [body[1:] if spaced and one else body for body, one in zip(bodies, found, strict=True)]
