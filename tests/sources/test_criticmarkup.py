"""CriticMarkup: read, written, and both one after the other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.sources.criticmarkup import read, unwritable, written
from pairtui.sources.registry import recognised
from pairtui.sources.sent import Change, Remark, Sent, Trouble, applied


def sent(text: str) -> Sent:
    found = read(text.encode())
    assert isinstance(found, Sent), found
    return found


@pytest.mark.parametrize(
    ("marked", "rejected", "accepted"),
    [
        ("a {++b ++}c", "a c", "a b c"),
        ("a {--b --}c", "a b c", "a c"),
        ("a {~~b~>d~~} c", "a b c", "a d c"),
        ("a {==b==} {++x++}", "a b ", "a b x"),
        ("a{--\n\n--}b", "a\n\nb", "ab"),
        ("{++All new.\n++}", "", "All new.\n"),
        ("```\n{++x++}\n```\n", "```\n\n```\n", "```\nx\n```\n"),
        ("a {--b--}{++c++} d", "a b d", "a c d"),
        ("{++a+++} {---b---}", " -b-", "a+ "),
        ("x {~~~a~~>b~~~} y", "x ~a~ y", "x b~ y"),
        ("{++x++} i++} --} and == left", " i++} --} and == left", "x i++} --} and == left"),
        (
            "caf\u00e9 {~~\u00fcber~>\u6211~~}\r\n",
            "caf\u00e9 \u00fcber\r\n",
            "caf\u00e9 \u6211\r\n",
        ),
    ],
)
def test_marks_are_changes_of_the_text_without_them(
    marked: str, rejected: str, accepted: str
) -> None:
    found = sent(marked)
    assert (found.base.decode(), found.accepted.decode()) == (rejected, accepted)


def test_a_comment_behind_a_mark_is_its_reason_and_any_other_a_remark() -> None:
    found = sent(
        "a{--b--}{>>too long<<}{>> really <<} c\n"
        "{==d==}{>>who?<<} e{>>hm<<}{>><<}\n{~~f~>f~~}{>>g<<}"
    )
    assert found.changes == (Change(1, 2, b"", "too long; really"),)
    assert found.remarks == (Remark(2, "who?", "d"), Remark(2, "hm"), Remark(3, "g", "f"))
    assert found.base == b"ab c\nd e\nf"


def test_two_insertions_at_one_place_are_one_change() -> None:
    assert sent("a{++b++}{>>one<<}{++c++}{>>two<<}d").changes == (Change(1, 1, b"bc", "one; two"),)
    assert len(sent("{--a--}{--b--}").changes) == 2


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("one\n{++two\nthree", 2, "{++ begins a mark that never ends"),
        ("{++ a {--b--} c ++}", 1, "{-- begins a mark inside another, {++"),
        ("\n\n{==a{>>b<<}==}", 3, "{>> begins a mark inside another, {=="),
        ("{~~old~~}", 1, "{~~ has no ~> between what goes and what comes"),
        ("{~~a~>b~>c~~}", 1, "{~~ has more than one ~> between what goes and what comes"),
        ("{+++}", 1, "{++ begins a mark that never ends"),
    ],
)
def test_a_mark_that_cannot_be_read_is_refused_with_its_line(
    text: str, line: int, says: str
) -> None:
    assert read(text.encode()) == Trouble(line, says)


def test_a_text_without_marks_is_of_another_form() -> None:
    assert read(b"plain {+ text ++} {") is None
    assert recognised(b"plain") is None
    assert recognised(b"{++a++}") == ("CriticMarkup", Sent(b"", (Change(0, 0, b"a"),)))


def test_what_cannot_be_written_is_refused_with_its_place() -> None:
    found = written(b"one\nuse {++ to add\n", (Change(0, 3, b"two"),))
    assert found == Trouble(2, "the text holds {++, a sign of CriticMarkup")
    found = written(b"one\ntwo\n", (Change(4, 7, b"a ~~} b"),))
    assert found == Trouble(2, "a change holds ~~}, a sign of CriticMarkup")
    found = written(b"one {two", (Change(5, 8, b""),))
    assert isinstance(found, bytes)
    assert isinstance(written(b"a {", (Change(0, 1, b"{++"),)), Trouble)


def test_what_becomes_what_is_written_apart_where_its_sign_is_in_it() -> None:
    found = written(b"a ~> b", (Change(0, 6, b"a to b", "arrows"),))
    assert found == b"{--a ~> b--}{++a to b++}{>>arrows<<}"


def test_a_reason_with_signs_in_it_is_no_comment() -> None:
    assert unwritable("ends <<} here")
    assert unwritable("{++")
    assert unwritable("the end is {") is False
    assert written(b"a", (Change(0, 1, b"b", "<<}"),)) == b"{~~a~>b~~}"


PARTS = st.lists(
    st.sampled_from([
        b"{", b"}", b"+", b"-", b"~", b">", b"<", b"=", b"++", b"~>", b"\n", b"\r\n", b" ",
        b"word", "\u00e9".encode(), "\u6211".encode(), b"a", b".",
    ]),
    max_size=6,
).map(b"".join)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> tuple[bytes, tuple[Change, ...]]:
    base, changes = b"", []
    for _ in range(draw(st.integers(0, 4))):
        base += draw(PARTS)
        old, new = draw(PARTS), draw(PARTS)
        if old != new:
            reason = draw(st.sampled_from(["", "shorter", "why {", "<<}", "two\nlines"]))
            changes.append(Change(len(base), len(base) + len(old), new, reason))
        base += old + b"|"
    return base + draw(PARTS), tuple(changes)


@settings(max_examples=300)
@given(texts())
def test_what_was_written_is_read_as_the_same(made: tuple[bytes, tuple[Change, ...]]) -> None:
    base, changes = made
    text = written(base, changes)
    if isinstance(text, Trouble):
        assert 1 <= text.line <= base.count(b"\n") + 1
        return
    again = read(text)
    if again is None:
        assert (text, changes) == (base, ())
        return
    assert isinstance(again, Sent)
    assert again.base == base
    assert again.accepted == applied(base, changes)
    assert [(one.start, one.end, one.new) for one in again.changes] == [
        (one.start, one.end, one.new) for one in changes
    ]


@settings(max_examples=200)
@given(PARTS, st.lists(st.tuples(st.sampled_from(["{++%s++}", "{--%s--}"]), PARTS), max_size=4))
def test_any_bytes_are_read_or_refused(text: bytes, marks: list[tuple[str, bytes]]) -> None:
    data = text + b"".join(form.encode() % body for form, body in marks)
    found = read(data)
    if isinstance(found, Sent):
        places = [(one.start, one.end) for one in found.changes]
        assert places == sorted(places)
        assert all(low[1] <= high[0] for low, high in pairwise(places))
        assert len(set(places)) == len(places)
