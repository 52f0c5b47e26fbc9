"""A change's text in an editor and back: what was not touched comes back byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Hunk
from pairtui.review.visible import visible
from pairtui.tui.review.external import at_line, editor_command, file_name, read_back
from pairtui.tui.review.standins import TooMany
from pairtui.tui.review.wording import Wording, wording
from pairtui.tui.screens.box import Box

BYTES = st.lists(
    st.sampled_from(
        ["a", "é", "日", "\n", "\r\n", "\r", "\t", " ", "\0", "\x0b", "\x0c", "\x85", "\u2028",
         "\u2029", "\x1c", "\x1b", "\ufeff", "\ue000", "\ue001", "\u200d", "\u202e", "␍", "⍰",
         "👩‍👩‍👧", "\U000f0000", "\u3164"]
    ).map(str.encode)
    | st.sampled_from([b"\xff", b"\xc3", b"\xa9", b"\xed\xa0\x80", b"\x80"]),
    max_size=12,
).map(b"".join) | st.binary(max_size=40)  # fmt: skip


def change(new: bytes, old: bytes = b"old\n") -> Hunk:
    return Hunk("h", "a.txt", 0, len(old), old, new)


def held(data: bytes, draft: str = "") -> tuple[Wording, Box]:
    """Return a text and the real text area that holds it."""
    made = wording(change(data), data, draft)
    return made, Box(made.text, id="box", signs=made.signs)


@settings(deadline=None, max_examples=200)
@given(BYTES)
def test_any_bytes_come_back_from_a_text_area(data: bytes) -> None:
    made, box = held(data)
    assert box.text == made.text
    assert made.encode(box.text) == data
    assert made.text.split("\n") == box.document.lines


@settings(deadline=None, max_examples=200)
@given(BYTES, st.data())
def test_an_edit_elsewhere_changes_nothing_else(data: bytes, pick: st.DataObject) -> None:
    made, box = held(data)
    row = pick.draw(st.integers(0, box.document.line_count - 1))
    column = pick.draw(st.integers(0, len(box.document.get_line(row))))
    box.document.replace_range((row, column), (row, column), "ZZ\nZZ")
    after = made.encode(box.text)
    assert after.count(b"ZZ") == 2
    end = made.end.encode()
    gone = after.replace(b"ZZ" + end + b"ZZ", b"")
    assert gone == (data or end)


@settings(deadline=None, max_examples=200)
@given(BYTES, BYTES)
def test_a_draft_is_offered_as_it_was_left(data: bytes, left: bytes) -> None:
    draft = left.decode("utf-8", "surrogateescape").replace("\r\n", "\n") or "x"
    made, box = held(data, draft)
    assert made.signs.real(box.text) == draft
    assert made.encode(made.first) == data


@settings(deadline=None, max_examples=200)
@given(BYTES)
def test_nothing_in_the_text_area_is_unseen(data: bytes) -> None:
    made, box = held(data)
    shown = "".join(box.get_line(row).plain for row in range(box.document.line_count))
    assert not any(span.escaped for span in visible(shown))
    assert len(shown) == sum(map(len, box.document.lines))
    for code, sign in made.signs.signs.items():
        assert sign not in data.decode("utf-8", "surrogateescape")
        assert (f"{sign} " in made.signs.legend(box.text)) is (code in box.text)


def test_what_stands_for_what_is_said() -> None:
    made, box = held(b"\ra\r\n\xff\n")
    assert made.signs.legend(box.text) == "cannot be seen: ␍ \\r ×2 · ⍰ \\xff"
    assert made.signs.legend(box.text, box.text[0]).endswith(" · at the cursor \\r")
    made, box = held("␍\ra\r\u202e\n".encode())
    assert made.signs.legend(box.text) == "cannot be seen: ⍰ \\r ×2 · ⍁ U+202E"
    assert box.get_line(0).plain == "␍⍰a⍰⍁"
    assert [span.style for span in box.get_line(0).spans] == ["reverse"] * 3


def test_a_joiner_that_was_left_alone_is_named() -> None:
    made, box = held("👩\u200d👧\n".encode())
    assert made.signs.legend(box.text) == ""
    assert made.signs.legend("👩\u200d") == "cannot be seen: U+200D without a sign"


def test_what_is_hardly_a_text_is_not_held() -> None:
    many = "".join(map(chr, range(0xE100, 0xE300)))
    with pytest.raises(TooMany):
        wording(change(b"x"), many.encode())


def test_line_ends_that_differ_are_seen_and_kept() -> None:
    made, box = held(b"a\r\nb\nc\r\n")
    assert [box.get_line(row).plain for row in range(3)] == ["a␍", "b", "c␍"]
    assert made.encode(box.text.replace("b", "B")) == b"a\r\nB\nc\r\n"


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


def test_an_editor_that_is_known_goes_to_the_line() -> None:
    assert at_line(("/usr/bin/vim", "-n"), 12) == ("/usr/bin/vim", "-n", "+12")
    assert at_line(("nano",), 1) == ("nano",)
    assert at_line(("code", "--wait"), 12) == ("code", "--wait")


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
