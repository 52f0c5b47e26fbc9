"""Quotations that are not exact: where they are placed, in whose bytes, and where they are not."""

from __future__ import annotations

import time

import pytest

from pairtui.proposal import Hunk, Misfit, Nearest, SearchReplace, Unplaced
from pairtui.review.place import Placed, place
from pairtui.review.result import splice
from tests.review.made import shown

METHOD = b"class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n"
TABS = b"if a:\n\tif b:\n\t\tc()\n\td()\n"
PROSE = (
    "Es war “gut” – sagt man. Dann kam der Regen!  Alle liefen nach Hause.\n\n"
    "- Der zweite Absatz. Er ist kurz und gut.\n"
)


def hunks(base: bytes, old: str, new: str) -> tuple[Hunk, ...]:
    found = place(SearchReplace("a.txt", old, new), shown(base))
    assert isinstance(found, Placed), found
    return found.hunks


def applied(base: bytes, old: str, new: str) -> bytes:
    return splice(base, tuple((hunk, hunk.new) for hunk in hunks(base, old, new)))


def unplaced(base: bytes, old: str, new: str) -> Unplaced:
    found = place(SearchReplace("a.txt", old, new), shown(base))
    assert isinstance(found, Unplaced), found
    assert found.says.endswith((".", "”."))
    return found


@pytest.mark.parametrize(
    ("base", "old", "new", "result", "says"),
    [
        # What trails: the line that is changed keeps it, for the edit did not mean to drop it.
        (b"a \nb 1\t\nc\n", "a\nb 1\n", "a\nb 2\n", b"a \nb 2\t\nc\n", "trailing space"),
        (b"a\nb\n", "a  \nb\t\n", "a  \nB\n", b"a\nB\n", "trailing space"),
        (b"a\n  \nb\n", "a\n\nb\n", "a\n\nB\n", b"a\n  \nB\n", "trailing space"),
        (b"a 1  \r\nb\r\n", "a 1\r\n", "x\r\na 2\r\n", b"x\r\na 2  \r\nb\r\n", "trailing space"),
        # Typographic signs and normal form.
        (
            "“So” – don’t…\nb\n".encode(),
            '"So" - don\'t...\n',
            '"So" - do...\n',
            "“So” – do…\nb\n".encode(),
            "how quotes, dashes, spaces and accents are written",
        ),
        (
            "cafe\u0301 offen\u00a0heute\n".encode(),
            "café offen heute\n",
            "café zu heute\n",
            "cafe\u0301 zu\u00a0heute\n".encode(),
            "how quotes, dashes, spaces and accents are written",
        ),
        (
            "한국어 문장\n".encode(),
            "\u1112\u1161\u11ab국어 문장\n",
            "\u1112\u1161\u11ab국어 글\n",
            "한국어 글\n".encode(),
            "how quotes, dashes, spaces and accents are written",
        ),
        # Indentation lost, added, or in other signs.
        (
            METHOD,
            "def f(self):\n    return 1\n",
            "def f(self):\n    x = 1\n    if x:\n        return x\n",
            METHOD.replace(
                b"        return 1\n",
                b"        x = 1\n        if x:\n            return x\n",
            ),
            "indentation",
        ),
        (b"a()\nb()\n", "    a()\n    b()\n", "    a()\n    c()\n", b"a()\nc()\n", "indentation"),
        (
            TABS,
            "    if b:\n        c()\n",
            "    if b:\n        if c:\n            d()\n",
            TABS.replace(b"\t\tc()\n", b"\t\tif c:\n\t\t\td()\n"),
            "indentation",
        ),
        (
            b"a:\n    b\n        c\n",
            "\tb\n\t\tc\n",
            "\tb\n\t\td\n",
            b"a:\n    b\n        d\n",
            "indentation",
        ),
        (b"\tx = 1 \n", "    x = 1\n", "    x = 2\n", b"\tx = 2 \n", "indentation"),
        # Blank lines around it.
        (b"a\nb\nc\n", "\nb\n\n", "\nB\n\n", b"a\nB\nc\n", "blank lines around it"),
        (b"a\nb\nc\n", "\nb\n", "B\n", b"a\nB\nc\n", "blank lines around it"),
        (b"a\nb\nc\n", "\nb\n", "\n\nB\n", b"a\n\nB\nc\n", "blank lines around it"),
        (
            b"a\n  b\nc\n",
            "\nb\n",
            "\nB\n",
            b"a\n  B\nc\n",
            "blank lines around it and indentation",
        ),
        # A gutter.
        (
            b"one\n    two\nthree\n",
            "1 | one\n2 |     two\n",
            "1 | one\n2 |     zwei\n3 |     drei\n",
            b"one\n    zwei\n    drei\nthree\n",
            "line numbers",
        ),
        (b"x\none\n\ntwo\n", "     2\tone\n     3\t\n     4\ttwo\n", "eins\n", b"x\neins\n", ""),
        (b"one\ntwo\n", "9→one\n10→two\n", "9→one\n10→zwei\n", b"one\nzwei\n", "line numbers"),
        # The same things left out on both sides.
        (
            b"a\nb\nc\nd\ne\n",
            "a\n...\nd\n",
            "A\n...\nd\nd2\n",
            b"A\nb\nc\nd\nd2\ne\n",
            "what it leaves out on both sides",
        ),
        (
            b"def f():\n    b\n    c\n    d\n",
            "def f():\n    # ... existing code ...\n    d\n",
            "def g():\n    # ... existing code ...\n    d\n",
            b"def g():\n    b\n    c\n    d\n",
            "what it leaves out on both sides",
        ),
    ],
)
def test_a_loose_quotation_is_placed_and_says_so(
    base: bytes, old: str, new: str, result: bytes, says: str
) -> None:
    assert applied(base, old, new) == result
    for hunk in hunks(base, old, new):
        assert hunk.placed == f"placed ignoring {says or 'line numbers'}"
        assert base[hunk.start : hunk.end] == hunk.old != hunk.new


