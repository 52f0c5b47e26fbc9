from __future__ import annotations

import itertools
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import (
    Absent,
    Edit,
    FileChange,
    Hunk,
    Present,
    Refused,
    SearchReplace,
    Selection,
    Snapshot,
    Unplaced,
    WholeFile,
)
from pairtui.review.lines import body, cut_lines
from pairtui.review.place import Placed, place
from pairtui.review.result import splice
from tests.review.made import change, hunk, shown, texts

MARK = b"\xef\xbb\xbf"


def hunks(edit: Edit, base: bytes) -> tuple[Hunk, ...]:
    placed = place(edit, shown(base))
    assert isinstance(placed, Placed), placed
    return placed.hunks


def applied(edit: Edit, base: bytes) -> bytes:
    return splice(base, tuple((hunk, hunk.new) for hunk in hunks(edit, base)))


def unplaced(edit: Edit, base: bytes) -> Unplaced:
    found = place(edit, shown(base))
    assert isinstance(found, Unplaced), found
    assert found.says.endswith((".", "”."))
    return found


def search(old: str, new: str) -> SearchReplace:
    return SearchReplace("a.txt", old, new)


@pytest.mark.parametrize(
    ("base", "old", "new", "result"),
    [
        (b"a\nb\nc\n", "b\n", "B\n", b"a\nB\nc\n"),
        (b"a\nb\nc\n", "b\n", "", b"a\nc\n"),
        (b"a\nb\nc\n", "b\n", "b\nb2\n", b"a\nb\nb2\nc\n"),
        (b"a\r\nb\r\nc\r\n", "b\n", "B\nB2\n", b"a\r\nB\r\nB2\r\nc\r\n"),
        (b"a\nb\r\nc\n", "b\n", "B\n", b"a\nB\r\nc\n"),
        (b"a\nb\nc", "c\n", "C\n", b"a\nb\nC"),
        (b"a\nb\nc", "c\n", "c\nd\n", b"a\nb\nc\nd"),
        (b"a\r\nb\r\nc", "c\n", "c\nd\n", b"a\r\nb\r\nc\r\nd"),
        (b"a\nb\nc", "b\nc\n", "b\n", b"a\nb\n"),
        (b"c", "c", "C", b"C"),
        (b"a\nb\n", "a\n", "new\na\n", b"new\na\nb\n"),
        (b"\xef\xbb\xbfa\nb\n", "a\n", "A\n", b"\xef\xbb\xbfA\nb\n"),
        (b"\xef\xbb\xbfa\nb\n", "\ufeffa\n", "\ufeffA\n", b"\xef\xbb\xbfA\nb\n"),
        (b"a\x0cb\nc \t\nd\n", "a\x0cb\nc \t\n", "a\x0cb\nC\n", b"a\x0cb\nC\nd\n"),
        (b"a\rb\nc\n", "c\n", "C\n", b"a\rb\nC\n"),
    ],
)
def test_bytes_outside_the_change_stay(base: bytes, old: str, new: str, result: bytes) -> None:
    assert applied(search(old, new), base) == result


def test_a_quote_in_crlf_fits_a_file_in_lf_and_leaves_it_so() -> None:
    assert applied(search("a\r\nb\r\n", "a\r\nB\r\n"), b"a\nb\n") == b"a\nB\n"


def test_one_edit_may_be_several_changes_with_the_equal_lines_between_left_alone() -> None:
    base = b"def f():\r\n    a = 1\n    b = 2\r\n    return a\n"
    edit = search(
        "def f():\n    a = 1\n    b = 2\n    return a\n",
        "def g():\n    a = 1\n    b = 2\n    return b\n",
    )
    found = hunks(edit, base)
    assert [(hunk.old, hunk.new) for hunk in found] == [
        (b"def f():\r\n", b"def g():\r\n"),
        (b"    return a\n", b"    return b\n"),
    ]
    assert all(base[hunk.start : hunk.end] == hunk.old for hunk in found)


def test_no_change_is_no_hunk() -> None:
    assert hunks(search("a\n", "a\n"), b"a\nb\n") == ()
    assert hunks(WholeFile("a.txt", "a\nb\n"), b"a\r\nb") == ()
    assert hunks(Selection("a.txt", 1, 3, "bc"), b"abcd") == ()
    assert hunks(search("", "a\n"), b"a\n") == ()


