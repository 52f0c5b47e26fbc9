"""Counts: how many changes of a review are in each state."""

from __future__ import annotations

from dataclasses import dataclass

from pairtui.review.decide import Review
from pairtui.review.offer import offered


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
    tally["open"] = tally.get("open", 0) + len(offered(review))
    return Counts(**tally)
