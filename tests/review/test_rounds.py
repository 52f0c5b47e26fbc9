from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present, hunk_id
from pairtui.review.comment import Comment, Remark
from pairtui.review.counts import counts
from pairtui.review.decide import (
    Decision,
    Redo,
    Reject,
    Reopen,
    Review,
    Rewrite,
    Split,
    Take,
    Undo,
    decide,
)
from pairtui.review.frame import content
from pairtui.review.merge import clash
from pairtui.review.offer import Adopt, Decline, offered
from pairtui.review.replay import Event, PutBack, Refreshed, Saved, Standing, advance, retrace
from pairtui.review.result import results, splice
from pairtui.review.round import Explained, Revised, RoundEnded, Sent
from pairtui.review.rounds import fresh, number_of, working
from tests.review.happened import decisions
from tests.review.made import change, changes, landing, proposal

BASE = b"one\ntwo\nthree\nfour\nfive\nsix\n"
TWO = change(BASE, (4, 8, b"2\n"), (19, 24, b"5\n"))
FIRST, SECOND = (one.id for one in TWO.hunks)


def begun(*made: Decision, file: FileChange = TWO, comments: tuple[Comment, ...] = ()) -> Standing:
    """Return a review after some decisions, with the next round sent."""
    standing = Standing(Review(proposal(file)))
    standing = retrace(standing, (*made, *(Remark(one) for one in comments)))
    return advance(standing, Sent(tuple(one.number for one in comments)))


def came(standing: Standing, *edits: tuple[bytes, bytes], path: str = "a.txt") -> Standing:
    """Let edits of the working text come, each as what it replaces, which stands there once."""
    work = content(standing.review.rounds[-1].frames[path].work)
    for old, new in edits:
        assert work.count(old) == 1
        at = work.index(old)
        file = change(work, (at, at + len(old), new), path=path)
        standing = advance(standing, Revised((file,)))
    return standing


def written(review: Review) -> dict[str, bytes | None]:
    """Return the bytes a save would write, by path."""
    return {one.path: one.data for one in results(review)}


def wished(review: Review, path: str = "a.txt") -> bytes:
    """Return the working text once every open offer of the last round is taken."""
    latest = number_of(review)
    for name in offered(review):
        if review.offers[name].round == latest:
            review = decide(review, Adopt(name))
    return content(working(review, path).work)


def test_the_working_text_has_what_is_taken_edited_and_open_and_not_what_is_rejected() -> None:
    review = Review(proposal(TWO))
    assert working(review, "a.txt").work == Present(b"one\n2\nthree\nfour\n5\nsix\n")
    review = decide(review, Reject(FIRST))
    review = decide(review, Rewrite(SECOND, b"V\n"))
    assert working(review, "a.txt").work == Present(b"one\ntwo\nthree\nfour\nV\nsix\n")


def test_a_change_that_touches_nothing_is_new_and_says_its_round() -> None:
    review = came(begun(Take(FIRST)), (b"three\n", b"3\n")).review
    new = next(one for one in review.proposal.hunks if one.old == b"three\n")
    assert (new.start, new.end, review.arrivals[new.id].round) == (8, 14, 2)
    assert review.state(FIRST) == "taken"
    assert review.state(new.id) == "open"
    assert number_of(review) == 2


def test_what_is_open_gives_way_to_one_change_over_all_it_touches() -> None:
    review = came(begun(), (b"2\nthree\nfour\n5\n", b"all\n")).review
    (one,) = review.proposal.hunks
    assert (one.old, one.new) == (BASE[4:24], b"all\n")
    assert review.state(one.id) == "open"


def test_what_was_rejected_gives_way_to_a_new_try() -> None:
    review = came(begun(Reject(FIRST, "no digits")), (b"two\n", b"deux\n")).review
    assert [one.new for one in review.proposal.hunks] == [b"deux\n", b"5\n"]
    assert counts(review).open == 2
    assert review.rounds[-1].before.fates[FIRST].reason == "no digits"


def test_a_change_that_is_undone_by_the_round_is_withdrawn_and_that_is_said() -> None:
    review = came(begun(), (b"2\n", b"two\n")).review
    assert [one.id for one in review.proposal.hunks] == [SECOND]
    assert review.rounds[-1].said == ("a.txt: withdrawn",)


def test_what_was_taken_stays_and_is_offered_something_new() -> None:
    standing = came(begun(Take(FIRST)), (b"2\n", b"zwei\n"))
    review = standing.review
    assert written(review) == {"a.txt": b"one\n2\nthree\nfour\nfive\nsix\n"}
    assert offered(review) == (FIRST,)
    taken = decide(review, Adopt(FIRST))
    assert written(taken) == {"a.txt": b"one\nzwei\nthree\nfour\nfive\nsix\n"}
    assert counts(taken).open == 1
    assert written(decide(taken, Reopen(FIRST))) == written(review)
    assert offered(decide(taken, Reopen(FIRST))) == (FIRST,)
    assert written(decide(taken, Undo())) == written(review)
    assert offered(decide(review, Decline(FIRST))) == ()
    own = decide(taken, Rewrite(FIRST, b"mine\n"))
    assert written(own) == {"a.txt": b"one\nmine\nthree\nfour\nfive\nsix\n"}


