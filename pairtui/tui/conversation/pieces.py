"""Pieces: what a transcript is made of, one value for each thing said or done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

PieceKind: TypeAlias = Literal[
    "you", "ai", "prose", "fence", "table", "draft", "note", "error", "receipt", "ending"
]

_TIGHT: frozenset[tuple[PieceKind, PieceKind]] = frozenset(
    {
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


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in the transcript; `text` is exactly as it came."""

    kind: PieceKind
    text: str


def gap(before: Piece | None, piece: Piece) -> bool:
    """Tell whether an empty line stands between two pieces."""
    return before is not None and (before.kind, piece.kind) not in _TIGHT
