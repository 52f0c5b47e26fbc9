from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Present, Proposal
from pairtui.review.after import after_landing, after_undo, refreshed
from pairtui.review.decide import Reject, Reopen, Review, Rewrite, Split, Take, decide
from pairtui.review.growing import grown
from pairtui.review.node import Node
from pairtui.review.replay import (
    Event,
    Grew,
    PutBack,
    Refreshed,
    SavedAgain,
    Standing,
    advance,
    retrace,
)
from tests.review.happened import (
    BASE,
    FILE,
    FOUR,
    ONE,
    PROPOSAL,
    THREE,
    TWO,
    events,
    landed,
    proposals,
)
from tests.review.made import proposal


def first_part(whole: Proposal) -> Proposal:
    """Return a proposal as it was before its last hunk came."""
    *files, last = whole.files
    fewer = replace(last, hunks=last.hunks[:-1])
    return replace(whole, files=(*files, fewer) if fewer.hunks else tuple(files))


@settings(max_examples=40, deadline=None)
@given(proposals(), st.data())
def test_what_is_read_back_is_what_stood_there_whatever_came_in_between(
    final: Proposal, data: st.DataObject
) -> None:
    begun = first_part(final)
    standing, log = Standing(Review(begun)), list[Event]()
    for _ in range(data.draw(st.integers(0, 8))):
        event = data.draw(events(standing, final))
        after = advance(standing, event)
        if after is not standing:
            log.append(event)
        standing = after
    assert retrace(Standing(Review(begun)), log).review == standing.review
    cut = data.draw(st.integers(0, len(log)))
    half = retrace(Standing(Review(begun)), log[:cut])
    assert retrace(half, log[cut:]) == standing


def test_each_event_does_what_its_own_verb_does() -> None:
    review = Review(PROPOSAL)
    standing = advance(Standing(review), Take(ONE))
    assert standing.review == decide(review, Take(ONE))
    saved, _ = landed(standing)
    after = advance(standing, saved)
    assert after.review == after_landing(standing.review, saved.files)
    assert after.before == {"l1": standing.review}
    back = advance(after, PutBack("l1"))
    undone = {"l1": standing.review}
    assert back == Standing(after_undo(after.review, standing.review), undone=undone)
    moved = Present(b"zero\n" + BASE)
    assert advance(standing, Refreshed("a.txt", moved)).review == refreshed(
        standing.review, "a.txt", moved
    )


def test_what_changes_nothing_is_no_event() -> None:
    standing = advance(Standing(Review(PROPOSAL)), Take(ONE))
    nothing: tuple[Event, ...] = (
        Take(ONE),
        Take("unheard of"),
        PutBack("unheard of"),
        SavedAgain("l2", "unheard of", {}),
        Refreshed("a.txt", FILE.base),
        Grew(PROPOSAL),
    )
    for event in nothing:
        assert advance(standing, event) is standing


def test_growing_keeps_what_was_decided_and_begins_anew_where_nothing_was() -> None:
    part = proposal(replace(FILE, hunks=FILE.hunks[:1]))
    assert advance(Standing(Review(part)), Grew(PROPOSAL)) == Standing(Review(PROPOSAL))
    taken = advance(Standing(Review(part)), Take(ONE))
    assert advance(taken, Grew(PROPOSAL)).review == grown(taken.review, PROPOSAL)


def test_an_earlier_landing_can_be_undone_after_a_later_one() -> None:
    standing = advance(Standing(Review(PROPOSAL)), Take(ONE))
    first, _ = landed(standing, "first")
    standing = advance(advance(standing, first), Take(TWO))
    second, _ = landed(standing, "second")
    standing = advance(advance(standing, second), PutBack("first"))
    assert [standing.review.state(hunk) for hunk in (ONE, TWO, THREE)] == ["taken", "saved", "open"]
    assert set(standing.before) == {"second"}
    again = advance(standing, PutBack("first"))
    assert again is standing


def undone(*decisions: Event) -> tuple[Standing, SavedAgain]:
    """Return a proposal of which some was saved and undone, and what doing that again is."""
    standing = retrace(Standing(Review(PROPOSAL)), decisions)
    saved, _ = landed(standing)
    back = advance(advance(standing, saved), PutBack("l1"))
    return back, SavedAgain("l2", "l1", saved.files)


def test_a_landing_done_again_is_saved_and_can_be_undone_again() -> None:
    back, again = undone(Take(ONE), Rewrite(TWO, b"mine\n"), Reject(THREE))
    saved = advance(back, again)
    states = [saved.review.state(hunk) for hunk in (ONE, TWO, THREE, FOUR)]
    assert states == ["saved", "saved", "rejected", "open"]
    assert (set(saved.before), set(saved.undone)) == ({"l2"}, set())
    twice = advance(saved, PutBack("l2"))
    assert twice.review.verdicts == back.review.verdicts
    assert twice.review.proposal == back.review.proposal
    assert advance(saved, again) is saved


def test_what_was_decided_since_gives_way_and_what_was_taken_besides_stays() -> None:
    back, again = undone(Take(ONE), Take(TWO))
    since = retrace(back, [Reject(ONE, "no"), Reopen(TWO), Take(THREE), Take(FOUR)])
    saved = advance(since, again)
    states = [saved.review.state(hunk) for hunk in (ONE, TWO, THREE, FOUR)]
    assert states == ["saved", "saved", "taken", "taken"]
    base = saved.review.proposal.file("a.txt").base
    assert base == again.files["a.txt"]


def test_a_change_that_was_cut_since_is_put_together_again() -> None:
    nodes = (Node(0, 2, 0, 1), Node(2, 4, 1, 2))
    back, again = undone(Take(ONE))
    cut = advance(back, Split(ONE, nodes))
    assert cut is not back
    saved = advance(cut, again)
    assert saved.review.state(ONE) == "saved"
    assert saved.review.proposal.file("a.txt").base == again.files["a.txt"]


def test_what_was_saved_otherwise_since_stays_saved_as_it_is() -> None:
    back, again = undone(Take(ONE))
    other, _ = landed(back, "other")
    since = advance(back, other)
    saved = advance(since, again)
    assert saved.review == replace(since.review, past=(), future=())
