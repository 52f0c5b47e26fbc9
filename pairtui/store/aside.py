"""Aside: a damaged database is put beside the new one under a dated name, never removed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

WITH = ("-wal", "-shm", "")
"""What belongs to a database; the log first, for a new database must never find an old log."""
Which = tuple[int, int]
"""Which file it is, whatever its name."""


def which(path: Path) -> Which | None:
    """Return which file stands at a path now, or None."""
    try:
        facts = path.lstat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def set_aside(path: Path, damaged: Which | None, now: float) -> Path | None:
    """Put a damaged database aside and return its new path; `now` in seconds since the epoch.

    None if it is not that one any more: another process has put it aside. Raises OSError.
    """
    with alone(path.parent):
        if damaged is None or which(path) != damaged:
            return None
        there = _free(path, now)
        for ending in WITH:
            part = Path(f"{path}{ending}")
            if part.exists():
                part.rename(f"{there}{ending}")
        return there


def _free(path: Path, now: float) -> Path:
    name = f"{path}.damaged-{datetime.fromtimestamp(now, UTC):%Y%m%d-%H%M%S}"
    there, count = Path(name), 1
    while any(Path(f"{there}{ending}").exists() for ending in WITH):
        count += 1
        there = Path(f"{name}-{count}")
    return there


@contextmanager
def alone(folder: Path) -> Iterator[int]:
    """Keep other processes from making or putting aside files in a folder; yields it, opened."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield held
    finally:
        os.close(held)
