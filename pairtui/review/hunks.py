"""Hunks: what an edit that found its place comes to, as runs of changed bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairtui.proposal import Edit, Hunk, hunk_id
from pairtui.review.match import Gap
from pairtui.review.text import BOM, Text, cut_bodies


def bodies(words: str, text: Text) -> list[bytes]:
    """Return the lines of an edit's text without their ends, and without the file's own BOM."""
    data = words.encode()
    if text.head:
        data = data.removeprefix(BOM)
    return cut_bodies(data)


def hunk(edit: Edit, base: str, start: int, old: bytes, new: bytes, *, placed: str = "") -> Hunk:
    """Return one change of an edit, with the identity it keeps from then on."""
    name = hunk_id(edit.path, base, start, old, new)
    return Hunk(name, edit.path, start, start + len(old), old, new, edit.reason, placed=placed)


def changed_runs(
    edit: Edit,
    text: Text,
    first: int,
    wanted: Sequence[bytes],
    runs: Sequence[Gap],
    *,
    ended: bool | None = None,
    placed: str = "",
) -> Iterator[Hunk]:
    """Yield one hunk for each run of changed lines; equal lines stay the file's own bytes.

    `first` is the line the edit begins at. `ended` says whether the new text ends with a newline,
    None where the edit cannot say: then a missing final newline stays missing.
    """
    unfinished = bool(text.bodies) and not text.data.endswith(b"\n")
    for run in runs:
        low, high = first + run.old, first + run.old_end
        new = list(wanted[run.new : run.new_end])
        at_end = high == len(text.bodies)
        if at_end and low == high and unfinished:
            # Lines are added behind one that has no end yet: it gets one, so it is changed too.
            low, new = low - 1, [text.bodies[-1], *new]
        lines = text.ended(low, high, new)
        open_end = unfinished if ended is None else not ended
        if lines and at_end and open_end:
            # An empty last line is nothing but its end.
            lines[-1] = new[-1] or lines[-1]
        start = text.starts[low]
        old = text.data[start : text.starts[high]]
        if old != b"".join(lines):
            yield hunk(edit, text.digest, start, old, b"".join(lines), placed=placed)
