"""A change's text in an editor and back: what was not touched comes back byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Hunk
from pairtui.tui.review.external import editor_command, file_name, read_back
from pairtui.tui.review.wording import holds_exactly, wording
from pairtui.tui.screens.box import Box

TEXTS = st.lists(
    st.sampled_from(["a", "é", "日", "\n", "\r\n", "\r", "\t", " ", "\x0b", "\x0c", "\x85",
                     "\u2028", "\u2029", "\x1c", "\x1b", "\ufeff", "👩‍👩‍👧"]),
    max_size=12,
).map("".join)  # fmt: skip


def change(new: bytes, old: bytes = b"old\n") -> Hunk:
    return Hunk("h", "a.txt", 0, len(old), old, new)


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (b"", True),
        (b"a\nb\n", True),
        (b"a\r\nb\r\n", True),
        (b"a\r\nb\n", False),
        (b"a\rb\n", False),
        (b"a\x0cb\n", False),
        ("a\u2028b\n".encode(), False),
        ("a\x85b\n".encode(), False),
        (b"a\x1b[31m\n", False),
        ("a\u202eb\n".encode(), False),
        (b"\xff\n", False),
        ("日本 é 👩‍👩‍👧 العربية\n".encode(), True),
    ],
)
def test_what_can_be_held(data: bytes, *, held: bool) -> None:
    assert holds_exactly(data) is held


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_opening_and_closing_gives_the_same_bytes(text: str) -> None:
    data = text.encode()
    if holds_exactly(data):
        made = wording(change(data), data)
        box = Box(made.text, id="box")
        assert box.text == made.text
        assert made.encode(box.text) == data


def test_line_ends_of_the_file_are_kept() -> None:
    made = wording(change(b"a\r\nb\r\n"), b"a\r\nb\r\n")
    assert made.text == "a\nb"
    assert made.encode("a\nb\nc") == b"a\r\nb\r\nc\r\n"
    assert made.encode("") == b""


def test_words_where_lines_were_only_cut_are_a_line() -> None:
    made = wording(change(b"", b"old\r\n"), b"")
    assert made.encode("") == b""
    assert made.encode("new") == b"new\r\n"


def test_a_sentence_has_no_line_end_and_gets_none() -> None:
    made = wording(change(b"A sentence."), b"A sentence.")
    assert made.encode("Another.") == b"Another."


def test_the_editor_is_the_person_s_own_and_there_is_no_other() -> None:
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ("code", "--wait")
    assert editor_command({"EDITOR": "vi"}) == ("vi",)
    assert editor_command({"VISUAL": "", "EDITOR": " "}) == ()
    assert editor_command({"EDITOR": "'unclosed"}) == ()
    assert editor_command({}) == ()


def test_what_came_back_from_the_editor() -> None:
    assert read_back(b"a\n", b"a\n") is None
    assert read_back(b"a", b"a\n") is None
    assert read_back(b"a", b"a\r\n") is None
    assert read_back(b"a", b"b\n") == b"b"
    assert read_back(b"a\n", b"b") == b"b"
    assert read_back(b"", b"new\n") == b"new\n"


@pytest.mark.parametrize("path", ["cart/price.py", "Makefile", "été/kapitel-1.größe.md"])
def test_the_temporary_file_is_called_as_the_file(path: str) -> None:
    assert file_name(path) == path.rpartition("/")[2]


@pytest.mark.parametrize(
    "path",
    ["a.b;rm", "a b.md", ".dir-locals.el", "-c.py", "a\x1b.md", "x" * 61, "a`b`", "\udcff.md"],
)
def test_a_name_that_could_mean_something_else_is_not_used(path: str) -> None:
    assert file_name(path) == "text.txt"
