"""Offer: what a later round wants in the place of something a person took or wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pairtui.review.decide import Review

Became: TypeAlias = Literal["open", "taken", "declined"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Other bytes for the span of a change that is taken or edited, "new since you took it".

    While it is open or declined, the person's own choice stands. One that is `back` is what the
    person brought back from that round.
    """

    new: bytes
    reason: str
    round: int
    because: tuple[int, ...] = ()
    became: Became = "open"
    back: bool = False


@dataclass(frozen=True, slots=True)
class Adopt:
    """Take what a later round offers in the place of what was taken before."""

    hunk: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Keep what was taken, and leave what a later round offers."""

    hunk: str


Offers: TypeAlias = Mapping[str, Offer]


def weighed(offers: Offers, choice: Adopt | Decline) -> Offers:
    """Return the offers after one was taken or declined; the same where there is none."""
    offer = offers.get(choice.hunk)
    if offer is None:
        return offers
    became: Became = "taken" if isinstance(choice, Adopt) else "declined"
    return {**offers, choice.hunk: replace(offer, became=became)}


def overruled(offers: Offers, hunk: str, *, reopened: bool) -> Offers:
    """Return the offers after a person decided about the change itself.

    An offer that was taken is open again where that is what was asked for; else it gives way.
    """
    offer = offers.get(hunk)
    if offer is None or offer.became != "taken":
        return offers
    return {**offers, hunk: replace(offer, became="open" if reopened else "declined")}


def offered(review: Review) -> tuple[str, ...]:
    """Return the hunks for which an offer of a later round is open."""
    ids = (hunk.id for hunk in review.proposal.hunks if hunk.id in review.offers)
    return tuple(
        name
        for name in ids
        if review.offers[name].became == "open" and review.state(name) not in ("saved", "stale")
    )
