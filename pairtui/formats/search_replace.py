"""Search/replace blocks: their markers, what a finished block comes to, and how one is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pairtui.formats.envelope import LIMIT
from pairtui.proposal import SearchReplace

_OPENS = re.compile(r"[ \t]*(<{5,9}) SEARCH>?:?\s*")
_DIVIDES = re.compile(r"[ \t]*(={5,9})\s*")
_ENDS = re.compile(r"[ \t]*(>{5,9}) REPLACE\s*")


def opens(line: str) -> int:
    """Return the length of the marker that begins a block, or 0."""
    return _run(_OPENS, line)


def divides(line: str) -> int:
    """Return the length of the marker between the two halves, or 0."""
    return _run(_DIVIDES, line)


def ends(line: str) -> int:
    """Return the length of the marker that ends a block, or 0."""
    return _run(_ENDS, line)


def _run(marker: re.Pattern[str], line: str) -> int:
    found = marker.fullmatch(line) if len(line) <= LIMIT else None
    return len(found[1]) if found else 0


def finishes(ended: int, length: int, divider: int) -> bool:
    """Tell whether a last marker of some length ends a block with these other two.

    The three should agree; a slip of one character is forgiven once there was a divider. So
    markers that are two characters longer or shorter protect what looks like a marker inside.
    """
    return ended == length or (_near(ended, length) and _near(divider, length))


def _near(run: int, length: int) -> bool:
    return run > 0 and abs(run - length) <= 1


def halves(lines: Sequence[str], length: int) -> tuple[str, str] | str:
    """Return what a block quotes and what replaces it, or a sentence that says what is wrong.

    The divider has the length of the first marker, or is off by one where none has that.
    """
    runs = [(at, divides(line)) for at, line in enumerate(lines)]
    exact = [at for at, run in runs if run == length]
    candidates = exact or [at for at, run in runs if _near(run, length)]
    if not candidates:
        return "it has no ======= line between what is quoted and what replaces it"
    if len(candidates) > 1:
        return (
            "it has several ======= lines, so what is quoted is not clear; longer or shorter "
            "markers than the lines inside would make it so"
        )
    at = candidates[0]
    return text_of(lines[:at]), text_of(lines[at + 1 :])


def text_of(lines: Iterable[str]) -> str:
    """Return lines as text, each ended by LF."""
    return "".join(f"{line}\n" for line in lines)


def write(edits: Iterable[SearchReplace]) -> str:
    """Return edits as the blocks a model would write; the reader gives the same edits back."""
    return "".join(_block(edit) for edit in edits)


def _block(edit: SearchReplace) -> str:
    content = (edit.search + edit.replace).split("\n")
    taken = {run for line in content for run in (opens(line), divides(line), ends(line))}
    safe = (size for size in (7, 9, 5) if not {size - 1, size, size + 1} & taken)
    length = next(safe, next((size for size in (7, 9, 8, 6, 5) if size not in taken), 7))
    ticks = max((len(run) for line in content for run in re.findall("`{3,}", line)), default=2)
    fence = "`" * (ticks + 1)
    lines = (
        f"{edit.reason}\n\n" if edit.reason else "",
        f"{edit.path}\n{fence}\n{'<' * length} SEARCH\n",
        edit.search,
        f"{'=' * length}\n",
        edit.replace,
        f"{'>' * length} REPLACE\n{fence}\n\n",
    )
    return "".join(lines)
