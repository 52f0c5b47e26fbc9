"""Diff head: the lines of a unified diff that name a file, and what they say happens to it.

`---` and `+++` as POSIX has them, and the extended headers that git puts before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairtui.formats.envelope import LIMIT, pathlike
from pairtui.formats.paths import alike, bare, git_path, pair
from pairtui.formats.read_events import Malformed
from pairtui.formats.search_replace import text_of

CANNOT = {
    "deletes": "it deletes a file, which cannot be proposed yet",
    "renames": "it renames a file, which cannot be proposed yet",
    "copies": "it copies a file, which cannot be proposed yet",
    "mode": "it changes the mode of a file, which cannot be proposed yet",
    "binary": "it changes binary data, which cannot be proposed",
    "link": "it makes a symbolic link, which cannot be proposed",
}
_DROPPED = frozenset(("deletes", "copies", "binary", "link"))
_OLD = re.compile(r"(?:\*\*|`)?--- (?P<path>.*\S.*)")
_NEW = re.compile(r"(?:\*\*|`)?\+\+\+ (?P<path>.*\S.*)")
_GIT = re.compile(r"diff --git (?P<paths>\S.*)")
_EXTENDED = (
    ("deletes", re.compile(r"deleted file mode \d+")),
    ("link", re.compile(r"new file mode 120000")),
    ("makes", re.compile(r"new file mode \d+")),
    ("mode", re.compile(r"new mode \d+")),
    ("renames", re.compile(r"rename to .+")),
    ("copies", re.compile(r"copy to .+")),
    ("binary", re.compile(r"Binary files .+|GIT binary patch")),
    ("", re.compile(r"index [0-9a-fA-F]+\.\..*|(?:dis)?similarity index .*|old mode \d+")),
    ("", re.compile(r"(?:rename|copy) from .+")),
)


def old_name(line: str) -> str:
    """Return the path a `--- path` line names, or ""."""
    return _named(_OLD, line)


def new_name(line: str) -> str:
    """Return the path a `+++ path` line names, or ""."""
    return _named(_NEW, line)


def git_line(line: str) -> bool:
    """Tell whether a line is the first that git writes for a file."""
    return len(line) <= LIMIT and _GIT.fullmatch(line) is not None


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
    its hunks are not for reading.
    """

    def __init__(self, path: str = "", known: Sequence[str] = ()) -> None:
        self.path = path
        self.creates = False
        self.named = bool(path)
        self.told = False
        self.dropped = False
        self.lines: list[str] = []
        self._known = known
        self._old = ""
        self._marked_new = False

    @property
    def empty_file(self) -> bool:
        """Tell whether it makes a file, and would do so without any hunk."""
        return self._marked_new and not self.dropped

    def take(self, line: str) -> list[Malformed] | None:
        """Take a line; return what cannot be proposed by it, or None where it is not of a head."""
        if git_line(line):
            self.path = git_path(line.removeprefix("diff --git "))
        elif old := old_name(line):
            self._old = old
        elif self._old and (new := new_name(line)):
            self.lines.append(line)
            return self._name(self._old, new)
        elif len(line) <= LIMIT and self.lines and (what := _extended(line)) is not None:
            self.lines.append(line)
            return self._extend(what, line)
        else:
            return None
        self.lines.append(line)
        return []

    def _extend(self, what: str, line: str) -> list[Malformed]:
        if what == "makes":
            self.creates = self._marked_new = True
            what = "mode" if line.endswith("755") else ""
        return self._refuse(what) if what else []

    def _name(self, old: str, new: str) -> list[Malformed]:
        self.named = True
        names = pair(old, new, self._known)
        told = self.told
        self.path = names.path
        self.creates = self.creates or names.what == "makes"
        return self._refuse(names.what) if names.what in CANNOT and not told else []

    def _refuse(self, what: str) -> list[Malformed]:
        self.told = True
        self.dropped = self.dropped or what in _DROPPED
        return [Malformed(self.path, CANNOT[what], text_of(self.lines))]


def _named(header: re.Pattern[str], line: str) -> str:
    found = header.fullmatch(line) if len(line) <= LIMIT else None
    return bare(found["path"]) if found else ""


def _extended(line: str) -> str | None:
    if len(line) > LIMIT:
        return None
    return next((what for what, header in _EXTENDED if header.fullmatch(line)), None)
