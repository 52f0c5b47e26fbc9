"""Eye: where a person looks in the scroll, and how that moves; pure, so every move can be tested.

All rows in reach of a move have to be known: `around` sees to that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pairtui.tui.review.scroll import Scroll

Step: TypeAlias = Literal["line down", "line up", "page down", "page up", "half down", "half up"]
Move: TypeAlias = Step | Literal["top", "bottom"]
LEAD = 3
"""Rows kept above a change that is jumped to."""


@dataclass(frozen=True, slots=True)
class Eye:
    """The row the cursor is on, the first row on the screen, and the change that is meant."""

    y: int = 0
    top: int = 0
    hunk: str = ""


def moved(scroll: Scroll, eye: Eye, move: Step, height: int) -> Eye:
    """Return the eye after one move on a screen of so many rows."""
    last = max(scroll.height - 1, 0)
    step = {
        "line down": 1, "line up": -1,
        "page down": max(height - 2, 1), "page up": -max(height - 2, 1),
        "half down": max(height // 2, 1), "half up": -max(height // 2, 1),
    }[move]  # fmt: skip
    y = min(max(eye.y + step, 0), last)
    top = eye.top
    if move.startswith(("page", "half")):
        top = min(max(eye.top + step, 0), max(scroll.height - height, 0))
    return settled(scroll, replace(eye, y=y, top=top), height)


def settled(scroll: Scroll, eye: Eye, height: int) -> Eye:
    """Return the eye with its row on the page and on the screen, and the change of that row.

    A screen that has to scroll jumps by a third: each scroll repaints all of it.
    """
    last = max(scroll.height - 1, 0)
    y = min(max(eye.y, 0), last)
    jump = max(height // 3, 1)
    top = eye.top
    if y < top:
        top = max(y - jump, 0)
    elif y >= top + height:
        top = y - height + jump
    top = max(min(top, scroll.height - height), min(y, top), 0) if top > y - height else top
    top = max(min(top, max(scroll.height - 1, 0)), 0)
    return Eye(y, top, meant(scroll, y, eye.hunk))


def meant(scroll: Scroll, y: int, before: str) -> str:
    """Return the change that is meant on a row: the one that was, else the row's first."""
    if not 0 <= y < scroll.height:
        return ""
    hunks = scroll.row(y).hunks
    return before if before in hunks else (hunks[0] if hunks else "")


def aimed(scroll: Scroll, eye: Eye, hunk: str, height: int, offset: int = 0) -> Eye:
    """Return the eye on a change, at this byte of it, with as much of it on screen as fits.

    What is said above its first line stays in sight.
    """
    y = scroll.find(hunk, offset)
    if y is None:
        return eye
    first = end = y
    while first and y - first < LEAD and hunk in scroll.row(first - 1).hunks:
        first -= 1
    while end + 1 < min(scroll.height, y + height) and hunk in scroll.row(end + 1).hunks:
        end += 1
    top = eye.top
    if first < top or end >= top + height:
        top = max(min(y - LEAD, max(scroll.height - height, 0)), 0)
        top = max(top, min(end - height + 1, first))
    return Eye(y, top, hunk)


def around(scroll: Scroll, eye: Eye, reach: int) -> tuple[Scroll, Eye]:
    """Return the scroll with all rows known that are so near to the screen, and the eye on it.

    The row of the cursor stays where it is on the screen; its file has to be known already.
    """
    while True:
        after = scroll.known(eye.top - reach, eye.top + reach)
        if after is scroll:
            return scroll, eye
        number, row = scroll.place(eye.y)
        y = after.tops[number] + row
        scroll, eye = after, replace(eye, y=y, top=y - (eye.y - eye.top))


def next_mark(scroll: Scroll, eye: Eye, step: int) -> Eye:
    """Return the eye on the next or previous change in this file, or as it was."""
    number, at = scroll.place(eye.y)
    page, top = scroll.page(number), scroll.tops[number]
    order = page.row(at).hunks
    if eye.hunk in order:
        index = order.index(eye.hunk) + step
        if 0 <= index < len(order):
            return replace(eye, hunk=order[index])
    at += step
    while 0 <= at < page.height:
        fresh = [hunk for hunk in page.row(at).hunks if hunk != eye.hunk]
        if fresh:
            return replace(eye, y=top + at, hunk=fresh[0] if step > 0 else fresh[-1])
        at += step
    return eye
