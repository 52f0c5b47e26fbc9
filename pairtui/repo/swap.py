"""Swap: put one file in the place of another in a single step, and back again if need be."""

from __future__ import annotations

import contextlib
import errno
import os
import stat

from pairtui.proposal import Absent, FileState, Present
from pairtui.repo.files import read_in
from pairtui.repo.folders import (
    Folders,
    Unusable,
    drop_folders,
    folder,
    look,
    make_folders,
    name_of,
)
from pairtui.repo.git import Repo
from pairtui.repo.journal import Point, beside, unwatched

FRESH = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
AGAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}
"""How file systems say that they cannot give a file a second name."""
MOVED_ON = "it changed on disk in the meantime"


class Swap:
    """One file's way from `before` to `after`: prepare, sync, check, swap, settle, compare, clean.

    Each step raises OSError or Unusable; `go_back` is right after any of them. `here` is the file's
    folder, opened; the files of one folder share it, and one of them settles for all. `made` are
    the folders made for it, `links` how many names the old file had. `exact` says that a file made
    anew has the permission bits of `after`, whatever the umask. The names of what is made beside
    the file follow from the `operation`.
    """

    def __init__(
        self,
        repo: Repo,
        path: str,
        before: Present | Absent,
        after: Present | Absent,
        operation: str,
        *,
        exact: bool = False,
        point: Point = unwatched,
    ) -> None:
        self.path = path
        self.before = before
        self.after = after
        self.made: tuple[str, ...] = ()
        self.links = 1
        self._exact = exact
        self._beside = beside(operation, path)
        self._point = point
        self._repo = repo
        self._name = name_of(path)
        self.here = -1
        self._fresh = ""
        self._spare = ""
        self._swapped = False

    def prepare(self, folders: Folders, like: str = "") -> None:
        """Make the new file beside the old one, and give the old one a second name.

        A new file may be made like that of another path.
        """
        self._point(f"prepare {self.path}")
        if isinstance(self.before, Absent):
            self.made = make_folders(self._repo, self.path)
        self.here = folders.of(self.path)
        self.check()
        self._may_write()
        facts = look(self.here, self._name)
        if isinstance(self.after, Present):
            with folder(self._repo, like) if like else contextlib.nullcontext(self.here) as there:
                self._write_fresh(self.after, there, name_of(like) or self._name)
        if facts is not None:
            self.links = facts.st_nlink
            self._keep(facts)

    def sync(self) -> None:
        """Wait until the disk has the new file.

        Once all are written this is quick: a journaling file system takes them all with the first.
        """
        if not self._fresh:
            return
        self._point(f"sync {self.path}")
        file = os.open(self._fresh, AGAIN, dir_fd=self.here)
        try:
            os.fsync(file)
        finally:
            os.close(file)

    def check(self) -> None:
        """Raise Unusable unless the file is still, byte for byte, what it must be."""
        self._point(f"check {self.path}")
        if self._now() != self.before:
            raise Unusable(MOVED_ON)

    def swap(self) -> None:
        """Make the change, in one step that happens wholly or not at all."""
        self._point(f"swap {self.path}")
        if isinstance(self.after, Absent):
            os.unlink(self._name, dir_fd=self.here)
        elif isinstance(self.before, Absent):
            self._fresh = self._fresh if self._appear(self._fresh) else ""
        else:
            os.rename(self._fresh, self._name, src_dir_fd=self.here, dst_dir_fd=self.here)
            self._fresh = ""
        self._swapped = True

    def settle(self) -> None:
        """Wait until the disk has what happened in the folder."""
        self._point(f"sync folder {self.path}")
        os.fsync(self.here)

    def compare(self, found: FileState) -> None:
        """Raise Unusable if what was read back by its full path is not what was written."""
        if found != self.after:
            raise Unusable("what was read back is not what was written")

    def go_back(self) -> bool:
        """Put the old file back and remove what was made; tell whether the old one is there."""
        back = True
        if self._swapped:
            try:
                self._swap_back()
            except (OSError, Unusable):
                back = False
        self._drop(self._fresh)
        if back:
            self._drop(self._spare)
        if self.here >= 0:
            with contextlib.suppress(OSError):
                os.fsync(self.here)
        drop_folders(self._repo, self.made)
        return back

    def clean(self) -> None:
        """Remove the second names of both files; what is written stays."""
        with contextlib.suppress(OSError):
            self._point(f"clean {self.path}")
        self._drop(self._fresh)
        self._drop(self._spare)

    def _now(self) -> FileState:
        return read_in(self.here, self._name)

    def _may_write(self) -> None:
        """Refuse what the person protected, though renaming would get around it."""
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=self.here):
            raise Unusable("its folder is read-only")
        if isinstance(self.before, Present) and not os.access(
            self._name, os.W_OK, dir_fd=self.here
        ):
            raise Unusable("it is read-only")

    def _write_fresh(self, after: Present, there: int, name: str) -> None:
        facts = look(there, name)
        own = facts is not None or self._exact
        asked = 0o600 if own else (0o777 if after.mode & 0o100 else 0o666)
        self._point(f"write {self.path}")
        self._fresh, file = self._open_fresh(".tmp", asked)
        try:
            _write(file, after.data)
            if facts is not None:
                _dress(file, facts, there, name)
            if own:
                os.fchmod(file, after.mode)
            self.after = Present(after.data, stat.S_IMODE(os.fstat(file).st_mode))
        finally:
            os.close(file)

    def _open_fresh(self, ending: str, mode: int) -> tuple[str, int]:
        name = f"{self._beside}{ending}"
        return name, os.open(name, FRESH, mode, dir_fd=self.here)

    def _keep(self, facts: os.stat_result) -> None:
        """Give the old file a second name, or a copy where the file system has no such thing."""
        self._point(f"keep {self.path}")
        name = f"{self._beside}.old"
        try:
            os.link(
                self._name,
                name,
                src_dir_fd=self.here,
                dst_dir_fd=self.here,
                follow_symlinks=False,
            )
            self._spare = name
        except OSError as error:
            if error.errno not in NO_LINKS or not isinstance(self.before, Present):
                raise
            self._spare, file = self._open_fresh(".old", 0o600)
            try:
                _write(file, self.before.data)
                _dress(file, facts, self.here, self._name)
                os.fchmod(file, self.before.mode)
                os.fsync(file)
            finally:
                os.close(file)

    def _appear(self, name: str) -> bool:
        """Give a file its name where there is none; unlike a rename this never replaces one.

        Tells whether the file keeps its other name as well.
        """
        try:
            os.link(
                name,
                self._name,
                src_dir_fd=self.here,
                dst_dir_fd=self.here,
                follow_symlinks=False,
            )
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            os.rename(name, self._name, src_dir_fd=self.here, dst_dir_fd=self.here)
            return False
        return True

    def _swap_back(self) -> None:
        if self._now() != self.after:
            raise Unusable(MOVED_ON)
        if isinstance(self.before, Absent):
            os.unlink(self._name, dir_fd=self.here)
        elif isinstance(self.after, Absent):
            self._spare = self._spare if self._appear(self._spare) else ""
        else:
            os.rename(self._spare, self._name, src_dir_fd=self.here, dst_dir_fd=self.here)
            self._spare = ""
        self._swapped = False

    def _drop(self, name: str) -> None:
        if name:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=self.here)


def words(error: OSError) -> str:
    """Return what the system says about a failure, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return error.strerror or "the system refused"


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _dress(file: int, facts: os.stat_result, here: int, name: str) -> None:
    """Give a new file the owner and the attributes of a file with a name in an open folder."""
    fresh = os.fstat(file)
    if (fresh.st_uid, fresh.st_gid) != (facts.st_uid, facts.st_gid):
        try:
            os.fchown(file, facts.st_uid, facts.st_gid)
        except OSError as error:
            raise Unusable("it would change its owner, which is not you") from error
    _copy_attributes(here, name, file)


def _copy_attributes(here: int, name: str, file: int) -> None:
    """Copy the extended attributes; those that only the system may set are left to it."""
    if not hasattr(os, "listxattr"):
        return
    old = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
    try:
        for attribute in os.listxattr(old):
            if attribute.startswith(("user.", "system.posix_acl_")):
                os.setxattr(file, attribute, os.getxattr(old, attribute))
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
    finally:
        os.close(old)
