"""Seen: how much of what is changed has not been on screen yet."""

from __future__ import annotations

from collections.abc import Iterable

from pairtui.proposal import Hunk
from pairtui.review.decide import Review
from pairtui.review.lines import cut_lines
from pairtui.review.spans import total


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