def test_an_exact_quotation_says_nothing_and_comes_first() -> None:
    base = b"a \na\n"
    assert applied(base, "a\n", "b\n") == b"a \nb\n"
    assert [hunk.placed for hunk in hunks(base, "a\n", "b\n")] == [""]


@pytest.mark.parametrize(
    ("base", "old", "new", "lines"),
    [
        (b"a \nb\na\t\n", "a\n", "c\n", (1, 3)),
        ("“a”\nb\n„a“\n".encode(), '"a"\n', "c\n", (1, 3)),
        (b"  a\n    a\n", "a\n", "b\n", (1, 2)),
        (b"a\nb\na\n", "\na\n\n", "c\n", (1, 3)),
        (b"a\nb\na\nb\n", "4: a\n5: b\n", "c\n", (1, 3)),
        (b"a\nb\nb\nc\n", "a\n...\nb\n", "a\n...\nB\n", (1, 2, 3)),
    ],
)
def test_two_places_at_one_level_are_no_place(
    base: bytes, old: str, new: str, lines: tuple[int, ...]
) -> None:
    found = unplaced(base, old, new)
    assert (found.why, found.lines) == ("ambiguous", lines)
    assert "but for" in found.says


@pytest.mark.parametrize(
    ("base", "old", "new"),
    [
        # The new lines are not in the frame of the quoted ones: how far in do they belong?
        (b"def f():\n    x = 1\n", "x = 1\n", "    x = 2\n"),
        # They go further to the left than the quoted ones.
        (b"x = 1\ny\n", "    x = 1\n", "    x = 2\nz\n"),
        # A depth that was not quoted, in tabs of a width that is not certain.
        (TABS, "    c()\n", "    c()\n        e()\n"),
        # Spaces in a file of tabs.
        (TABS, "c()\n", "if c:\n    c()\n"),
        # One depth for another: shifted by two, or twice as deep?
        (b"a:\n    b\n", "  b\n", "  b\n      c\n"),
    ],
)
def test_an_indentation_that_is_not_certain_is_refused_with_the_real_lines(
    base: bytes, old: str, new: str
) -> None:
    found = unplaced(base, old, new)
    assert (found.why, "indentation" in found.says) == ("not found", True)
    assert found.near[0].text.encode() in base.split(b"\n")


