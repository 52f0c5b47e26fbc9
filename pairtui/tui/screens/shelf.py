"""The list of proposals: on the screen, waiting, decided, saved."""

from __future__ import annotations

from pairtui.review.counts import counts
from pairtui.review.decide import Review
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.sheet import Option
from pairtui.tui.screens.shelving import Shelf


def shelf_sheet(shelf: Shelf) -> ChoiceSheet:
    """Return the sheet; its answer is the id of the picked proposal."""
    rows = [
        Option(review.proposal.title or "untitled", name, f"{shelf.stage(name)} · {tally(review)}")
        for name, review in shelf.reviews.items()
    ]
    says = () if rows else ("Nothing was proposed yet.",)
    return ChoiceSheet("Proposals, the oldest first", rows, says=says)


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
