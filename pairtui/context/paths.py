"""Paths: all files of a repository, made once to be found by what a person types of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

MOST = 50
"""How many paths are offered at most."""
FEW = 12
"""How many are offered that only hold the letters in order: what comes later is a guess."""


class Paths:
    """The files and the folders they lie in; a folder's path ends with a slash.

    They are searched as one text, the shortest path first, so that a key costs milliseconds with
    50,000 files: the first that are found are the best.
    """

    def __init__(self, files: Sequence[str]) -> None:
        self.files = tuple(files)
        self._files = frozenset(self.files)
        self._folders = frozenset(_folders(self.files))
        self._every = sorted((*self._files, *self._folders), key=lambda path: (len(path), path))
        folded = [path.casefold() for path in self._every]
        self._text = "\n" + "\n".join(folded) + "\n"
        self._starts = [1]
        for path in folded:
            self._starts.append(self._starts[-1] + len(path) + 1)
        self._lettered: tuple[str, tuple[str, ...]] = ("", ())
        """Letters, and all paths that hold them, so that a letter more is looked for in these."""

    def __contains__(self, path: str) -> bool:
        """Tell whether this is the whole path of a file."""
        return path in self._files

    def folder(self, path: str) -> bool:
        """Tell whether this is the path of a folder that holds files; "./" is the top one."""
        return path in self._folders or (path == "./" and bool(self.files))

    def ending(self, end: str) -> tuple[str, ...]:
        """Return the files whose path ends with these whole names, or folders for "name/"."""
        last = f"/{end}"
        if not end:
            return ()
        among = sorted(self._folders) if end.endswith("/") else self.files
        return tuple(path for path in among if path.endswith(last))

    def complete(self, prefix: str) -> tuple[str, ...]:
        """Return the files and folders that may be meant, best first.

        First those whose path continues the prefix, then those whose name does, then those that
        hold it; where there are none, those that hold its letters in order. The shortest are first.
        """
        wanted = prefix.casefold()
        if not self._every or "\n" in wanted or any(letter not in self._text for letter in wanted):
            return ()
        literal = re.escape(wanted)
        by_name = (f"\n{literal}", f"/{literal}[^/\n]*/?\n", literal)
        found = self._found(by_name, MOST + 1) if wanted in self._text else self._by_letters(wanted)
        return tuple(path for path in found if not (path == prefix and path.endswith("/")))[:MOST]

    def _by_letters(self, wanted: str) -> tuple[str, ...]:
        """Return the paths that hold these letters in order."""
        begun, known = self._lettered
        if begun and wanted.startswith(begun):  # then it is one of those that were all there are
            found = tuple(path for path in known if _holds(path.casefold(), wanted))
        else:
            # Possessive, so that each line is read once.
            letters = "".join(f"[^\n{re.escape(one)}]*+{re.escape(one)}" for one in wanted)
            found = self._found((f"\n{letters}",), FEW)
        if len(found) < FEW:
            self._lettered = wanted, found
        return found

    def _found(self, patterns: Sequence[str], most: int) -> tuple[str, ...]:
        """Return the paths that the patterns match, those of an earlier one first."""
        found: dict[str, None] = {}
        for pattern in patterns:
            matching = self._matching(pattern)
            while len(found) < most and (path := next(matching, None)) is not None:
                found[path] = None
        return tuple(found)

    def _matching(self, pattern: str) -> Iterator[str]:
        """Yield each path in which a pattern begins or to which it leads, in order."""
        matched = re.compile(pattern)
        at = 0
        while at < len(self._text) - 1 and (found := matched.search(self._text, at)):
            # A newline in front belongs to the line before.
            start = found.start() + (self._text[found.start()] == "\n")
            place = bisect_right(self._starts, start) - 1
            yield self._every[place]
            at = self._starts[place + 1] - 1


def _holds(folded: str, wanted: str) -> bool:
    letters = iter(folded)
    return all(letter in letters for letter in wanted)


def _folders(files: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        at = path.rfind("/")
        while at >= 0 and path[: at + 1] not in found:
            found.add(path[: at + 1])
            at = path.rfind("/", 0, at)
    return found
