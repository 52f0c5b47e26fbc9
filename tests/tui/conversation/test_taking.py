"""What leaves the conversation as text."""

from __future__ import annotations

import pytest

from pairtui.tui.conversation.pieces import Piece, PieceKind
from pairtui.tui.conversation.taking import taken


@pytest.mark.parametrize(
    ("kind", "text", "want", "what"),
    [
        ("fence", "```py\n\tx = 1\r\n\n```", "\tx = 1\r\n\n", "this code, 2 lines"),
        ("fence", "~~~\nopen", "open", "this code, 1 line"),
        ("fence", "```\n~~~\n``\n````", "~~~\n``\n", "this code, 2 lines"),
        ("you", "two\nrows", "two\nrows", "your words, 2 lines"),
        ("prose", "Some **bold**", "Some **bold**", "this paragraph, 1 line"),
        ("receipt", "Saved commit a1", "Saved commit a1", "this line, 1 line"),
    ],
)
def test_a_block_is_copied_as_it_came(kind: PieceKind, text: str, want: str, what: str) -> None:
    found = taken([Piece(kind, text)])
    assert found is not None
    assert (found.text, found.what) == (want, what)


def test_an_answer_is_what_was_said_without_what_the_program_added() -> None:
    pieces: list[tuple[PieceKind, str]] = [
        ("ai", "ai:"), ("prose", "One."), ("draft", "change in a.py"), ("fence", "```\nx\n```"),
        ("ending", "stopped"),
    ]  # fmt: skip
    found = taken([Piece(kind, text) for kind, text in pieces])
    assert found is not None
    assert found.text == "One.\n\n```\nx\n```"
    assert taken([Piece("ai", "ai:")]) is None
    assert taken([]) is None
