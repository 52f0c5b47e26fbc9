from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import FileChange, Hunk, Present
from pairtui.review.back import (
    AGAINST,
    COMING,
    DECIDED,
    SAME,
    SAVED,
    BringBack,
    Former,
    all_back,
    formers,
    way_back,
)
from pairtui.review.bring import Bring
from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Redo, Reject, Reopen, Review, Rewrite, Split, Take, Undo, decide
from pairtui.review.frame import content
from pairtui.review.node import Node
from pairtui.review.offer import Adopt, Decline, offered
from pairtui.review.replay import PutBack, Refreshed, Saved, Standing, advance, retrace
from pairtui.review.round import Revised, RoundEnded, Sent
from pairtui.review.rounds import working
from tests.review.made import change, changes, landing
from tests.review.test_rounds import (
    BASE,
    FIRST,
    SECOND,
    Course,
    any_choice,
    begun,
    came,
    edits,
    written,
)


def second(*made: object, edit: tuple[bytes, bytes] = (b"2\n", b"zwei\n")) -> Standing:
    """Return a review after a second round about the first change, which then was over."""
    standing = came(begun(*made), edit)  # type: ignore[arg-type]
    return advance(standing, RoundEnded("done"))


def former(review: Review, new: bytes, number: int = 1) -> Former:
    return next(one for one in formers(review, number) if one.new == new)


def back(standing: Standing, new: bytes, number: int = 1) -> Standing:
    way = way_back(standing.review, former(standing.review, new, number))
    assert not isinstance(way, str), way
    return advance(standing, BringBack((way,)))


def test_what_a_round_took_the_place_of_is_open_again_in_its_wording() -> None:
    standing = second()
    before = standing.review
    review = back(standing, b"2\n").review
    assert [one.new for one in review.proposal.hunks] == [b"2\n", b"5\n"]
    assert [review.state(one.id) for one in review.proposal.hunks] == ["open", "open"]
    undone = decide(review, Undo())
    assert undone.proposal == before.proposal
    assert decide(undone, Redo()).proposal == review.proposal
    assert way_back(review, former(review, b"2\n")) == SAME


def test_what_was_refused_and_replaced_comes_back_as_it_was_proposed() -> None:
    standing = second(Reject(FIRST, "no"), edit=(b"two\n", b"deux\n"))
    review = back(standing, b"2\n").review
    assert content(working(review, "a.txt").work) == b"one\n2\nthree\nfour\n5\nsix\n"


def test_what_was_refused_and_still_stands_is_only_opened_again() -> None:
    standing = second(Reject(SECOND, "no"))
    review = back(standing, b"5\n").review
    assert review.state(SECOND) == "open"
    assert review.brought == {}


def test_what_was_taken_stays_and_is_offered_the_earlier_wording() -> None:
    standing = second()
    (new, _) = (one.id for one in standing.review.proposal.hunks)
    standing = back(advance(standing, Take(new)), b"2\n")
    assert offered(standing.review) == (new,)
    assert standing.review.offers[new].back
    assert written(standing.review) == {"a.txt": b"one\nzwei\nthree\nfour\nfive\nsix\n"}
    adopted = decide(standing.review, Adopt(new))
    assert written(adopted) == {"a.txt": b"one\n2\nthree\nfour\nfive\nsix\n"}
    assert offered(decide(standing.review, Undo())) == ()


def test_what_a_round_withdrew_comes_back_and_is_a_rejected_one_once_that_is_undone() -> None:
    standing = second(edit=(b"2\n", b"two\n"))
    assert [one.id for one in standing.review.proposal.hunks] == [SECOND]
    review = back(advance(standing, Take(SECOND)), b"2\n").review
    (mine, _) = review.proposal.hunks
    assert (mine.id, review.state(mine.id)) == (FIRST, "open")
    undone = decide(review, Undo())
    assert undone.state(FIRST) == "rejected"
    assert undone.state(SECOND) == "taken"
    again = decide(undone, Undo())
    assert (again.state(FIRST), again.state(SECOND)) == ("rejected", "open")


def test_a_file_that_is_in_the_proposal_no_more_comes_back_with_its_change() -> None:
    file = change(BASE, (4, 8, b"2\n"))
    standing = advance(came(begun(file=file), (b"2\n", b"two\n")), RoundEnded("done"))
    assert standing.review.proposal.files == ()
    review = back(standing, b"2\n").review
    assert review.proposal.file("a.txt") == file
    assert review.state(file.hunks[0].id) == "open"


