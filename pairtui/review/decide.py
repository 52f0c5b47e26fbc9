"""Decide: one decision in, the next review out.

A review is a fold of a proposal and its ordered decisions, so keeping the decisions is enough to
show it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pairtui.proposal import FileChange, Hunk, Proposal
from pairtui.review.apart import Apart, Origin, Settle
from pairtui.review.bring import Bring, Broughts, brought_in, unbrought
from pairtui.review.comment import Comments, Remark, recalled, remarked
from pairtui.review.node import Node, root_of, tiles
from pairtui.review.offer import Adopt, Decline, Offer, overruled, weighed
from pairtui.review.recutting import recut_in
from pairtui.review.round import Arrival, Round
from pairtui.review.settling import settled_in, unsettled
from pairtui.review.spans import Spans, add
from pairtui.review.split import (
    Cut,
    holds,
    node_of,
    piece,
    uncut,
    whole,
    with_node,
)


@dataclass(frozen=True, slots=True)
class Take:
    """Take a hunk as it was proposed; like the other choices, of the whole or of a node of it."""

    hunk: str


@dataclass(frozen=True, slots=True)
class Reject:
    """Leave the file as it is here; `reason` goes to the model with the next message."""

    hunk: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Take a hunk with the human's own bytes in the place of the proposed ones.

    There are none to replace where the hunk is about the file itself: then this changes nothing.
    """

    hunk: str
    new: bytes


@dataclass(frozen=True, slots=True)
class Reopen:
    """Make a hunk open again."""

    hunk: str


@dataclass(frozen=True, slots=True)
class Split:
    """Cut a hunk into nodes, each to be decided on its own; they have to make up the hunk."""

    hunk: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Several decisions that are undone as one."""

    of: tuple[Take | Reject | Rewrite | Reopen | Split | Settle | Adopt | Decline | Bring, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A part of a hunk was painted: bytes of `old + new`, from `start` up to `end`.

    Counted in bytes and not in rows, so it survives a resize. It is no step of undo.
    """

    hunk: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last decision."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Make the decision again that was last taken back."""


Choice: TypeAlias = Take | Reject | Rewrite | Reopen | Split | Settle | Adopt | Decline | Bring
Decision: TypeAlias = Choice | Batch | Remark | Seen | Undo | Redo
Verdict: TypeAlias = Take | Reject | Rewrite
State: TypeAlias = Literal["open", "taken", "rejected", "edited", "saved", "stale"]


