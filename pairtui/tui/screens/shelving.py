"""Shelving: which proposal is on the screen, which wait, and what the model knows of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pairtui.landing import Landed
from pairtui.proposal import Proposal
from pairtui.review.decide import Review, counts, grown

Stage: TypeAlias = Literal["on screen", "waiting", "decided", "saved"]


@dataclass(frozen=True, slots=True)
class Saved:
    """One save: what landed, and the review as it was before."""

    proposal: str
    landed: Landed
    before: Review


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every proposal of this conversation, in order of arrival.

    `current` names the one on the screen. `told` holds the decisions the model knows of, by
    proposal. `saves` are the landings that can still be undone, the latest last. `moved` says of
    a proposal that its branch is not the one checked out.
    """

    reviews: Mapping[str, Review] = field(default_factory=dict)
    current: str | None = None
    told: Mapping[str, frozenset[object]] = field(default_factory=dict)
    saves: tuple[Saved, ...] = ()

    @property
    def review(self) -> Review | None:
        """Return the review on the screen."""
        return None if self.current is None else self.reviews[self.current]

    @property
    def waiting(self) -> tuple[Review, ...]:
        """Return the reviews with something open that are not on the screen."""
        return tuple(
            review
            for name, review in self.reviews.items()
            if name != self.current and not finished(review)
        )

    @property
    def untold(self) -> tuple[Review, ...]:
        """Return the reviews with decisions the model has not been told."""
        return tuple(
            review
            for name, review in self.reviews.items()
            if _said(review) != self.told.get(name, frozenset())
        )

    def stage(self, name: str) -> Stage:
        """Return where a proposal stands."""
        review = self.reviews[name]
        if name == self.current:
            return "on screen"
        if not finished(review):
            return "waiting"
        return "saved" if counts(review).saved else "decided"


def arrive(shelf: Shelf, proposal: Proposal) -> Shelf:
    """Return the shelf with a proposal that is new or has grown.

    It comes on the screen only where nothing that still needs a decision stands there.
    """
    known = shelf.reviews.get(proposal.id)
    review = Review(proposal) if known is None else grown(known, proposal)
    reviews = {**shelf.reviews, proposal.id: review}
    free = shelf.review is None or (known is None and finished(shelf.review))
    return replace(shelf, reviews=reviews, current=proposal.id if free else shelf.current)


def put(shelf: Shelf, review: Review) -> Shelf:
    """Return the shelf with a later state of one review."""
    return replace(shelf, reviews={**shelf.reviews, review.proposal.id: review})


def show(shelf: Shelf, name: str) -> Shelf:
    """Return the shelf with this proposal on the screen."""
    return replace(shelf, current=name)


def tell(shelf: Shelf, reviews: tuple[Review, ...]) -> Shelf:
    """Return the shelf after the model was told the decisions of these reviews."""
    told = {review.proposal.id: _said(review) for review in reviews}
    return replace(shelf, told={**shelf.told, **told})


def landed(shelf: Shelf, save: Saved, after: Review) -> Shelf:
    """Return the shelf after a save; what was left open stays open."""
    return replace(put(shelf, after), saves=(*shelf.saves, save))


def undone(shelf: Shelf, save: Saved, after: Review) -> Shelf:
    """Return the shelf after a save was undone; its proposal is on the screen again."""
    saves = tuple(kept for kept in shelf.saves if kept is not save)
    return replace(put(shelf, after), saves=saves)


def finished(review: Review) -> bool:
    """Tell whether nothing of a review can be decided or saved any more."""
    tally = counts(review)
    return not (tally.open or tally.to_save)


def decided(review: Review) -> int:
    """Return how many decisions are made that leaving would forget."""
    tally = counts(review)
    return tally.taken + tally.edited + tally.rejected


def _said(review: Review) -> frozenset[object]:
    return frozenset({**review.saved, **review.verdicts}.values())
