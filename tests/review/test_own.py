"""A person writes into the whole text of a file: their words, and changes of their own."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import Redo, Reject, Review, Rewrite, Split, Take, Undo, decide
from pairtui.review.growing import grown
from pairtui.review.node import Node
from pairtui.review.own import Own, own_words, owned, whole_text
from pairtui.review.replay import Refreshed, Saved, Standing, advance, retrace
from pairtui.review.result import file_result
from tests.review.made import change, changes, landing, proposal, texts

BASE = b"one\ntwo\nthree\nfour\nfive\nsix\n"
FILE = change(BASE, (4, 8, b"2\n2\n"), (19, 24, b"5\n"))
TWO, FIVE = FILE.hunks


def written(review: Review, text: bytes, meant: str = "") -> Own | None:
    there = review.proposal.files[0]
    return own_words(there, whole_text(there, review), text, meant)


def whole(review: Review) -> bytes:
    """Return what the file comes to with all that is taken, edited and open."""
    result = file_result(
        review.proposal.files[0], review, lambda state: state in ("taken", "edited", "open")
    )
    return result.data or b""


def test_what_is_written_elsewhere_is_a_change_of_ones_own() -> None:
    made = written(Review(proposal(FILE)), b"zero\none\n2\n2\nthree\nfour\n5\nsix!\n", TWO.id)
    assert made is not None
    assert [(hunk.start, hunk.end, hunk.new) for hunk in made.hunks] == [
        (0, 0, b"zero\n"),
        (24, 28, b"six!\n"),
    ]
    assert made.words == ()
    assert all(hunk.own for hunk in made.hunks)


def test_what_is_written_in_a_change_is_that_change_in_ones_own_words() -> None:
    made = written(Review(proposal(FILE)), b"one\n2\nB\nthree\nfour\n5\nsix\n", TWO.id)
    assert made == Own((), (Rewrite(TWO.id, b"2\nB\n"),))


def test_what_is_written_beside_the_change_that_was_opened_is_its_own() -> None:
    made = written(Review(proposal(FILE)), b"one\n2\n2\nmore\nthree\nfour\n5\nsix\n", TWO.id)
    assert made == Own((), (Rewrite(TWO.id, b"2\n2\nmore\n"),))
    made = written(Review(proposal(FILE)), b"one\n2\n2\nmore\nthree\nfour\n5\nsix\n", FIVE.id)
    assert made is not None
    assert [(hunk.start, hunk.end, hunk.new) for hunk in made.hunks] == [(8, 8, b"more\n")]


def test_what_is_put_back_as_it_was_is_rejected_and_what_was_proposed_is_taken() -> None:
    made = written(Review(proposal(FILE)), b"one\ntwo\nthree\nfour\n5\nsix\n")
    assert made == Own((), (Reject(TWO.id),))
    review = decide(Review(proposal(FILE)), Rewrite(FIVE.id, b"V\n"))
    made = written(review, b"one\n2\n2\nthree\nfour\n5\nsix\n")
    assert made == Own((), (Take(FIVE.id),))


def test_in_a_long_line_only_the_words_that_were_written_are_ones_own() -> None:
    base = b"The train was late again. Nobody looked up at all. It rained on the roof.\n"
    sentence = change(base, (26, 50, b"Nobody looked up."))
    text = b"The bus was late again. Nobody ever looked up. It rained on the roof.\n"
    made = written(Review(proposal(sentence)), text, sentence.hunks[0].id)
    assert made is not None
    assert [(hunk.old, hunk.new) for hunk in made.hunks] == [(b"train", b"bus")]
    assert made.words == (Rewrite(sentence.hunks[0].id, b"Nobody ever looked up."),)


def test_the_same_text_is_nothing() -> None:
    assert written(Review(proposal(FILE)), whole(Review(proposal(FILE)))) is None


def test_what_is_partly_saved_or_moved_on_or_going_is_not_written_to_as_a_whole() -> None:
    review = decide(Review(proposal(FILE)), Take(TWO.id))
    events = (Take(TWO.id), Saved("l", landing(review)))
    landed = retrace(Standing(Review(review.proposal)), events).review
    assert whole_text(landed.proposal.files[0], landed) == ()
    assert whole_text(FILE, replace(review, stale={FIVE.id: "it moved on"})) == ()
    gone = Hunk("d", "a.txt", 0, len(BASE), BASE, b"", kind="delete")
    going = FileChange("a.txt", FILE.base, (gone,))
    assert whole_text(going, Review(proposal(going))) == ()


def test_a_new_file_is_all_ones_own_words() -> None:
    made = FileChange("n", Absent(), (Hunk("n", "n", 0, 0, b"", b"a\nb\n"),))
    assert written(Review(proposal(made)), b"a\nB\nc\n") == Own((), (Rewrite("n", b"a\nB\nc\n"),))


def test_undo_leaves_it_open_and_redo_makes_it_again() -> None:
    review = Review(proposal(FILE))
    own = written(review, b"zero\none\n2\nB\nthree\nfour\n5\nsix\n", TWO.id)
    assert own is not None
    mine = own.hunks[0].id
    made = owned(review, own)
    assert (made.state(mine), made.state(TWO.id)) == ("edited", "edited")
    undone = decide(made, Undo())
    assert (undone.state(mine), undone.state(TWO.id)) == ("open", "open")
    assert decide(undone, Redo()).verdicts == made.verdicts
    told = retrace(Standing(Review(review.proposal)), (own, Undo(), Redo()))
    assert told.review == decide(undone, Redo())


def test_what_grows_on_keeps_it() -> None:
    own = written(Review(proposal(FILE)), b"zero\n" + whole(Review(proposal(FILE))))
    assert own is not None
    made = owned(Review(proposal(FILE)), own)
    more = change(BASE, (4, 8, b"2\n2\n"), (8, 14, b"3\n"), (19, 24, b"5\n"))
    later = grown(made, proposal(more))
    assert own.hunks[0] in later.proposal.files[0].hunks
    assert later.state(own.hunks[0].id) == "edited"


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_what_was_written_is_byte_for_byte_what_it_comes_to(data: st.DataObject) -> None:
    review = Review(proposal(data.draw(changes().filter(lambda made: made.hunks))))
    for hunk in review.proposal.files[0].hunks:
        choice = data.draw(
            st.sampled_from((None, Take(hunk.id), Reject(hunk.id), Rewrite(hunk.id, b"my\nown")))
        )
        review = decide(review, choice) if choice else review
        halves = (
            Node(0, len(hunk.old), 0, 0),
            Node(len(hunk.old), len(hunk.old), 0, len(hunk.new)),
        )
        if hunk.old and hunk.new and data.draw(st.booleans()):
            review = decide(review, Split(hunk.id, halves))
    hunks = review.proposal.files[0].hunks
    before = whole(review)
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(before))] * 2)))
    text = data.draw(st.just(before[:low] + data.draw(texts(most=3)) + before[high:]) | texts())
    meant = data.draw(st.sampled_from([hunk.id for hunk in hunks] + [""]))
    own = written(review, text, meant)
    after = owned(review, own) if own else review
    assert whole(after) == text
    assert after.stale == {}
    assert {hunk.id for hunk in hunks} <= {hunk.id for hunk in after.proposal.files[0].hunks}
    assert all(after.state(hunk.id) == "edited" for hunk in (own.hunks if own else ()))
    # What was not touched stays as it was.
    touched = {words.hunk for words in own.words} if own else set[str]()
    for hunk in hunks:
        assert hunk.id in touched or after.state(hunk.id) == review.state(hunk.id)


def test_a_file_that_moved_on_in_pieces_knows_where_it_was_after_another_one_was_written() -> None:
    other = change(b"a\nb\nc\n", (0, 4, b"A\nB\n"), path="b.txt")
    name = other.hunks[0].id
    standing = Standing(Review(proposal(FILE, other)))
    halves = (Node(0, 2, 0, 2), Node(2, 4, 2, 4))
    standing = advance(standing, Split(name, halves))
    standing = advance(standing, Refreshed("b.txt", Present(b"none\n")))
    own = written(Review(proposal(FILE)), b"zero\n" + whole(Review(proposal(FILE))))
    assert own is not None
    standing = advance(standing, own)
    home = advance(standing, Refreshed("b.txt", Present(b"a\nb\nc\n"))).review
    assert [home.state(one.id) for one in home.proposal.file("b.txt").hunks] == ["open", "open"]
