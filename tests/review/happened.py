"""What may happen to a made-up proposal, for the tests of what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from pairtui.landing import Landed, LandedFile
from pairtui.proposal import Absent, Hunk, Present, Proposal
from pairtui.review.apart import Settle
from pairtui.review.conflict import conflict
from pairtui.review.decide import (
    Batch,
    Choice,
    Decision,
    Redo,
    Reject,
    Reopen,
    Rewrite,
    Seen,
    Split,
    Take,
    Undo,
)
from pairtui.review.node import Node
from pairtui.review.own import Own, own_words, whole_text
from pairtui.review.replay import Event, Grew, PutBack, Refreshed, Saved, SavedAgain, Standing
from pairtui.review.result import results
from tests.review.made import change, changes, proposal, texts

BASE = b"one\ntwo\nthree\nfour\n" + b"five and more\n" * 60
FILE = change(BASE, (0, 4, b"1\n"), (4, 8, b"2\n2\n"), (14, 19, b"4\n" * 300))
OTHER = change(b"caf\xe9\n", (0, 5, b"coffee\n"), path="caf\udce9.txt")
PROPOSAL = proposal(FILE, OTHER)
ONE, TWO, THREE = (hunk.id for hunk in FILE.hunks)
FOUR = OTHER.hunks[0].id


def landed(standing: Standing, name: str = "l1") -> tuple[Saved, Landed]:
    """Return what a save of everything taken would come to."""
    files = tuple(
        LandedFile(result.path, result.base, result.after) for result in results(standing.review)
    )
    after: Mapping[str, Present | Absent] = {file.path: file.after for file in files}
    return Saved(name, after), Landed(name, 1.5, "commit", files, changes=1, commit="c" * 40)


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    """Proposals of one or two files."""
    first = draw(changes())
    if draw(st.booleans()):
        return proposal(first)
    return proposal(first, OTHER)


@st.composite
def decisions(draw: st.DrawFn, hunks: tuple[Hunk, ...]) -> Decision:
    """Decisions about some hunks, and a few that are about none of them."""
    hunk = draw(st.sampled_from(hunks))
    size = len(hunk.old) + len(hunk.new)
    start, end = sorted((draw(st.integers(0, size)), draw(st.integers(0, size))))
    cut, cut_new = draw(st.integers(0, len(hunk.old))), draw(st.integers(0, len(hunk.new)))
    halves = (Node(0, cut, 0, cut_new), Node(cut, len(hunk.old), cut_new, len(hunk.new)))
    choices: tuple[Choice, ...] = (
        Take(hunk.id),
        Reject(hunk.id, draw(st.sampled_from(("", "no", "n\udcff")))),
        Rewrite(hunk.id, draw(st.binary(max_size=4))),
        Reopen(hunk.id),
        Split(hunk.id, halves),
    )
    more: tuple[Decision, ...] = (
        Batch((choices[0], choices[1])),
        Seen(hunk.id, start, end),
        Undo(),
        Redo(),
    )
    found: Decision = draw(st.sampled_from((*choices, *more)))
    return found


@st.composite
def events(draw: st.DrawFn, standing: Standing, final: Proposal) -> Event:
    """The next event of a review that stands here; `final` is what its proposal grows to."""
    review = standing.review
    kind = draw(
        st.sampled_from(
            ("decide",) * 3 + ("save", "put back", "again", "look", "grow", "own", "settle")
        )
    )
    match kind:
        case "save":
            return landed(standing, f"l{draw(st.integers(0, 3))}")[0]
        case "put back":
            return PutBack(f"l{draw(st.integers(0, 3))}")
        case "again":
            files = {file.path: file.base for file in review.proposal.files}
            of = draw(st.sampled_from(sorted(standing.undone) or ["unheard of"]))
            return SavedAgain(f"again-{of}", of, files)
        case "look" if review.proposal.files:
            file = draw(st.sampled_from(review.proposal.files))
            there = Present(draw(texts())) if draw(st.booleans()) else file.base
            return Refreshed(file.path, draw(st.sampled_from((there, Absent()))))
        case "grow":
            return Grew(final)
        case "own" if review.proposal.files:
            file = draw(st.sampled_from(review.proposal.files))
            return own_words(file, whole_text(file, review), draw(texts())) or Own(())
        case "settle":
            made = [conflict(review, hunk, prose=False) for hunk in review.proposal.hunks]
            asked = [one for one in made if one is not None]
            if not asked:
                return Undo()
            one = draw(st.sampled_from(asked))
            own = draw(st.sampled_from((None, b"own\n")))
            return Settle(one.hunk.id, one.start, one.yours, one.proposed, own)
        case _:
            hunks = tuple(review.proposal.hunks)
            return draw(decisions(hunks)) if hunks else Undo()
