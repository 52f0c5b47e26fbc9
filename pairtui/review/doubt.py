"""Doubt: why an edit that found its place loosely is better not made there."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.review.fold import index, untrailed
from pairtui.review.locate import Spot
from pairtui.review.text import Text

STANDS = "stands"
REPEATS = "repeats"
NEIGHBOURS = 20
"""How many lines above and below are compared."""


def doubt(spot: Spot, new: Sequence[bytes], text: Text) -> str:
    """Return `STANDS` if the new lines stand there already, `REPEATS` if they repeat a neighbour.

    Both are seen when a change is proposed a second time, or when a line was quoted on one side
    only: made again it would double what is there. An exact quotation is never doubted.
    """
    search, wanted = (
        [untrailed(line) for line in lines] for lines in (spot.quote.search, spot.quote.wanted)
    )
    if search == wanted:
        return ""
    made = [untrailed(line) for line in new]
    if any(_covered(spot, side, text) for side in (wanted, made)):
        return STANDS
    lines = index(text.data, untrailed)
    before = lines.keys(max(spot.at - NEIGHBOURS, 0), spot.at)
    after = lines.keys(spot.end, spot.end + NEIGHBOURS)
    ahead = search[:1] != wanted[:1] and _meets(before, made)
    behind = search[-1:] != wanted[-1:] and _meets(made, after)
    return REPEATS if ahead or behind else ""


def _covered(spot: Spot, lines: list[bytes], text: Text) -> bool:
    """Tell whether lines stand in the file where they take in all of the spot."""
    if not any(lines):
        return False
    places = index(text.data, untrailed).find(lines)
    return any(at <= spot.at and spot.end <= at + len(lines) for at in places)


def _meets(front: Sequence[bytes], back: Sequence[bytes]) -> bool:
    """Tell whether the last lines of one run are the first ones of the other, not only blank."""
    most = min(len(front), len(back))
    return any(
        any(back[:size]) and list(front[-size:]) == list(back[:size]) for size in range(1, most + 1)
    )
