from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present, Refused
from pairtui.review.after import after_landing, after_undo, refreshed
from pairtui.review.counts import counts
from pairtui.review.decide import Decision, Reject, Review, Rewrite, Take, Undo, decide, fold
from pairtui.review.result import results
from tests.review.made import change, changes, landing, proposal, texts

LINES = [b"%d\n" % at for at in range(1, 21)]
BASE = b"".join(LINES)


def at_line(number: int) -> int:
    return sum(map(len, LINES[: number - 1]))


def line(number: int, new: bytes) -> tuple[int, int, bytes]:
    return at_line(number), at_line(number + 1), new


FILE = change(BASE, line(3, b"three\nand more\n"), line(9, b""), line(15, b"fifteen\n"))
THREE, NINE, FIFTEEN = (hunk.id for hunk in FILE.hunks)
OTHER = change(b"x\n", (0, 2, b"y\n"), path="other.txt")
REVIEW = Review(proposal(FILE, OTHER))


def saved(review: Review) -> Review:
    return after_landing(review, landing(review))


def choices(file: FileChange) -> st.SearchStrategy[list[Decision]]:
    one_each = [
        st.sampled_from([Take(hunk.id), Rewrite(hunk.id, b"mine\n"), Reject(hunk.id, "no"), Undo()])
        for hunk in file.hunks
    ]
    return st.tuples(*one_each).map(list)


def standing(review: Review) -> None:
    """Assert what holds in every review: spans that hold what they say, sorted and disjoint."""
    for file in review.proposal.files:
        data = b"" if isinstance(file.base, Absent) else file.base.data
        place = 0
        for hunk in file.hunks:
            assert place <= hunk.start <= hunk.end <= len(data)
            place = hunk.end
            there = data[hunk.start : hunk.end]
            if hunk.id in review.saved:
                moved_on = not there  # or a change that was left behind is about it now
                assert moved_on or there == review.new_bytes(hunk)
            elif hunk.id not in review.stale:
                assert there == hunk.old


@given(changes(), st.data())
def test_landing_in_parts_comes_to_landing_at_once(file: FileChange, data: st.DataObject) -> None:
    start = Review(proposal(file))
    decisions = [step for step in data.draw(choices(file)) if not isinstance(step, Undo)]
    whole = fold(start.proposal, decisions)
    review = start
    for decision in decisions:
        review = saved(decide(review, decision))
        standing(review)
    at_once: list[Present | Absent] = [result.after for result in results(whole)]
    assert [review.proposal.files[0].base] == (at_once or [file.base])
    assert [hunk.id for hunk in review.proposal.hunks] == [hunk.id for hunk in file.hunks]


@given(changes(), st.data())
def test_undoing_a_landing_is_the_review_before_it(file: FileChange, data: st.DataObject) -> None:
    before = fold(proposal(file), data.draw(choices(file)))
    undone = after_undo(saved(before), before)
    standing(undone)
    assert undone == replace(before, future=())


@given(changes(), st.data())
def test_later_decisions_stay_when_a_landing_is_undone(
    file: FileChange, data: st.DataObject
) -> None:
    before = fold(proposal(file), data.draw(choices(file)))
    later = data.draw(choices(file))
    after = saved(before)
    for decision in later:
        after = decide(after, decision)
    undone = after_undo(after, before)
    standing(undone)
    expected = {**after.verdicts, **{name: before.verdicts[name] for name in after.saved}}
    assert undone.verdicts == expected
    for _ in after.past:
        undone = decide(undone, Undo())
    assert undone.verdicts == before.verdicts


def test_what_was_saved_is_kept_to_be_shown_and_the_rest_stays_open() -> None:
    review = decide(decide(REVIEW, Take(THREE)), Reject(FIFTEEN, "no"))
    after = saved(review)
    assert counts(after).saved == 1
    assert [after.state(hunk.id) for hunk in FILE.hunks] == ["saved", "open", "rejected"]
    three = after.proposal.hunk(THREE)
    assert (three.old, three.new) == (b"3\n", b"three\nand more\n")
    assert after.proposal.hunk(NINE).start == at_line(9) + len(three.new) - len(three.old)
    assert after.proposal.hunk(NINE).moved == 0
    assert decide(after, Undo()) is after
    assert landing(after) == {}
    last = decide(after, Take(NINE))
    want = BASE.replace(b"3\n", b"three\nand more\n", 1).replace(b"9\n", b"", 1)
    assert landing(last) == {"a.txt": Present(want)}


def test_a_file_that_was_not_saved_keeps_its_decisions() -> None:
    review = decide(decide(REVIEW, Take(THREE)), Take(OTHER.hunks[0].id))
    only = {"a.txt": landing(review)["a.txt"]}
    after = after_landing(review, only)
    assert after.state(OTHER.hunks[0].id) == "taken"
    assert after.state(THREE) == "saved"


def test_a_made_file_is_there_after_its_landing_and_gone_after_the_undo() -> None:
    made = FileChange("n", Absent(), (Hunk("1", "n", 0, 0, b"", b"text\n"),))
    review = decide(Review(proposal(made)), Rewrite("1", b"mine\n"))
    after = saved(review)
    assert after.proposal.files[0].base == Present(b"mine\n")
    standing(after)
    assert after_undo(after, review).proposal.files[0] == made


