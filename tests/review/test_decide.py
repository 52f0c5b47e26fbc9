from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import FileChange, Present
from pairtui.review.after import after_landing
from pairtui.review.counts import Counts, counts
from pairtui.review.decide import (
    Batch,
    Choice,
    Decision,
    Redo,
    Reject,
    Reopen,
    Review,
    Rewrite,
    Seen,
    Take,
    Undo,
    decide,
    fold,
)
from pairtui.review.growing import grown
from pairtui.review.result import results
from pairtui.review.seen import unseen_bytes, unseen_lines
from tests.review.made import change, changes, proposal

BASE = b"one\ntwo\nthree\nfour\n"
FILE = change(BASE, (0, 4, b"1\n"), (4, 8, b"2\n2\n"), (14, 14, b"3.5\n"))
ONE, TWO, THREE = (hunk.id for hunk in FILE.hunks)
REVIEW = Review(proposal(FILE))

CHOICES: st.SearchStrategy[Choice] = st.one_of(
    st.builds(Take, st.sampled_from([ONE, TWO, THREE])),
    st.builds(Reject, st.sampled_from([ONE, TWO, THREE]), st.sampled_from(["", "no"])),
    st.builds(Rewrite, st.sampled_from([ONE, TWO, THREE]), st.binary(max_size=3)),
    st.builds(Reopen, st.sampled_from([ONE, TWO, THREE])),
)
STEPS: st.SearchStrategy[Choice | Batch] = CHOICES | st.builds(
    Batch, st.lists(CHOICES, max_size=3).map(tuple)
)


@given(st.lists(STEPS, max_size=8))
def test_undoing_all_is_the_beginning_and_redoing_all_the_end(steps: list[Choice | Batch]) -> None:
    review = fold(REVIEW.proposal, steps)
    undone = review
    for _ in review.past:
        undone = decide(undone, Undo())
    assert undone.verdicts == {}
    assert decide(undone, Undo()) is undone
    for _ in review.past:
        undone = decide(undone, Redo())
    assert undone == review
    assert decide(undone, Redo()) is undone


@given(st.lists(STEPS | st.just(Undo()) | st.just(Redo()), max_size=12))
def test_a_review_is_a_fold_of_its_decisions(decisions: list[Decision]) -> None:
    review = REVIEW
    for decision in decisions:
        review = decide(review, decision)
    assert fold(REVIEW.proposal, decisions) == review


def every_choice(hunk: str) -> list[Choice]:
    return [Take(hunk), Reject(hunk), Rewrite(hunk, b"x")]


@given(changes(), st.data())
def test_the_order_of_decisions_about_different_changes_is_free(
    file: FileChange, data: st.DataObject
) -> None:
    choices = [data.draw(st.one_of(*map(st.just, every_choice(hunk.id)))) for hunk in file.hunks]
    other = data.draw(st.permutations(choices))
    one, two = fold(proposal(file), choices), fold(proposal(file), other)
    assert one.verdicts == two.verdicts
    assert list(results(one)) == list(results(two))


def test_a_batch_is_one_step_of_undo() -> None:
    review = decide(REVIEW, Batch((Take(ONE), Reject(TWO, "no"))))
    assert counts(review) == Counts(taken=1, rejected=1, open=1)
    assert decide(review, Undo()).verdicts == {}


def test_a_decision_that_changes_nothing_is_no_step() -> None:
    taken = decide(REVIEW, Take(ONE))
    assert decide(taken, Take(ONE)) is taken
    assert decide(REVIEW, Take("unheard of")) is REVIEW
    assert decide(REVIEW, Reopen(ONE)) is REVIEW


def test_a_new_decision_ends_redo() -> None:
    review = decide(decide(decide(REVIEW, Take(ONE)), Undo()), Take(TWO))
    assert review.future == ()


def test_the_states_of_a_change() -> None:
    assert decide(REVIEW, Take(ONE)).state(ONE) == "taken"
    assert decide(REVIEW, Reject(ONE)).state(ONE) == "rejected"
    assert decide(REVIEW, Rewrite(ONE, b"x")).state(ONE) == "edited"
    assert decide(decide(REVIEW, Take(ONE)), Reopen(ONE)).state(ONE) == "open"
    assert replace(REVIEW, stale={ONE: "moved on"}).state(ONE) == "stale"
    assert replace(REVIEW, saved={ONE: Take(ONE)}).state(ONE) == "saved"


