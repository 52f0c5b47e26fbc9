from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import Misfit, Nearest, Present, SearchReplace, Unplaced, WholeFile
from pairtui.review.by_hand import place_by_hand
from pairtui.review.place import Placed, place
from pairtui.review.result import splice
from tests.review.made import change, shown

BASE = b"x\r\ndef total(items):\r\n    # sum up all of the items\r\n    return sum(items)\r\ny\r\n"
QUOTED = "def total(items):\n    # sums up all of the items\n    return sum(items)\n"


def failed(old: str, new: str, nearest: Nearest | None = None) -> Unplaced:
    return Unplaced(SearchReplace("a.txt", old, new), "not found", "Gone.", nearest=nearest)


def result(base: bytes, old: str, new: str, lines: tuple[int, int]) -> bytes:
    found = place_by_hand(failed(old, new), Present(base), None, lines)
    assert isinstance(found, Placed), found
    assert {hunk.placed for hunk in found.hunks} == {"placed by hand"}
    for hunk in found.hunks:
        assert base[hunk.start : hunk.end] == hunk.old != hunk.new
    return splice(base, tuple((hunk, hunk.new) for hunk in found.hunks))


def test_an_edit_goes_to_the_passage_that_is_nearly_the_same() -> None:
    edit = SearchReplace("a.txt", QUOTED, QUOTED.replace("return sum", "return 1 + sum"), "why")
    lost = place(edit, shown(BASE))
    assert isinstance(lost, Unplaced)
    found = place_by_hand(lost, Present(BASE))
    assert isinstance(found, Placed)
    ((hunk),) = found.hunks
    assert (hunk.old, hunk.new) == (b"    return sum(items)\r\n", b"    return 1 + sum(items)\r\n")
    assert (hunk.reason, hunk.placed) == ("why", "placed by hand")


@pytest.mark.parametrize(
    ("base", "old", "new", "lines", "made"),
    [
        # A line that was misquoted and is to change is replaced, whole; others stay the file's.
        (b"a\nbee\nc\n", "a\nbeee\nc\n", "a\nBEE\nc\n", (1, 3), b"a\nBEE\nc\n"),
        (b"a\nbee\nc\n", "a\nbeee\nc\n", "a\nbeee\nC\n", (1, 3), b"a\nbee\nC\n"),
        (b"a\nbee\nc\n", "a\nbeee\nc\n", "a\nbeee\nmore\nc\n", (1, 3), b"a\nbee\nmore\nc\n"),
        (b"a\nbee\nc\n", "a\nbeee\nc\n", "a\nc\n", (1, 3), b"a\nc\n"),
        # A line that was not quoted stays, unless it stands among changed ones.
        (b"a\nb\nextra\nc\n", "a\nb\nc\n", "A\nb\nc\n", (1, 4), b"A\nb\nextra\nc\n"),
        (b"a\nb\nextra\nc\n", "a\nb\nc\n", "a\nb\nC\n", (1, 4), b"a\nb\nextra\nC\n"),
        (b"a\nb\nextra\nc\n", "a\nb\nc\n", "a\nb\nnew\nc\n", (1, 4), b"a\nb\nnew\nextra\nc\n"),
        (b"a\nb\nextra\nc\n", "a\nb\nc\n", "a\nB\nC\n", (1, 4), b"a\nB\nC\n"),
        (b"a\nb\n", "a\nb\n", "new\na\nb\n", (1, 2), b"new\na\nb\n"),
        (b"z\na\nb\n", "a\nb\n", "new\na\nb\n", (1, 3), b"z\nnew\na\nb\n"),
        # A line that was quoted and is not there: nothing to take away, or to put in its place.
        (b"a\nc\n", "a\nwas here\nc\n", "a\nc\nd\n", (1, 2), b"a\nc\nd\n"),
        (b"a\nc\n", "a\nwas here\nc\n", "a\nis here\nc\n", (1, 2), b"a\nis here\nc\n"),
        # What has nothing in common is replaced as it is.
        (b"x\n12345\ny\n", "abc\n", "new\nlines\n", (2, 2), b"x\nnew\nlines\ny\n"),
        (b"a\n123\n456\nb\n", "a\nxyz\nb\n", "a\nnew\nb\n", (1, 4), b"a\nnew\nb\n"),
        (
            b"a\n123\n456\n789\nb\n",
            "a\nuvw\nxyz\nb\n",
            "a\nuvw\nnew\nb\n",
            (1, 5),
            b"a\nuvw\nnew\nb\n",
        ),
        # One of several equal places, chosen; in the file's own indentation and signs.
        (b"  a\n  b\n  a\n", "a\n", "a\nmore\n", (3, 3), b"  a\n  b\n  a\n  more\n"),
        ("“a” b\nx\n„a“ b\n".encode(), '"a" b\n', '"a" c\n', (3, 3), "“a” b\nx\n„a“ c\n".encode()),
        (b"a\nb", "b\n", "B\n", (2, 2), b"a\nB"),
    ],
)
def test_what_the_edit_leaves_alone_stays_the_files(
    base: bytes, old: str, new: str, lines: tuple[int, int], made: bytes
) -> None:
    assert result(base, old, new, lines) == made