@pytest.mark.parametrize(
    ("base", "old", "new"),
    [
        (b"  a\n      b\n", "a\nb\n", "a\nc\n"),
        (b"a 1\n", "a 2\n", "b\n"),
        (b"a\nb\nc\n", "a\nc\n", "a\n"),
        (b"a\n\nb\nc\n", "\n\n\nb \n", "B\n"),
        (b"a\nb\n", "1: a\n3: b\n", "c\n"),
        (b"a\nb\n", "1: a\n", "c\n"),
        (b"a\nb\n", "1: a\n2: b\n", "1: a\nc\n"),
        (b"a\nb\nc\n", "a\n...\nc\n", "a\nC\n"),
        (b"a\nb\nc\n", "a\n...\nx\n", "A\n...\nx\n"),
        (b"c\nb\na\n", "a\n...\nc\n", "A\n...\nc\n"),
        # These dots are the file's own, so a line between was dropped.
        (b"a\nx\n...\nb\n", "a\n...\nb\n", "a\n...\n"),
        (b"a\x0c\n", "a\n", "b\n"),
        ("x²\n".encode(), "x2\n", "y\n"),
        (b"", "a\n", "b\n"),
    ],
)
def test_what_is_not_the_same_is_not_found(base: bytes, old: str, new: str) -> None:
    assert unplaced(base, old, new).why == "not found"


@pytest.mark.parametrize(
    ("base", "old", "new", "why"),
    [
        (b"if x:\n    foo()\n", "foo()\n", "if x:\n    foo()\n", "already applied"),
        (b"    a()\n    b()\n", "a()\n", "a()\nb()\n", "already applied"),
        (b"a \nb\nc\n", "a\n", "A\nb\n", "unsuitable"),
        (b"a\nb \nc\n", "b\n", "a\nB\n", "unsuitable"),
        (b"a\nb\n", "old \n", "a\nb\n", "already applied"),
        (b"a\n\xe2\x80\x9cb\xe2\x80\x9d\n", "old\n", 'a\n"b"\n', "already applied"),
        (b"a\nb1\nc\n", "a\nb2\nc\n", "a\nc\n", "not found"),
    ],
)
def test_a_change_that_is_there_is_not_made_again(
    base: bytes, old: str, new: str, why: Misfit
) -> None:
    assert unplaced(base, old, new).why == why


def test_placeholders_stay_refused_unless_both_sides_leave_the_same_out() -> None:
    base = b"def f():\n    a\n    b\n"
    lazy = "    # ... existing code ..."
    assert unplaced(base, "def f():\n    a\n", f"def g():\n{lazy}\n").why == "placeholder"
    assert unplaced(base, f"def f():\n{lazy}\n    c\n", f"def g():\n{lazy}\n").why == "not found"


@pytest.mark.parametrize(
    ("old", "new", "cut", "put"),
    [
        ("Dann kam der Regen!", "Dann regnete es.", "Dann kam der Regen!", "Dann regnete es."),
        ("Alle liefen nach Hause.\n", "Alle gingen.\n", "Alle liefen nach Hause.", "Alle gingen."),
        (
            'Es war "gut" - sagt man.\n',
            'Es war "sehr gut" - sagt man.\n',
            "Es war “gut” – sagt man.",
            "Es war “sehr gut” – sagt man.",
        ),
        ("Dann kam der Regen!\n", "", "Dann kam der Regen!  ", ""),
        ("Alle liefen nach Hause.\n", "", "  Alle liefen nach Hause.", ""),
        ("Er ist kurz und gut.", "Er ist kurz.", "Er ist kurz und gut.", "Er ist kurz."),
        (
            "Dann kam der Regen!  Alle liefen nach Hause.",
            "Bei Regen liefen alle heim.",
            "Dann kam der Regen!  Alle liefen nach Hause.",
            "Bei Regen liefen alle heim.",
        ),
    ],
)
def test_a_sentence_is_found_inside_its_line(old: str, new: str, cut: str, put: str) -> None:
    assert applied(PROSE.encode(), old, new).decode() == PROSE.replace(cut, put)
    (found,) = hunks(PROSE.encode(), old, new)
    assert found.placed.startswith("placed as a sentence inside a line")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kam der Regen!", "regnete es."),
        ("Dann kam der Reg", "Dann"),
        ("Alle liefen nach Hause", "Alle gingen"),
        ("Dann kam der Regen!\nAlle liefen nach Hause.\n", "Bei Regen.\n"),
        ("Dann kam der Regen!", "Dann regnete es.\nUnd wie."),
        ("Dann kam der Regen!", "Es regnete. Alle liefen nach Hause."),
    ],
)
def test_a_part_of_a_sentence_is_not_a_sentence(old: str, new: str) -> None:
    assert unplaced(PROSE.encode(), old, new).why == "not found"


