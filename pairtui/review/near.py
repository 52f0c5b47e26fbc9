"""Near: the real lines of a file that come nearest to lines that are not in it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from heapq import nlargest

from pairtui.proposal import Near

LENGTH = 300
GLANCES = 1_600_000
CANDIDATES = 20
LOOKED_FOR = 3
ALIKE = 0.5


def near(wanted: Sequence[bytes], bodies: Sequence[bytes], most: int = 3) -> tuple[Near, ...]:
    """Return up to `most` lines that come nearest to the wanted ones, in the order of the file.

    Lines are first ranked at a glance, by the runs of three bytes they share, so that the costly
    comparison (`difflib`) is made for a few of them only. No more than 300 bytes of a line are
    looked at, fewer in a file of very many lines.
    """
    there = set(bodies)
    said = [line for line in wanted if line.strip()]
    missing = [line for line in said if line not in there] or said
    looked_for = nlargest(LOOKED_FOR, dict.fromkeys(missing), key=len)
    best: dict[int, float] = {}
    for line, places in zip(looked_for, _candidates(looked_for, bodies), strict=True):
        for at in places:
            likeness = _likeness(line, bodies[at])
            if likeness >= ALIKE:
                best[at] = max(best.get(at, 0), likeness)
    chosen = sorted(nlargest(most, best, key=lambda at: (best[at], -at)))
    return tuple(Near(at + 1, bodies[at].decode("utf-8", "surrogateescape")) for at in chosen)


def _candidates(lines: Sequence[bytes], bodies: Sequence[bytes]) -> list[list[int]]:
    """Return, for each wanted line, the places of the lines that look most like it."""
    glance = min(LENGTH, max(24, GLANCES // (len(bodies) or 1)))
    wanted = [_triples(line, glance) for line in lines]
    scores: list[dict[int, float]] = [{} for _ in lines]
    for at, body in enumerate(bodies):
        found = _triples(body, glance)
        for triples, score in zip(wanted, scores, strict=True):
            shared = len(triples & found)
            if shared:
                score[at] = shared / (len(triples) + len(found))
    return [_best(score) for score in scores]


def _best(score: dict[int, float]) -> list[int]:
    return nlargest(CANDIDATES, score, key=lambda at: (score[at], -at))


def _triples(line: bytes, glance: int) -> set[bytes]:
    said = line.strip()[:glance]
    return {said[at : at + 3] for at in range(max(1, len(said) - 2))} - {b""}


def _likeness(one: bytes, other: bytes) -> float:
    left, right = one.strip()[:LENGTH], other.strip()[:LENGTH]
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
