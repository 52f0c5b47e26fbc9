"""Where a person and a change both changed the same lines, and what comes of a choice there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.after import after_landing, after_undo, refreshed
from pairtui.review.apart import BOTH, Settle
from pairtui.review.conflict import FAR, LOST, TAKEN, Conflict, conflict
from pairtui.review.decide import (
    Decision,
    Redo,
    Reject,
    Reopen,
    Review,
    Rewrite,
    Seen,
    Split,
    Take,
    Undo,
    decide,
)
from pairtui.review.grains import finer
from pairtui.review.offer import Offer
from pairtui.review.replay import (
    PutBack,
    Refreshed,
    Saved,
    SavedAgain,
    Standing,
    advance,
    retrace,
)
from pairtui.review.result import file_result, results
from pairtui.review.round import Sent
from pairtui.review.seen import unseen_bytes
from tests.review.made import change, changes, landing, proposal, texts
from tests.review.test_after import standing as sound
from tests.review.test_rounds import came

LINES = [b"line %d\n" % at for at in range(1, 21)]
BASE = b"".join(LINES)


def span(first: int, last: int, new: bytes) -> tuple[int, int, bytes]:
    return sum(map(len, LINES[: first - 1])), sum(map(len, LINES[:last])), new


FILE = change(BASE, span(3, 3, b"three\n"), span(9, 10, b"nine\n"), span(15, 15, b"fifteen\n"))
THREE, NINE, FIFTEEN = (hunk.id for hunk in FILE.hunks)
MINE = BASE.replace(b"line 10\n", b"mine\nof mine\n")


def over(data: bytes, file: FileChange = FILE) -> Review:
    return refreshed(Review(proposal(file)), file.path, Present(data))


def found(review: Review, name: str = NINE, *, prose: bool = False) -> Conflict:
    made = conflict(review, review.proposal.hunk(name), prose=prose)
    assert made is not None
    return made


def settle(made: Conflict, own: bytes | None = None) -> Settle:
    return Settle(made.hunk.id, made.start, made.yours, made.proposed, own)


def made_of(review: Review) -> bytes:
    (result,) = results(review)
    assert result.data is not None
    return result.data


def test_the_three_texts_are_those_between_the_lines_that_are_the_same() -> None:
    made = found(over(b"top\n" + MINE))
    assert made.base == b"line 9\nline 10\n"
    assert made.yours == b"line 9\nmine\nof mine\n"
    assert made.wanted == b"nine\n"
    assert (b"top\n" + MINE)[made.start : made.end] == made.yours
    assert conflict(over(MINE), FILE.hunks[0], prose=False) is None
    assert conflict(Review(proposal(FILE)), FILE.hunks[1], prose=False) is None


def test_lines_around_that_changed_too_are_in_it() -> None:
    made = found(over(MINE.replace(b"line 8\n", b"eight\n").replace(b"line 7\n", b"")))
    assert made.base == b"line 7\nline 8\nline 9\nline 10\n"
    assert made.yours == b"eight\nline 9\nmine\nof mine\n"
    assert made.wanted == b"line 7\nline 8\nnine\n"


def test_both_put_something_at_one_place() -> None:
    start = span(5, 5, b"")[0]
    file = change(BASE, (start, start, b"the AI's\n"))
    made = found(over(BASE[:start] + b"yours\n" + BASE[start:], file), file.hunks[0].id)
    assert (made.base, made.yours, made.wanted) == (b"", b"yours\n", b"the AI's\n")


def test_lines_that_say_nothing_hold_no_place() -> None:
    base = b"one\n\n}\n\ntwo\n\n}\n"
    file = change(base, (base.index(b"two"), base.index(b"two") + 4, b"2\n"))
    made = conflict(over(b"other\n\n}\n\nelse\n\n}\n", file), file.hunks[0], prose=False)
    assert made is not None
    assert made.says == LOST


@pytest.mark.parametrize(
    "data",
    [
        b"nothing\nis\nthe same\n",
        b"",
        b"".join(b"other %d\n" % at for at in range(60)),
    ],
)
def test_where_nothing_is_the_same_its_place_is_in_doubt(data: bytes) -> None:
    made = found(over(data))
    assert made.says == LOST
    assert decide(over(data), replace(settle(made), old=data)) is not over(data)


def test_a_line_that_is_the_same_and_far_away_holds_no_place() -> None:
    base = b"first\n" + b"".join(b"%d\n" % at for at in range(FAR + 10)) + b"end\n"
    file = change(base, (base.index(b"end"), len(base), b"END\n"))
    assert found(over(b"first\nx\ny\n", file), file.hunks[0].id).says == LOST


def test_what_is_all_of_a_file_is_in_conflict_with_all_of_it() -> None:
    file = change(b"one\n", (0, 4, b"1\n"))
    made = found(over(b"eins\nzwei\n", file), file.hunks[0].id)
    assert (made.base, made.yours, made.wanted) == (b"one\n", b"eins\nzwei\n", b"1\n")
    new = FileChange("a.txt", Absent(), (Hunk("n", "a.txt", 0, 0, b"", b"new\n"),))
    made = found(over(b"there\n", new), "n")
    assert (made.base, made.yours, made.wanted) == (b"", b"there\n", b"new\n")
    assert made_of(decide(over(b"there\n", new), settle(made))) == b"new\n"


def test_a_file_that_is_not_there_has_nothing_to_be_in_conflict_with() -> None:
    gone = refreshed(Review(proposal(FILE)), "a.txt", Absent())
    assert conflict(gone, gone.proposal.hunk(NINE), prose=False) is None


def test_what_the_person_wrote_before_is_what_was_wanted() -> None:
    review = decide(Review(proposal(FILE)), Rewrite(NINE, b"neun\n"))
    made = found(refreshed(review, "a.txt", Present(MINE)))
    assert (made.wanted, made.proposed) == (b"neun\n", b"nine\n")


def test_what_a_later_round_offered_and_was_taken_is_what_was_wanted() -> None:
    offer = Offer(b"offered\n", "", 2, became="taken")
    review = replace(Review(proposal(FILE), offers={NINE: offer}), verdicts={NINE: Take(NINE)})
    review = refreshed(review, "a.txt", Present(MINE))
    made = found(review)
    assert (made.wanted, made.proposed) == (b"offered\n", b"offered\n")
    after = decide(review, settle(made))
    assert made_of(after) == MINE.replace(made.yours, b"offered\n")
    assert decide(after, Undo()).offers == {NINE: offer}


def test_a_later_round_leaves_what_is_in_conflict_and_what_was_placed_by_hand() -> None:
    start = over(MINE.replace(b"line 15\n", b"mine too\n"))
    review = decide(start, settle(found(start)))
    standing = came(advance(Standing(review), Sent(())), (b"line 18\n", b"eighteen\n"))
    after = standing.review
    sound(after)
    assert after.state(NINE) == "taken"
    assert found(after, FIFTEEN) == replace(
        found(start, FIFTEEN), hunk=after.proposal.hunk(FIFTEEN)
    )
    along = refreshed(after, "a.txt", Present(b"top\n" + MINE))
    sound(along)
    assert [along.state(name) for name in (NINE, FIFTEEN)] == ["taken", "open"]


def test_where_another_change_of_it_stands_the_passage_is_taken() -> None:
    file = change(BASE, span(9, 9, b"nine\n"), span(10, 10, b"ten\n"))
    one, two = (hunk.id for hunk in file.hunks)
    both = over(BASE.replace(b"line 9\nline 10\n", b"mine\n"), file)
    first = decide(both, settle(found(both, one)))
    assert found(first, two).says == TAKEN
    assert first.state(two) == "stale"
    assert found(decide(first, Undo()), two).says == ""
    landed = after_landing(first, landing(first))
    sound(landed)
    assert landed.state(two) == "open", "its line stands there again"
    both_in = decide(landed, Take(two))
    assert made_of(both_in) == BASE.replace(b"line 9\nline 10\n", b"nine\nten\n")
    assert after_undo(landed, first) == replace(first, future=())
    other = decide(landed, Take(file.hunks[0].id))
    assert other is landed


def test_an_undo_takes_back_what_its_landing_brought_back() -> None:
    file = change(BASE, span(9, 9, b"nine\n"), span(10, 10, b"ten\n"), span(15, 15, b"15\n"))
    one, two, three = (hunk.id for hunk in file.hunks)
    both = over(BASE.replace(b"line 9\nline 10\n", b"mine\n"), file)
    first = decide(both, settle(found(both, one)))
    landed = decide(after_landing(first, landing(first)), Take(three))
    again = after_landing(landed, landing(landed))
    back = after_undo(again, first)
    sound(back)
    assert [back.state(name) for name in (one, two, three)] == ["taken", "stale", "saved"]
    assert found(back, two).says == TAKEN


PARAGRAPH = (
    b"It rained.\n\nThe train was late. There was nobody who looked up. Maria was in the process "
    b"of folding the letter, and then she put it away.\n"
)
NOBODY = PARAGRAPH.index(b"There was"), PARAGRAPH.index(b" Maria"), b"Nobody looked up."
FOLDING = PARAGRAPH.index(b"was in the"), PARAGRAPH.index(b" the letter"), b"folded"


def test_in_prose_it_is_about_the_words_only() -> None:
    file = change(PARAGRAPH, NOBODY, FOLDING, path="a.md")
    one, two = (hunk.id for hunk in file.hunks)
    review = over(PARAGRAPH.replace(b"in the process of folding", b"busily folding"), file)
    first = found(review, one, prose=True)
    assert first.stands
    assert (first.base, first.wanted) == (b"There was nobody who looked up.", b"Nobody looked up.")
    assert first.ahead == b"The train was late. "
    second = found(review, two, prose=True)
    assert (second.base, second.yours, second.wanted) == (
        b"was in the process of folding",
        b"was busily folding",
        b"folded",
    )
    review = decide(decide(review, settle(first)), settle(second))
    want = PARAGRAPH.replace(b"There was nobody who looked up.", b"Nobody looked up.")
    assert made_of(review) == want.replace(b"was in the process of folding", b"folded")
    lines = found(over(PARAGRAPH.replace(b"late", b"on time"), file), one)
    assert lines.base == PARAGRAPH[PARAGRAPH.index(b"The train") :]


def test_settled_it_is_an_ordinary_change_and_undone_as_one() -> None:
    review = over(MINE)
    after = decide(review, settle(found(review)))
    item = after.proposal.hunk(NINE)
    assert (item.old, item.new, item.placed) == (b"line 9\nmine\nof mine\n", b"nine\n", BOTH)
    assert after.state(NINE) == "taken"
    assert after.state(THREE) == "open"
    sound(after)
    assert decide(after, Reopen(NINE)).state(NINE) == "open"
    own = decide(review, settle(found(review), b"own\n"))
    assert own.state(NINE) == "edited"
    assert made_of(own) == MINE.replace(b"line 9\nmine\nof mine\n", b"own\n")
    undone = decide(after, Undo())
    assert undone.state(NINE) == "stale"
    assert undone.proposal.hunk(NINE).old == b"line 9\nline 10\n"
    assert found(undone) == found(review)
    again = decide(undone, Redo())
    assert again.proposal == after.proposal
    assert again.verdicts == after.verdicts


def test_what_was_shown_of_it_counts_only_where_it_is_shown_no_more() -> None:
    review = over(MINE)
    hunk = review.proposal.hunk(NINE)
    answer = settle(found(review), b"own\n")
    assert decide(review, answer).seen == {}
    shown = decide(review, Seen(NINE, 0, len(hunk.old) + len(hunk.new)))
    after = decide(shown, answer)
    assert unseen_bytes(after, after.proposal.hunk(NINE)) == len(answer.old)
    assert decide(shown, replace(answer, own=None)).seen == {}


def test_what_is_not_what_was_seen_settles_nothing() -> None:
    review = over(MINE)
    made = settle(found(review))
    others: tuple[Settle, ...] = (
        replace(made, old=b"line 9\nnot mine\n"),
        replace(made, start=-1),
        replace(made, hunk=THREE),
        replace(made, hunk="unheard of"),
        replace(made, start=0, old=MINE),  # the other changes stand in that
    )
    for other in others:
        assert decide(review, other) is review
    assert decide(decide(review, made), made) == decide(review, made)


def test_a_file_that_moves_on_again_takes_it_along_or_is_a_conflict_with_what_was_chosen() -> None:
    review = decide(over(MINE), settle(found(over(MINE))))
    along = refreshed(review, "a.txt", Present(b"top\n" + MINE))
    assert along.proposal.hunk(NINE).moved == 1
    assert made_of(along) == (b"top\n" + MINE).replace(b"line 9\nmine\nof mine\n", b"nine\n")
    touched = refreshed(review, "a.txt", Present(MINE.replace(b"mine\nof", b"yours\nof")))
    assert touched.state(NINE) == "stale"
    made = found(touched)
    assert (made.base, made.yours) == (b"line 9\nmine\nof mine\n", b"line 9\nyours\nof mine\n")
    twice = decide(touched, settle(made))
    assert twice.state(NINE) == "taken"
    assert decide(twice, Undo()).state(NINE) == "stale"
    assert refreshed(touched, "a.txt", Present(MINE)) == review
    first = decide(decide(twice, Undo()), Undo())
    assert found(first).base == b"line 9\nline 10\n"
    assert refreshed(first, "a.txt", Present(BASE)).state(NINE) == "open"


def test_its_landing_and_the_undo_of_that() -> None:
    review = decide(over(MINE), settle(found(over(MINE))))
    after = after_landing(review, landing(review))
    assert after.state(NINE) == "saved"
    assert after_undo(after, review) == replace(review, future=())
    later = decide(after, Reject(FIFTEEN))
    back = after_undo(later, review)
    assert back.state(NINE) == "taken"
    assert decide(back, Undo()).state(NINE) == "taken"
    assert decide(decide(back, Undo()), Undo()).state(NINE) == "stale"
    further = after_landing(decide(after, Take(THREE)), landing(decide(after, Take(THREE))))
    put_back = after_undo(further, review)
    assert put_back.state(NINE) == "taken"
    assert put_back.state(THREE) == "saved"
    sound(put_back)
    sound(decide(put_back, Undo()))


@pytest.mark.parametrize("own", [None, b"own\n"])
@pytest.mark.parametrize("more", [b"", b"top\n"])
def test_what_was_placed_by_hand_since_a_landing_stays_when_that_is_undone(
    own: bytes | None, more: bytes
) -> None:
    first = decide(over(MINE), Take(THREE))
    standing = advance(Standing(first), Saved("1", landing(first)))
    if more:
        moved = Present(more + made_of(first))
        standing = advance(standing, Refreshed("a.txt", moved))
    answer = settle(found(standing.review), own)
    settled = advance(standing, answer)
    undone = advance(settled, PutBack("1"))
    if more:
        undone = advance(undone, Refreshed("a.txt", Present(more + MINE)))
    back = undone.review
    sound(back)
    assert [back.state(name) for name in (THREE, NINE)] == ["taken", "edited" if own else "taken"]
    want = (more + MINE).replace(b"line 3\n", b"three\n")
    assert made_of(back) == want.replace(b"line 9\nmine\nof mine\n", own or b"nine\n")
    before = decide(back, Undo())
    sound(before)
    assert [before.state(name) for name in (THREE, NINE)] == ["taken", "stale"]
    assert decide(before, Redo()).verdicts == back.verdicts
    assert made_of(decide(before, Redo())) == made_of(back)


def test_its_landing_done_again_leaves_what_else_was_placed_by_hand() -> None:
    start = over(MINE.replace(b"line 15\n", b"mine too\n"))
    review = decide(start, settle(found(start)))
    files = landing(review)
    standing = retrace(Standing(review), (Saved("1", files), PutBack("1")))
    second = settle(found(standing.review, FIFTEEN))
    standing = retrace(standing, (Undo(), second))
    assert [standing.review.state(name) for name in (NINE, FIFTEEN)] == ["stale", "taken"]
    again = advance(standing, SavedAgain("2", "1", files)).review
    sound(again)
    assert [again.state(name) for name in (NINE, FIFTEEN)] == ["saved", "taken"]
    assert made_of(again).count(b"fifteen\n") == 1


def test_it_is_not_cut_for_it_has_an_origin_of_its_own() -> None:
    file = change(BASE, span(9, 10, b"nine\nten\n"))
    name = file.hunks[0].id
    review = over(MINE, file)
    after = decide(review, settle(found(review, name)))
    nodes = finer(after.proposal.hunk(name), prose=False)
    assert nodes
    assert decide(after, Split(name, nodes)) is after


def test_a_deletion_is_decided_anew_for_the_file_as_it_is() -> None:
    gone = Hunk("d", "a.txt", 0, len(BASE), BASE, b"", kind="delete")
    review = over(MINE, FileChange("a.txt", Present(BASE), (gone,)))
    made = found(review, "d")
    assert (made.base, made.yours) == (BASE, MINE)
    after = decide(review, settle(made))
    assert after.proposal.hunk("d").old == MINE
    assert [result.data for result in results(after)] == [None]
    assert refreshed(after, "a.txt", Present(BASE)).state("d") == "stale"
    part = replace(settle(made), start=1, old=MINE[1:])
    assert decide(review, part) is review


@st.composite
def reviews(draw: st.DrawFn) -> tuple[Review, bytes]:
    """A review over another version of its file, in which some lines are others."""
    file = draw(changes())
    assert isinstance(file.base, Present)
    data = bytearray(file.base.data)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 4))] = draw(texts(most=2))
    review = Review(proposal(file))
    for hunk in file.hunks:
        choices: tuple[Decision, ...] = (Take(hunk.id), Reject(hunk.id), Undo())
        review = decide(review, draw(st.sampled_from(choices)))
    return refreshed(review, file.path, Present(bytes(data))), bytes(data)


def rest_of(review: Review, name: str) -> list[tuple[object, ...]]:
    """Return what is known of all other changes; where one that moved on would be is no matter."""
    return [
        (hunk.id, review.state(hunk.id), review.verdicts.get(hunk.id))
        + (() if hunk.id in review.stale else (hunk.start, hunk.end, hunk.old, hunk.new))
        for hunk in review.proposal.hunks
        if hunk.id != name
    ]


@settings(max_examples=150, deadline=None)
@given(reviews(), texts(most=3), st.booleans(), st.booleans(), texts())
def test_whatever_is_chosen_exactly_that_passage_is_replaced(
    start: tuple[Review, bytes], chosen: bytes, own: bool, prose: bool, later: bytes
) -> None:
    review, data = start
    for hunk in review.proposal.hunks:
        made = conflict(review, hunk, prose=prose)
        if made is None or made.says:
            continue
        assert data[made.start : made.end] == made.yours
        assert made.base[made.at : made.at + len(hunk.old)] == hunk.old
        answer = Settle(hunk.id, made.start, made.yours, chosen, chosen if own else None)
        after = decide(review, answer)
        assert after.state(hunk.id) == ("edited" if own else "taken")
        sound(after)
        assert sorted(rest_of(after, hunk.id), key=str) == sorted(rest_of(review, hunk.id), key=str)
        alone = file_result(
            replace(after.proposal.files[0], hunks=(after.proposal.hunk(hunk.id),)),
            after,
            lambda _: True,
        )
        assert alone.data == data[: made.start] + chosen + data[made.end :]
        undone = decide(after, Undo())
        sound(undone)
        assert undone.state(hunk.id) == "stale"
        assert sorted(rest_of(undone, hunk.id), key=str) == sorted(
            rest_of(review, hunk.id), key=str
        )
        assert conflict(undone, undone.proposal.hunk(hunk.id), prose=prose) == replace(
            made, hunk=undone.proposal.hunk(hunk.id)
        )
        assert decide(undone, Redo()).proposal.hunk(hunk.id) == after.proposal.hunk(hunk.id)
        moved = refreshed(after, hunk.path, Present(later))
        sound(moved)
        sound(decide(moved, Undo()))
        back = refreshed(moved, hunk.path, Present(data))
        assert back.proposal.hunk(hunk.id) == after.proposal.hunk(hunk.id)
        landed = after_landing(after, landing(after))
        sound(landed)
        sound(refreshed(landed, hunk.path, Present(later)))
        assert after_undo(landed, after) == replace(after, future=())


def test_it_is_told_again_from_its_events() -> None:
    begun = Standing(Review(proposal(FILE)))
    review = over(MINE)
    events = (Refreshed("a.txt", Present(MINE)), settle(found(review)), Undo(), Redo())
    assert retrace(begun, events).review.state(NINE) == "taken"
    assert advance(begun, settle(found(review))) is begun
