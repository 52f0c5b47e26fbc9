"""The line at a start that goes on: when it was left, how it stands, and what moved since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairtui.proposal import FileState, Present
from pairtui.review.after import refreshed
from pairtui.review.decide import Reject, Review, Take
from pairtui.review.replay import Standing
from pairtui.store.nouns import Draft, KeptProposal, ProposalCard, Resumed, SessionCard, Spot
from pairtui.tui.screens.morning import Since, morning, since
from tests.tui.review.material import PRICE, code, decided, ids

PATH = "cart/price.py"
USED = 1_700_000_000.0  # 14 November 2023, 22:13, UTC
NEXT_DAY = USED + 36_000


def left(review: Review, *drafts: Draft, spot: Spot | None = None) -> Resumed:
    name = review.proposal.id
    card = ProposalCard(name, "s", "Title", USED, USED)
    kept = KeptProposal(card, Standing(review), review.proposal)
    return Resumed(SessionCard("s", USED, USED), (), (kept,), drafts, spot)


def line(review: Review, happened: Since, now: float = NEXT_DAY, *drafts: Draft) -> str:
    return morning(left(review, *drafts), [review], happened, now)


def test_it_says_when_and_how_it_stands_and_nothing_that_did_not_happen() -> None:
    review = decided(code(), Take(ids(code())[0]))
    assert line(review, Since()) == "Yesterday 22:13: 3 open, 1 taken, not saved. n goes on."
    assert line(review, Since(), USED + 60).startswith("Today 22:13: 3 open")
    assert line(review, Since(), USED + 9e5).startswith("14 Nov, 22:13: 3 open")
    assert line(review, Since(), USED + 9e7).startswith("14 Nov 2023, 22:13: 3 open")
    drafts = (Draft("prompt", "", "and"), Draft("reason", "x", "no"))
    assert "1 taken, not saved, your half-typed words and your half reason. n" in line(
        review, Since(), NEXT_DAY, *drafts
    )
    all_taken = decided(code(), *(Take(one) for one in ids(code())))
    assert line(all_taken, Since()).endswith(": 4 taken, not saved. Enter saves.")


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        (Since(("a.py",), 1, 1), "Since then a.py changed: 1 change moved, 1 needs you."),
        (Since(("a.py", "b"), 2), "Since then a.py and b changed: 2 changes moved."),
        (Since(("a.py",), 0, 2), "Since then a.py changed: 2 changes need you."),
        (Since(("a\x1b",)), "Since then a\\x1b changed: every change still fits."),
        (Since(("a", "b", "c", "d"), 1), "Since then 4 files changed: 1 change moved."),
    ],
)
def test_what_happened_since_is_counted(happened: Since, says: str) -> None:
    assert f". {says} n goes on." in line(code(), happened)


@pytest.mark.parametrize(
    ("state", "happened"),
    [
        (Present(PRICE.replace(b"float(text)", b"int(text)")), Since((PATH,), 0, 1)),
        (Present(b"# mine\n" + PRICE), Since((PATH,), 3, 0)),
        (Present(PRICE + b"# mine\n"), Since((PATH,), 0, 0)),
        (Present(PRICE), Since()),
    ],
)
def test_what_moved_is_told_from_the_bytes(state: FileState, happened: Since) -> None:
    before = code()
    assert since([(before, refreshed(before, PATH, state))]) == happened


def test_where_the_line_was_lost_is_said_with_what_is_here() -> None:
    first, second, *_ = ids(code())
    review = decided(code(), Take(first), Reject(second))
    spot = Spot("reason", review.proposal.id, second, lost=True, at=USED + 60)

    def told(spot: Spot, review: Review, *drafts: Draft) -> str:
        return morning(left(review, *drafts, spot=spot), [review], Since(), USED + 600)

    half = Draft("reason", second, "keep half")
    assert told(spot, review, half) == (
        "Line lost 22:14 at change 2 of 4. 2 decisions and your half reason are here. n goes on."
    )
    assert told(spot, code(), half).startswith(
        "Line lost 22:14 at change 2 of 4. Your half reason is here."
    )
    assert told(replace(spot, hunk="", proposal=""), code()) == "Line lost 22:14. n goes on."
    assert told(replace(spot, lost=False), review).startswith("Today 22:13: 2 open")
