"""Replay: a proposal and what happened to it, in order, give the review again.

A review is a fold. What is on the screen advances by the same function as what is read back from
the store, one event at a time, so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pairtui.proposal import Absent, FileState, Present, Proposal
from pairtui.review.after import after_landing, after_undo, refreshed
from pairtui.review.again import after_again
from pairtui.review.back import BringBack, brought_back
from pairtui.review.decide import Decision, Review, decide
from pairtui.review.growing import grown
from pairtui.review.own import Own, owned
from pairtui.review.round import Explained, Revised, RoundEnded, RoundEvent, Sent
from pairtui.review.rounds import happened_in_round
from pairtui.review.widen import settled


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A file was looked at again, and this is what it is now."""

    path: str
    state: FileState


@dataclass(frozen=True, slots=True)
class Saved:
    """What was taken has landed; `files` is what is at each path since, by path."""

    landing: str
    files: Mapping[str, Present | Absent]


@dataclass(frozen=True, slots=True)
class PutBack:
    """A landing was undone: its changes are in the review again, with their decisions."""

    landing: str


@dataclass(frozen=True, slots=True)
class SavedAgain:
    """A landing that was undone, `of`, was done again as another; `files` is as for `Saved`."""

    landing: str
    of: str
    files: Mapping[str, Present | Absent]


@dataclass(frozen=True, slots=True)
class Grew:
    """The proposal has more in it than before; this is all of it."""

    proposal: Proposal


Event: TypeAlias = (
    Decision | Refreshed | Saved | PutBack | SavedAgain | Grew | Own | BringBack | RoundEvent
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a review stands; `before` is what it was before each landing that was not undone.

    `undone` is what it was before each one that was, and was not done again since.
    """

    review: Review
    before: Mapping[str, Review] = field(default_factory=dict)
    undone: Mapping[str, Review] = field(default_factory=dict)


def advance(standing: Standing, event: Event) -> Standing:
    """Return where the review stands after one event, or the same object if nothing changed."""
    review = standing.review
    match event:
        case Saved(landing=landing, files=files):
            review = settled(review, files)
            before = {**standing.before, landing: review}
            return replace(standing, review=after_landing(review, files), before=before)
        case PutBack(landing=landing):
            return _put_back(standing, landing)
        case SavedAgain():
            return _saved_again(standing, event)
        case Refreshed(path=path, state=state):
            after = refreshed(review, path, state)
        case Grew(proposal=proposal):
            after = _grown(review, proposal)
        case Own():
            after = owned(review, event)
        case BringBack():
            after = brought_back(review, event)
        case Sent() | Revised() | RoundEnded() | Explained():
            after = happened_in_round(review, event)
        case _:
            after = decide(review, event)
    return standing if after is review else replace(standing, review=after)


def retrace(standing: Standing, events: Iterable[Event]) -> Standing:
    """Return where a review stands after these events."""
    for event in events:
        standing = advance(standing, event)
    return standing


def _put_back(standing: Standing, landing: str) -> Standing:
    before = standing.before.get(landing)
    if before is None:
        return standing
    others = {name: review for name, review in standing.before.items() if name != landing}
    undone = {**standing.undone, landing: before}
    return Standing(after_undo(standing.review, before), others, undone)


def _saved_again(standing: Standing, event: SavedAgain) -> Standing:
    """Return where it stands with what was landed the first time landed once more.

    Without knowing what that was, nothing of it can be told from the files: it stays as it is.
    """
    was = standing.undone.get(event.of)
    if was is None:
        return standing
    undone = {name: review for name, review in standing.undone.items() if name != event.of}
    review, after = after_again(standing.review, was, event.files)
    return Standing(after, {**standing.before, event.landing: review}, undone)


def _grown(review: Review, proposal: Proposal) -> Review:
    """Return the review over a proposal that grew.

    One that nothing has happened to yet begins anew with it, so that keeping the latest state of
    such a proposal is enough.
    """
    if proposal == review.proposal:
        return review
    return Review(proposal) if review == Review(review.proposal) else grown(review, proposal)
