"""Near: the real lines of a file that come nearest to lines that are not in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from heapq import nlargest

from pairtui.proposal import Near
from pairtui.review.text import Text

LINES = 200
LENGTH = 300
"""Lines of a quotation, and bytes of each, that are looked at."""

LOOKED_FOR = 2
"""How many lines of a quotation are looked for; long ones."""

AROUND = 3
PLACES = 8
"""How far around a line that stands in the file another is looked for, if it has few places."""

PIECES = 4
SHORTEST = 3
HITS = 20
"""In how many pieces a line is cut, how short they may be, how often each is looked for."""

SEARCHED = 2_600_000
"""Bytes of the file that are searched for the pieces of one line; in a large file for fewer."""

COMPARED = 5
ALIKE = 0.5
CERTAIN = 0.65


def near(wanted: Sequence[bytes], text: Text, most: int = 3) -> tuple[Near, ...]:
    """Return up to `most` lines that come nearest to the wanted ones, in the order of the file.

    A line is looked for beside those that were quoted with it, where these are in the file, or
    beside what came near to these; then anywhere, by pieces of it that stand somewhere, the rarest
    first. Only a few lines are compared closely (`difflib`).
    """
    said = [at for at, line in enumerate(wanted[:LINES]) if line.strip()]
    missing = [at for at in said if wanted[at] not in text] or said
    known: dict[int, list[int]] = {}
    best: dict[int, float] = {}
    for at in nlargest(LOOKED_FOR, missing, key=lambda at: len(wanted[at])):
        for other in range(max(at - AROUND, 0), min(at + AROUND + 1, len(wanted))):
            if other not in known:
                known[other] = _places(wanted[other], text)
        here = _compared(wanted[at], _beside(at, known, text), text)
        if max(here.values(), default=0) < CERTAIN:
            here |= _compared(wanted[at], _sharing(wanted[at], text), text)
        for place, likeness in here.items():
            best[place] = max(best.get(place, 0), likeness)
        if here:
            known[at] = [max(here, key=lambda place: (here[place], -place))]
    chosen = sorted(nlargest(most, best, key=lambda at: (best[at], -at)))
    return tuple(Near(at + 1, text.bodies[at].decode("utf-8", "surrogateescape")) for at in chosen)


def _places(line: bytes, text: Text) -> list[int]:
    """Return where a line stands, if it is one that says something of its place."""
    found = text.runs.find([line], PLACES + 1) if line.strip() else []
    return found if len(found) <= PLACES else []


def _beside(at: int, known: dict[int, list[int]], text: Text) -> Iterator[int]:
    """Yield where one line of a quotation may stand, given where others do."""
    beside = (
        place + at - other
        for other, places in known.items()
        for place in places
        if abs(at - other) <= AROUND
    )
    for place in dict.fromkeys(beside):
        yield from (line for line in (place - 1, place, place + 1) if 0 <= line < len(text.bodies))


def _sharing(line: bytes, text: Text) -> list[int]:
    """Return the lines that share most with one: pieces that stand in few lines count for more."""
    said = line.strip()[:LENGTH]
    size = max(SHORTEST, -(-len(said) // PIECES))
    score: dict[int, float] = {}
    lows = range(0, max(1, len(said) - SHORTEST + 1), size)
    pieces = sorted((said[low : low + size] for low in lows), key=lambda one: -len({*one}))
    for piece in pieces[: -(-SEARCHED // (len(text.data) + 1))]:
        hits = set(_hits(piece, text))
        for at in hits:
            score[at] = score.get(at, 0) + 1 / len(hits)
    return nlargest(COMPARED, score, key=lambda at: (score[at], -at))


def _hits(piece: bytes, text: Text) -> Iterator[int]:
    at = text.head - 1
    for _ in range(HITS):
        at = text.data.find(piece, at + 1)
        if at < 0:
            return
        line = bisect_right(text.starts, at) - 1
        yield line
        at = text.starts[line + 1] - 1


def _compared(line: bytes, places: Iterable[int], text: Text) -> dict[int, float]:
    """Return the places that are like a line, each with how much."""
    matcher = SequenceMatcher(None, b"", line.strip()[:LENGTH], autojunk=False)
    alike: dict[int, float] = {}
    for at in places:
        matcher.set_seq1(text.bodies[at].strip()[:LENGTH])
        if (likeness := matcher.ratio()) >= ALIKE:
            alike[at] = likeness
    return alike
