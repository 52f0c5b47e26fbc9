"""Shares: how a budget is divided among texts that may be too large for it together.

Whoever needs less than an equal share gets what they need, and the others divide the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

RULES = 8
"""The project's rules get at most one part in so many of the budget: they are said every time."""
TURNS = 4
"""Where files must be cut, the newest turns may keep one part in so many of the room for both:
who asks to go on with something must not find it forgotten."""
MAP = 8
"""The map gets at most one part in so many of the budget: it is a help to ask, not the matter."""


def shares(needs: Sequence[int], room: int) -> list[int]:
    """Return what each gets of the room, in tokens.

    None gets more than it needs, nor all of them more than there is.

    Max-min fairness: no share can grow without a smaller one shrinking.
    """
    left, found = max(0, room), [0] * len(needs)
    order = sorted(range(len(needs)), key=lambda at: needs[at])
    for done, at in enumerate(order):
        found[at] = min(needs[at], left // (len(needs) - done))
        left -= found[at]
    return found
