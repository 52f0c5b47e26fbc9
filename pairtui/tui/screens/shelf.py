"""The list of proposals: on the screen, waiting, decided, saved; and their earlier rounds."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.review.counts import counts
from pairtui.review.decide import Review
from pairtui.review.rounds import number_of
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.earlier import tally_of
from pairtui.tui.screens.sheet import Option
from pairtui.tui.screens.shelving import Shelf


def shelf_sheet(shelf: Shelf) -> ChoiceSheet:
    """Return the sheet; what is picked is told by `picked_of`."""
    rows = [row for name in shelf.reviews for row in _rows(shelf, name)]
    says = () if rows else ("Nothing was proposed yet.",)
    return ChoiceSheet("Proposals, the oldest first", rows, says=says)


def picked_of(answer: str) -> tuple[str, int]:
    """Return the id of the picked proposal, and the number of its earlier round, or 0."""
    name, _, number = answer.partition("\n")
    return name, int(number or 0)


def _rows(shelf: Shelf, name: str) -> Iterator[Option[str]]:
    """Yield a proposal, and each of its earlier rounds below it, the latest first."""
    review = shelf.reviews[name]
    now = f"round {number_of(review)} · " if review.rounds else ""
    title = review.proposal.title or "untitled"
    yield Option(title, name, f"{now}{shelf.stage(name)} · {tally(review)}")
    for one in reversed(review.rounds):
        number = one.number - 1
        yield Option(f"  round {number}", f"{name}\n{number}", tally_of(one.before))


def tally(review: Review) -> str:
    """Return how the changes of a proposal stand, such as "3 taken · 36 open"."""
    found = counts(review)
    parts = (
        (found.taken, "taken"),
        (found.edited, "edited"),
        (found.rejected, "rejected"),
        (found.open, "open"),
        (found.saved, "saved"),
        (found.stale, "moved on"),
        (len(review.proposal.unplaced), "could not be placed"),
        (len(review.proposal.cut_off), "cut off"),
    )
    return " · ".join(f"{count} {word}" for count, word in parts if count)
