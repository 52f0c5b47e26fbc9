"""Folders: walk from the root to a file's folder, one name at a time, never through a link.

A path that is checked and then opened can be swapped in between; a folder held open cannot.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection, Iterator

from pairtui.repo.git import Repo
from pairtui.repo.names import objection

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Unusable(Exception):
    """A path that will not be read or written; `reason` is as in "it is a folder"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Missing(Exception):
    """A folder on the way does not exist."""


def name_of(path: str) -> str:
    """Return the last name of a path."""
    return path.rpartition("/")[2]


def folders_of(path: str) -> tuple[str, ...]:
    """Return the path of each folder on the way to a file, from the top: a/b/c gives a, a/b."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[: end + 1]) for end in range(len(parts)))


def missing(repo: Repo, path: str) -> tuple[str, ...]:
    """Return the folders that have to be made for a path, outermost first."""
    return tuple(step for step in folders_of(path) if not os.path.lexists(f"{repo.root}/{step}"))


@contextlib.contextmanager
def folder(repo: Repo, path: str) -> Iterator[int]:
    """Open the folder a file lies in, and yield its descriptor.

    Raises Missing where the folder does not exist, and Unusable where the path must not be used.
    """
    reason = objection(path)
    if reason:
        raise Unusable(reason)
    repo.check()
    here = os.open(repo.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in path.split("/")[:-1]:
            below = _step(here, part)
            os.close(here)
            here = below
        yield here
    finally:
        os.close(here)


class Folders:
    """The folders that files lie in, each opened once and held until all is done."""

    def __init__(self, repo: Repo, until: contextlib.ExitStack) -> None:
        self._repo = repo
        self._until = until
        self._open: dict[str, int] = {}

    def of(self, path: str) -> int:
        """Return the folder of a file, opened; raises as `folder` does."""
        reason = objection(path)
        if reason:
            raise Unusable(reason)
        above = path.rpartition("/")[0]
        if above not in self._open:
            self._open[above] = self._until.enter_context(folder(self._repo, path))
        return self._open[above]


def look(here: int, name: str) -> os.stat_result | None:
    """Return the facts about a name in an open folder, not following links, or None."""
    try:
        return os.stat(name, dir_fd=here, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return None


def make_folders(repo: Repo, path: str) -> tuple[str, ...]:
    """Make the folders a file needs and return those that were made, outermost first.

    Raises Unusable where the path must not be used, and OSError where it cannot be done; then
    nothing that was made stays.
    """
    made: list[str] = []
    try:
        for step in folders_of(path):
            with folder(repo, step) as here:
                if look(here, name_of(step)) is None:
                    os.mkdir(name_of(step), dir_fd=here)
                    made.append(step)
                    os.fsync(here)
    except (OSError, Unusable):
        drop_folders(repo, made)
        raise
    return tuple(made)


def drop_folders(repo: Repo, made: list[str] | tuple[str, ...]) -> None:
    """Remove folders again, innermost first, as far as they are empty."""
    for step in reversed(made):
        with contextlib.suppress(OSError, Unusable, Missing), folder(repo, step) as here:
            os.rmdir(name_of(step), dir_fd=here)


def emptied(repo: Repo, made: Collection[str], going: Collection[str]) -> tuple[str, ...]:
    """Return which of these folders, outermost first, are empty once some files have gone."""
    gone = set(going)
    for step in reversed(tuple(made)):
        try:
            with folder(repo, f"{step}/it") as here, os.scandir(here) as entries:
                names = [entry.name for entry in entries]
        except (OSError, Unusable, Missing):
            continue
        if all(f"{step}/{name}" in gone for name in names):
            gone.add(step)
    return tuple(step for step in made if step in gone)


def drop_emptied(repo: Repo, path: str) -> None:
    """Remove the folders that a file which went has left empty, as git itself does.

    The one that the program was started in stays, for a shell may be standing there too.
    """
    try:
        here = os.stat(os.curdir)  # noqa: PTH116  # the rest of this module is `os` too
    except OSError:
        return
    for step in reversed(folders_of(path)):
        try:
            with folder(repo, step) as above:
                facts = look(above, name_of(step))
                if facts is None or os.path.samestat(facts, here):
                    return
                os.rmdir(name_of(step), dir_fd=above)
        except (OSError, Unusable, Missing):
            return


def _step(here: int, part: str) -> int:
    facts = look(here, part)
    if facts is None:
        raise Missing
    if stat.S_ISLNK(facts.st_mode):
        raise Unusable("it lies behind a symbolic link")
    if not stat.S_ISDIR(facts.st_mode):
        raise Unusable("a file stands where its folder should be")
    below = os.open(part, FOLDER, dir_fd=here)
    if _is_repository(below):
        os.close(below)
        raise Unusable("it lies in another repository inside this one")
    return below


def _is_repository(here: int) -> bool:
    """Tell whether a folder is a repository of its own: a work tree, or bare."""
    if look(here, ".git") is not None:
        return True
    return all(look(here, name) is not None for name in ("HEAD", "objects", "refs"))
