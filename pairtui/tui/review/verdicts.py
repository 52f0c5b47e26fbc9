"""Verdicts: what the deciding keys may do to a change, and how that is said; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pairtui.proposal import Hunk
from pairtui.review.apart import Settle
from pairtui.review.bring import Bring
from pairtui.review.comment import Remark
from pairtui.review.decide import (
    Batch,
    Choice,
    Redo,
    Reject,
    Reopen,
    Review,
    Rewrite,
    Split,
    Take,
    Undo,
)
from pairtui.review.grains import finer
from pairtui.review.offer import Adopt, Decline, offered
from pairtui.review.seen import unseen_bytes
from pairtui.tui.review import conflicts
from pairtui.tui.review.care import needs_care
from pairtui.tui.review.labels import lines, many, where
from pairtui.tui.review.pieces import as_named, part_of

VERBS: Mapping[type, str] = {Take: "took", Reject: "rejected", Bring: "brought back"}
WHOLE = "this is about the whole file: take or reject it"
Step: TypeAlias = Literal["take", "reject", "reopen"]


def choice(step: Step, hunk: Hunk) -> Choice:
    """Return the decision a key makes about a change."""
    match step:
        case "take":
            return Take(hunk.id)
        case "reject":
            return Reject(hunk.id)
        case "reopen":
            return Reopen(hunk.id)


def can(review: Review, hunk: Hunk, step: Step) -> str:
    """Return why a change cannot be decided about so, in words, or nothing if it can."""
    match review.state(hunk.id), step:
        case "saved", _:
            return "saved already · U asks to undo the save"
        case "stale", "take":
            return conflicts.said(review, hunk)
        case ("open", "reopen"):
            return "this one is open"
        case ("taken", "take"):
            return "taken already"
        case ("rejected", "reject"):
            return "rejected already · r adds a reason"
    return ""


def unwritable(review: Review, hunk: Hunk) -> str:
    """Return why a change cannot be put in one's own words, or nothing if it can."""
    if hunk.kind != "text":
        return WHOLE
    return can(review, hunk, "take") if review.state(hunk.id) in ("saved", "stale") else ""


def next_open(review: Review, after: str, step: int = 1) -> Hunk | None:
    """Return the next change that waits for the person, all around, without this one, or None."""
    hunks = list(review.proposal.hunks)[:: 1 if step > 0 else -1]
    at = next((index for index, hunk in enumerate(hunks) if hunk.id == after), -1)
    order = hunks[at + 1 :] + hunks[: max(at, 0)]
    more = offered(review)
    return next((one for one in order if one.id in more or waits(review, one)), None)


def waits(review: Review, hunk: Hunk) -> bool:
    """Tell whether a change is open, or moved on and is to be decided by hand."""
    return review.state(hunk.id) in ("open", "stale")


def smaller(review: Review, hunk: Hunk, *, prose: bool) -> Split | str:
    """Return the decision that cuts a change into the next smaller ones, or why it cannot be."""
    match review.state(hunk.id):
        case "saved" | "stale":
            return can(review, hunk, "take")
        case "edited":
            return "these are your own words · e changes them"
    if hunk.kind != "text":
        return WHOLE
    nodes = finer(hunk, prose=prose)
    if nodes:
        return Split(hunk.id, nodes)
    whole = len(lines(hunk.old)) < 2 and len(lines(hunk.new)) < 2
    if whole and not prose:
        return "one line is as small as a change of code gets · e edits it"
    return "this is as small as a change gets · e edits it"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many open changes a decision about all of a file leaves open, and for which reason."""

    unseen: int = 0
    care: int = 0

    @property
    def says(self) -> tuple[str, ...]:
        """Return the reasons with their counts, in words."""
        unseen = f"{many(self.unseen, 'change')} not shown whole yet"
        care = f"{many(self.care, 'change')} that {'needs' if self.care == 1 else 'need'} care"
        return (*([care] if self.care else []), *([unseen] if self.unseen else []))


def rest(review: Review, path: str, step: Literal["take", "reject"]) -> tuple[Batch, LeftOut]:
    """Return one decision about all open changes of a file, and how many it leaves out.

    Left out is what was not shown whole, for no one takes or refuses what he has not seen, and what
    needs care, which is decided on its own.
    """
    change = review.proposal.file(path)
    hunks = [hunk for hunk in change.hunks if review.state(hunk.id) == "open"]
    shown = [hunk for hunk in hunks if not unseen_bytes(review, hunk)]
    fine = [hunk for hunk in shown if not needs_care(review, change, hunk)]
    left = LeftOut(len(hunks) - len(shown), len(shown) - len(fine))
    return Batch(tuple(choice(step, hunk) for hunk in fine)), left


def said(review: Review, decision: Choice | Batch | Remark) -> str:
    """Return what was decided, in a few words: "took 31-33", "rejected 4 changes"."""
    if isinstance(decision, Remark):
        number = decision.comment.number
        return f"comment {number}" if decision.comment.text.strip() else f"comment {number} gone"
    if isinstance(decision, Batch):
        kinds = {type(item) for item in decision.of}
        verb = VERBS.get(kinds.pop(), "decided") if len(kinds) == 1 else "decided"
        return f"{verb} {many(len(decision.of), 'change')}"
    hunk = as_named(review, decision.hunk)
    place = where(review.proposal.file(hunk.path), hunk)
    return _made(decision, place)


def _made(choice: Choice, place: str) -> str:
    """Return what one choice about a place came to, in a few words."""
    match choice:
        case Split(nodes=nodes):
            return f"cut {place} into {len(nodes)} pieces"
        case Reject(reason=reason):
            return f"rejected {place}" + (", with a reason" if reason else "")
        case Reopen():
            return f"made {place} open again"
        case Settle():
            return f"placed {place} by hand"
        case Adopt():
            return f"took what is new at {place}"
        case Bring(round=number):
            return f"brought {place} back from round {number}"
        case Decline():
            return f"kept what you took at {place}"
        case Take() | Rewrite():
            return f"{'took' if isinstance(choice, Take) else 'edited'} {place}"


def step_said(review: Review, decision: Undo | Redo) -> str:
    """Return what an undo or redo is about to do, in words, or that there is nothing."""
    if isinstance(decision, Undo):
        if not review.past:
            return "nothing to undo · U asks to undo a save"
        return f"undone: {said(review, review.past[-1].made)} · Ctrl+Y redoes"
    if not review.future:
        return "nothing to do again"
    return f"done again: {said(review, review.future[-1].made)} · u undoes"


def step_hunk(review: Review, decision: Undo | Redo) -> str:
    """Return the change an undo or redo is about, or nothing."""
    steps = review.past if isinstance(decision, Undo) else review.future
    if not steps:
        return ""
    made = steps[-1].made
    first = made.of[0] if isinstance(made, Batch) else made
    if isinstance(first, Remark):
        hunk = first.comment.hunk
        return hunk if any(one.id == hunk for one in review.proposal.hunks) else ""
    return part_of(review, first.hunk).id
