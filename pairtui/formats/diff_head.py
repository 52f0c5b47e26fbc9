"""Diff head: the lines of a unified diff that name a file, and what they say happens to it.

`---` and `+++` as POSIX has them, and the extended headers that git puts before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pairtui.formats.envelope import LIMIT, pathlike
from pairtui.formats.paths import NOTHING, alike, bare, git_path, pair, prefixed, unprefixed
from pairtui.formats.read_events import Malformed
from pairtui.formats.search_replace import text_of
from pairtui.proposal import ChangeMode, Delete, Edit, Rename

_CANNOT = {
    "copies": "it copies a file, which cannot be proposed yet",
    "binary": "it changes binary data, which cannot be proposed",
    "link": "it makes a symbolic link, which cannot be proposed",
    "linked": "it changes a symbolic link, which cannot be proposed",
    "module": "it is about a submodule, which cannot be proposed",
    "renames": "its two names differ, and it is not certain that it renames a file",
}
_SEVERAL = "it says more than one of a file: that it is made, deleted or renamed"
_UNCLEAR = "its two names differ, so it is not clear which file it is for"
_HALF = "it renames a file, but gives only one of the two names"
_DISAGREE = "its names do not agree"
_OLD = re.compile(r"(?:\*\*|`)?--- (?P<path>.*\S.*)")
_NEW = re.compile(r"(?:\*\*|`)?\+\+\+ (?P<path>.*\S.*)")
_GIT = re.compile(r"diff --git (?P<paths>\S.*)")
_EXTENDED = (
    ("deletes", re.compile(r"deleted file mode (?P<said>[0-7]{3,6})")),
    ("makes", re.compile(r"new file mode (?P<said>[0-7]{3,6})")),
    ("mode", re.compile(r"new mode (?P<said>1[026]0[0-7]{3})")),
    ("was", re.compile(r"old mode (?P<said>1[026]0[0-7]{3})")),
    ("from", re.compile(r"rename from (?P<said>.+)")),
    ("to", re.compile(r"rename to (?P<said>.+)")),
    ("copies", re.compile(r"copy to (?P<said>.+)")),
    ("binary", re.compile(r"(?P<said>Binary files .+|GIT binary patch)")),
    ("", re.compile(r"(?P<said>index [0-9a-fA-F]+\.\..*|(?:dis)?similarity index .*)")),
    ("", re.compile(r"copy from (?P<said>.+)")),
)
_EXECUTABLE = ("755", "775", "777")


@lru_cache(maxsize=64)
def old_name(line: str) -> str:
    """Return the path a `--- path` line names, or ""."""
    return _named(_OLD, line) if "--- " in line else ""


def new_name(line: str) -> str:
    """Return the path a `+++ path` line names, or ""."""
    return _named(_NEW, line) if "+++ " in line else ""


def git_line(line: str) -> bool:
    """Tell whether a line is the first that git writes for a file."""
    begins = line.startswith("diff --git ") and len(line) <= LIMIT
    return begins and _GIT.fullmatch(line) is not None


def begins(line: str) -> bool:
    """Tell whether a line may be the first of a file; the lines after it settle that."""
    return git_line(line) or bool(old_name(line))


def continues(before: str, line: str) -> bool:
    """Tell whether a line may follow on another one of a file's head."""
    if old := old_name(before):
        new = new_name(line)
        return bool(new) and (alike(old, new) or (pathlike(old) and pathlike(new)))
    return bool(old_name(line)) or _extended(line) is not None


def settles(line: str) -> bool:
    """Tell whether a line that continues a head makes it one for certain."""
    return not old_name(line)


def one_file(old: str, new: str) -> bool:
    """Tell whether a `---` and a `+++` line are plainly the names of one file."""
    before, after = old_name(old), new_name(new)
    if not before or not after or not alike(before, after):
        return False
    return pathlike(before) or pathlike(after)


