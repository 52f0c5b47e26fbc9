"""Hold: which process has a session open, told by a lock that ends with the process."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

_LOCK = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class Hold:
    """One session that this process has open, until `release`."""

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file

    def release(self) -> None:
        """Let go of the session."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(self._file)


def hold(folder: Path, session: str) -> Hold | None:
    """Take hold of a session, or return None if another process has it open; raises OSError.

    A process id would not do: it outlives a crash as a zombie, and comes again after a restart.
    """
    path = folder / f"open-{session}"
    file = os.open(path, _LOCK, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    except OSError:
        os.close(file)
        raise
    if not _still_there(path, file):
        # Who had it let go, and took the file away, between our opening and locking it.
        os.close(file)
        return None
    return Hold(path, file)


def _still_there(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False
