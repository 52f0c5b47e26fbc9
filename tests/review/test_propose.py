from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import Absent, Edit, Present, SearchReplace, Snapshot, WholeFile
from pairtui.review.propose import extend
from tests.review.made import proposal, shown

BASE = b"one\ntwo\nthree\nfour\nfive\n"
EDITS: list[Edit] = [
    SearchReplace("a.txt", "one\n", "1\n"),
    SearchReplace("a.txt", "two\nthree\n", "two\n3\n"),
    SearchReplace("a.txt", "three\nfour\n", "x\n"),
    SearchReplace("a.txt", "nowhere\n", "x\n"),
    SearchReplace("a.txt", "five\n", "five\nsix\n"),
    SearchReplace("a.txt", "five\n", "five\nsieben\n"),
    WholeFile("b.txt", "new\n"),
    SearchReplace("c.txt", "", ""),
]
SNAPSHOT = Snapshot({**shown(BASE).files, "b.txt": Absent(), "c.txt": Absent()})


@given(st.permutations(EDITS))
def test_a_proposal_only_ever_has_more_in_it(edits: list[Edit]) -> None:
    before = proposal()
    for edit in edits:
        after = extend(before, edit, SNAPSHOT)
        assert after.unplaced[: len(before.unplaced)] == before.unplaced
        assert [file.path for file in after.files][: len(before.files)] == [
            file.path for file in before.files
        ]
        assert set(before.hunks) <= set(after.hunks)
        for file in after.files:
            spans = [(hunk.start, hunk.end) for hunk in file.hunks]
            assert spans == sorted(spans)
            assert all(high <= low for (_, high), (low, _) in itertools.pairwise(spans))
        before = after
    assert len(list(before.hunks)) + len(before.unplaced) >= len(EDITS)


def test_independent_edits_may_come_in_any_order() -> None:
    edits = [EDITS[at] for at in (0, 1, 4, 6)]
    one = two = proposal()
    for edit, other in zip(edits, reversed(edits), strict=True):
        one, two = extend(one, edit, SNAPSHOT), extend(two, other, SNAPSHOT)
    assert {file.path: file for file in one.files} == {file.path: file for file in two.files}


def test_an_edit_that_changes_nothing_leaves_the_proposal() -> None:
    before = proposal()
    assert extend(before, SearchReplace("a.txt", "one\n", "one\n"), SNAPSHOT) is before


def test_what_cannot_be_placed_is_kept_once_with_its_reason() -> None:
    edit = EDITS[3]
    after = extend(extend(proposal(), edit, SNAPSHOT), edit, SNAPSHOT)
    assert [(item.edit, item.why) for item in after.unplaced] == [(edit, "not found")]
    assert not after.files


def test_a_new_file_has_no_base() -> None:
    after = extend(proposal(), EDITS[6], SNAPSHOT)
    assert after.file("b.txt").base == Absent()
    assert after.file("b.txt").creates


def test_the_mode_of_the_file_is_kept() -> None:
    snapshot = replace(SNAPSHOT, files={"a.txt": Present(BASE, 0o755)})
    assert extend(proposal(), EDITS[0], snapshot).file("a.txt").base == Present(BASE, 0o755)