@pytest.mark.parametrize(
    ("lost", "lines", "why"),
    [
        (failed("a\n", "b\n"), None, "unsuitable"),
        (failed("\n", "b\n"), (1, 1), "unsuitable"),
        (failed("a\n", "b\n"), (0, 1), "unsuitable"),
        (failed("a\n", "b\n"), (2, 1), "unsuitable"),
        (failed("a\n", "b\n"), (3, 4), "unsuitable"),
        (failed("a\n" * 2001, "b\n"), (1, 2), "unsuitable"),
        (failed("a\n", "b\n", Nearest(3, 2, 90)), None, "unsuitable"),
        (Unplaced(WholeFile("a.txt", "x\n"), "placeholder", "Lazy."), (1, 1), "unsuitable"),
        (failed("a\n", "# ... rest of the code unchanged\n"), (1, 1), "placeholder"),
        (failed("a\n", "two\n"), (2, 2), "already applied"),
        (failed("a\n", "a\n"), (2, 2), "already applied"),
        (failed("tow\n", "2\n"), (1, 2), "overlaps"),
    ],
)
def test_not_everything_can_be_placed_by_hand(
    lost: Unplaced, lines: tuple[int, int] | None, why: Misfit
) -> None:
    base = b"one\ntwo\nthree\n"
    found = place_by_hand(lost, Present(base), change(base, (4, 8, b"zwei\n")), lines)
    assert isinstance(found, Unplaced)
    assert found.why == why
    assert found.edit == lost.edit
    assert found.says.endswith((".", "”."))


LINES = st.lists(st.sampled_from(["a", "bb", "bbc", "  c", "", "x y"]), min_size=1, max_size=6)


@given(LINES, LINES, LINES, st.data())
def test_whatever_is_chosen_only_that_is_touched(
    there: list[str], old: list[str], new: list[str], data: st.DataObject
) -> None:
    base = "".join(f"{line}\n" for line in there).encode()
    first = data.draw(st.integers(1, len(there)))
    last = data.draw(st.integers(first, len(there)))
    text, wanted = ("".join(f"{line}\n" for line in side) for side in (old, new))
    found = place_by_hand(failed(text, wanted), Present(base), None, (first, last))
    if isinstance(found, Unplaced):
        assert found.why in {"already applied", "unsuitable"}
        return
    edge = len("".join(f"{line}\n" for line in there[: first - 1]))
    end = len("".join(f"{line}\n" for line in there[:last]))
    for hunk in found.hunks:
        assert edge <= hunk.start <= hunk.end <= end
        assert base[hunk.start : hunk.end] == hunk.old
    if there[first - 1 : last] == old:
        made = splice(base, tuple((hunk, hunk.new) for hunk in found.hunks)).decode()
        assert made == "".join(f"{line}\n" for line in [*there[: first - 1], *new, *there[last:]])
