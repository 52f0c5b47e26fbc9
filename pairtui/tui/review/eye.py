"""Eye: where a person looks on a page, and how that moves; pure, so every move can be tested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pairtui.tui.review.bits import Row
from pairtui.tui.review.page import Page

Move: TypeAlias = Literal[
    "line down", "line up", "page down", "page up", "half down", "half up", "top", "bottom"
]
LEAD = 3
"""Rows kept above a change that is jumped to."""


@dataclass(frozen=True, slots=True)
class Eye:
    """The row the cursor is on, the first row on the screen, and the change that is meant."""

    y: int = 0
    top: int = 0
    hunk: str = ""


def moved(page: Page, eye: Eye, move: Move, height: int) -> Eye:
    """Return the eye after one move on a screen of so many rows."""
    last = max(page.height - 1, 0)
    step = {
        "line down": 1, "line up": -1,
        "page down": max(height - 2, 1), "page up": -max(height - 2, 1),
        "half down": max(height // 2, 1), "half up": -max(height // 2, 1),
        "top": -last, "bottom": last,
    }[move]  # fmt: skip
    y = min(max(eye.y + step, 0), last)
    top = eye.top
    if move.startswith(("page", "half")):
        top = min(max(eye.top + step, 0), max(page.height - height, 0))
    return settled(page, replace(eye, y=y, top=top), height)


def settled(page: Page, eye: Eye, height: int) -> Eye:
    """Return the eye with its row on the page and on the screen, and the change of that row.

    A screen that has to scroll jumps by a third: each scroll repaints all of it.
    """
    last = max(page.height - 1, 0)
    y = min(max(eye.y, 0), last)
    jump = max(height // 3, 1)
    top = eye.top
    if y < top:
        top = max(y - jump, 0)
    elif y >= top + height:
        top = y - height + jump
    top = max(min(top, page.height - height), min(y, top), 0) if top > y - height else top
    top = max(min(top, max(page.height - 1, 0)), 0)
    return Eye(y, top, meant(page, y, eye.hunk))


def meant(page: Page, y: int, before: str) -> str:
    """Return the change that is meant on a row: the one that was, else the row's first."""
    if not 0 <= y < page.height:
        return ""
    hunks = page.row(y).hunks
    return before if before in hunks else (hunks[0] if hunks else "")


def aimed(page: Page, eye: Eye, hunk: str, height: int, offset: int = 0) -> Eye:
    """Return the eye on a change, at this byte of it, with as much of it on screen as fits."""
    y = page.find(hunk, offset)
    if y is None:
        return eye
    end = y
    while end + 1 < min(page.height, y + height) and hunk in page.row(end + 1).hunks:
        end += 1
    top = eye.top
    if y < top or end >= top + height:
        top = max(min(y - LEAD, max(page.height - height, 0)), 0)
        top = max(top, min(end - height + 1, y))
    return Eye(y, top, hunk)


def next_mark(page: Page, eye: Eye, step: int) -> Eye:
    """Return the eye on the next or previous change in reach of the rows around, or as it was."""
    row = page.row(eye.y) if page.height else Row("blank")
    order = list(row.hunks)
    if eye.hunk in order:
        at = order.index(eye.hunk) + step
        if 0 <= at < len(order):
            return replace(eye, hunk=order[at])
    y = eye.y + step
    while 0 <= y < page.height:
        fresh = [hunk for hunk in page.row(y).hunks if hunk != eye.hunk]
        if fresh:
            return replace(eye, y=y, hunk=fresh[0] if step > 0 else fresh[-1])
        y += step
    return eye