def test_two_places_are_no_place() -> None:
    found = unplaced(search("b\n", "B\n"), b"a\nb\nc\nb\n")
    assert (found.why, found.lines) == ("ambiguous", (2, 4))
    assert found.says == "These lines stand in 2 places in a.txt: lines 2 and 4."
    many = unplaced(search("b\n", "B\n"), b"b\n" * 9)
    assert many.says.endswith("lines 1, 2, 3, 4, 5 and 4 more.")
    assert unplaced(search("b\nb\n", "B\n"), b"b\nb\nb\n").lines == (1, 2)


def test_more_lines_make_a_place_certain() -> None:
    assert applied(search("c\nb\n", "c\nB\n"), b"a\nb\nc\nb\n") == b"a\nb\nc\nB\n"


def test_no_place_comes_with_the_nearest_lines_word_for_word() -> None:
    base = b"import os\n\ndef total(self, items):\n    return sum(items)\n\tx = 1 \n"
    found = unplaced(search("def total(self, item):\n    return sum(item)\n", "pass\n"), base)
    assert found.why == "not found"
    assert [(near.line, near.text) for near in found.near] == [
        (3, "def total(self, items):"),
        (4, "    return sum(items)"),
    ]
    (near, *_) = unplaced(search("    x = 1\n", "pass\n"), base).near
    assert (near.line, near.text) == (5, "\tx = 1 ")


def test_a_misspelt_single_word_finds_its_line() -> None:
    found = unplaced(search("sumary\n", "x\n"), b"one\nsummary\n")
    assert [near.line for near in found.near] == [2]


def test_almost_the_same_is_not_the_same() -> None:
    assert unplaced(search("return 1\n", "x\n"), b"return 2\n").why == "not found"
    assert unplaced(search("x²\n", "x\n"), b"x2\n").why == "not found"
    assert unplaced(search("e\n", "x\n"), "é\n".encode()).why == "not found"
    assert unplaced(search("a  b\n", "x\n"), b"a b\n").why == "not found"
    assert unplaced(search("a\n", "x\n"), b"\x0ca\n").why == "not found"
    assert unplaced(search("ab\n", "x\n"), b"xab\nabx\n").why == "not found"


def test_what_already_stands_there_is_named_so() -> None:
    found = unplaced(search("old\n", "new\nline\n"), b"a\nnew\nline\n")
    assert (found.why, found.lines) == ("already applied", (2,))
    assert unplaced(search("old\n", "\n"), b"a\n\n").why == "not found"


def test_a_file_that_is_not_there() -> None:
    found = place(search("a\n", "b\n"), Snapshot({"a.txt": Absent()}))
    assert isinstance(found, Unplaced)
    assert (found.why, found.says) == ("not found", "There is no file a.txt.")
    selected = place(Selection("a.txt", 0, 1, "b"), Snapshot({"a.txt": Absent()}))
    assert isinstance(selected, Unplaced)


def test_a_refused_path_and_one_nobody_looked_at() -> None:
    refused = Snapshot({"a.txt": Refused("a.txt is a link.")})
    for edit in (search("", "x\n"), WholeFile("a.txt", "x\n"), Selection("a.txt", 0, 0, "x")):
        found = place(edit, refused)
        assert isinstance(found, Unplaced)
        assert (found.why, found.says) == ("path", "a.txt is a link.")
        unknown = place(edit, Snapshot())
        assert isinstance(unknown, Unplaced)
        assert unknown.why == "path"


def test_a_blank_line_in_the_place_of_an_empty_quotation_makes_the_file() -> None:
    found = place(search("\n", "x = 1\n"), Snapshot({"a.txt": Absent()}))
    assert isinstance(found, Placed), found
    assert [made.new for made in found.hunks] == [b"x = 1\n"]


@pytest.mark.parametrize("text", ["", "text\n", "no newline", "crlf\r\n"])
@pytest.mark.parametrize("kind", [lambda text: search("", text), lambda t: WholeFile("a.txt", t)])
def test_a_new_file_is_one_change(kind: object, text: str) -> None:
    assert callable(kind)
    found = place(kind(text), Snapshot({"a.txt": Absent()}))
    assert isinstance(found, Placed)
    (made,) = found.hunks
    assert (made.start, made.end, made.old, made.new) == (0, 0, b"", text.encode())
    again = place(
        kind("other\n"), Snapshot({"a.txt": Absent()}), FileChange("a.txt", Absent(), (made,))
    )
    assert isinstance(again, Unplaced)
    assert again.why == "overlaps"


