"""An edit that fitted nowhere, put into its review by hand."""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import (
    FileChange,
    Hunk,
    Present,
    Proposal,
    Provenance,
    SearchReplace,
    Unplaced,
)
from pairtui.review.decide import Review, Split, Take, decide
from pairtui.review.node import Node
from pairtui.review.unfitting import put_away, put_in

BASE = Present(b"one\ntwo\nthree\n")
LOST = Unplaced(SearchReplace("a", "treh\n", "drei\n"), "not found", "It is not there.")
OTHER = replace(LOST, says="Nor is this.")
FIRST = Hunk("first", "a", 0, 8, b"one\ntwo\n", b"eins\nzwei\n")
THIRD = Hunk("third", "a", 8, 14, b"three\n", b"drei\n", placed="placed by hand")
ELSEWHERE = Hunk("else", "b", 0, 8, b"one\ntwo\n", b"1\n2\n")
HALVES = (Node(0, 4, 0, 5), Node(4, 8, 5, 10))


def review() -> Review:
    files = (FileChange("a", BASE, (FIRST,)), FileChange("b", BASE, (ELSEWHERE,)))
    origin = Provenance("AI", "model", "host")
    made = Review(Proposal("p", "Title", origin, files, (OTHER, LOST)))
    made = decide(made, Split("first", HALVES))
    return decide(decide(made, Split("else", (Node(0, 4, 0, 2), Node(4, 8, 2, 4)))), Take("else"))


def test_it_stands_open_beside_changes_that_are_in_pieces() -> None:
    before = review()
    after = put_in(before, LOST, BASE, (THIRD,))
    here = after.proposal.file("a").hunks
    assert here == (*before.proposal.file("a").hunks, THIRD)
    assert after.state("third") == "open"
    assert after.proposal.unplaced == (OTHER,)
    assert after.proposal.file("b") == before.proposal.file("b")
    assert after.verdicts == before.verdicts


def test_a_file_that_had_no_changes_gets_its_first() -> None:
    made = replace(THIRD, path="c")
    lost = replace(LOST, edit=replace(LOST.edit, path="c"))
    before = replace(review(), proposal=replace(review().proposal, unplaced=(lost,)))
    after = put_in(before, lost, BASE, (made,))
    assert after.proposal.file("c") == FileChange("c", BASE, (made,))
    assert after.proposal.unplaced == ()


def test_what_is_put_away_is_gone_and_nothing_else_is() -> None:
    after = put_away(review(), OTHER)
    assert after.proposal.unplaced == (LOST,)
    assert after.proposal.files == review().proposal.files
