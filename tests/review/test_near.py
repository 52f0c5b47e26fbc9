from __future__ import annotations

from pairtui.review.near import near
from pairtui.review.text import indexed


def lines(wanted: bytes, data: bytes) -> list[int]:
    return [one.line for one in near(wanted.split(b"\n"), indexed(data))]


def test_a_line_is_looked_for_beside_those_it_was_quoted_with() -> None:
    data = b"".join(b"def f%d():\n    total = first * second\n    return\n" % at for at in range(9))
    assert lines(b"def f7():\n    total = frist * second\n    return", data) == [23]


def test_lines_that_are_all_misquoted_are_looked_for_beside_each_other() -> None:
    alike = b"".join(b"alpha beta gamma\nother %d\n" % at for at in range(9))
    data = alike + b"the quick brown fox jumps over it\nalpha beta gamma\n"
    assert 20 in lines(b"the quick brawn fox jumps over it\nalpha bela gamma", data)


def test_a_line_is_looked_for_anywhere_by_its_rarest_piece() -> None:
    data = (
        b"    return value\n" * 50 + b"    return value_of(ledger)\n" + b"    return value\n" * 50
    )
    assert 51 in lines(b"    retrun value_of(ledger)", data)


def test_nothing_is_like_what_shares_nothing() -> None:
    assert lines(b"xyzzy", b"one\ntwo\n") == []
    assert lines(b"\n \n", b"one\n\n") == []
    assert lines(b"a", b"") == []