class Head:
    """What is known of the file whose hunks come next.

    `named` tells that its hunks may follow, `told` that something was said of it, `dropped` that
    its hunks are not for reading; `creates` and `deletes` that it makes the file, or removes it.
    """

    def __init__(self, path: str = "", known: Sequence[str] = ()) -> None:
        self.path = path
        self.creates = False
        self.deletes = False
        self.named = bool(path)
        self.told = False
        self.dropped = False
        self.lines: list[str] = []
        self._known = known
        self._old = self._new = self._git = ""
        self._from = self._to = ""
        self._one_name = False
        self._marked_new = False
        self._executable: bool | None = None

    @property
    def empty_file(self) -> bool:
        """Tell whether it makes a file, and would do so without any hunk."""
        return self._marked_new and not self.dropped

    @property
    def says(self) -> bool:
        """Tell whether it says of the file itself what happens to it."""
        modes = self._executable is not None
        return self._marked_new or self.deletes or bool(self._from or self._to) or modes

    @property
    def takes_hunks(self) -> bool:
        """Tell whether it is certain which file hunks would be for."""
        return self.named or self._one_name or bool(self._from)

    @property
    def wrong(self) -> str:
        """Return what is wrong with what it says of the file itself, as a sentence, or ""."""
        if self.creates + self.deletes + bool(self._from or self._to) > 1:
            return _SEVERAL
        if bool(self._from) != bool(self._to):
            return _HALF
        if not (self._agrees() if self._from else self._is_git() or not self.says):
            return _DISAGREE
        return "" if self.takes_hunks or not self.says else _UNCLEAR

    def may_name(self, old: str) -> bool:
        """Tell whether a `---` line with this name can be of this file, whose names are known."""
        known = self._from or (self._git if self._one_name else "")
        return not known or old == NOTHING or known in (old, unprefixed(old))

    def edits(self, reason: str) -> list[Edit]:
        """Return what it comes to besides its hunks: the file deleted, renamed, of another mode."""
        if self.deletes:
            return [Delete(self.path, reason)]
        found: list[Edit] = []
        old, new = self._renamed()
        if old != new:
            found.append(Rename(old, new, reason))
        if self._executable is not None and (self._executable or not self.creates):
            found.append(ChangeMode(self.path, self._executable, reason))
        return found

    def take(self, line: str) -> list[Malformed] | None:
        """Take a line; return what cannot be proposed by it, or None where it is not of a head."""
        if git_line(line):
            self.path, self._one_name = git_path(line.removeprefix("diff --git "))
            self._git = self.path
        elif old := old_name(line):
            self._old = old
        elif self._old and (new := new_name(line)):
            self.lines.append(line)
            return self._name(self._old, new)
        elif self.lines and (found := _extended(line)) is not None:
            self.lines.append(line)
            return self._extend(*found)
        else:
            return None
        self.lines.append(line)
        return []

    def _extend(self, what: str, said: str) -> list[Malformed]:
        if what in ("deletes", "makes", "mode", "was"):
            return self._mode(what, said)
        if what == "from":
            self._from = self.path = bare(said)
        elif what == "to":
            self._to = bare(said)
        elif what:
            return self._refuse(what)
        if self._from and self._to:
            self.path = self._renamed()[0]
        return []

    def _mode(self, what: str, said: str) -> list[Malformed]:
        if len(said) == 6 and said.startswith(("120", "160")):
            link = "link" if what == "makes" else "linked"
            return self._refuse("module" if said.startswith("160") else link)
        if what == "deletes":
            self.deletes = True
        elif what == "makes":
            self.creates = self._marked_new = True
        if what in ("makes", "mode"):
            self._executable = said.endswith(_EXECUTABLE)
        return []

    def _name(self, old: str, new: str) -> list[Malformed]:
        self.named = True
        self._new = new
        if self._from or self._to:
            return []
        names = pair(old, new, self._known)
        self.path = names.path
        self.creates = self.creates or names.what == "makes"
        self.deletes = self.deletes or names.what == "deletes"
        if names.what != "renames" or self.told:
            return []
        to = unprefixed(new)
        if prefixed(old, new) and names.path in self._known and to not in self._known:
            self._from, self._to = names.path, to
            return []
        return self._refuse(names.what)

    def _renamed(self) -> tuple[str, str]:
        """Return the two names of a renamed file; git puts no prefix before them, models may."""
        short = unprefixed(self._from)
        doubt = prefixed(self._from, self._to) and self._from not in self._known
        if doubt and short in self._known:
            return short, unprefixed(self._to)
        return self._from, self._to

    def _agrees(self) -> bool:
        """Tell whether `---` and `+++` name the files that are said to be renamed, if they do."""
        if not self._new:
            return True
        given, short = (self._old, self._new), (unprefixed(self._old), unprefixed(self._new))
        return (self._from, self._to) in (given, short)

    def _is_git(self) -> bool:
        """Tell whether the one file that the first line names is the one that all is said of."""
        return not self._one_name or unprefixed(self.path) == unprefixed(self._git)

    def _refuse(self, what: str) -> list[Malformed]:
        self.told = True
        self.dropped = self.dropped or what != "renames"
        return [Malformed(self.path, _CANNOT[what], text_of(self.lines))]


def _named(header: re.Pattern[str], line: str) -> str:
    found = header.fullmatch(line) if len(line) <= LIMIT else None
    return bare(found["path"]) if found else ""


def _extended(line: str) -> tuple[str, str] | None:
    """Return what an extended header says, and of what; None for any other line."""
    if len(line) > LIMIT:
        return None
    for what, header in _EXTENDED:
        if found := header.fullmatch(line):
            return what, found["said"]
    return None
