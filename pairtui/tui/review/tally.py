"""Tally: how many changes are in which state, and how many lines were never painted.

Both are asked for with every key and every frame, so only what changed is counted again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from pairtui.proposal import FileChange, Hunk, Proposal
from pairtui.review.counts import Counts
from pairtui.review.decide import Review, State
from pairtui.review.offer import offered
from pairtui.tui.review.scroll import differing
from pairtui.tui.review.unseen import all_lines, unseen

MANY = 2_500
"""Changes that are counted while a frame waits."""
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
        self._special: dict[str, tuple[State, int]] = {}
        self._states: Counter[State] = Counter()
        self._unseen = 0

    def waits(self, review: Review) -> bool:
        """Tell whether there is so much to count that the first frame should not wait for it."""
        known = self._review is not None and self._review.proposal.id == review.proposal.id
        return not known and sum([len(one.hunks) for one in review.proposal.files]) > MANY

    def of(self, review: Review) -> Counted:
        """Return the counts of a review."""
        before = self._review
        if before is None or before.proposal.id != review.proposal.id:
            before = Review(replace(review.proposal, files=()))
            self._hunks, self._special = {}, {}
            self._states, self._unseen = Counter(), 0
        if before is not review:
            self._bring_up(before, review)
            self._review = review
        tally = {state: count for state, count in self._states.items() if count}
        tally["open"] = tally.get("open", 0) + len(offered(review))
        return Counted(Counts(**tally), self._unseen)

    def _bring_up(self, before: Review, review: Review) -> None:
        """Count again what is not the same in two states of a review.

        Most changes are open and none of them was shown, so only the others are kept one by one.
        """
        ids = differing(before.verdicts, review.verdicts)
        ids |= differing(before.seen, review.seen)
        ids |= differing(before.saved, review.saved)
        ids |= differing(before.stale, review.stale)
        ids |= differing(before.offers, review.offers)
        if before.proposal is not review.proposal:
            ids |= self._refile(before.proposal, review)
        for name in ids:
            hunk = self._hunks.get(name)
            if hunk is not None:
                self._plain(name)
                self._count(review, hunk)

    def _refile(self, proposal: Proposal, review: Review) -> set[str]:
        """Take out files that are other ones now, put in the new ones; return whom to look at."""
        old = {id(change) for change in proposal.files}
        new = {id(change) for change in review.proposal.files}
        for change in proposal.files:
            if id(change) not in new:
                for hunk in change.hunks:
                    self._plain(hunk.id)
                    self._hunks.pop(hunk.id, None)
                self._add(change, -1)
        fresh: set[str] = set()
        for change in review.proposal.files:
            if id(change) not in old:
                self._add(change, 1)
                self._hunks.update({hunk.id: hunk for hunk in change.hunks})
                fresh.update(hunk.id for hunk in change.hunks)
        looked = (review.verdicts, review.seen, review.saved, review.stale)
        return {name for mapping in looked for name in fresh & mapping.keys()}

    def _add(self, change: FileChange, sign: int) -> None:
        self._states["open"] += sign * len(change.hunks)
        self._unseen += sign * all_lines(change.hunks)

    def _count(self, review: Review, hunk: Hunk) -> None:
        """Count a change as it is."""
        state = review.state(hunk.id)
        seen = review.seen.get(hunk.id, ())
        if state == "open" and not seen:
            return
        missing = unseen(hunk, seen) if state in SAVEABLE else 0
        self._special[hunk.id] = state, missing
        self._states["open"] -= 1
        self._states[state] += 1
        self._unseen += missing - unseen(hunk, ())

    def _plain(self, name: str) -> None:
        """Count a change as one that is open and was never shown."""
        found = self._special.pop(name, None)
        if found is not None:
            state, missing = found
            self._states[state] -= 1
            self._states["open"] += 1
            self._unseen += unseen(self._hunks[name], ()) - missing