def test_a_sentence_that_stands_twice_has_no_place() -> None:
    base = b"It was not good. So it was. It was not good.\nAnd more.\n"
    found = unplaced(base, "It was not good.\n", "It was.\n")
    assert (found.why, found.lines) == ("ambiguous", (1, 1))


def test_a_passage_that_is_nearly_the_same_is_offered_and_not_taken() -> None:
    base = b"x\ndef total(items):\n    # sum up all of the items\n    return sum(items)\n"
    quoted = "def total(items):\n    # sums up all of the items\n    return sum(items)\n"
    found = unplaced(base, quoted, "pass\n")
    assert found.why == "not found"
    assert found.nearest is not None
    assert (found.nearest.line, found.nearest.lines) == (2, 3)
    assert 90 <= found.nearest.alike < 100


@pytest.mark.parametrize(
    ("base", "old"),
    [
        ("one\nlimit = 20 now\nthree\n", "one\nlimit = 21 now\nthree\n"),
        ("one\ncompute(alpha, beta)\nthree\n", "one\ncompile(alpha, beta)\nthree\n"),
        (
            "one\nthe quick brown fox\nthree\none\nthe quick brown fix\nthree\n",
            "one\nthe quick brown fax\nthree\n",
        ),
        ("one\nthe quick brown fox\n", "one\nthe quick brown fax\n"),
        ("one\nanother line\nthree\n", "one\nwholly different\nthree\n"),
        ("three\nthe quick brown fox\none\n", "one\nthe quick brown fax\nthree\n"),
        ("one\na\nb\nc\nthree\n", "one\na\nthree\n"),
    ],
)
def test_what_differs_in_a_number_a_name_or_much_is_not_offered(base: str, old: str) -> None:
    assert unplaced(base.encode(), old, "x\n").nearest is None


@pytest.mark.parametrize(
    ("base", "old", "line"),
    [
        ("z\none\nthe quick brown fox\nthree\none\n", "one\nthe quick brown fax\nthree\n", 2),
        ("def f():\n    x - y\n}\n\n}\n", "def f():\n    x -- y\n}\n", 1),
        ("def f(x, y):\n    a\n    b\n", "def f(x,  y):\n    a\n    b\n", 1),
        ("one\nthree\nWe went home.\n", "one\nthree\nWe went home\n", 1),
        ("\n" * 9 + "one\n\nWe went home.\ntwo\n", "one\n\nWe went, home.\ntwo\n", 10),
    ],
    ids=["first line twice", "bracket twice", "first line", "full stop", "blank lines"],
)
def test_a_passage_is_offered_also_where_its_ends_are_not_unique(
    base: str, old: str, line: int
) -> None:
    found = unplaced(base.encode(), old, "x\n").nearest
    assert found is not None
    assert (found.line, found.lines) == (line, old.count("\n"))


def test_a_line_too_many_lowers_the_likeness() -> None:
    base = b"one\ntwo\nmore\nthree\n"
    assert unplaced(base, "one\ntwo\nthree\n", "x\n").nearest == Nearest(1, 4, 75)


@pytest.mark.parametrize(
    ("base", "old", "new"),
    [
        (b"  }\n" * 20_000, "}\n" * 1000, "x\n"),
        (b"a\n" * 20_000, "a\n...\n" * 2000, "b\n...\n" * 2000),
        (b"s\n" + b"x" * 100_000 + b"\nt\n", f"s\n{'x' * 99_999}y\nt\n", "z\n"),
        (b"x\n", "y\n", "# " * 100_000),
        (b"x\n", "a. " * 50_000 + "b.", "z\n"),
        ("“x” – y\n".encode() * 3000, '"x" - y\n' * 2999 + "z\n", "z\n"),
    ],
)
def test_hostile_quotations_are_answered_at_once(base: bytes, old: str, new: str) -> None:
    began = time.process_time()
    unplaced(base, old, new)
    assert time.process_time() - began < 5
