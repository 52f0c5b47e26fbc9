"""Inverse: the changes that lead back from what was written to what was there before."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from pairtui.landing import LandedFile
from pairtui.proposal import Absent, Hunk, Present
from pairtui.review.lines import cut_lines
from pairtui.review.result import EXECUTABLE, PLAIN, FileResult


def inverses(files: Iterable[LandedFile]) -> tuple[FileResult, ...]:
    """Return the results that undo written files, by whole lines.

    For a file that was made, it comes to no bytes at all. The two halves of a renamed file make
    one result, which leads from the new path to the old one.
    """
    by_path = {file.path: file for file in files}
    old = {
        path: file
        for path, file in by_path.items()
        if file.other in by_path and isinstance(file.after, Absent)
    }
    return tuple(
        _inverse(file, old.get(file.other)) for path, file in by_path.items() if path not in old
    )


def _inverse(file: LandedFile, old: LandedFile | None) -> FileResult:
    base, goal = file.after, old.before if old else file.before
    now, wanted = (b"" if isinstance(one, Absent) else one.data for one in (base, goal))
    mode = next((one.mode for one in (goal, base) if isinstance(one, Present)), 0)
    changes = pieces(file.path, now, wanted)
    if isinstance(base, Present) and isinstance(goal, Present) and (base.mode ^ goal.mode) & 0o100:
        to = EXECUTABLE if goal.mode & 0o100 else PLAIN
        hunk = Hunk("back-mode", file.path, 0, 0, b"", b"", kind="mode", to=to)
        changes = ((hunk, b""), *changes)
    return FileResult(file.path, base, wanted, mode, changes, old.path if old else "")


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
