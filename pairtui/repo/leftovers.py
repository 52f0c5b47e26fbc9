"""Leftovers: what an operation that was killed has left beside files and among temporary ones."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterator

from pairtui.landing import Intent
from pairtui.repo.commit import aside
from pairtui.repo.folders import Missing, Unusable, folder, look, name_of
from pairtui.repo.git import Repo
from pairtui.repo.journal import beside

_TEXTS = re.compile(r"pairtui-texts-(\d{1,9})-")


def second_name(intent: Intent, path: str) -> str:
    """Return the path under which an operation keeps the old file while it writes the new one."""
    return f"{_above(path)}{beside(intent.id, path)}.old"


def leftovers(repo: Repo, intent: Intent) -> tuple[str, ...]:
    """Return the paths of what an operation has left beside the files it was to write."""
    found = []
    for path in _candidates(intent):
        with contextlib.suppress(OSError, Unusable, Missing), folder(repo, path) as here:
            if look(here, name_of(path)) is not None:
                found.append(path)
    return tuple(found)


def sweep(repo: Repo, intent: Intent, *, but: Collection[str] = ()) -> None:
    """Remove what an operation has left, as far as that can be done, but some of it."""
    for path in _candidates(intent):
        if path not in but:
            with contextlib.suppress(OSError, Unusable, Missing), folder(repo, path) as here:
                os.unlink(name_of(path), dir_fd=here)
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(aside(intent.id)) and _mine(entry):
                shutil.rmtree(entry.path, ignore_errors=True)


def sweep_texts() -> None:
    """Remove folders of texts for git to store that processes which are gone have left."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            made = _TEXTS.match(entry.name)
            if made and _mine(entry) and not _lives(int(made[1])):
                shutil.rmtree(entry.path, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no number of a process
        return True
    return True


def _candidates(intent: Intent) -> Iterator[str]:
    for file in intent.files:
        for ending in (".tmp", ".old"):
            yield f"{_above(file.path)}{beside(intent.id, file.path)}{ending}"


def _above(path: str) -> str:
    return path[: len(path) - len(name_of(path))]


def _mine(entry: os.DirEntry[str]) -> bool:
    facts = entry.stat(follow_symlinks=False)
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid()
