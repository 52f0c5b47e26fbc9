"""Files: what a path is right now, and which files there are."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable

from pairtui.proposal import Absent, FileState, Present, Refused
from pairtui.repo.folders import Missing, Unusable, folder, look, name_of
from pairtui.repo.git import Repo
from pairtui.repo.names import objection

LIMIT = 2_000_000
"""The largest file, in bytes, that is read for a model or a review."""
OURS = re.compile(r"(^|/)\.pairtui-[0-9a-f]{16}\.(tmp|old)$")
"""What a save that was killed may have left behind; nobody means it with an @."""
POINTER = b"version https://git-lfs.github.com/spec/v1\n"
"""How the small file begins that Git LFS keeps in the place of a large one (its docs/spec.md)."""
REGULAR = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def read(repo: Repo, path: str) -> FileState:
    """Return what a path is: its bytes, absent (and could be made), or refused with the reason.

    Reasons are as in "it is binary". The path is relative to the root; RepoError if the root
    itself is gone.
    """
    return _read_folder(repo, [path])[path]


def read_all(repo: Repo, paths: Iterable[str]) -> dict[str, FileState]:
    """Return what each path is, as `read` does, walking to each folder once."""
    folders: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        folders.setdefault(path[: len(path) - len(name_of(path))], []).append(path)
    found: dict[str, FileState] = {}
    for inside in folders.values():
        found |= _read_folder(repo, inside)
    return found


def names_in(repo: Repo, path: str) -> tuple[str, ...]:
    """Return the names in a folder, sorted; none where there is no such folder, or only a link."""
    try:
        with folder(repo, f"{path}/x") as here:
            return tuple(sorted(os.listdir(here)))  # noqa: PTH208 - pathlib lists no open folder
    except (Missing, Unusable, OSError):
        return ()


def _read_folder(repo: Repo, paths: list[str]) -> dict[str, FileState]:
    """Return what some paths of one folder are."""
    found: dict[str, FileState] = {}
    for path in paths:
        reason = objection(path)
        if reason:
            found[path] = Refused(reason)
    rest = [path for path in paths if path not in found]
    if not rest:
        return found
    try:
        with folder(repo, rest[0]) as here:
            return found | {path: _read_named(here, name_of(path)) for path in rest}
    except Missing:
        return found | dict.fromkeys(rest, Absent())
    except Unusable as error:
        return found | dict.fromkeys(rest, Refused(error.reason))
    except OSError as error:
        return found | dict.fromkeys(rest, _unread(error))


def _read_named(here: int, name: str) -> FileState:
    try:
        return read_in(here, name)
    except OSError as error:
        return _unread(error)


def _unread(error: OSError) -> Refused:
    return Refused(f"it cannot be read: {error.strerror}")


def read_in(here: int, name: str) -> FileState:
    """Return what a name in an open folder is; OSError where the system does not let us look."""
    facts = look(here, name)
    if facts is None:
        return Absent()
    reason = _not_regular(facts.st_mode)
    if reason:
        return Refused(reason)
    if facts.st_size > LIMIT:
        return Refused("it is larger than 2 MB")
    file = os.open(name, REGULAR, dir_fd=here)
    try:
        # Between looking and opening something else may have taken its place.
        facts = os.fstat(file)
        reason = _not_regular(facts.st_mode)
        data = b"" if reason else _bytes(file, facts.st_size)
    finally:
        os.close(file)
    reason = reason or _unreadable(data)
    if reason:
        return Refused(reason)
    return Present(data, stat.S_IMODE(facts.st_mode))


def read_sent(path: str) -> FileState:
    """Return what a file is that the person names, wherever it lies; links are followed."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except FileNotFoundError:
        return Absent()
    except (OSError, ValueError) as error:
        return Refused(f"it cannot be read: {getattr(error, 'strerror', None) or error}")
    with os.fdopen(file, "rb") as stream:
        facts = os.fstat(file)
        reason = _not_regular(facts.st_mode)
        data = b"" if reason else stream.read(LIMIT + 1)
    reason = reason or _unreadable(data)
    return Refused(reason) if reason else Present(data, stat.S_IMODE(facts.st_mode))


def same_text(repo: Repo, data: bytes) -> tuple[str, ...]:
    """Return the files that hold exactly these bytes, of those `list_files` names."""
    found: list[str] = []
    for path in list_files(repo):
        try:
            size = os.lstat(f"{repo.root}/{path}").st_size
        except OSError:
            continue
        state = read(repo, path) if size == len(data) else Absent()
        if isinstance(state, Present) and state.data == data:
            found.append(path)
    return tuple(found)


def list_files(repo: Repo, below: str = "") -> tuple[str, ...]:
    """Return the regular files that are tracked or untracked, sorted, without the ignored ones.

    `below` is a folder whose files alone are meant. Names that are not UTF-8 come with surrogate
    escapes, as `os.fsdecode` makes them.
    """
    within = ("--", below) if below else ()
    listed = repo.look("ls-files", "-z", "--cached", "--others", "--exclude-standard", *within)
    names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
    return tuple(
        sorted(
            name
            for name in names
            if not (objection(name) or OURS.search(name)) and _exists(repo, name)
        )
    )


def _exists(repo: Repo, path: str) -> bool:
    try:
        facts = os.lstat(f"{repo.root}/{path}")
    except OSError:
        return False
    return stat.S_ISREG(facts.st_mode)


def _bytes(file: int, size: int) -> bytes:
    """Return what is in an open file, as far as the limit and one byte more.

    It has so many bytes, unless it is being written.
    """
    parts = [os.read(file, min(size, LIMIT) + 1)]
    while parts[-1] and sum(map(len, parts)) <= LIMIT:
        parts.append(os.read(file, 1 << 14))
    return b"".join(parts)


def _not_regular(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISLNK(mode):
        return "it is a symbolic link"
    if stat.S_ISDIR(mode):
        return "it is a folder"
    return "it is not a regular file"


def _unreadable(data: bytes) -> str:
    if len(data) > LIMIT:
        return "it is larger than 2 MB"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it is UTF-16 text, and only UTF-8 can be reviewed"
    if b"\0" in data:
        return "it is binary"
    if data.startswith(POINTER):
        return "it is a Git LFS pointer: the file itself is not here"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    return ""
