"""Decide: one decision in, the next review out.

A review is a fold of a proposal and its ordered decisions, so keeping the decisions is enough to
show it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pairtui.proposal import FileChange, Hunk, Proposal
from pairtui.review.lines import cut_lines
from pairtui.review.merge import joined
from pairtui.review.spans import Spans, add, total


@dataclass(frozen=True, slots=True)
class Take:
    """Take a hunk as it was proposed."""

    hunk: str


@dataclass(frozen=True, slots=True)
class Reject:
    """Leave the file as it is here; `reason` goes to the model with the next message."""

    hunk: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Take a hunk with the human's own bytes in the place of the proposed ones."""

    hunk: str
    new: bytes


@dataclass(frozen=True, slots=True)
class Reopen:
    """Make a hunk open again."""

    hunk: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Several decisions that are undone as one."""

    of: tuple[Take | Reject | Rewrite | Reopen, ...]


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


Choice: TypeAlias = Take | Reject | Rewrite | Reopen
Decision: TypeAlias = Choice | Batch | Seen | Undo | Redo
Verdict: TypeAlias = Take | Reject | Rewrite
State: TypeAlias = Literal["open", "taken", "rejected", "edited", "saved", "stale"]
Step: TypeAlias = tuple[Choice | Batch, Mapping[str, Verdict]]


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal with every decision made about it.

    `saved` are hunks that have landed, with the bytes that did: the span of such a hunk holds
    these bytes, its `old` what they replaced. `stale` are hunks that cannot be taken any more, with
    the reason: their span is empty and only says where they would have been. `placed` are the
    changes of files that changed on disk since, as they were placed. `past` and `future` are what
    undo and redo go back to.
    """

    proposal: Proposal
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    seen: Mapping[str, Spans] = field(default_factory=dict)
    saved: Mapping[str, Verdict] = field(default_factory=dict)
    stale: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[str, FileChange] = field(default_factory=dict)
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

    def new_bytes(self, hunk: Hunk) -> bytes:
        """Return what stands in the place of a hunk: proposed, edited or the old bytes."""
        match self.saved.get(hunk.id) or self.verdicts.get(hunk.id):
            case Rewrite(new=new):
                return new
            case Reject():
                return hunk.old
            case Take() | None:
                return hunk.new


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hunks are in each state."""

    taken: int = 0
    rejected: int = 0
    edited: int = 0
    open: int = 0
    saved: int = 0
    stale: int = 0

    @property
    def to_save(self) -> int:
        """Return how many hunks a save would write."""
        return self.taken + self.edited


def counts(review: Review) -> Counts:
    """Return how many hunks are in each state."""
    tally: dict[str, int] = {}
    for hunk in review.proposal.hunks:
        state = review.state(hunk.id)
        tally[state] = tally.get(state, 0) + 1
    return Counts(**tally)


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
            return _step(review, decision, _apply(review, choices))
        case Take() | Reject() | Rewrite() | Reopen():
            return _step(review, decision, _apply(review, (decision,)))


def fold(proposal: Proposal, decisions: Iterable[Decision]) -> Review:
    """Return the review that these decisions lead to."""
    review = Review(proposal)
    for decision in decisions:
        review = decide(review, decision)
    return review


def grown(review: Review, proposal: Proposal) -> Review:
    """Return the review over a later state of the same proposal; every decision stays.

    A file that was saved, or that changed on disk, since the proposal began keeps its changes
    where they are now; what is new in it is carried over to them.
    """
    files: list[FileChange] = []
    stale, placed = dict(review.stale), dict(review.placed)
    known = {change.path: change for change in review.proposal.files}
    for change in proposal.files:
        mine = known.get(change.path)
        if mine is None:
            files.append(change)
            continue
        ids = {hunk.id for hunk in mine.hunks}
        fresh = tuple(hunk for hunk in change.hunks if hunk.id not in ids)
        if fresh:
            mine, lost = joined(mine, fresh, change.base)
            stale |= lost
        if fresh and change.path in placed:
            reference, lost = joined(placed[change.path], fresh, change.base)
            standing = tuple(hunk for hunk in reference.hunks if hunk.id not in lost)
            placed[change.path] = replace(reference, hunks=standing)
        files.append(mine)
    whole = replace(proposal, files=tuple(files))
    return replace(review, proposal=whole, stale=stale, placed=placed)


def unseen_bytes(review: Review, hunk: Hunk) -> int:
    """Return how many changed bytes of a hunk have not been painted yet."""
    return len(hunk.old) + len(hunk.new) - total(review.seen.get(hunk.id, ()))


def unseen_lines(review: Review, hunks: Iterable[Hunk]) -> int:
    """Return how many lines of these hunks have a byte that was not painted yet."""
    count = 0
    for hunk in hunks:
        if not unseen_bytes(review, hunk):
            continue
        spans = review.seen.get(hunk.id, ())
        place = 0
        for line in (*cut_lines(hunk.old), *cut_lines(hunk.new)):
            end = place + len(line)
            if not any(low <= place and end <= high for low, high in spans):
                count += 1
            place = end
    return count


def _apply(review: Review, choices: Iterable[Choice]) -> Mapping[str, Verdict]:
    known = {hunk.id for hunk in review.proposal.hunks}
    verdicts = dict(review.verdicts)
    for choice in choices:
        if choice.hunk not in known or choice.hunk in review.saved:
            continue
        match choice:
            case Take() | Rewrite() if choice.hunk in review.stale:
                continue
            case Take() | Reject() | Rewrite():
                verdicts[choice.hunk] = choice
            case Reopen(hunk=hunk):
                verdicts.pop(hunk, None)
    return verdicts


def _step(review: Review, made: Choice | Batch, verdicts: Mapping[str, Verdict]) -> Review:
    if verdicts == review.verdicts:
        return review
    past = (*review.past, (made, review.verdicts))
    return replace(review, verdicts=verdicts, past=past, future=())


def _undo(review: Review) -> Review:
    if not review.past:
        return review
    made, before = review.past[-1]
    return replace(
        review,
        verdicts=before,
        past=review.past[:-1],
        future=(*review.future, (made, review.verdicts)),
    )


def _redo(review: Review) -> Review:
    if not review.future:
        return review
    made, after = review.future[-1]
    return replace(
        review,
        verdicts=after,
        past=(*review.past, (made, review.verdicts)),
        future=review.future[:-1],
    )


def _saw(review: Review, seen: Seen) -> Review:
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == seen.hunk), None)
    if hunk is None:
        return review
    before = review.seen.get(seen.hunk, ())
    after = add(before, max(seen.start, 0), min(seen.end, len(hunk.old) + len(hunk.new)))
    if after == before:
        return review
    return replace(review, seen={**review.seen, seen.hunk: after})