def test_an_offer_that_was_declined_can_be_brought_back() -> None:
    standing = second(Take(FIRST))
    standing = retrace(standing, (Decline(FIRST), Sent(()), RoundEnded("done")))
    again = back(standing, b"zwei\n", 2).review
    assert offered(again) == (FIRST,)


def test_all_of_a_round_is_one_step() -> None:
    standing = second(edit=(b"2\nthree\nfour\n5\n", b"all\n"))
    event, lost = all_back(standing.review, 1)
    review = advance(standing, event).review
    assert lost == []
    assert content(working(review, "a.txt").work) == b"one\n2\nthree\nfour\n5\nsix\n"
    assert len(review.past) == 1
    assert decide(review, Undo()).proposal == standing.review.proposal


def test_one_change_of_several_that_became_one_brings_the_others_of_then_along() -> None:
    standing = second(Reject(SECOND), edit=(b"2\nthree\nfour\nfive\n", b"all\n"))
    review = back(standing, b"2\n").review
    assert content(working(review, "a.txt").work) == b"one\n2\nthree\nfour\nfive\nsix\n"
    review = back(standing, b"5\n").review
    assert content(working(review, "a.txt").work) == b"one\n2\nthree\nfour\n5\nsix\n"


def test_what_stands_in_pieces_is_put_together_only_where_none_is_taken() -> None:
    standing = second(edit=(b"2\n", b"zwei\ndrei\n"))
    (new, _) = standing.review.proposal.hunks
    nodes = (Node(0, 4, 0, 5), Node(4, 4, 5, 10))
    cut = advance(standing, Split(new.id, nodes))
    review = back(cut, b"2\n").review
    assert [one.new for one in review.proposal.hunks] == [b"2\n", b"5\n"]
    undone = decide(review, Undo())
    assert undone.proposal == cut.review.proposal
    assert decide(undone, Redo()).proposal == review.proposal
    taken = advance(cut, Take(next(cut.review.proposal.hunks).id)).review
    assert way_back(taken, former(taken, b"2\n")) == DECIDED


def test_what_is_saved_or_still_coming_is_not_brought_back() -> None:
    standing = second()
    (new, _) = (one.id for one in standing.review.proposal.hunks)
    asked = advance(standing, Sent(()))
    assert way_back(asked.review, former(asked.review, b"2\n")) == COMING
    early = BringBack((Bring(new, b"2\n", "", 1),))
    assert advance(asked, early) is asked
    taken = advance(standing, Take(new))
    saved = advance(taken, Saved("l", landing(taken.review)))
    assert way_back(saved.review, former(saved.review, b"2\n")) == SAVED
    assert advance(saved, early) is saved


def test_a_file_that_changed_elsewhere_since_has_the_wording_where_its_change_is_now() -> None:
    standing = advance(second(), Refreshed("a.txt", Present(b"zero\n" + BASE)))
    standing = back(standing, b"2\n")
    work = content(working(standing.review, "a.txt").work)
    assert work == b"zero\none\n2\nthree\nfour\n5\nsix\n"
    home = advance(standing, Refreshed("a.txt", Present(BASE))).review
    assert content(working(home, "a.txt").work) == b"one\n2\nthree\nfour\n5\nsix\n"


def test_a_deletion_comes_back_only_where_nothing_stands_against_it() -> None:
    delete = Hunk("d", "a.txt", 0, len(BASE), BASE, b"", kind="delete")
    file = FileChange("a.txt", Present(BASE), (delete,))
    standing = advance(came(begun(file=file), (b"two\n", b"2\n")), RoundEnded("done"))
    (one,) = formers(standing.review, 1)
    assert way_back(standing.review, one) == AGAINST
    kept = advance(begun(Reject("d"), file=file), RoundEnded("done"))
    (one,) = formers(kept.review, 1)
    assert way_back(kept.review, one) == Reopen("d")


def test_a_later_round_over_what_was_brought_back_leaves_undo_sound() -> None:
    standing = back(second(), b"2\n")
    (mine, _) = (one.id for one in standing.review.proposal.hunks)
    standing = retrace(standing, (Take(mine), Sent(())))
    standing = advance(came(standing, (b"2\n", b"II\n")), RoundEnded("done"))
    assert written(standing.review) == {"a.txt": b"one\n2\nthree\nfour\nfive\nsix\n"}
    undone = decide(decide(standing.review, Undo()), Undo())
    assert written(undone) == {}
    open_again = back(second(), b"2\n")
    open_again = advance(came(advance(open_again, Sent(())), (b"2\n", b"zwei\n")), RoundEnded("x"))
    assert [one.new for one in open_again.review.proposal.hunks] == [b"zwei\n", b"5\n"]
    assert decide(open_again.review, Undo()).proposal == open_again.review.proposal


