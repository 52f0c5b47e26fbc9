"""The sentence about what the model will be told."""

from __future__ import annotations

from dataclasses import replace

from pairtui.review.decide import Reject, Take, fold
from pairtui.session.told import sentence
from tests.review.made import change, proposal

FILE = change(b"one\ntwo\n", (0, 4, b"1\n"), (4, 8, b"2\n"))
FIRST, SECOND = (hunk.id for hunk in FILE.hunks)


def test_one_proposal_needs_no_name() -> None:
    review = fold(proposal(FILE), [Take(FIRST), Reject(SECOND, "keep it")])
    assert sentence([review]) == "1 taken, 1 refused: keep it"
    assert sentence([]) == ""


def test_of_several_proposals_each_is_named() -> None:
    one = fold(replace(proposal(FILE), title="Fix\nrounding"), [Take(FIRST), Reject(SECOND, "no")])
    other = fold(replace(proposal(FILE), title="Shorten"), [Take(FIRST)])
    undecided = fold(proposal(FILE), [])
    assert sentence([one, undecided, other]) == (
        'on "Fix rounding": 1 taken, 1 refused: no; on "Shorten": 1 taken'
    )