def test_what_moved_on_is_never_taken_but_its_verdict_is_kept() -> None:
    taken = decide(REVIEW, Take(ONE))
    stale = replace(taken, stale={ONE: "moved on", TWO: "moved on"})
    assert stale.state(ONE) == "stale"
    assert counts(stale).to_save == 0
    assert list(results(stale)) == []
    assert decide(stale, Take(TWO)) is stale
    assert decide(stale, Reject(TWO)).state(TWO) == "rejected"
    assert replace(stale, stale={}).state(ONE) == "taken"


def test_what_was_saved_is_decided() -> None:
    saved = replace(REVIEW, saved={ONE: Rewrite(ONE, b"x")})
    assert decide(saved, Reject(ONE)) is saved
    assert saved.new_bytes(FILE.hunks[0]) == b"x"


def test_seen_counts_bytes_once_and_is_no_step() -> None:
    hunk = FILE.hunks[1]
    review = decide(decide(REVIEW, Seen(TWO, 0, 5)), Seen(TWO, 2, 6))
    assert review.past == ()
    assert unseen_bytes(review, hunk) == len(hunk.old + hunk.new) - 6
    assert unseen_lines(review, [hunk]) == 1
    assert decide(review, Seen(TWO, 1, 3)) is review
    assert decide(REVIEW, Seen("unheard of", 0, 1)) is REVIEW
    beyond = decide(REVIEW, Seen(TWO, -5, 10_000))
    assert unseen_bytes(beyond, hunk) == 0
    assert unseen_lines(beyond, FILE.hunks) == 3


def test_a_line_is_seen_when_all_of_it_is() -> None:
    file = change(b"", (0, 0, b"x" * 3000 + b"\nend"))
    (hunk,) = file.hunks
    review = decide(Review(proposal(file)), Seen(hunk.id, 0, 2000))
    assert unseen_lines(review, [hunk]) == 2
    assert unseen_lines(decide(review, Seen(hunk.id, 2000, 3001)), [hunk]) == 1
    assert unseen_lines(decide(review, Seen(hunk.id, 2000, 3004)), [hunk]) == 0


def test_decisions_stay_while_the_proposal_grows() -> None:
    first = FileChange(FILE.path, FILE.base, FILE.hunks[:1])
    review = decide(Review(proposal(first)), Take(ONE))
    later = grown(review, proposal(FILE, change(b"x\n", (0, 2, b"y\n"), path="b.txt")))
    assert later.state(ONE) == "taken"
    assert later.state(TWO) == "open"
    assert counts(later).open == 3


def test_what_comes_after_a_save_is_carried_over_to_the_saved_file() -> None:
    first = FileChange(FILE.path, FILE.base, FILE.hunks[:1])
    review = decide(Review(proposal(first)), Take(ONE))
    (result,) = results(review)
    saved = after_landing(review, {FILE.path: result.after})
    later = grown(saved, proposal(FILE))
    assert later.state(ONE) == "saved"
    assert later.state(TWO) == "open"
    later = decide(decide(later, Take(TWO)), Take(THREE))
    (result,) = results(later)
    assert result.data == b"1\n2\n2\nthree\n3.5\nfour\n"
    assert result.base == Present(b"1\ntwo\nthree\nfour\n")


def test_looking_at_many_changes_is_linear_work() -> None:
    spans = [(at * 2, at * 2 + 2, b"y\n") for at in range(500)]
    file = change(b"x\n" * 500, *spans)
    review = fold(proposal(file), [Take(hunk.id) for hunk in file.hunks[:20]])
    asked = 0

    class Counting(dict[str, str]):
        def __contains__(self, key: object) -> bool:
            nonlocal asked
            asked += 1
            return super().__contains__(key)

    counted = replace(review, stale=Counting())
    assert counts(counted) == Counts(taken=20, open=480)
    assert asked == 500
