"""Code side by side: which lines stand beside each other, and that none is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Hunk
from pairtui.review.lines import cut_lines
from pairtui.tui.review.bits import Row, spans
from pairtui.tui.review.blocks import Changed, Same
from pairtui.tui.review.columns import Columns, pairs, side_by_side
from pairtui.tui.review.edited import edited_blocks
from pairtui.tui.review.setting import Setting

BODIES = [b"a\n", b"b\n", b"c = d(e)\n", b"c = d(f)\n", b"\n", b"g\r\n", b"last"]
LINES = st.lists(st.sampled_from(BODIES), max_size=7).map(b"".join)


def change(old: bytes, new: bytes) -> Hunk:
    return Hunk("h", "a.py", 0, len(old), old, new)


def columns(old: bytes, new: bytes, above: tuple[Row, ...] = ()) -> Columns:
    return Columns(Changed(change(old, new), new, 1, 1, above))


def halves(row: Row) -> tuple[str, str]:
    assert row.other is not None
    return f"{row.sign}{row.text}", f"{row.other.sign}{row.other.text}"


def test_a_line_stands_beside_what_it_became() -> None:
    block = columns(b"def f(a):\n    return a\n", b"def f(a, b):\n    x = 1\n    return a + b\n")
    assert [halves(block.row(at)) for at in range(block.height)] == [
        ("-def f(a):", "+def f(a, b):"),
        ("", "+    x = 1"),
        ("-    return a", "+    return a + b"),
    ]


def test_lines_that_stay_have_the_number_they_get() -> None:
    (block,) = side_by_side([Same("same", b"a\nb\nc\n", 1, 3, further=4)])
    row = block.row(0)
    assert (row.old, row.new, row.text) == (2, 0, "b")
    assert row.other is not None
    assert (row.other.old, row.other.new, row.other.text) == (0, 6, "b")


def test_what_stands_above_goes_across() -> None:
    block = columns(b"a\n", b"b\n", (Row("note"),))
    assert block.row(0) == Row("note")
    assert block.height == 2
    assert block.find("h", 0) == block.find("h", 2) == 1
    assert block.find("other") is None


def test_very_many_lines_stand_in_order() -> None:
    old, new = b"a\n" * 3000, b"b\n" * 2000
    every = pairs(old, new)
    assert every[0] == (0, 0)
    assert every[-1] == (2999, None)


@settings(deadline=None, max_examples=200)
@given(LINES, LINES)
def test_every_line_and_byte_is_there_once_and_in_order(old: bytes, new: bytes) -> None:
    every = pairs(old, new)
    assert [pair[0] for pair in every if pair[0] is not None] == list(range(len(cut_lines(old))))
    assert [pair[1] for pair in every if pair[1] is not None] == list(range(len(cut_lines(new))))
    block = columns(old, new)
    seen: list[int] = []
    for index in range(block.height):
        row = block.row(index)
        assert row.other is not None
        for _, low, high in (*spans(row), *spans(row.other)):
            seen += range(low, high)
    assert sorted(seen) == list(range(len(old) + len(new)))
    for offset in range(len(old) + len(new)):
        found = block.find("h", offset)
        assert found is not None
        row = block.row(found)
        assert row.other is not None
        both = (*spans(row), *spans(row.other))
        assert any(low <= offset < high for _, low, high in both)


def test_one_s_own_words_stand_on_the_right() -> None:
    hunk = change(b"a = 1\n", b"a = 2\n")
    blocks = list(side_by_side(edited_blocks(Changed(hunk, b"a = 3\n", 1, 1), Setting())))
    row = blocks[0].row(1)
    assert halves(row) == ("-a = 1", "~a = 3")