def test_a_save_of_what_was_brought_back_is_undone_to_the_byte() -> None:
    standing = back(second(), b"2\n")
    (mine, _) = (one.id for one in standing.review.proposal.hunks)
    taken = advance(standing, Take(mine))
    saved = advance(taken, Saved("l", landing(taken.review)))
    again = advance(saved, PutBack("l")).review
    assert written(again) == written(taken.review)
    first = decide(decide(again, Undo()), Undo())
    assert next(first.proposal.hunks).new == b"zwei\n"


def test_a_comment_on_words_that_are_gone_is_about_all_of_the_change() -> None:
    standing = second()
    (new, _) = standing.review.proposal.hunks
    about = Comment(1, "a.txt", "x", hunk=new.id, start=4, end=9, quote=b"zwei\n")
    review = back(advance(standing, Remark(about)), b"2\n").review
    assert (review.comments[0].start, review.comments[0].end) == (0, 0)
    assert decide(review, Undo()).comments == (about,)


def test_taking_what_a_round_before_proposed_is_told_to_the_byte_by_undo() -> None:
    standing = second()
    (new, _) = (one.id for one in standing.review.proposal.hunks)
    standing = retrace(standing, (Take(new), Reopen(new)))
    standing = back(standing, b"2\n")
    standing = retrace(standing, (Rewrite(new, b"mine\n"), Sent(())))
    standing = advance(came(standing, (b"mine\n", b"IV\n")), RoundEnded("done"))
    review = standing.review
    texts = []
    while review.past:
        review = decide(review, Undo())
        texts.append((written(review).get("a.txt") or b"")[4:8])
    assert texts == [b"", b"", b"zwei", b""]


@settings(max_examples=40, deadline=None)
@given(changes(), st.data())
def test_bringing_back_changes_nothing_a_person_chose(
    file: FileChange, data: st.DataObject
) -> None:
    course = Course(file)
    for _ in range(2):
        for _ in range(data.draw(st.integers(0, 3))):
            course.happen(any_choice(data, course.standing.review))
        course.happen(Sent(()))
        frame = course.standing.review.rounds[-1].frames.get("a.txt")
        if frame is not None:
            more = data.draw(edits(content(frame.work)))
            for one in more.hunks:
                course.happen(Revised((replace(more, hunks=(one,)),)))
        course.happen(RoundEnded("done"))
        for _ in range(data.draw(st.integers(0, 3))):
            _bring_some(course, data)
            course.happen(any_choice(data, course.standing.review))
    assert retrace(course.begun, course.log) == course.standing
    course.undone_and_done_again()


def _bring_some(course: Course, data: st.DataObject) -> None:
    review = course.standing.review
    number = data.draw(st.integers(1, len(review.rounds)))
    every = [*formers(review, number)]
    if not every:
        return
    one = data.draw(st.sampled_from(every))
    way = way_back(review, one)
    if isinstance(way, str):
        return
    before = written(review)
    course.happen(BringBack((way,)))
    after = course.standing.review
    assert written(after) == before
    assert after is not review
    assert len(after.past) == len(review.past) + 1
    back_again = decide(after, Undo())
    assert written(back_again) == before
    if isinstance(way, Bring) and way.made is None:
        assert back_again.proposal == review.proposal
    change_now = after.proposal.file(one.change.path)
    if one.change.base == change_now.base and isinstance(change_now.base, Present):
        _stands_as_then(after, one)


def _stands_as_then(review: Review, one: Former) -> None:
    """Check that the wording of then stands at its place, or is offered there."""
    low, high = one.hunk.start, one.hunk.end
    hunks = [hunk for hunk in review.proposal.file(one.change.path).hunks if hunk.kind == "text"]
    here = [hunk for hunk in hunks if hunk.start <= low and high <= hunk.end]
    offers = [review.offers[hunk.id].new for hunk in here if hunk.id in review.offers]
    assert any(one.new in new for new in (*(hunk.new for hunk in here), *offers))
