"""Weave: what two people made of one text, put together where it does not collide.

Changes of words that share or touch words of the common text collide, and so do those with only
space between them: they are one another's context.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from pairtui.review.words import marked

Side: TypeAlias = Literal["yours", "wanted"]


class _Run(NamedTuple):
    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Strand:
    """A run of the common text with what each side made of it."""

    base: str
    yours: str
    wanted: str

    @property
    def collides(self) -> bool:
        """Tell whether both changed it, and not alike."""
        return self.base not in (self.yours, self.wanted) and self.yours != self.wanted

    def kept(self, side: Side) -> str:
        """Return it with the changes of both; where they collide, those of one side."""
        if self.collides:
            return self.yours if side == "yours" else self.wanted
        return self.wanted if self.yours == self.base else self.yours


def weave(base: str, yours: str, wanted: str) -> tuple[Strand, ...]:
    """Return a text as strands; each side's parts, joined, are that side's text."""
    mine, theirs = _runs(base, yours), _runs(base, wanted)
    strands: list[Strand] = []
    place = 0
    for low, high in _clusters(base, (*mine, *theirs)):
        still = base[place:low]
        strands += [Strand(still, still, still)] if still else []
        sides = (_made(base, low, high, runs) for runs in (mine, theirs))
        strands.append(Strand(base[low:high], *sides))
        place = high
    rest = base[place:]
    return (*strands, Strand(rest, rest, rest)) if rest else tuple(strands)


def merged(base: bytes, yours: bytes, wanted: bytes, side: Side) -> bytes | None:
    """Return a text with the changes of both; where they collide, those of one side.

    None where that is nothing but one of the two.
    """
    texts = (data.decode("utf-8", "surrogateescape") for data in (base, yours, wanted))
    made = "".join(strand.kept(side) for strand in weave(*texts))
    data = made.encode("utf-8", "surrogateescape")
    return None if data in (yours, wanted) else data


def _runs(base: str, other: str) -> list[_Run]:
    """Return what became of a text as runs that change; none of them touch."""
    runs: list[_Run] = []
    place = 0
    for piece in marked(base, other):
        size = 0 if piece.kind == "added" else len(piece.text)
        if piece.kind != "same":
            new = piece.text if piece.kind == "added" else ""
            if runs and runs[-1].end == place:
                last = runs.pop()
                runs.append(_Run(last.start, place + size, last.new + new))
            else:
                runs.append(_Run(place, place + size, new))
        place += size
    return runs


def _clusters(base: str, runs: Iterable[_Run]) -> list[tuple[int, int]]:
    """Return spans of the common text, each with runs that touch or have only space between."""
    found: list[tuple[int, int]] = []
    for run in sorted(runs):
        if found and not base[found[-1][1] : run.start].strip():
            low, high = found.pop()
            found.append((low, max(high, run.end)))
        else:
            found.append((run.start, run.end))
    return found


def _made(base: str, low: int, high: int, runs: Iterable[_Run]) -> str:
    """Return what one side made of a span."""
    text, place = "", low
    for run in runs:
        if low <= run.start and run.end <= high:
            text += base[place : run.start] + run.new
            place = run.end
    return text + base[place:high]