def test_an_empty_quote_fills_an_empty_file_and_no_other() -> None:
    assert applied(search("", "text\n"), b"") == b"text\n"
    assert unplaced(search("", "text\n"), b"full\n").why == "unsuitable"


@pytest.mark.parametrize(
    ("base", "text", "result"),
    [
        (b"a\nb\nc\n", "a\nB\nc\n", b"a\nB\nc\n"),
        (b"a\r\nb\r\nc\r\n", "a\nB\nc\nd\n", b"a\r\nB\r\nc\r\nd\r\n"),
        (b"a\nb", "A\nb\n", b"A\nb"),
        (b"a\nb", "a\nB\n", b"a\nB"),
        (b"a\nb", "a\nB", b"a\nB"),
        (b"a\nb\n", "a\nB", b"a\nB"),
        (b"a\nb", "a\nb\nc\n", b"a\nb\nc"),
        (b"\xef\xbb\xbfa\nb\n", "A\nb\n", b"\xef\xbb\xbfA\nb\n"),
        (b"", "a\n", b"a\n"),
        (b"a \nb\n", "a\nb\n", b"a\nb\n"),
    ],
)
def test_a_whole_file_comes_as_its_changed_lines(base: bytes, text: str, result: bytes) -> None:
    assert applied(WholeFile("a.txt", text), base) == result


def test_a_whole_file_leaves_the_lines_it_repeats() -> None:
    base = b"".join(b"line %d\n" % at for at in range(200))
    text = base.decode().replace("line 20\n", "line twenty\n").replace("line 150\n", "")
    assert [(hunk.old, hunk.new) for hunk in hunks(WholeFile("a.txt", text), base)] == [
        (b"line 20\n", b"line twenty\n"),
        (b"line 150\n", b""),
    ]


def test_a_whole_file_that_loses_much_is_refused_unless_asked_for() -> None:
    base = b"".join(b"line %02d\n" % at for at in range(10))
    for kept in (b"".join(base.splitlines(keepends=True)[:6]), base.replace(b"line", b"")):
        edit = WholeFile("a.txt", kept.decode())
        found = unplaced(edit, base)
        assert (found.why, "%" in found.says) == ("unsuitable", True)
        asked = place(edit, shown(base), may_shrink=True)
        assert isinstance(asked, Placed)
        assert splice(base, tuple((hunk, hunk.new) for hunk in asked.hunks)) == kept
    lazy = WholeFile("a.txt", "line 00\n# ... rest of the file unchanged\n")
    refused = place(lazy, shown(base), may_shrink=True)
    assert isinstance(refused, Unplaced)
    assert refused.why == "placeholder"


def test_a_whole_file_may_lose_a_little_and_any_white_space() -> None:
    base = b"".join(b"    line %02d   \r\n\r\n" % at for at in range(10))
    kept = "".join(f"line {at:02}\n" for at in range(7))
    assert hunks(WholeFile("a.txt", kept), base)
    mark = b"\xef\xbb\xbf"
    assert applied(WholeFile("a.txt", "A\n"), mark + b"a\n") == mark + b"A\n"


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_that_was_shown_in_part_is_not_given_back_whole(announced: bool) -> None:
    base = b"one\ntwo\nthree\nfour\n"
    part = replace(shown(base), partly=frozenset({"a.txt"}))
    whole = WholeFile("a.txt", "one\nTWO\nthree\nfour\n", announced=announced)
    assert isinstance(place(whole, shown(base)), Placed)
    found = place(whole, part, may_shrink=True)
    assert isinstance(found, Unplaced)
    assert found.says.startswith("It gives the whole of a.txt, of which the AI was shown only a")
    assert isinstance(place(search("two\n", "TWO\n"), part), Placed)
    assert place(replace(whole, text=base.decode()), part) == Placed()


@pytest.mark.parametrize("text", ["", "\n", "  \n\n"])
def test_a_whole_file_of_nothing_does_not_empty_a_file(text: str) -> None:
    assert unplaced(WholeFile("a.txt", text), b"a\n").why == "unsuitable"


