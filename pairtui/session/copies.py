"""Copies: a text of a review written into a new file, outside the repository and over nothing."""

from __future__ import annotations

import asyncio
import os
from itertools import count
from pathlib import Path

from pairtui.repo.git import Repo

PREFIX = "pairtui-"
ONLY_OURS = 0o600
"""Permissions of such a file: a text that was not published yet is the person's own."""


class Copies:
    """Write copies beside the repository; in it only a save writes."""

    def __init__(self, repo: Repo) -> None:
        self._folders = tuple(map(Path, (repo.root, repo.git_dir, repo.common_dir)))

    def proposed(self, name: str) -> str:
        """Return a path in the person's home that nothing has yet, for a copy of this name."""
        home = Path.home()
        stem, dot, end = f"{PREFIX}{name}".partition(".")
        names = (f"{stem}{f'-{number}' if number > 1 else ''}{dot}{end}" for number in count(1))
        free = next(name for name in names if not os.path.lexists(home / name))
        return str(home / free)

    async def write(self, path: str, data: bytes) -> str:
        """Make a file of these bytes; return why not in a few words, or nothing.

        The path is a whole one, or begins with `~`.
        """
        return await asyncio.to_thread(self._write, path.strip(), data)

    def _write(self, path: str, data: bytes) -> str:
        try:
            goal = Path(path).expanduser()
        except RuntimeError:  # of a person nobody knows
            return "there is no such home"
        if not goal.is_absolute():
            return "a whole path is wanted, such as ~/name or /tmp/name"
        try:
            place = goal.parent.resolve(strict=True) / goal.name
            if any(place.is_relative_to(folder.resolve()) for folder in self._folders):
                return "this is in the repository; there only a save writes"
            made = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OURS)
        except FileExistsError:
            return "there is something of this name already, and it stays"
        except (OSError, ValueError) as error:
            return f"nothing was written: {getattr(error, 'strerror', '') or error}"
        return fill(made, str(place), data)


def fill(made: int, path: str, data: bytes) -> str:
    """Write all bytes into a file just made, or take it away again; return why, or nothing."""
    try:
        with os.fdopen(made, "wb") as file:
            file.write(data)
    except OSError as error:
        Path(path).unlink(missing_ok=True)
        return f"nothing was written: {error.strerror}"
    return ""
