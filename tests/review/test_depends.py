from __future__ import annotations

import pytest

from pairtui.proposal import Absent, Edit, SearchReplace, Snapshot, Unplaced, WholeFile
from pairtui.review.propose import extend
from tests.review.made import proposal, shown

BASE = b"one\r\ntwo\r\nthree\r\nfour\r\n"


def search(old: str, new: str = "x\n") -> SearchReplace:
    return SearchReplace("a.txt", old, new)


def last(*edits: Edit, snapshot: Snapshot) -> Unplaced:
    """Place edits one behind the other and return the only one that fitted nowhere."""
    made = proposal()
    for edit in edits:
        made = extend(made, edit, snapshot)
    (lost,) = made.unplaced
    assert lost.edit == edits[-1]
    return lost


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (search("two\n", "2\nand more\n"), search("2\nand more\n")),
        (search("two\n", "2\n"), search("one\n2\nthree\n")),
        (search("two\n", "2\n"), search("2\r\nthree\r\n", "x\r\n")),
        (search("two\n", "2\n"), search("2\n", "four\n")),
        (search("two\n", ""), search("one\nthree\n")),
        (search("one\ntwo\n", "one\n1.5\ntwo\n"), search("one\n1.5\n")),
    ],
)
def test_what_only_another_change_makes_is_named_with_its_line(first: Edit, second: Edit) -> None:
    lost = last(first, second, snapshot=shown(BASE))
    assert (lost.why, lost.lines, lost.near, lost.nearest) == ("depends", (2,), (), None)
    assert lost.says == "It quotes what another change of this answer, at line 2 of a.txt, makes."


def test_a_change_of_a_file_that_is_yet_to_be_made_depends_on_that() -> None:
    snapshot = Snapshot({"a.txt": Absent()})
    lost = last(WholeFile("a.txt", "one\ntwo\n"), search("two\n"), snapshot=snapshot)
    assert lost.why == "depends"
    assert lost.says == "It changes a.txt, which another change of this answer is yet to make."
    assert last(WholeFile("a.txt", "one\n"), search("two\n"), snapshot=snapshot).why == "not found"


@pytest.mark.parametrize("second", [search("five\n"), search("wo\n"), search("2\nfive\n")])
def test_what_no_change_makes_depends_on_none(second: Edit) -> None:
    assert last(search("two\n", "2\ntwo two\n"), second, snapshot=shown(BASE)).why == "not found"


def test_a_quotation_that_no_file_can_hold_depends_on_nothing() -> None:
    snapshot = Snapshot({"a.txt": Absent()})
    lost = last(WholeFile("a.txt", "one\n"), search("one\ud800\n"), snapshot=snapshot)
    assert lost.why == "not found"
