"""Whole: an edit that gives a file's whole text, as the lines it changes."""

from __future__ import annotations

from pairtui.proposal import Hunk, Unplaced, WholeFile
from pairtui.review.hunks import bodies, changed_runs
from pairtui.review.match import gaps
from pairtui.review.placeholder import placeholder
from pairtui.review.quoted import lazy
from pairtui.review.text import BOM, Text

SHRINKAGE = 30
"""Percent of a file that an answer may lose without having been asked to; blanks do not count."""


def place_whole(
    edit: WholeFile, text: Text, *, may_shrink: bool = False
) -> tuple[Hunk, ...] | Unplaced:
    """Return the hunks that make a file's text the one given, or why that is not proposed.

    Line ends, and a byte order mark, stay as the file has them. Text that stands for left out
    text is refused, and so is one that is much shorter than the file if it may not shrink.
    """
    if not edit.text.strip() and text.data.strip():
        says = f"The answer would leave nothing of {edit.path}."
        return Unplaced(edit, "unsuitable", says)
    if line := placeholder(edit.text, text):
        return lazy(edit, line)
    size = _size(text.data)
    lost = size - _size(edit.text.encode())
    if lost * 100 > size * SHRINKAGE and not may_shrink:
        says = f"It would drop {lost * 100 // size} % of {edit.path}, and nobody asked for that."
        return Unplaced(edit, "unsuitable", says)
    wanted = bodies(edit.text, text)
    # A newline always comes before the end of a fence: it says nothing of the file's last line.
    ended = None if edit.text.endswith("\n") or not edit.text else False
    runs = gaps(list(text.bodies), wanted)
    return tuple(changed_runs(edit, text, 0, wanted, runs, ended=ended))


def _size(data: bytes) -> int:
    """Return how many bytes of a text are neither blanks nor line ends nor a byte order mark."""
    return len(data.removeprefix(BOM).translate(None, b" \t\r\n"))
