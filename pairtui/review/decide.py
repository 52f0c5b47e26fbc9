"""Decide: one decision in, the next review out.

A review is a fold of a proposal and its ordered decisions, so keeping the decisions is enough to
show it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pairtui.proposal import FileChange, Hunk, Proposal
from pairtui.review.apart import Apart, Origin, Settle, put_apart, settled
from pairtui.review.node import Node, root_of, tiles
from pairtui.review.spans import Spans, add
from pairtui.review.split import (
    Cut,
    Nodes,
    carried_over,
    holds,
    node_of,
    piece,
    recut,
    seen_over,
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

    of: tuple[Take | Reject | Rewrite | Reopen | Split | Settle, ...]


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


Choice: TypeAlias = Take | Reject | Rewrite | Reopen | Split | Settle
Decision: TypeAlias = Choice | Batch | Seen | Undo | Redo
Verdict: TypeAlias = Take | Reject | Rewrite
State: TypeAlias = Literal["open", "taken", "rejected", "edited", "saved", "stale"]


@dataclass(frozen=True, slots=True)
class Step:
    """A choice that was made, with the verdicts, the cuts and the places there were without it."""

    made: Choice | Batch
    verdicts: Mapping[str, Verdict]
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    apart: Mapping[str, Apart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal with every decision made about it.

    `saved` are hunks that have landed, with the bytes that did: the span of such a hunk holds
    these bytes, its `old` what they replaced. `stale` are hunks that cannot be taken any more, with
    the reason: their span is empty and only says where they would have been. `placed` are the
    changes of files that changed on disk since, as they were placed; `apart` are the hunks that
    have origins of their own instead. `cuts` are the hunks that are cut into nodes, which the
    proposal then holds in their place. `past` and `future` are what undo and redo go back to.
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

    def state(self, hunk: str) -> State:
        """Return what has become of one hunk."""
        if hunk in self.saved:
            return "saved"
        match self.verdicts.get(hunk):
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
        match self.saved.get(hunk.id) or self.verdicts.get(hunk.id):
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
        case Batch(of=choices):
            return _step(review, decision, choices)
        case Take() | Reject() | Rewrite() | Reopen() | Split() | Settle():
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
    if (after.verdicts, after.cuts, after.apart) == (review.verdicts, review.cuts, review.apart):
        return review
    step = _step_before(review, made)
    return replace(after, past=(*review.past, step), future=())


def _chosen(review: Review, choice: Choice) -> Review:
    """Return the review after one choice; a choice that is none any more changes nothing."""
    if isinstance(choice, Split):
        return _split(review, choice)
    if isinstance(choice, Settle):
        return _settle(review, choice)
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == choice.hunk), None)
    if hunk is None:
        return _below(review, choice)
    if hunk.id in review.saved or (isinstance(choice, Rewrite) and hunk.kind != "text"):
        return review
    verdicts = dict(review.verdicts)
    match choice:
        case Take() | Rewrite() if choice.hunk in review.stale:
            return review
        case Take() | Reject() | Rewrite():
            verdicts[choice.hunk] = choice
        case Reopen():
            verdicts.pop(choice.hunk, None)
    return replace(review, verdicts=verdicts)


def _step_before(review: Review, made: Choice | Batch) -> Step:
    return Step(made, review.verdicts, review.cuts, review.apart)


def _settle(review: Review, settle: Settle) -> Review:
    """Return the review with a hunk that moved on placed by hand; `u` makes it one again."""
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == settle.hunk), None)
    origin = review.origin(hunk) if hunk and hunk.id in review.stale else None
    if hunk is None or origin is None:
        return review
    found = settled(review.proposal.file(hunk.path), settle, review.stale, review.saved)
    if found is None:
        return review
    change, made = found
    known = review.apart.get(hunk.id)
    before = (known.before if known else None) or origin
    own = settle.own
    verdict = Take(hunk.id) if own is None else Rewrite(hunk.id, own)
    one = Apart(Origin(made, change.base), before)
    # What of it was shown counts bytes that it does not have any more.
    return replace(
        review,
        proposal=review.proposal.with_file(change),
        verdicts={**review.verdicts, hunk.id: verdict},
        seen={name: spans for name, spans in review.seen.items() if name != hunk.id},
        stale={name: says for name, says in review.stale.items() if name != hunk.id},
        apart={**review.apart, hunk.id: one},
    )


def _unsettled(review: Review, apart: Mapping[str, Apart]) -> Review:
    """Return the review with each hunk placed by hand, or not, as it was in these places."""
    for name in review.apart.keys() | apart.keys():
        now, then = review.apart.get(name), apart.get(name)
        if then is None or then.before is None:
            back = now.before if now else None
            then = Apart(back) if back else now
        change = _file_with(review.proposal.files, {name})
        if then is None or then == now or change is None or name in review.saved:
            continue
        change, stale = put_apart(change, review.stale, then, review.saved)
        review = replace(
            review,
            proposal=review.proposal.with_file(change),
            seen={hunk: spans for hunk, spans in review.seen.items() if hunk != name},
            stale=stale,
            apart={**review.apart, name: then},
        )
    return review


def _split(review: Review, split: Split) -> Review:
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == split.hunk), None)
    if hunk is None or hunk.kind != "text" or review.state(hunk.id) in ("edited", "saved", "stale"):
        return review
    if len(split.nodes) < 2 or not tiles(split.nodes, hunk.old, hunk.new):
        return review
    cut = review.cuts.get(root_of(hunk.id)) or uncut(hunk)
    at = next(at for at, part in enumerate(cut.pieces) if part.id == hunk.id)
    inner = tuple(node.within(cut.nodes[at]) for node in split.nodes)
    return _recut(review, cut, (*cut.nodes[:at], *inner, *cut.nodes[at + 1 :])) or review


def _below(review: Review, choice: Take | Reject | Rewrite | Reopen) -> Review:
    """Return the review after a choice about a node that is not one of those a hunk is cut into.

    Those inside it become one again; where that cannot be, each is decided alike. One that is a
    part of another is cut out of it, unless that one is in the human's own words.
    """
    root = root_of(choice.hunk)
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == root), None)
    cut = review.cuts.get(root) or (uncut(hunk) if hunk and hunk.kind == "text" else None)
    named = node_of(cut.hunk, choice.hunk) if cut else None
    if cut is None or named is None:
        return review
    outer = next((node for node in cut.nodes if holds(node, named)), None)
    if outer and review.state(piece(cut.hunk, outer).id) == "edited":
        return review
    after = _recut(review, cut, with_node(cut.nodes, named))
    if after is not None:
        return _chosen(after, choice)
    if not isinstance(choice, Rewrite):
        for part in cut.pieces:
            if holds(named, node_of(cut.hunk, part.id) or named):
                review = _chosen(review, replace(choice, hunk=part.id))
    return review


def _recut(review: Review, cut: Cut, nodes: Nodes) -> Review | None:
    """Return the review with a hunk cut into other nodes, or None if it cannot be any more."""
    ids = {part.id for part in cut.pieces}
    if not ids.isdisjoint(review.apart):  # which are known by one origin each
        return None
    change = _file_with(review.proposal.files, ids)
    there = _file_with(review.placed.values(), ids)
    changed, placed = (file and recut(file, cut, nodes) for file in (change, there))
    if changed is None or (there and placed is None):
        return None
    verdicts = {hunk: verdict for hunk, verdict in review.verdicts.items() if hunk not in ids}
    for hunk, source in carried_over(review.verdicts, cut, nodes).items():
        verdicts[hunk] = replace(review.verdicts[source], hunk=hunk)
    seen = {hunk: spans for hunk, spans in review.seen.items() if hunk not in ids}
    cuts = {root: other for root, other in review.cuts.items() if root != cut.hunk.id}
    if nodes != (whole(cut.hunk),):
        cuts[cut.hunk.id] = Cut(cut.hunk, nodes)
    return replace(
        review,
        proposal=review.proposal.with_file(changed),
        placed={**review.placed, placed.path: placed} if placed else review.placed,
        verdicts=verdicts,
        seen=seen | seen_over(review.seen, cut, nodes),
        cuts=cuts,
    )


def _file_with(files: Iterable[FileChange], ids: Collection[str]) -> FileChange | None:
    return next((file for file in files if any(hunk.id in ids for hunk in file.hunks)), None)


def _undo(review: Review) -> Review:
    if not review.past:
        return review
    step = review.past[-1]
    after = as_of(review, step)
    mine = _step_before(review, step.made)
    return replace(after, past=review.past[:-1], future=(*review.future, mine))


def _redo(review: Review) -> Review:
    if not review.future:
        return review
    step = review.future[-1]
    after = as_of(review, step)
    mine = _step_before(review, step.made)
    return replace(after, past=(*review.past, mine), future=review.future[:-1])


def as_of(review: Review, step: Step) -> Review:
    """Return the review with the verdicts, the cuts and the places of a step.

    A hunk that cannot be put together or cut again stays as it is, with the verdicts it has.
    """
    after, stuck = _unsettled(review, step.apart), set[str]()
    for root in review.cuts.keys() | step.cuts.keys():
        then, now = step.cuts.get(root), review.cuts.get(root)
        cut = now or uncut(then.hunk if then else review.cuts[root].hunk)
        nodes = then.nodes if then else (whole(cut.hunk),)
        made = after if cut.nodes == nodes else _recut(after, cut, nodes)
        after = made or after
        if made is None:
            stuck.add(root)
    verdicts = {hunk: made for hunk, made in step.verdicts.items() if root_of(hunk) not in stuck}
    kept = {hunk: made for hunk, made in review.verdicts.items() if root_of(hunk) in stuck}
    return replace(after, verdicts=verdicts | kept)


def _saw(review: Review, seen: Seen) -> Review:
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == seen.hunk), None)
    if hunk is None:
        return review
    before = review.seen.get(seen.hunk, ())
    after = add(before, max(seen.start, 0), min(seen.end, len(hunk.old) + len(hunk.new)))
    if after == before:
        return review
    return replace(review, seen={**review.seen, seen.hunk: after})
