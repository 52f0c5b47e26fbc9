"""Shelving: which proposal is on the screen, which wait, and what the model knows of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pairtui.review.counts import counts
from pairtui.review.decide import Reject, Review, State, Verdict

Stage: TypeAlias = Literal["on screen", "waiting", "decided", "saved"]
Said: TypeAlias = frozenset[tuple[Verdict, State]]
"""Decisions, each with what had become of its change: one that was saved since is news."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every proposal of this conversation, in order of arrival.

    `current` names the one on the screen. `told` holds the decisions the model knows of, by
    proposal.
    """

    reviews: Mapping[str, Review] = field(default_factory=dict)
    current: str | None = None
    told: Mapping[str, Said] = field(default_factory=dict)

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
        """Return the reviews with decisions the model has not been told, without those it has."""
        return tuple(
            _without(review, self._told(name))
            for name, review in self.reviews.items()
            if review.proposal.provenance.by_ai and _said(review) != self._told(name)
        )

    @property
    def unheard(self) -> int:
        """Return how many rejections the model has not been told."""
        return sum(
            isinstance(verdict, Reject)
            for name, review in self.reviews.items()
            if review.proposal.provenance.by_ai
            for verdict, _ in _said(review) - self._told(name)
        )

    @property
    def to_save(self) -> str | None:
        """Return a proposal with something to save, first the one on the screen, or None."""
        names = sorted(self.reviews, key=lambda name: name != self.current)
        return next((name for name in names if counts(self.reviews[name]).to_save), None)

    def _told(self, name: str) -> Said:
        return self.told.get(name, frozenset())

    def stage(self, name: str) -> Stage:
        """Return where a proposal stands."""
        review = self.reviews[name]
        if name == self.current:
            return "on screen"
        if not finished(review):
            return "waiting"
        return "saved" if counts(review).saved else "decided"


def arrive(shelf: Shelf, review: Review) -> Shelf:
    """Return the shelf with a proposal that is new or has grown.

    It comes on the screen only where nothing that still needs a decision stands there.
    """
    name = review.proposal.id
    free = shelf.review is None or (name not in shelf.reviews and finished(shelf.review))
    return replace(
        shelf,
        reviews={**shelf.reviews, name: review},
        current=name if free else shelf.current,
    )


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


def finished(review: Review) -> bool:
    """Tell whether nothing of a review can be decided or saved any more."""
    tally = counts(review)
    return not (tally.open or tally.to_save)


def decided(review: Review) -> int:
    """Return how many decisions are made that leaving would forget."""
    tally = counts(review)
    return tally.taken + tally.edited + tally.rejected


def _said(review: Review) -> Said:
    made = {**review.saved, **review.verdicts}
    return frozenset((verdict, review.state(hunk)) for hunk, verdict in made.items())


def _without(review: Review, told: Said) -> Review:
    """Return a review without the changes whose decisions were told."""
    known = {verdict.hunk for verdict, _ in told & _said(review)}
    files = tuple(
        replace(change, hunks=tuple(hunk for hunk in change.hunks if hunk.id not in known))
        for change in review.proposal.files
    )
    return replace(review, proposal=replace(review.proposal, files=files))
