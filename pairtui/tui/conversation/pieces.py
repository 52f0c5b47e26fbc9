"""Pieces: what a transcript is made of, one value for each thing said or done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

PieceKind: TypeAlias = Literal[
    "you", "ai", "thought", "prose", "fence", "table", "draft", "note", "error", "receipt", "ending"
]

_TIGHT: frozenset[tuple[PieceKind, PieceKind]] = frozenset(
    {
        ("thought", "ai"),
        ("ai", "prose"),
        ("ai", "fence"),
        ("ai", "table"),
        ("ai", "draft"),
        ("ai", "note"),
        ("ai", "ending"),
        ("draft", "draft"),
        ("note", "note"),
        ("receipt", "note"),
        ("draft", "note"),
        ("error", "ending"),
        ("draft", "ending"),
    }
)

FOLDED: frozenset[PieceKind] = frozenset({"you", "thought"})
"""What is folded from the beginning where it is long; code is, once its turn is an earlier one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in the transcript; `text` is exactly as it came."""

    kind: PieceKind
    text: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what was said."""
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Past:
    """A turn of before: its texts as they came, and `tell`, which makes pieces of it when wanted.

    It comes to one piece at least.
    """

    texts: tuple[str, ...]
    tell: Callable[[], Iterable[Piece]]


def gap(before: Piece | Past | None, piece: Piece) -> bool:
    """Tell whether an empty line stands between two pieces."""
    if isinstance(before, Piece):
        return (before.kind, piece.kind) not in _TIGHT
    return before is not None
