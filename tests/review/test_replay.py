from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Present, Proposal
from pairtui.review.after import after_landing, after_undo, refreshed
from pairtui.review.decide import Review, Take, decide
from pairtui.review.growing import grown
from pairtui.review.replay import (
    Event,
    Grew,
    PutBack,
    Refreshed,
    Standing,
    advance,
    replay,
    retrace,
)
from tests.review.happened import BASE, FILE, ONE, PROPOSAL, THREE, TWO, events, landed, proposals
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
    assert replay(begun, log) == standing.review
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
    assert back == Standing(after_undo(after.review, standing.review))
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