@dataclass(frozen=True, slots=True)
class Step:
    """What was decided, with the verdicts, the cuts and all else there was without it."""

    made: Choice | Batch | Remark
    verdicts: Mapping[str, Verdict]
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    apart: Mapping[str, Apart] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    comments: Comments = ()
    brought: Broughts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal with every decision made about it.

    `saved` are hunks that have landed, with the bytes that did: the span of such a hunk holds
    these bytes, its `old` what they replaced. `stale` are hunks that cannot be taken any more, with
    the reason: their span is empty and only says where they would have been. `placed` are the
    changes of files that changed on disk since, as they were placed; `apart` are the hunks that
    have origins of their own instead. `cuts` are the hunks that are cut into nodes, which the
    proposal then holds in their place. `past` and `future` are what undo and redo go back to.

    `offers` are what a later round wants in the place of hunks that are taken or edited. `rounds`
    are those after the first, `arrivals` the hunks that came in one of them, `brought` those that
    propose again what they, or what they took the place of, did in an earlier one.
    """

    proposal: Proposal
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    seen: Mapping[str, Spans] = field(default_factory=dict)
    saved: Mapping[str, Verdict] = field(default_factory=dict)
    stale: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[str, FileChange] = field(default_factory=dict)
    apart: Mapping[str, Apart] = field(default_factory=dict)
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    comments: Comments = ()
    offers: Mapping[str, Offer] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    arrivals: Mapping[str, Arrival] = field(default_factory=dict)
    brought: Broughts = field(default_factory=dict)

    def verdict(self, hunk: str) -> Verdict | None:
        """Return what was decided about a hunk; an offer that was taken goes before its former."""
        if hunk in self.saved:
            return self.saved[hunk]
        return Take(hunk) if self.adopted(hunk) else self.verdicts.get(hunk)

    def adopted(self, hunk: str) -> Offer | None:
        """Return the offer that was taken in the place of a hunk, if one was."""
        offer = self.offers.get(hunk)
        return offer if offer and offer.became == "taken" and hunk not in self.saved else None

    def as_words(self, hunk: Hunk, new: bytes) -> Verdict:
        """Return the decision that lets these bytes stand for a hunk."""
        return Take(hunk.id) if new == hunk.new else Rewrite(hunk.id, new)

    def state(self, hunk: str) -> State:
        """Return what has become of one hunk."""
        if hunk in self.saved:
            return "saved"
        match self.verdict(hunk):
            case Take():
                return "stale" if hunk in self.stale else "taken"
            case Rewrite():
                return "stale" if hunk in self.stale else "edited"
            case Reject():
                return "rejected"
            case None:
                return "stale" if hunk in self.stale else "open"

    def origin(self, hunk: Hunk) -> Origin | None:
        """Return how a hunk of a file that changed since was placed; None where it stands so."""
        if hunk.id in self.apart:
            return self.apart[hunk.id].origin
        file = self.placed.get(hunk.path)
        found = (one for one in file.hunks if one.id == hunk.id) if file else iter(())
        return next((Origin(one, file.base) for one in found if file), None)

    def new_bytes(self, hunk: Hunk) -> bytes:
        """Return what stands in the place of a hunk: proposed, edited or the old bytes."""
        if offer := self.adopted(hunk.id):
            return offer.new
        match self.verdict(hunk.id):
            case Rewrite(new=new):
                return new
            case Reject():
                return hunk.old
            case Take() | None:
                return hunk.new


def decide(review: Review, decision: Decision) -> Review:
    """Return the review after one decision, or the same object if nothing changed."""
    match decision:
        case Seen():
            return _saw(review, decision)
        case Undo():
            return _undo(review)
        case Redo():
            return _redo(review)
        case Remark():
            comments = remarked(review.comments, decision)
            return _stepped(review, decision, replace(review, comments=comments))
        case Batch(of=choices):
            return _step(review, decision, choices)
        case _:
            return _step(review, decision, (decision,))


def fold(proposal: Proposal, decisions: Iterable[Decision]) -> Review:
    """Return the review that these decisions lead to."""
    review = Review(proposal)
    for decision in decisions:
        review = decide(review, decision)
    return review


def _step(review: Review, made: Choice | Batch, choices: Iterable[Choice]) -> Review:
    after = review
    for choice in choices:
        after = _chosen(after, choice)
    return _stepped(review, made, after)


def _stepped(review: Review, made: Choice | Batch | Remark, after: Review) -> Review:
    """Return a review with one more step to take back, or the former where nothing changed."""
    step, now = _without(review, made), _without(after, made)
    return review if step == now else replace(after, past=(*review.past, step), future=())


def _without(review: Review, made: Choice | Batch | Remark) -> Step:
    return Step(
        made, review.verdicts, review.cuts, review.apart, review.offers, review.comments,
        review.brought,
    )  # fmt: skip


def _chosen(review: Review, choice: Choice) -> Review:
    """Return the review after one choice; a choice that is none any more changes nothing."""
    if isinstance(choice, Split | Bring | Settle):
        return _remade(review, choice)
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == choice.hunk), None)
    if hunk is None:
        return _below(review, choice)
    if hunk.id in review.saved or (isinstance(choice, Rewrite) and hunk.kind != "text"):
        return review
    if isinstance(choice, Adopt | Decline):
        return replace(review, offers=weighed(review.offers, choice))
    verdicts = dict(review.verdicts)
    match choice:
        case Take() | Rewrite() if choice.hunk in review.stale:
            return review
        case Reopen() if review.adopted(choice.hunk):
            pass  # what the offer had replaced stands again
        case Take() | Reject() | Rewrite():
            verdicts[choice.hunk] = choice
        case Reopen():
            verdicts.pop(choice.hunk, None)
    offers = overruled(review.offers, hunk.id, reopened=isinstance(choice, Reopen))
    return replace(review, verdicts=verdicts, offers=offers)


def _remade(review: Review, choice: Split | Bring | Settle) -> Review:
    """Return the review after a choice that makes other hunks of it than were proposed."""
    match choice:
        case Split():
            return _split(review, choice)
        case Bring():
            return brought_in(review, choice)
        case Settle(hunk=hunk, own=own):
            return settled_in(review, choice, Take(hunk) if own is None else Rewrite(hunk, own))


def _split(review: Review, split: Split) -> Review:
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == split.hunk), None)
    if hunk is None or hunk.kind != "text" or review.state(hunk.id) in ("edited", "saved", "stale"):
        return review
    if len(split.nodes) < 2 or not tiles(split.nodes, hunk.old, hunk.new):
        return review
    cut = review.cuts.get(root_of(hunk.id)) or uncut(hunk)
    at = next(at for at, part in enumerate(cut.pieces) if part.id == hunk.id)
    inner = tuple(node.within(cut.nodes[at]) for node in split.nodes)
    return recut_in(review, cut, (*cut.nodes[:at], *inner, *cut.nodes[at + 1 :])) or review


def _below(review: Review, choice: Take | Reject | Rewrite | Reopen | Adopt | Decline) -> Review:
    """Return the review after a choice about a node that is not one of those a hunk is cut into.

    Those inside it become one again; where that cannot be, each is decided alike. One that is a
    part of another is cut out of it, unless that one is in the human's own words.
    """
    root = root_of(choice.hunk)
    if isinstance(choice, Adopt | Decline):
        return review
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == root), None)
    cut = review.cuts.get(root) or (uncut(hunk) if hunk and hunk.kind == "text" else None)
    named = node_of(cut.hunk, choice.hunk) if cut else None
    if cut is None or named is None:
        return review
    outer = next((node for node in cut.nodes if holds(node, named)), None)
    if outer and review.state(piece(cut.hunk, outer).id) == "edited":
        return review
    after = recut_in(review, cut, with_node(cut.nodes, named))
    if after is not None:
        return _chosen(after, choice)
    if not isinstance(choice, Rewrite):
        for part in cut.pieces:
            if holds(named, node_of(cut.hunk, part.id) or named):
                review = _chosen(review, replace(choice, hunk=part.id))
    return review


def _undo(review: Review) -> Review:
    if not review.past:
        return review
    step = review.past[-1]
    after = as_of(review, step)
    mine = _without(review, step.made)
    return replace(after, past=review.past[:-1], future=(*review.future, mine))


def _redo(review: Review) -> Review:
    if not review.future:
        return review
    step = review.future[-1]
    after = as_of(review, step)
    mine = _without(review, step.made)
    return replace(after, past=(*review.past, mine), future=review.future[:-1])


def as_of(review: Review, step: Step) -> Review:
    """Return the review with the verdicts, the cuts and the places of a step.

    A hunk that cannot be put together or cut again stays as it is, with the verdicts it has.
    """
    start = after = unbrought(unsettled(review, step.apart), step.brought)
    stuck = set[str]()
    for root in start.cuts.keys() | step.cuts.keys():
        then, now = step.cuts.get(root), start.cuts.get(root)
        cut = now or uncut(then.hunk if then else start.cuts[root].hunk)
        nodes = then.nodes if then else (whole(cut.hunk),)
        made = after if cut.nodes == nodes else recut_in(after, cut, nodes)
        after = made or after
        if made is None:
            stuck.add(root)
    verdicts = {hunk: made for hunk, made in step.verdicts.items() if root_of(hunk) not in stuck}
    kept = {hunk: made for hunk, made in review.verdicts.items() if root_of(hunk) in stuck}
    comments = recalled(review.comments, step.comments)
    return replace(after, verdicts=verdicts | kept, offers=step.offers, comments=comments)


def _saw(review: Review, seen: Seen) -> Review:
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == seen.hunk), None)
    if hunk is None:
        return review
    before = review.seen.get(seen.hunk, ())
    after = add(before, max(seen.start, 0), min(seen.end, len(hunk.old) + len(hunk.new)))
    if after == before:
        return review
    return replace(review, seen={**review.seen, seen.hunk: after})