@pytest.mark.parametrize(
    "line",
    [
        "# ... rest of the code unchanged",
        "    # rest of the function remains the same",
        "// ... existing code ...",
        "/* ... existing methods ... */",
        "<!-- … rest of the document … -->",
        "... (rest of the file unchanged)",
        "[... rest of the chapter unchanged ...]",
        "# (remaining code unchanged)",
        "-- existing code here",
        "# ... unchanged ...",
        "⋯ 1,200 lines left out",
        "# ⋯ 1 line left out",
    ],
)
def test_a_line_that_stands_for_left_out_text_is_refused(line: str) -> None:
    found = unplaced(WholeFile("a.txt", f"a\n{line}\n"), b"a\nb\nc\n")
    assert found.why == "placeholder"
    assert line.strip() in found.says
    assert unplaced(search("b\n", f"B\n{line}\n"), b"a\nb\nc\n").why == "placeholder"
    assert unplaced(search("b\n", f"B\n{line}\n"), b"b\nb\n").why == "placeholder"
    assert applied(search("b\n", f"B\n{line}\n"), f"b\n{line}\nc\n".encode()).count(b"\n") == 4
    made = place(WholeFile("a.txt", f"{line}\n"), Snapshot({"a.txt": Absent()}))
    assert isinstance(made, Unplaced)


@pytest.mark.parametrize(
    "line",
    [
        "# The rest of my life...",
        "Nothing was left of the existing order ...",
        "x = [...]  # ellipsis",
        "    ...",
        "raise NotImplementedError  # ...",
        "# keep the existing behaviour for callers",
        "The rest of the code is unchanged by this.",
        "return existing",
        "He paused … unchanged, he thought, the village lay before him.",
    ],
)
def test_ordinary_lines_are_no_placeholders(line: str) -> None:
    assert applied(search("b\n", f"{line}\n"), b"a\nb\n") == f"a\n{line}\n".encode()


def test_a_selection_replaces_its_bytes_and_no_other() -> None:
    base = "Ein Säufer. Noch einer.\r\nEnde".encode()
    start, end = base.index(b"Noch"), base.index(b"\r\n")
    edit = Selection("a.txt", start, end, "Zwei\nZeilen.")
    (found,) = hunks(edit, base)
    assert (found.start, found.end, found.new) == (start, end, b"Zwei\r\nZeilen.")
    for low, high in ((-1, 2), (3, 2), (0, 1000)):
        assert unplaced(Selection("a.txt", low, high, "x"), base).why == "unsuitable"


def test_whole_lines_that_are_selected_come_to_the_lines_that_change() -> None:
    base = b"\xef\xbb\xbfa\r\nb\r\nc\r\nd\n\ne"
    start, end = base.index(b"a"), base.index(b"\ne")
    first, second = hunks(Selection("a.txt", start, end, "a\nB\nc\nd\nD\n"), base)
    assert (first.old, first.new, base[first.start : first.end]) == (b"b\r\n", b"B\r\n", b"b\r\n")
    assert (second.start, second.old, second.new) == (end, b"", b"D\n")
    (last,) = hunks(Selection("a.txt", base.index(b"\ne"), len(base), "\nE\n"), base)
    assert (last.old, last.new) == (b"e", b"E")
    assert hunks(Selection("a.txt", start, end, "a\nb\nc\nd\n"), base) == ()
    (inside,) = hunks(Selection("a.txt", start, end - 1, "a\nb\nC\nd\n"), base)
    assert (inside.start, inside.end) == (start, end - 1)


def test_a_change_over_another_is_refused_and_beside_it_is_not() -> None:
    base = b"a\nb\nc\nd\n"
    known = change(base, (2, 4, b"B\n"))
    over = place(search("a\nb\n", "x\n"), shown(base), known)
    assert isinstance(over, Unplaced)
    assert over.why == "overlaps"
    beside = place(search("b\nc\n", "b\nC\n"), shown(base), known)
    assert isinstance(beside, Placed)
    assert [found.old for found in beside.hunks] == [b"c\n"]


def test_two_insertions_at_one_point_overlap() -> None:
    base = b"a\nb\n"
    known = change(base, (2, 2, b"x\n"))
    found = place(search("a\n", "a\ny\n"), shown(base), known)
    assert isinstance(found, Unplaced)
    inside = place(search("b\n", "B\n"), shown(base), change(base, (3, 3, b"x")))
    assert isinstance(inside, Unplaced)


def test_the_same_change_again_is_the_one_that_is_there() -> None:
    base = b"a\nb\n"
    edit = search("b\n", "B\n")
    known = FileChange("a.txt", Present(base), hunks(edit, base))
    assert place(edit, shown(base), known) == Placed(())


