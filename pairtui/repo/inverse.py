"""Inverse: the changes that lead back from what was written to what was there before."""

from __future__ import annotations

from difflib import SequenceMatcher

from pairtui.landing import LandedFile
from pairtui.proposal import Absent, Hunk
from pairtui.review.lines import cut_lines
from pairtui.review.result import FileResult


def inverse(file: LandedFile) -> FileResult:
    """Return the result that undoes a written file, by whole lines.

    For a file that was made, it comes to no bytes at all.
    """
    old = b"" if isinstance(file.before, Absent) else file.before.data
    mode = file.after.mode if isinstance(file.before, Absent) else file.before.mode
    return FileResult(file.path, file.after, old, mode, pieces(file.path, file.after.data, old))


def pieces(path: str, now: bytes, goal: bytes) -> tuple[tuple[Hunk, bytes], ...]:
    """Return the changes of whole lines that lead from one text to another."""
    lines, wanted = cut_lines(now), cut_lines(goal)
    head = _same(lines, wanted)
    tail = _same(lines[head:][::-1], wanted[head:][::-1])
    lines, wanted = lines[head : len(lines) - tail], wanted[head : len(wanted) - tail]
    starts = [len(b"".join(cut_lines(now)[:head]))]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for tag, low, high, first, last in SequenceMatcher(
        None, lines, wanted, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            new = b"".join(wanted[first:last])
            old_bytes = b"".join(lines[low:high])
            hunk = Hunk(f"back-{low}", path, starts[low], starts[high], old_bytes, new)
            found.append((hunk, new))
    return tuple(found)


def _same(one: list[bytes], other: list[bytes]) -> int:
    """Return how many lines are the same at the beginning of both."""
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count
