"""Recover: how far a save came that did not end, told from the files as they are now; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from pairtui.landing import LandedFile
from pairtui.proposal import Absent, FileState, Present

Fate: TypeAlias = Literal["not applied", "applied", "other"]
_RUNS = 0o100


def fates(files: Sequence[LandedFile], now: Mapping[str, FileState]) -> dict[str, Fate]:
    """Return what became of each file, by path; one that was not looked at is "other"."""
    return {file.path: fate(file, now.get(file.path)) for file in files}


def fate(file: LandedFile, now: FileState | None) -> Fate:
    """Return whether a file holds what was to be written, what was there before, or neither.

    A file that was to stay as it was counts as applied.
    """
    if now == file.after or _made(file.before, file.after, now):
        return "applied"
    return "not applied" if now == file.before else "other"


def _made(before: FileState, after: FileState, now: FileState | None) -> bool:
    """Tell whether a new file is there; which of its permissions others have is up to the umask."""
    return (
        isinstance(before, Absent)
        and isinstance(after, Present)
        and isinstance(now, Present)
        and now.data == after.data
        and (now.mode ^ after.mode) & _RUNS == 0
    )
