"""Place: a private folder for what is kept, and a file in it that is no one else's."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pairtui.landing import JournalFault
from pairtui.store.aside import WITH, alone

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class StoreFault(JournalFault):
    """What cannot be kept or read now, in a sentence for a person."""


class NewerStore(StoreFault):
    """It was written by a newer version of the program, and is left as it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to keep things in; `parents` says that those above it may be made, too."""

    folder: Path
    parents: bool = False


def places(repository: str, state: Path) -> tuple[Place, ...]:
    """Return where a repository's store may lie: in its git folder, else in the user's own.

    `repository` is the common git folder, so that all work trees of it share one store.
    """
    name = hashlib.sha256(os.fsencode(repository)).hexdigest()[:16]
    return Place(Path(repository) / "pairtui"), Place(state / "stores" / name, parents=True)


def prepare(place: Place) -> None:
    """Make the folder of a place, for its owner alone; raises StoreFault.

    A symbolic link is never followed: a repository from elsewhere could bring one along.
    """
    folder = place.folder
    try:
        if place.parents:
            folder.parent.mkdir(0o700, parents=True, exist_ok=True)
        try:
            folder.mkdir(0o700)
        except FileExistsError:
            facts = _check_folder(folder)
            if stat.S_IMODE(facts.st_mode) & 0o077:
                folder.chmod(0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise StoreFault(f"{folder} is read-only.")
    except OSError as error:
        raise StoreFault(f"{folder} cannot be used: {_why(error)}.") from error


def make_file(path: Path, fill: Callable[[Path], None]) -> None:
    """Make a file for its owner alone where there is none; raises StoreFault.

    It is filled under another name, so that it is never seen half made. One that is there has to be
    a file of one's own, and not a link to one.
    """
    try:
        if os.path.lexists(path):
            _check_file(path)
            return
        with alone(path.parent) as folder:
            if not os.path.lexists(path):
                _make_file(path, fill)
                os.fsync(folder)
    except OSError as error:
        raise StoreFault(f"{path} cannot be used: {_why(error)}.") from error


def _make_file(path: Path, fill: Callable[[Path], None]) -> None:
    fresh = Path(f"{path}.new")
    for ending in WITH:
        Path(f"{fresh}{ending}").unlink(missing_ok=True)  # of a process that was killed here
    file = os.open(fresh, _NEW, 0o600)
    try:
        fill(fresh)
        os.fsync(file)
        fresh.rename(path)
    finally:
        os.close(file)
        for ending in WITH:
            Path(f"{fresh}{ending}").unlink(missing_ok=True)


def holds(place: Place, name: str) -> bool:
    """Tell whether a file is kept in a place, having made and changed nothing; raises StoreFault.

    As in `prepare`, nothing is looked for behind a link, or among what is someone else's.
    """
    path = place.folder / name
    try:
        _check_folder(place.folder)
        _check_file(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StoreFault(f"{path} cannot be read: {_why(error)}.") from error
    return True


def _check_file(path: Path) -> None:
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid():
        raise StoreFault(f"{path} is not a file of yours.")


def _check_folder(folder: Path) -> os.stat_result:
    facts = folder.lstat()
    if stat.S_ISLNK(facts.st_mode):
        raise StoreFault(f"{folder} is a symbolic link, which is not followed.")
    if not stat.S_ISDIR(facts.st_mode):
        raise StoreFault(f"{folder} is not a folder.")
    if facts.st_uid != os.geteuid():
        raise StoreFault(f"{folder} belongs to someone else.")
    return facts


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