def test_two_that_were_taken_become_one_and_undo_still_takes_back_each() -> None:
    standing = begun(Take(FIRST), Rewrite(SECOND, b"V\n"))
    review = came(standing, (b"2\nthree\nfour\nV\n", b"all\n")).review
    assert written(review) == {"a.txt": b"one\n2\nthree\nfour\nV\nsix\n"}
    back = decide(review, Undo())
    assert written(back) == {"a.txt": b"one\n2\nthree\nfour\nfive\nsix\n"}
    assert written(decide(back, Undo())) == {}
    assert written(decide(back, Redo())) == written(review)
    assert written(decide(review, Adopt(FIRST))) == {"a.txt": b"one\nall\nsix\n"}


def test_what_is_taken_while_the_answer_comes_in_is_not_replaced_either() -> None:
    standing = advance(begun(), Take(FIRST))
    review = came(standing, (b"2\n", b"zwei\n")).review
    assert written(review) == {"a.txt": b"one\n2\nthree\nfour\nfive\nsix\n"}
    assert offered(review) == (FIRST,)


def test_two_edits_of_a_round_about_one_change_are_one_change() -> None:
    file = change(BASE, (4, 19, b"2\n3\n4\n"))
    standing = came(begun(file=file), (b"2\n", b"II\n"), (b"4\n", b"IV\n"))
    (one,) = standing.review.proposal.hunks
    assert one.new == b"II\n3\nIV\n"
    again = came(standing, (b"4\n", b"IV\n"))
    assert again.review.proposal == standing.review.proposal


def test_an_edit_of_text_that_is_saved_fits_nowhere() -> None:
    standing = retrace(Standing(Review(proposal(TWO))), [Take(FIRST)])
    standing = advance(standing, Saved("l", landing(standing.review)))
    standing = came(advance(standing, Sent(())), (b"2\n", b"zwei\n"))
    (lost,) = standing.review.proposal.unplaced
    assert "saved already" in lost.says
    assert standing.review.state(FIRST) == "saved"
    back = advance(standing, PutBack("l"))
    assert written(back.review) == {"a.txt": b"one\n2\nthree\nfour\nfive\nsix\n"}


def test_an_offer_that_was_taken_is_what_a_save_writes_and_what_undoing_it_brings_back() -> None:
    standing = came(begun(Rewrite(FIRST, b"mine\n")), (b"mine\n", b"zwei\n"))
    standing = advance(standing, Adopt(FIRST))
    saved = advance(standing, Saved("l", landing(standing.review)))
    assert saved.review.state(FIRST) == "saved"
    back = advance(saved, PutBack("l")).review
    assert written(back) == written(standing.review)
    assert written(decide(back, Undo())) == {"a.txt": b"one\nmine\nthree\nfour\nfive\nsix\n"}


def test_an_offer_nobody_decided_about_is_kept_when_its_change_is_saved() -> None:
    standing = came(begun(Take(FIRST)), (b"2\n", b"zwei\n"))
    review = advance(standing, Saved("l", landing(standing.review))).review
    (lost,) = review.proposal.unplaced
    assert "before you decided" in lost.says
    assert not review.offers


def test_a_file_that_changed_since_it_was_asked_about_is_not_guessed_at() -> None:
    standing = begun()
    moved = advance(standing, Refreshed("a.txt", Present(b"zero\n" + BASE)))
    review = came(moved, (b"three\n", b"3\n")).review
    new = next(one for one in review.proposal.hunks if one.old == b"three\n")
    assert new.start == 13
    other = advance(standing, Refreshed("a.txt", Present(BASE.replace(b"three", b"drei"))))
    review = came(other, (b"three\n", b"3\n")).review
    assert "moved on" in review.proposal.unplaced[0].says


