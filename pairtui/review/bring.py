"""Bring: a wording of an earlier round in the review again, in the place of what stands there now.

The hunk that stands there keeps its identity, as one that is placed by hand does, so that undo has
only its bytes to put back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.comment import Comment
from pairtui.review.node import root_of
from pairtui.review.offer import Offer
from pairtui.review.recutting import file_with, recut_in
from pairtui.review.split import whole

if TYPE_CHECKING:
    from pairtui.review.apart import Apart, Origin
    from pairtui.review.decide import Review


@dataclass(frozen=True, slots=True)
class Bring:
    """Let a hunk propose `new`, as in an earlier round; one that was taken is offered it instead.

    `made` is a hunk that is in the review no more and comes into it, `base` its file where that is
    in the review no more either.
    """

    hunk: str
    new: bytes
    reason: str
    round: int
    made: Hunk | None = None
    base: Present | Absent | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a hunk proposes since it was brought back, and what it did before, with the reasons."""

    new: bytes
    reason: str
    round: int
    former: bytes
    why: str


Broughts: TypeAlias = Mapping[str, Brought]


def brought_in(review: Review, choice: Bring) -> Review:
    """Return the review after one is brought back; the same where it does not stand any more."""
    found = in_one(review, choice.hunk)
    if found is None:
        return review
    joined, hunk = found
    state = review.state(hunk.id) if joined is review else "open"
    if state in ("saved", "stale") or hunk.id in review.apart:
        return review
    if hunk.kind != "text":
        return _open(review, hunk.id) if choice.made else review
    if state in ("taken", "edited"):
        if choice.new == review.new_bytes(hunk):
            return review
        return _offered(review, hunk, Offer(choice.new, choice.reason, choice.round, back=True))
    if hunk.own or (choice.new == hunk.old and hunk.old):
        return review
    known = review.brought.get(hunk.id)
    former, why = (known.former, known.why) if known else (hunk.new, hunk.reason)
    one = Brought(choice.new, choice.reason, choice.round, former, why)
    after = _open(_reworded(joined, hunk.id, choice.new, choice.reason), hunk.id)
    return replace(after, brought={**review.brought, hunk.id: one})


def unbrought(review: Review, brought: Broughts) -> Review:
    """Return the review with every hunk proposing what it did when these were brought back.

    One that was saved, or does not stand alone any more, stays as it is.
    """
    for name in review.brought.keys() | brought.keys():
        now, then = review.brought.get(name), brought.get(name)
        if now == then or name in review.saved:
            continue
        found = in_one(review, name, decided=True)
        if found is None:
            continue
        worded = (then.new, then.reason) if then else (now.former, now.why) if now else None
        after = _reworded(found[0], name, *worded) if worded else found[0]
        rest = {other: one for other, one in after.brought.items() if other != name}
        review = replace(after, brought={**rest, name: then} if then else rest)
    return review


def as_then(hunk: Hunk, then: Broughts, now: Broughts) -> Hunk:
    """Return a hunk as it was when only these had been brought back; `now` are those it has."""
    if hunk.id in then:
        return replace(hunk, new=then[hunk.id].new)
    return replace(hunk, new=now[hunk.id].former) if hunk.id in now else hunk


def in_one(review: Review, name: str, *, decided: bool = False) -> tuple[Review, Hunk] | None:
    """Return a hunk with its pieces put together again, and the review with that.

    None where it is not there, or where they cannot be: among other things because a person took
    some of them, unless what was `decided` does not matter.
    """
    cut = review.cuts.get(name)
    if cut is not None:
        states = {review.state(part.id) for part in cut.pieces}
        if not decided and states - {"open", "rejected"}:
            return None
        after = recut_in(review, cut, (whole(cut.hunk),))
        if after is None:
            return None
        review = after
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == name), None)
    return None if hunk is None else (review, hunk)


def _offered(review: Review, hunk: Hunk, offer: Offer) -> Review:
    """Return the review with something offered beside what was taken.

    Where that was itself an offer, its bytes are the person's own choice from now on.
    """
    taken = review.adopted(hunk.id)
    verdicts = dict(review.verdicts)
    if taken is not None:
        verdicts[hunk.id] = review.as_words(hunk, taken.new)
    return replace(review, verdicts=verdicts, offers={**review.offers, hunk.id: offer})


def _open(review: Review, name: str) -> Review:
    verdicts = {hunk: made for hunk, made in review.verdicts.items() if hunk != name}
    return replace(review, verdicts=verdicts)


def _reworded(review: Review, name: str, new: bytes, reason: str) -> Review:
    """Return the review with other bytes proposed by a hunk, wherever it holds it.

    What of it was shown counts bytes that it does not have any more.
    """

    def other(hunk: Hunk) -> Hunk:
        return replace(hunk, new=new, reason=reason) if hunk.id == name else hunk

    def inside(change: FileChange) -> FileChange:
        return replace(change, hunks=tuple(other(hunk) for hunk in change.hunks))

    def origin(one: Origin) -> Origin:
        return replace(one, hunk=other(one.hunk))

    change = file_with(review.proposal.files, {name})
    there = file_with(review.placed.values(), {name})
    apart: dict[str, Apart] = dict(review.apart)
    if name in apart:
        before = apart[name].before
        apart[name] = replace(
            apart[name], origin=origin(apart[name].origin), before=before and origin(before)
        )
    if change is None:
        return review
    hunk = next(other(hunk) for hunk in change.hunks if hunk.id == name)
    return replace(
        review,
        proposal=review.proposal.with_file(inside(change)),
        placed={**review.placed, there.path: inside(there)} if there else review.placed,
        apart=apart,
        seen={other: spans for other, spans in review.seen.items() if other != name},
        comments=tuple(_pointed(one, hunk) for one in review.comments),
    )


def _pointed(comment: Comment, hunk: Hunk) -> Comment:
    """Return a comment that is about all of a hunk, where its words do not stand in it any more."""
    if root_of(comment.hunk) != hunk.id or comment.start == comment.end:
        return comment
    there = (hunk.old + hunk.new)[comment.start : comment.end]
    return comment if there == comment.quote else replace(comment, start=0, end=0)