def test_what_landed_otherwise_than_it_was_written_is_looked_for() -> None:
    review = decide(REVIEW, Take(THREE))
    other = b"head\n" + b"".join(result.data or b"" for result in results(review))
    after = after_landing(review, {"a.txt": Present(other)})
    standing(after)
    assert after.proposal.hunk(NINE).moved == 1


def test_two_landings_undone_in_any_order() -> None:
    first = decide(REVIEW, Take(THREE))
    second = decide(saved(first), Take(FIFTEEN))
    both = saved(second)
    latest = after_undo(both, second)
    assert latest.saved == {THREE: Take(THREE)}
    assert after_undo(latest, first).proposal == REVIEW.proposal
    earlier = after_undo(both, first)
    standing(earlier)
    assert earlier.saved == {FIFTEEN: Take(FIFTEEN)}
    assert earlier.state(THREE) == "taken"
    assert after_undo(earlier, second).proposal == REVIEW.proposal
    base = earlier.proposal.files[0].base
    assert base == Present(BASE.replace(b"15\n", b"fifteen\n", 1))


def test_a_landing_that_no_longer_stands_brings_back_the_file_as_it_was() -> None:
    before = decide(REVIEW, Take(THREE))
    after = saved(before)
    touched = refreshed(after, "a.txt", Present(b"all\nelse\n"))
    assert touched.state(THREE) == "saved"
    undone = after_undo(touched, before)
    standing(undone)
    assert undone.proposal == before.proposal
    assert undone.stale == {}


@given(changes(), texts(), texts(), st.data())
def test_whatever_a_file_becomes_its_return_brings_everything_back(
    file: FileChange, one: bytes, two: bytes, data: st.DataObject
) -> None:
    review = fold(proposal(file), data.draw(choices(file)))
    now = review
    for text in (one, two):
        now = refreshed(now, file.path, Present(text))
        standing(now)
        assert now.verdicts == review.verdicts
        assert refreshed(now, file.path, Present(text)) is now
        if now.proposal.files[0].base == Present(text):
            for result in results(now):
                assert result.base == Present(text)
    assert refreshed(now, file.path, file.base) == review


def test_a_change_moves_with_its_text_and_says_how_far() -> None:
    review = decide(REVIEW, Take(NINE))
    after = refreshed(review, "a.txt", Present(b"new\nnew\n" + BASE))
    assert [hunk.moved for hunk in after.proposal.file("a.txt").hunks] == [2, 2, 2]
    assert after.state(NINE) == "taken"
    assert not after.stale


def test_a_change_whose_text_is_gone_moved_on_and_keeps_its_verdict() -> None:
    review = decide(REVIEW, Take(NINE))
    after = refreshed(review, "a.txt", Present(BASE.replace(b"9\n", b"neun\n", 1)))
    assert after.state(NINE) == "stale"
    assert after.stale[NINE].startswith("the file moved on: ")
    assert after.state(FIFTEEN) == "open"
    assert landing(after) == {}
    again = refreshed(after, "a.txt", Present(BASE))
    assert again == review


def test_a_file_that_went_or_cannot_be_read_any_more() -> None:
    for state, says in (
        (Absent(), "the file moved on: it is not there any more"),
        (Refused("it is a link now"), "the file moved on: it is a link now"),
    ):
        after = refreshed(REVIEW, "a.txt", state)
        assert set(after.stale.values()) == {says}
        assert len(after.stale) == 3
        assert refreshed(after, "a.txt", FILE.base) == REVIEW
        assert refreshed(REVIEW, "unheard of", state) is REVIEW


def test_a_file_that_appeared_where_one_was_to_be_made() -> None:
    made = FileChange("n", Absent(), (Hunk("1", "n", 0, 0, b"", b"text\n"),))
    review = Review(proposal(made))
    after = refreshed(review, "n", Present(b"other\n"))
    assert after.state("1") == "stale"
    assert refreshed(after, "n", Absent()) == review


def test_only_the_mode_changed() -> None:
    after = refreshed(REVIEW, "a.txt", Present(BASE, 0o755))
    assert after.proposal.file("a.txt") == replace(FILE, base=Present(BASE, 0o755))
    assert not after.stale


def test_what_had_moved_on_before_a_landing_stays_so_after_it() -> None:
    moved_on = refreshed(REVIEW, "a.txt", Present(BASE.replace(b"9\n", b"neun\n", 1)))
    after = saved(decide(moved_on, Take(THREE)))
    standing(after)
    assert after.state(NINE) == "stale"
    there = landing(decide(moved_on, Take(THREE)))["a.txt"]
    assert isinstance(there, Present)
    later = refreshed(after, "a.txt", Present(b"top\n" + there.data))
    standing(later)
    assert later.state(NINE) == "stale"
    assert [hunk.id for hunk in later.proposal.file("a.txt").hunks].count(NINE) == 1


def test_what_moved_on_before_a_landing_comes_back_with_its_lines() -> None:
    moved_on = refreshed(REVIEW, "a.txt", Present(BASE.replace(b"9\n", b"neun\n", 1)))
    after = saved(decide(moved_on, Take(THREE)))
    later = refreshed(after, "a.txt", Present(b"top\n" + BASE))
    standing(later)
    assert later.state(NINE) == "open"
    assert later.proposal.hunk(NINE).start == len(b"top\n") + at_line(9)
    there = after.proposal.file("a.txt").base
    assert isinstance(there, Present)
    assert refreshed(later, "a.txt", there).state(NINE) == "stale"
