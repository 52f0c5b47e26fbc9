"""Why a change of a later round was made: in which round, by whom, and for what was said."""

from __future__ import annotations

from dataclasses import replace

from pairtui.review.back import BringBack, formers, way_back
from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Review, Take
from pairtui.review.offer import Adopt
from pairtui.review.replay import Event, Standing, advance, retrace
from pairtui.review.round import Revised, RoundEnded, Sent
from pairtui.tui.review.sheets import WhySheet
from tests.review.made import PROVENANCE, change, proposal

BASE = b"one\ntwo\nthree\n"
FILE = change(BASE, (4, 8, b"2\n"))
WORK = change(b"one\n2\nthree\n", (4, 6, b"zwei\n"))
LATER = replace(PROVENANCE, model="other", saw=("a.txt", "b.txt"))


def second(*before: Event) -> Standing:
    said = Remark(Comment(1, "a.txt", "in  words", hunk=FILE.hunks[0].id))
    begun = retrace(Standing(Review(proposal(FILE))), (*before, said, Sent((1,))))
    return retrace(begun, (Revised((WORK,), provenance=LATER), RoundEnded("done")))


def notes(standing: Standing) -> str:
    hunk = next(standing.review.proposal.hunks)
    return "\n".join(WhySheet(standing.review, hunk).notes())


def test_a_change_says_the_round_it_came_in_who_made_it_and_what_was_said() -> None:
    said = notes(second())
    assert "It came in round 2 · because you said: “in words”" in said
    assert "From: AI, other at here" in said
    assert "What it saw: a.txt, b.txt" in said


def test_what_was_taken_says_its_own_round_until_what_is_new_is_taken() -> None:
    standing = second(Take(FILE.hunks[0].id))
    assert "From: AI, test at here" in notes(standing)
    assert "Beside it stands, new since you took it: round 2 · because you said" in notes(standing)
    assert "From: AI, other at here" in notes(advance(standing, Adopt(FILE.hunks[0].id)))


def test_what_was_brought_back_beside_what_was_taken_says_so() -> None:
    standing = second()
    standing = advance(standing, Take(next(standing.review.proposal.hunks).id))
    way = way_back(standing.review, next(formers(standing.review, 1)))
    assert not isinstance(way, str)
    said = notes(advance(standing, BringBack((way,))))
    assert "Beside it stands what you brought back from round 1." in said
    assert "From: AI, other at here" in said


def test_what_was_brought_back_says_so() -> None:
    standing = second()
    way = way_back(standing.review, next(formers(standing.review, 1)))
    assert not isinstance(way, str)
    said = notes(advance(standing, BringBack((way,))))
    assert "You brought it back from round 1." in said
    assert "From: AI, test at here" in said