def test_a_file_the_model_was_not_shown_is_marked() -> None:
    snapshot = Snapshot({"a.txt": Present(b"a\n")})
    found = place(search("a\n", "b\n"), snapshot)
    assert isinstance(found, Placed)
    assert [hunk.unseen for hunk in found.hunks] == [True]
    assert [hunk.unseen for hunk in hunks(search("a\n", "b\n"), b"a\n")] == [False]


def test_of_a_new_file_there_was_nothing_to_see() -> None:
    found = place(search("", "b\n"), Snapshot({"a.txt": Absent()}))
    assert isinstance(found, Placed)
    assert [hunk.unseen for hunk in found.hunks] == [False]


def test_text_no_file_can_hold_is_refused() -> None:
    assert unplaced(search("a\n", "\ud83d\n"), b"a\n").why == "unsuitable"
    assert unplaced(search("\ud83d\n", "a\n"), b"a\n").why == "unsuitable"


def test_reasons_and_ids() -> None:
    base = b"a\n"
    (found,) = hunks(SearchReplace("a.txt", "a\n", "b\n", "because"), base)
    assert found.reason == "because"
    assert found.id == hunk(base, 0, 2, b"b\n").id


@given(texts(), texts())
def test_a_whole_file_becomes_its_text_but_for_line_ends(base: bytes, wanted: bytes) -> None:
    text = wanted.decode()
    found = place(WholeFile("a.txt", text), shown(base), may_shrink=True)
    if isinstance(found, Unplaced):
        assert base.strip()
        assert not text.strip()
        return
    made = splice(base, tuple((hunk, hunk.new) for hunk in found.hunks))
    if base.startswith(MARK):
        assert made.startswith(MARK)
        made, wanted = made.removeprefix(MARK), wanted.removeprefix(MARK)
    bodies = [body(line) for line in cut_lines(made)]
    said = [body(line) for line in cut_lines(wanted)]
    assert bodies == said
    for made_hunk in found.hunks:
        there = base[made_hunk.start : made_hunk.end]
        assert there == made_hunk.old != made_hunk.new
    spans = [(hunk.start, hunk.end) for hunk in found.hunks]
    assert all(high <= low for (_, high), (low, _) in itertools.pairwise(spans))


@given(texts(least=1), st.data())
def test_a_quote_lands_where_it_stands_or_nowhere(base: bytes, data: st.DataObject) -> None:
    lines = cut_lines(base.removeprefix(MARK))
    if not lines:
        return
    low = data.draw(st.integers(0, len(lines) - 1))
    high = data.draw(st.integers(low + 1, len(lines)))
    new = data.draw(texts(most=3)).removeprefix(MARK)
    quoted = "".join(body(line).decode() + "\n" for line in lines[low:high])
    found = place(search(quoted, new.decode()), shown(base))
    bodies = [body(line) for line in lines]
    places = [at for at in range(len(bodies)) if bodies[at : at + high - low] == bodies[low:high]]
    if len(places) > 1:
        assert isinstance(found, Unplaced)
        return
    assert isinstance(found, Placed)
    made = splice(base, tuple((hunk, hunk.new) for hunk in found.hunks))
    wanted = [body(line) for line in cut_lines(new)]
    made_lines = cut_lines(made.removeprefix(MARK))
    assert [body(line) for line in made_lines] == bodies[:low] + wanted + bodies[high:]
    assert made_lines[:low] == lines[:low] or high == len(lines)
    assert made_lines[len(made_lines) - (len(lines) - high) :] == lines[high:]


def test_a_large_file_is_searched_at_once() -> None:
    base = b"".join(b"    value_%d = compute(%d, other)\n" % (at, at % 977) for at in range(50_000))
    snapshot = shown(base)
    began = time.perf_counter()
    for at in range(100):
        line = f"    value_{at * 499} = compute({at * 499 % 977}, other)\n"
        assert isinstance(place(search(line, "x\n"), snapshot), Placed)
    missing = place(search("    value_50001 = compute(3, another)\n" * 40, "x\n"), snapshot)
    assert isinstance(missing, Unplaced)
    assert len(missing.near) == 3
    # A second is the promise for one edit; a hundred and one of them take less here.
    assert time.perf_counter() - began < 5


def test_one_line_of_a_megabyte_is_searched_at_once() -> None:
    base = b"word " * 200_000 + b"\nend\n"
    began = time.perf_counter()
    found = place(search("word " * 199_999 + "wrod \n", "x\n"), shown(base))
    assert isinstance(found, Unplaced)
    assert [near.line for near in found.near] == [1]
    assert time.perf_counter() - began < 5
