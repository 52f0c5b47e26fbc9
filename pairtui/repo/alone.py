"""Alone: only one process at a time saves or undoes in a work tree."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator

from pairtui.repo.git import Repo, RepoError

HELD = {errno.EWOULDBLOCK, errno.EACCES}


class Held(RepoError):
    """Another process is saving or undoing at this moment."""


@contextlib.contextmanager
def alone(repo: Repo) -> Iterator[None]:
    """Keep other processes of ours from changing this work tree meanwhile; raises Held at once.

    The system lets go when the process ends, however it ends, so that nothing stays locked. A
    file system that knows no such locks keeps nobody out; each step is compared all the same.
    """
    repo.check()
    folder = os.open(repo.git_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in HELD:
                raise Held(
                    "Another pairtui is saving or undoing here at this moment.",
                    "Nothing was changed. Wait for it, then try again.",
                ) from error
        yield
    finally:
        os.close(folder)
