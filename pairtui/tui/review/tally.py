"""Tally: how many changes are in which state, and how many lines were never painted.

Both are asked for with every key and every frame, so only what changed is counted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pairtui.proposal import FileChange, Hunk
from pairtui.review.counts import Counts
from pairtui.review.decide import Review, State
from pairtui.tui.review.scroll import differing
from pairtui.tui.review.unseen import unseen

SAVEABLE = ("open", "taken")
"""The states of changes that a save could write, now or later, as they were proposed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many changes are in each state, and how many lines of those a save could write are new.

    `unseen` are lines with a byte that was never painted.
    """

    counts: Counts
    unseen: int


class Tally:
    """Count a review, brought up to date from the state of it that was counted last."""

    def __init__(self) -> None:
        self._review: Review | None = None
        self._hunks: dict[str, Hunk] = {}
        self._known: dict[str, tuple[State, int]] = {}
        self._states: Counter[State] = Counter()
        self._unseen = 0

    def of(self, review: Review) -> Counted:
        """Return the counts of a review."""
        before = self._review
        if before is not review:
            if before is None or before.proposal.id != review.proposal.id:
                self._forget()
                before = None
            self._bring_up(before, review)
            self._review = review
        tally = {state: count for state, count in self._states.items() if count}
        return Counted(Counts(**tally), self._unseen)

    def _forget(self) -> None:
        self._hunks.clear()
        self._known.clear()
        self._states.clear()
        self._unseen = 0

    def _bring_up(self, before: Review | None, review: Review) -> None:
        """Count again what is not the same in two states of a review."""
        if before is None:
            self._come(review, review.proposal.files)
            return
        ids = differing(before.verdicts, review.verdicts)
        ids |= differing(before.seen, review.seen)
        ids |= differing(before.saved, review.saved)
        ids |= differing(before.stale, review.stale)
        if before.proposal is not review.proposal:
            old = {id(change) for change in before.proposal.files}
            new = {id(change) for change in review.proposal.files}
            self._go(change for change in before.proposal.files if id(change) not in new)
            self._come(review, (one for one in review.proposal.files if id(one) not in old))
        for name in ids:
            hunk = self._hunks.get(name)
            if hunk is not None:
                self._drop(name)
                self._count(review, hunk)

    def _come(self, review: Review, files: Iterable[FileChange]) -> None:
        for change in files:
            for hunk in change.hunks:
                self._hunks[hunk.id] = hunk
                self._count(review, hunk)

    def _go(self, files: Iterable[FileChange]) -> None:
        for change in files:
            for hunk in change.hunks:
                self._drop(hunk.id)
                del self._hunks[hunk.id]

    def _count(self, review: Review, hunk: Hunk) -> None:
        state = review.state(hunk.id)
        missing = unseen(hunk, review.seen.get(hunk.id, ())) if state in SAVEABLE else 0
        self._known[hunk.id] = state, missing
        self._states[state] += 1
        self._unseen += missing

    def _drop(self, name: str) -> None:
        state, missing = self._known.pop(name)
        self._states[state] -= 1
        self._unseen -= missing
