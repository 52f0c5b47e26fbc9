"""Unannounced: a text below the path of a file that does not say whether it is all of the file."""

from __future__ import annotations

import re
from itertools import groupby

from pairtui.proposal import Hunk, Unplaced, WholeFile
from pairtui.review.aligning import aligned
from pairtui.review.hunks import bodies
from pairtui.review.match import gaps
from pairtui.review.text import Text
from pairtui.review.whole import place_whole

FEWEST = 3
"""Lines, without blank ones; a shorter text is never taken for a file."""

DOTS = re.compile(rb"[^\w.]*\.{3}[^\w.]*|[^\w.]*\xe2\x80\xa6[^\w.]*")
"""A line that only says that others were left out."""


def place_unannounced(
    edit: WholeFile, text: Text, *, may_shrink: bool = False
) -> tuple[Hunk, ...] | Unplaced:
    """Return the hunks of a text that is plainly all of a file, none if it is an example.

    It is an example where less than half of its lines stand in the file, and a quotation where all
    of them do, as they stand there. It is the file where it begins and ends like it: its first and
    its last line are kept, or became one that is like it. Anything else is refused, as a part.
    """
    said = [line for body in bodies(edit.text, text) if (line := body.strip())]
    there = [line for body in text.bodies if (line := body.strip())]
    if there:
        lines = set(there)
        if len(said) < FEWEST or 2 * sum(line in lines for line in said) < len(said):
            return ()
        if len(said) < len(there) and _quotes(said, there):
            return ()
        if not _begins_and_ends(edit, text):
            says = (
                f"It seems to be meant for {edit.path}, but it does not begin and end like the "
                "file, so it may be only a part of it."
            )
            return Unplaced(edit, "unsuitable", says)
    return place_whole(edit, text, may_shrink=may_shrink)


def _quotes(said: list[bytes], there: list[bytes]) -> bool:
    """Tell whether lines, in runs with lines left out between them, stand in a file."""
    whole = _joined(there)
    runs = groupby(said, lambda line: DOTS.fullmatch(line) is not None)
    return all(dots or _joined(list(run)) in whole for dots, run in runs)


def _joined(lines: list[bytes]) -> bytes:
    return b"\n" + b"\n".join(lines) + b"\n"


def _begins_and_ends(edit: WholeFile, text: Text) -> bool:
    """Tell whether a file's first and last line, but for blank ones, have become something."""
    old, new = list(text.bodies), bodies(edit.text, text)
    said = [at for at, body in enumerate(old) if body.strip()]
    return all(
        _became(old[gap.old : gap.old_end], new[gap.new : gap.new_end])
        for gap in gaps(old, new)
        if any(gap.old <= at < gap.old_end for at in (said[0], said[-1]))
    )


def _became(old: list[bytes], new: list[bytes]) -> bool:
    """Tell whether each changed line became one that is like it, so that none was left out."""
    if len(new) < len(old):
        return False
    pairs = aligned(_texts(old), _texts(new))
    kept = {one.old for one in pairs if one.old < one.old_end and one.new < one.new_end}
    return all(at in kept for at, line in enumerate(old) if line.strip())


def _texts(lines: list[bytes]) -> list[str]:
    return [line.decode("utf-8", "surrogateescape") for line in lines]
