"""Frame: the text of a file as a round shows it to a model, and where each change stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pairtui.proposal import Absent, FileChange, FileState, Hunk, Present
from pairtui.review.merge import clash

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A change that is applied: its span of the base, and the one it became in the working text."""

    hunk: str
    base: Span
    work: Span


@dataclass(frozen=True, slots=True)
class Frame:
    """A base, the working text that came of it, and the changes between the two, by place.

    `gone` says that the person took the deletion of the file, so that nothing of it is shown.
    """

    path: str
    base: Present | Absent
    work: Present | Absent
    pieces: tuple[Piece, ...] = ()
    gone: bool = False

    @property
    def state(self) -> FileState:
        """Return what the model is told the file is."""
        return Absent() if self.gone else self.work

    def touched(self, start: int, end: int) -> tuple[Span, frozenset[Piece]]:
        """Return the span of the base that one of the working text stands for, and what it touches.

        It covers every change it touches whole.
        """
        touched = frozenset(one for one in self.pieces if clash(one.work, (start, end)))
        lows = [one.base[0] for one in touched if one.work[0] <= start]
        highs = [one.base[1] for one in touched if one.work[1] >= end]
        low = min(lows) if lows else self._base_after(start)
        high = max(highs) if highs else max(low, self._base_before(end))
        return hull((low, high), (one.base for one in touched)), touched

    def work_span(self, span: Span, inside: frozenset[Piece]) -> Span:
        """Return the span of the working text that stands for one of the base.

        `inside` are the changes in it; no other is cut through.
        """
        low, high = span
        others = [one for one in self.pieces if one not in inside]
        behind = [one for one in others if one.base[1] <= low]
        ahead = [one for one in others if one.base[0] >= high and one not in behind]
        start = behind[-1].work[1] + low - behind[-1].base[1] if behind else low
        if ahead:
            return start, ahead[0].work[0] - (ahead[0].base[0] - high)
        return start, len(content(self.work)) - (len(content(self.base)) - high)

    def _base_after(self, at: int) -> int:
        """Return where a place of the working text is in the base, behind what was cut there."""
        behind = [one for one in self.pieces if one.work[1] <= at]
        return behind[-1].base[1] + at - behind[-1].work[1] if behind else at

    def _base_before(self, at: int) -> int:
        """Return where a place of the working text is in the base, before what was cut there."""
        ahead = [one for one in self.pieces if one.work[0] >= at]
        if ahead:
            return ahead[0].base[0] - (ahead[0].work[0] - at)
        return len(content(self.base)) - (len(content(self.work)) - at)


def hull(span: Span, others: Iterable[Span]) -> Span:
    """Return the smallest span that holds these."""
    spans = (span, *others)
    return min(low for low, _ in spans), max(high for _, high in spans)


def content(state: Present | Absent) -> bytes:
    """Return the bytes of a file; none where there is no file."""
    return b"" if isinstance(state, Absent) else state.data


def framed(change: FileChange, applied: Iterable[tuple[Hunk, bytes]], *, gone: bool) -> Frame:
    """Return the frame of a file in which these changes are applied; they are sorted by place."""
    base = content(change.base)
    parts: list[bytes] = []
    pieces: list[Piece] = []
    place = size = 0
    for hunk, new in applied:
        before = base[place : hunk.start]
        start = size + len(before)
        size = start + len(new)
        pieces.append(Piece(hunk.id, (hunk.start, hunk.end), (start, size)))
        parts += [before, new]
        place = hunk.end
    work = b"".join([*parts, base[place:]])
    if isinstance(change.base, Absent):
        made: Present | Absent = Present(work) if pieces else Absent()
    else:
        made = Present(work, change.base.mode)
    return Frame(change.path, change.base, made, tuple(pieces), gone)
