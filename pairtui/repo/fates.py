"""Fates: how far a save came that did not end, told from a file as it is now."""

from __future__ import annotations

from pairtui.landing import Fate, LandedFile
from pairtui.proposal import Absent, FileState, Present

RUNS = 0o100


def fate(file: LandedFile, now: FileState) -> Fate:
    """Return whether a file holds what was to be written, what was there before, or neither.

    A file that was to stay as it was counts as applied.
    """
    if now == file.after or _made(file.before, file.after, now):
        return "applied"
    return "not applied" if now == file.before else "other"


def _made(before: FileState, after: FileState, now: FileState) -> bool:
    """Tell whether a new file is there; which of its permissions others have is up to the umask."""
    return (
        isinstance(before, Absent)
        and isinstance(after, Present)
        and isinstance(now, Present)
        and now.data == after.data
        and (now.mode ^ after.mode) & RUNS == 0
    )
