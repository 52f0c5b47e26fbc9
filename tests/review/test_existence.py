"""Deletion, a new path, a new mode: placed, decided, landed and taken back, without a disk."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import (
    Absent,
    ChangeMode,
    Delete,
    Edit,
    FileState,
    Hunk,
    Present,
    Proposal,
    Refused,
    Rename,
    SearchReplace,
    Snapshot,
    WholeFile,
)
from pairtui.review.after import after_landing, after_undo, refreshed, targets
from pairtui.review.decide import (
    Decision,
    Reject,
    Review,
    Rewrite,
    Split,
    Take,
    decide,
    fold,
)
from pairtui.review.growing import grown
from pairtui.review.merge import GONE, MADE, OTHER
from pairtui.review.node import Node
from pairtui.review.propose import extend
from pairtui.review.result import FileResult, results, with_bit
from pairtui.review.verdict import account
from tests.review.made import landing, proposal

TEXT = b"one\ntwo\nthree\n"
FILES: dict[str, FileState] = {
    "a": Present(TEXT),
    "run": Present(b"#!\n", 0o755),
    "empty": Present(b""),
    "there": Present(b"x\n"),
    "no": Refused("it is a folder"),
    **dict.fromkeys(("b", "c", "new"), Absent()),
}
SHOWN = Snapshot(FILES, frozenset({"a", "run", "empty", "there"}))
TWO = SearchReplace("a", "two", "2")
TOP = SearchReplace("a", "one\ntwo\nthree", "zero\none\ntwo\nthree")
MAKE = WholeFile("new", "text\n")


def made(*edits: Edit, snapshot: Snapshot = SHOWN) -> Proposal:
    found = proposal()
    for edit in edits:
        found = extend(found, edit, snapshot)
    return found


def placed(*edits: Edit) -> tuple[Hunk, ...]:
    found = made(*edits)
    assert not found.unplaced
    return tuple(found.hunks)


def taken(found: Proposal, *kinds: str) -> Review:
    return fold(found, [Take(hunk.id) for hunk in found.hunks if hunk.kind in kinds])


def one(review: Review) -> FileResult:
    (result,) = results(review)
    return result


def test_a_deletion_is_one_change_that_holds_all_bytes() -> None:
    (hunk,) = placed(Delete("a", "It is not used."))
    assert (hunk.kind, hunk.start, hunk.end, hunk.old, hunk.new) == ("delete", 0, 14, TEXT, b"")
    assert hunk.reason == "It is not used."
    (empty,) = placed(Delete("empty"))
    assert (empty.kind, empty.start, empty.end) == ("delete", 0, 0)


def test_a_new_path_or_mode_is_an_empty_change_that_comes_first() -> None:
    hunks = placed(TOP, ChangeMode("a", executable=True), Rename("a", "b"))
    assert [(hunk.kind, hunk.to) for hunk in hunks] == [
        ("rename", "b"), ("mode", "100755"), ("text", ""),
    ]  # fmt: skip
    assert {(hunk.start, hunk.end, hunk.old, hunk.new) for hunk in hunks[:2]} == {(0, 0, b"", b"")}


def test_what_is_so_already_is_no_change() -> None:
    assert not placed(
        ChangeMode("a", executable=False), ChangeMode("run", executable=True), Rename("a", "a")
    )


def test_a_file_nobody_showed_to_the_model_says_so() -> None:
    unseen = Snapshot(FILES)
    for edit in (Delete("a"), Rename("a", "b"), ChangeMode("a", executable=True)):
        assert [hunk.unseen for hunk in made(edit, snapshot=unseen).hunks] == [True]
        assert [hunk.unseen for hunk in made(edit).hunks] == [False]


@pytest.mark.parametrize(
    ("edit", "why", "says"),
    [
        (Delete("b"), "not found", "There is no file b."),
        (Rename("b", "c"), "not found", "There is no file b."),
        (ChangeMode("b", executable=True), "not found", "There is no file b."),
        (Delete("no"), "path", "it is a folder"),
        (Delete("unheard of"), "path", "unheard of has not been looked at."),
        (Rename("a", "unheard of"), "path", "unheard of has not been looked at."),
        (Rename("a", "no"), "path", "It cannot become no: it is a folder."),
        (
            Rename("a", "there"),
            "unsuitable",
            "There is a file there already, so a cannot become it.",
        ),
    ],
)
def test_what_cannot_be(edit: Edit, why: str, says: str) -> None:
    (refused,) = made(edit).unplaced
    assert (refused.why, refused.says) == (why, says)


CLASHES = [
    (Delete("a"), TWO),
    (Delete("a"), Rename("a", "b")),
    (Delete("a"), ChangeMode("a", executable=True)),
    (Rename("a", "b"), Rename("a", "c")),
    (Rename("a", "b"), Rename("b", "c")),
]


@pytest.mark.parametrize(("first", "second"), CLASHES)
def test_what_cannot_be_together(first: Edit, second: Edit) -> None:
    found = made(first, second)
    assert len(list(found.hunks)) == len(found.unplaced) == 1
    assert found.unplaced[0].why == "overlaps"
    assert "a" in found.unplaced[0].says


@pytest.mark.parametrize(
    ("first", "second"),
    [(MAKE, Rename("a", "new")), (Rename("there", "b"), Rename("a", "b"))],
)
def test_two_files_never_get_one_path(first: Edit, second: Edit) -> None:
    found = made(first, second)
    assert len(found.unplaced) == 1
    assert "This answer already puts another file at" in found.unplaced[0].says


GOOD = (
    TWO,
    SearchReplace("b", "three", "3"),
    Rename("a", "b"),
    ChangeMode("a", executable=True),
    MAKE,
    ChangeMode("new", executable=True),
    Delete("empty"),
)


@given(st.permutations(GOOD))
def test_any_order_of_the_edits_comes_to_the_same(edits: list[Edit]) -> None:
    expected, found = made(*GOOD), made(*edits)
    assert found.unplaced == expected.unplaced == ()
    assert {file.path: file for file in found.files} == {file.path: file for file in expected.files}
    assert len({hunk.id for hunk in found.hunks}) == len(GOOD)


def test_what_could_not_wait_stays_in_its_place() -> None:
    found = made(
        SearchReplace("b", "four", "4"),
        Delete("c"),
        SearchReplace("b", "two", "2"),
        Rename("a", "b"),
    )
    assert [hunk.kind for hunk in found.file("a").hunks] == ["rename", "text"]
    assert {one.edit.path for one in found.unplaced} == {"a", "c"}


def test_a_refused_rename_lands_its_contents_at_the_old_path() -> None:
    found = made(TWO, Rename("a", "b"), ChangeMode("a", executable=True))
    new = TEXT.replace(b"two", b"2")
    cases = {
        (): None,
        ("text",): ("a", new, 0o644),
        ("rename",): ("b", TEXT, 0o644),
        ("mode",): ("a", TEXT, 0o755),
        ("rename", "text"): ("b", new, 0o644),
        ("rename", "text", "mode"): ("b", new, 0o755),
    }
    for kinds, expected in cases.items():
        found_now = [(one.goal, one.data, one.mode) for one in results(taken(found, *kinds))]
        assert found_now == ([expected] if expected else [])


def test_a_deletion_is_whole_and_what_is_new_needs_its_creation() -> None:
    result = one(taken(made(Delete("a")), "delete"))
    assert (result.data, result.after, result.paths) == (None, Absent(), ("a",))
    program = made(MAKE, ChangeMode("new", executable=True))
    assert list(results(taken(program, "mode"))) == []
    assert one(taken(program, "text")).mode == 0o644
    assert one(taken(program, "text", "mode")).mode == 0o755


@given(st.integers(0, 0o777))
def test_who_may_read_may_run(mode: int) -> None:
    runs, rests = with_bit(mode, executable=True), with_bit(mode, executable=False)
    assert runs & 0o666 == rests & 0o666 == mode & 0o666
    assert not rests & 0o111
    assert runs & 0o111 == (mode & 0o111) | (mode & 0o444) >> 2


@pytest.mark.parametrize("edit", [Delete("a"), Rename("a", "b"), ChangeMode("a", executable=True)])
def test_it_is_not_rewritten_and_not_cut(edit: Edit) -> None:
    review = Review(made(edit))
    (hunk,) = review.proposal.hunks
    assert decide(review, Rewrite(hunk.id, b"mine\n")) is review
    halves = (Node(0, 4, 0, 0), Node(4, len(hunk.old), 0, 0))
    assert decide(review, Split(hunk.id, halves)) is review


def test_after_a_rename_landed_the_rest_is_open_at_the_new_path() -> None:
    found = made(TWO, Rename("a", "b"), MAKE)
    after = after_landing(review := taken(found, "rename"), landing(review))
    assert [file.path for file in after.proposal.files] == ["b", "new"]
    assert {hunk.path for hunk in after.proposal.file("b").hunks} == {"b"}
    assert [after.state(hunk.id) for hunk in after.proposal.hunks] == ["saved", "open", "open"]
    assert targets(found) == ("b",)
    assert targets(after.proposal) == ()
    last = one(taken_again(after, "text", "b"))
    assert (last.path, last.to, last.data) == ("b", "", TEXT.replace(b"two", b"2"))


def taken_again(review: Review, kind: str, path: str) -> Review:
    for hunk in review.proposal.file(path).hunks:
        if hunk.kind == kind:
            review = decide(review, Take(hunk.id))
    return review


def test_an_edit_that_streams_in_after_the_rename_landed_is_about_the_new_path() -> None:
    found = made(TWO, Rename("a", "b"))
    after = after_landing(review := taken(found, "rename"), landing(review))
    both = grown(after, extend(found, SearchReplace("a", "three", "3"), SHOWN))
    assert [file.path for file in both.proposal.files] == ["b"]
    assert {hunk.path for hunk in both.proposal.hunks} == {"b"}
    assert not both.stale
    assert one(taken_again(both, "text", "b")).data == b"one\n2\n3\n"


def test_pieces_follow_their_file() -> None:
    found = made(SearchReplace("a", "one\ntwo", "1\n2"), Rename("a", "b"))
    rename, text = found.hunks
    cut = Split(text.id, (Node(0, 4, 0, 2), Node(4, 8, 2, 4)))
    review = fold(found, [cut, Take(rename.id)])
    after = after_landing(review, landing(review))
    whole = decide(after, Take(text.id))
    assert [hunk.id for hunk in whole.proposal.hunks] == [rename.id, text.id]
    assert one(whole).goal == "b"
    assert one(whole).data == b"1\n2\nthree\n"


def test_after_a_deletion_landed_nothing_of_the_file_is_open() -> None:
    review = taken(made(Delete("a"), MAKE), "delete")
    after = after_landing(review, landing(review))
    gone = after.proposal.file("a")
    assert (gone.base, gone.creates) == (Absent(), False)
    assert [after.state(hunk.id) for hunk in gone.hunks] == ["saved"]
    assert refreshed(after, "a", Absent()) is after


KINDS = st.lists(st.sampled_from(["text", "rename", "mode", "delete"]), unique=True)


@given(KINDS, KINDS)
def test_landed_in_two_steps_and_taken_back_in_any_order(first: list[str], then: list[str]) -> None:
    start = Review(made(TWO, Rename("a", "b"), ChangeMode("a", executable=True), Delete("there")))

    def take(review: Review, kinds: list[str]) -> Review:
        ids = [h.id for h in review.proposal.hunks if h.kind in kinds and h.id not in review.saved]
        choices: list[Decision] = [Take(name) for name in ids]
        for choice in choices:
            review = decide(review, choice)
        return review

    one_taken = take(start, first)
    one_saved = after_landing(one_taken, landing(one_taken))
    two_taken = take(one_saved, then)
    both = after_landing(two_taken, landing(two_taken))
    at_once = take(start, [*first, *then])
    expected = after_landing(at_once, landing(at_once)).proposal
    assert both.proposal == expected
    assert after_undo(both, two_taken).proposal == one_saved.proposal
    for order in itertools.permutations([one_taken, two_taken]):
        back = both
        for before in order:
            back = after_undo(back, before)
        assert back.proposal == start.proposal
        assert not back.saved


def test_a_file_that_changed_is_renamed_and_not_deleted() -> None:
    other = Present(b"zero\n" + TEXT)
    found = made(TWO, Rename("a", "b"), ChangeMode("a", executable=True))
    moved = refreshed(Review(found), "a", other)
    assert not moved.stale
    assert one(taken_all(moved)).after == Present(b"zero\none\n2\nthree\n", 0o755)
    review = taken(made(Delete("a")), "delete")
    moved = refreshed(review, "a", other)
    assert list(moved.stale.values()) == [OTHER]
    assert list(results(moved)) == []
    assert refreshed(moved, "a", Present(TEXT)) == review
    only_mode = refreshed(review, "a", Present(TEXT, 0o755))
    assert one(only_mode).base == Present(TEXT, 0o755)
    assert list(refreshed(review, "a", Absent()).stale.values()) == [GONE]


def taken_all(review: Review) -> Review:
    for hunk in review.proposal.hunks:
        review = decide(review, Take(hunk.id))
    return review


def test_a_program_that_somebody_else_made_meanwhile() -> None:
    review = taken_all(Review(made(MAKE, ChangeMode("new", executable=True))))
    assert set(refreshed(review, "new", Present(b"other\n")).stale.values()) == {MADE}


def test_a_path_that_is_taken_meanwhile_keeps_the_file_where_it_is() -> None:
    review = taken_all(Review(made(TWO, Rename("a", "b"))))
    rename, _ = review.proposal.hunks
    now = refreshed(review, "b", Present(b"mine\n"))
    assert now.state(rename.id) == "stale"
    assert one(now).goal == "a"
    assert refreshed(now, "b", Present(b"mine\n")) is now
    moved = refreshed(now, "a", Present(b"zero\n" + TEXT))
    assert moved.state(rename.id) == "stale"
    assert one(moved).goal == "a"
    assert one(refreshed(moved, "b", Absent())).goal == "b"
    assert refreshed(now, "b", Absent()) == review


def test_what_became_of_it_is_told() -> None:
    found = made(
        Rename("a", "b"), ChangeMode("a", executable=True), ChangeMode("run", executable=False),
        Delete("there"),
    )  # fmt: skip
    rename, *_, delete = found.hunks
    review = fold(found, [Take(rename.id), Reject(delete.id, "I need it")])
    assert [(line.path, line.lines, line.verdict) for line in account(review)] == [
        ("a", "rename to b", "taken"),
        ("a", "made executable", "open"),
        ("run", "made not executable", "open"),
        ("there", "deletion", "rejected"),
    ]
