"""Setting pieces of the transcript in lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from pairtui.tui.conversation.pieces import Piece, PieceKind
from pairtui.tui.conversation.typeset import typeset, typeset_open

LOOKS = dict.fromkeys(
    (
        "you",
        "said",
        "ai",
        "draft",
        "note",
        "error",
        "receipt",
        "ending",
        "code",
        "heading",
        "quote",
    ),
    Style(),
)


def lines(kind: PieceKind, text: str, width: int = 40) -> list[str]:
    return [strip.text for strip in typeset(Piece(kind, text), width, LOOKS)]


def test_markdown_is_set_and_its_signs_are_gone() -> None:
    assert lines("prose", "# Head\n\nSome **bold** and `code`.") == [
        "Head",
        "",
        "Some bold and code.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<!-- hidden -->",
        "![alt](http://x/y.png)",
        "&#x202e;",
        "<http://example.org>",
        "[ref]: http://x",
        "[/red] and [bold]x[/bold]",
    ],
)
def test_what_markdown_would_hide_stays_as_written(text: str) -> None:
    assert " ".join(lines("prose", f"See {text} here")) == f"See {text} here"


def test_an_image_inside_code_stays_as_it_is() -> None:
    assert lines("prose", "`![x](y)`") == ["![x](y)"]


def test_the_target_of_a_link_is_shown_and_nothing_is_clickable() -> None:
    strips = typeset(Piece("prose", "[bank](http://evil)"), 40, LOOKS)
    assert strips[0].text == "bank (http://evil)"
    assert not any(segment.style and segment.style.link for segment in strips[0])


def test_code_is_kept_letter_by_letter_and_folded_where_it_is_long() -> None:
    assert lines("fence", "```py\nif x:\n\treturn  1\n```") == [
        "  py, only text",
        "  if x:",
        "      return  1",
    ]
    folded = lines("fence", "```\n" + "x" * 50 + "\n```", 20)[1:]
    assert "".join(folded).strip() == "x" * 50
    assert max(map(len, folded)) <= 20


def test_an_open_table_is_plain_until_it_closes() -> None:
    piece = Piece("table", "| a | b |\n|---|---|\n| 1 | 2 |")
    assert typeset_open(piece, 40, LOOKS)[0].text == "| a | b |"
    assert not any("|" in strip.text for strip in typeset(piece, 40, LOOKS))


def test_a_table_that_is_too_wide_is_told_row_by_row() -> None:
    table = (
        "| # | What it does | Where |\n|---|---|---|\n"
        "| 1 | sets the **first** of two | [docs](http://x.example/a) |\n| 2 | | `b` |"
    )
    assert lines("table", table) == [
        "#: 1",
        "What it does: sets the first of two",
        "Where: docs (http://x.example/a)",
        "",
        "#: 2",
        "What it does:",
        "Where: b",
    ]
    assert "first of two" in " ".join(lines("table", table, 90))
    assert len(lines("table", table, 90)) == 4


@pytest.mark.parametrize(
    "target", ["http://a.example", "https://b.example/%2e?x=1", "mailto:x@y.example"]
)
def test_the_target_of_every_link_stands_beside_its_text(target: str) -> None:
    assert " ".join(lines("prose", f"See [here]({target}) now", 80)) == f"See here ({target}) now"


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_a_link_to_what_is_never_opened_stays_as_written(target: str) -> None:
    assert lines("prose", f"[here]({target})", 80) == [f"[here]({target})"]


@pytest.mark.parametrize(
    ("fence", "says"),
    [
        ("```\nx\n```", "  code, only text"),
        ("```py title=x\nx\n```", "  py, only text"),
        ("~~~\x1b]0;t\nx\n~~~", "  \\x1b]0;t, only text"),
        ("```p", "  code, only text"),
    ],
)
def test_code_that_is_no_change_says_so(fence: str, says: str) -> None:
    assert lines("fence", fence)[0] == says


KINDS: tuple[PieceKind, ...] = (
    "you",
    "prose",
    "fence",
    "table",
    "draft",
    "note",
    "error",
    "receipt",
)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(KINDS), st.text(max_size=120), st.integers(8, 60))
def test_nothing_that_controls_a_terminal_is_left(kind: PieceKind, text: str, width: int) -> None:
    for strip in typeset(Piece(kind, text), width, LOOKS):
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in strip.text)
        assert strip.cell_length <= width or kind in ("prose", "table")