def test_a_new_file_is_revised_as_a_whole_and_can_be_withdrawn() -> None:
    new = Hunk(hunk_id("n.txt", "", 0, b"", b"a\nb\n"), "n.txt", 0, 0, b"", b"a\nb\n")
    file = FileChange("n.txt", Absent(), (new,))
    standing = came(begun(file=file), (b"b\n", b"B\n"), path="n.txt")
    (one,) = standing.review.proposal.hunks
    assert (one.start, one.end, one.new) == (0, 0, b"a\nB\n")
    drop = Hunk("d", "n.txt", 0, 4, b"a\nb\n", b"", kind="delete")
    gone = advance(begun(file=file), Revised((FileChange("n.txt", Present(b"a\nb\n"), (drop,)),)))
    assert gone.review.proposal.files == ()
    assert gone.review.rounds[-1].said == ("n.txt: withdrawn",)
    kept = advance(
        begun(Take(new.id), file=file),
        Revised((FileChange("n.txt", Present(b"a\nb\n"), (drop,)),)),
    )
    assert written(kept.review) == {"n.txt": b"a\nb\n"}
    assert "what you took" in kept.review.proposal.unplaced[0].says


def test_an_open_deletion_gives_way_to_a_change_of_the_text_and_a_taken_one_does_not() -> None:
    delete = Hunk("d", "a.txt", 0, len(BASE), BASE, b"", kind="delete")
    file = FileChange("a.txt", Present(BASE), (delete,))
    review = came(begun(file=file), (b"two\n", b"2\n")).review
    assert [one.kind for one in review.proposal.hunks] == ["text"]
    standing = begun(Take("d"), file=file)
    assert standing.review.rounds[-1].frames["a.txt"].state == Absent()
    review = came(standing, (b"two\n", b"2\n")).review
    assert written(review) == {"a.txt": None}
    assert "what you took" in review.proposal.unplaced[0].says


def test_a_change_says_which_comment_it_came_of() -> None:
    at, here = Comment(1, "a.txt", "no digits", hunk=FIRST), Comment(2, "a.txt", "and rename it")
    last = Comment(3, "a.txt", "shorter", start=14, end=19, quote=b"four\n")
    standing = begun(comments=(at, here, last))
    standing = came(standing, (b"2\n", b"zwei\n"), (b"four\n", b"4\n"), (b"six\n", b"6\n"))
    review = standing.review
    whys = {
        one.new: review.arrivals[one.id].because
        for one in review.proposal.hunks
        if one.id in review.arrivals
    }
    assert whys == {b"zwei\n": (1,), b"4\n": (3,), b"6\n": (2,)}
    over = advance(standing, RoundEnded("done")).review
    assert [one.stands for one in over.comments] == ["answered"] * 3


def test_a_comment_nothing_came_of_stays_not_answered_unless_the_answer_speaks_of_it() -> None:
    comments = (Comment(1, "a.txt", "x", hunk=FIRST), Comment(2, "a.txt", "y", hunk=SECOND))
    over = advance(begun(comments=comments), RoundEnded("done", cited=(2,))).review
    assert [one.stands for one in over.comments] == ["not answered", "answered"]


def test_a_round_that_failed_before_anything_came_was_none() -> None:
    standing = begun(comments=(Comment(1, "a.txt", "x", hunk=FIRST),))
    assert standing.review.comments[0].stands == "sent"
    over = advance(standing, RoundEnded("failed")).review
    assert (over.rounds, over.comments[0].stands) == ((), "not sent")
    half = advance(came(standing, (b"2\n", b"zwei\n")), RoundEnded("failed")).review
    assert len(half.rounds) == 1


def test_what_a_round_that_was_cut_off_did_not_answer_is_not_sent() -> None:
    comments = (Comment(1, "a.txt", "x", hunk=FIRST), Comment(2, "a.txt", "y", hunk=SECOND))
    none = advance(begun(comments=comments), RoundEnded("broke off", cut=True)).review
    assert (none.rounds, [one.stands for one in none.comments]) == ((), ["not sent"] * 2)
    half = came(begun(comments=comments), (b"2\n", b"zwei\n"))
    over = advance(half, RoundEnded("broke off", cut=True)).review
    assert over.rounds[-1].ending == "broke off"
    assert [one.stands for one in over.comments] == ["answered", "not sent"]


def test_a_question_is_answered_without_a_round() -> None:
    review = decide(Review(proposal(TWO)), Remark(Comment(1, "a.txt", "? why")))
    assert review.comments[0].asks
    after = advance(Standing(review), Explained((1,))).review
    assert after.comments[0].stands == "answered"
    assert after.rounds == ()


def test_only_what_is_new_of_an_answer_comes_again() -> None:
    standing = begun()
    work = content(standing.review.rounds[-1].frames["a.txt"].work)
    draft = proposal(change(work, (0, 4, b"1\n")))
    standing = advance(standing, fresh(standing.review, draft))
    draft = proposal(change(work, (0, 4, b"1\n"), (6, 12, b"3\n")))
    assert [one.new for one in fresh(standing.review, draft).files[0].hunks] == [b"3\n"]


