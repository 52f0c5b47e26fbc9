"""Near: the real lines of a file that come nearest to lines that are not in it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

from pairtui.proposal import Near

LENGTH = 300
GLANCES = 1_600_000
LOOKED_AT = 20_000
CANDIDATES = 20
LOOKED_FOR = 3
ALIKE = 0.5


def near(wanted: Sequence[bytes], bodies: Sequence[bytes], most: int = 3) -> tuple[Near, ...]:
    """Return up to `most` lines that come nearest to the wanted ones, in the order of the file.

    Lines are first ranked at a glance, by the runs of three bytes they share, the rarest first, so
    that the costly comparison (`difflib`) is made for a few of them only. No more than 300 bytes
    of a line are looked at, fewer in a file of very many lines.
    """
    lines = tuple(bodies)
    there = set(lines)
    said = [line for line in wanted if line.strip()]
    missing = [line for line in said if line not in there] or said
    best: dict[int, float] = {}
    for line in nlargest(LOOKED_FOR, dict.fromkeys(missing), key=len):
        for at in _candidates(line, lines):
            likeness = _likeness(line, lines[at])
            if likeness >= ALIKE:
                best[at] = max(best.get(at, 0), likeness)
    chosen = sorted(nlargest(most, best, key=lambda at: (best[at], -at)))
    return tuple(Near(at + 1, lines[at].decode("utf-8", "surrogateescape")) for at in chosen)


def _candidates(line: bytes, lines: tuple[bytes, ...]) -> list[int]:
    """Return the places of the lines that look most like one."""
    places, sizes = _glance(lines)
    triples = _triples(line, LENGTH)
    shared: Counter[int] = Counter()
    looked_at = 0
    for triple in sorted(triples & places.keys(), key=lambda triple: (len(places[triple]), triple)):
        found = places[triple][: LOOKED_AT - looked_at]
        shared.update(found)
        looked_at += len(found)
    scores = {at: count / (len(triples) + sizes[at]) for at, count in shared.items()}
    return nlargest(CANDIDATES, scores, key=lambda at: (scores[at], -at))


@lru_cache(maxsize=2)
def _glance(lines: tuple[bytes, ...]) -> tuple[Mapping[bytes, array[int]], array[int]]:
    """Return on which lines each run of three bytes stands, and how many each line has."""
    most = min(LENGTH, max(24, GLANCES // (len(lines) or 1)))
    places: dict[bytes, array[int]] = {}
    sizes = array("I")
    for at, body in enumerate(lines):
        triples = _triples(body, most)
        sizes.append(len(triples))
        for triple in triples:
            places.setdefault(triple, array("I")).append(at)
    return places, sizes


def _triples(line: bytes, most: int) -> set[bytes]:
    said = line.strip()[:most]
    return {said[at : at + 3] for at in range(max(1, len(said) - 2))} - {b""}


def _likeness(one: bytes, other: bytes) -> float:
    left, right = one.strip()[:LENGTH], other.strip()[:LENGTH]
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