def test_a_comment_is_one_step_and_goes_with_the_change_it_is_about() -> None:
    review = decide(Review(proposal(TWO)), Remark(Comment(1, "a.txt", "x", hunk=FIRST)))
    review = decide(review, Remark(replace(review.comments[0], text="y")))
    assert review.comments[0].text == "y"
    assert decide(review, Undo()).comments[0].text == "x"
    assert decide(review, Remark(replace(review.comments[0], text=" "))).comments == ()
    sent = advance(Standing(review), Sent(())).review
    after = came(Standing(sent), (b"2\n", b"zwei\n")).review
    assert after.comments[0].hunk == next(
        one.id for one in after.proposal.hunks if one.new == b"zwei\n"
    )


@st.composite
def edits(draw: st.DrawFn, work: bytes) -> FileChange:
    """Changes of a working text: sorted, apart from each other, of any bytes."""
    count = draw(st.integers(0, 3))
    cuts = sorted(draw(st.lists(st.integers(0, len(work)), min_size=2 * count, max_size=2 * count)))
    spans: list[tuple[int, int, bytes]] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        new = draw(st.sampled_from((b"", b"N", b"new\n", b"a\n")))
        if work[start:end] != new and not any(clash((start, end), one[:2]) for one in spans):
            spans.append((start, end, new))
    return change(work, *spans)


def any_choice(draw: st.DataObject, review: Review) -> Decision:
    hunks = tuple(review.proposal.hunks)
    kinds: list[Decision] = [Undo(), Redo()]
    for name in review.offers:
        kinds += [Adopt(name), Decline(name)]
    if hunks:
        made = draw.draw(decisions(hunks))
        empty = isinstance(made, Split) and any(
            (one.old, one.new) == (one.old_end, one.new_end) for one in made.nodes
        )
        kinds += [] if empty else [made]
    found: Decision = draw.draw(st.sampled_from(kinds))
    return found


def assert_sound(review: Review) -> None:
    for file in review.proposal.files:
        base, place = content(file.base), 0
        for one in file.hunks:
            assert one.start >= place
            if one.id not in review.saved and one.id not in review.stale:
                assert base[one.start : one.end] == one.old
            place = one.end
        ids = [one.id for one in file.hunks]
        assert len(set(ids)) == len(ids)
        assert set(review.offers) <= {one.id for one in review.proposal.hunks}


class Course:
    """A review that things happen to, each held against what it may change."""

    def __init__(self, file: FileChange) -> None:
        self.begun = self.standing = Standing(Review(proposal(file)))
        self.log: list[Event] = []

    def happen(self, event: Event) -> None:
        before = written(self.standing.review)
        self.standing = advance(self.standing, event)
        self.log.append(event)
        if isinstance(event, Sent | Revised | RoundEnded):
            assert written(self.standing.review) == before
        assert_sound(self.standing.review)

    def answered(self, more: FileChange, data: st.DataObject, *, quiet: bool) -> None:
        """Let changes of the working text come in any order, with decisions in between."""
        for one in data.draw(st.permutations(more.hunks)):
            self.happen(Revised((replace(more, hunks=(one,)),)))
            if not quiet:
                self.happen(any_choice(data, self.standing.review))

    def undone_and_done_again(self) -> None:
        now = self.standing.review
        back = now
        for step in (Undo(), Redo()):
            for _ in now.past:
                back = decide(back, step)
                assert_sound(back)
        assert written(back) == written(now)


@settings(max_examples=60, deadline=None)
@given(changes(), st.data())
def test_a_round_changes_nothing_a_person_chose(file: FileChange, data: st.DataObject) -> None:
    course = Course(file)
    for _ in range(2):
        for _ in range(data.draw(st.integers(0, 4))):
            course.happen(any_choice(data, course.standing.review))
        course.happen(Sent(()))
        frame = course.standing.review.rounds[-1].frames.get("a.txt")
        if frame is None:
            break
        work = content(frame.work)
        more, quiet = data.draw(edits(work)), data.draw(st.booleans())
        course.answered(more, data, quiet=quiet)
        if quiet and course.standing.review.proposal.files:
            wanted = splice(work, tuple((one, one.new) for one in more.hunks))
            assert wished(course.standing.review) == wanted
        course.happen(RoundEnded("done"))
    assert retrace(course.begun, course.log) == course.standing
    course.undone_and_done_again()


def test_what_moved_on_comes_back_with_its_text_after_a_round() -> None:
    other = BASE.replace(b"two", b"zwei")
    standing = retrace(begun(), (RoundEnded("done"), Refreshed("a.txt", Present(other))))
    assert standing.review.state(FIRST) == "stale"
    standing = came(advance(standing, Sent(())), (b"three\n", b"3\n"))
    assert standing.review.state(FIRST) == "stale"
    back = advance(standing, Refreshed("a.txt", Present(BASE))).review
    assert back.state(FIRST) == "open"
    assert content(working(back, "a.txt").work) == b"one\n2\n3\nfour\n5\nsix\n"
