"""Sign: one thing about a change that a person should know before taking it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pairtui.proposal import FileChange, Hunk, Present
from pairtui.review.lines import line_starts


@dataclass(frozen=True, slots=True)
class Sign:
    """What was seen in a change, in one sentence without a full stop, and where.

    `says` holds names and words of the change as they are: it is for `visible` before it is shown.
    `start` to `end` are offsets in `old + new` of the hunk, both 0 where it is about all of it.
    `care` tells the signs that keep a change out of a bulk take from those that only inform.
    """

    name: str
    says: str
    hunk: str
    start: int = 0
    end: int = 0
    care: bool = True


@dataclass(frozen=True, slots=True)
class Looked:
    """A change that is looked at, in its file and among all the files of its proposal."""

    change: FileChange
    hunk: Hunk
    among: tuple[FileChange, ...] = ()

    @property
    def path(self) -> str:
        """Return the path of the file: the new one for a change that renames it."""
        return self.hunk.to if self.hunk.kind == "rename" else self.change.path

    def sign(
        self, name: str, says: str, spot: tuple[int, int] | None = None, *, care: bool = True
    ) -> Sign:
        """Return a sign of this change; `spot` are offsets in its new bytes."""
        size = len(self.hunk.old)
        start, end = (spot[0] + size, spot[1] + size) if spot else (0, 0)
        return Sign(name, says, self.hunk.id, start, end, care)

    def line(self, offset: int) -> int:
        """Return the line, from 1, of an offset in the new bytes.

        It counts from where the change begins in the file as it was.
        """
        return self._first + self.hunk.new.count(b"\n", 0, offset)

    @property
    def _first(self) -> int:
        base = self.change.base.data if isinstance(self.change.base, Present) else b""
        return bisect_right(_starts(base), self.hunk.start) if base else 1


@lru_cache(maxsize=8)
def _starts(data: bytes) -> list[int]:
    starts = line_starts(data)
    return [*starts, len(data)] if data.endswith(b"\n") else starts


def lines_with(data: bytes, words: Iterable[bytes]) -> list[tuple[int, int]]:
    """Return from where to where each line is that holds one of some words, in order."""
    found: set[tuple[int, int]] = set()
    for word in words:
        at = data.find(word)
        while at >= 0:
            end = data.find(b"\n", at)
            end = len(data) if end < 0 else end
            found.add((data.rfind(b"\n", 0, at) + 1, end))
            at = data.find(word, end)
    return sorted(found)


@lru_cache(maxsize=4096)
def parts(path: str) -> tuple[str, ...]:
    """Return the parts of a path as a system may read them: no case, no dots or spaces at the end.

    Windows drops what is at the end, and Apple's file system reads over what cannot be seen.
    """
    read = "".join(letter for letter in path.casefold() if letter not in UNREAD)
    folded = (part.rstrip(". ") for part in read.split("/"))
    return tuple(part for part in folded if part)


UNREAD = "".join(map(chr, (*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070))))
UNREAD += "\ufeff"


def first_few(names: list[str], most: int = 3) -> str:
    """Return some names in one phrase: "one, two, “three or so” and 4 more"."""
    cut = [name if len(name) <= LONG else f"{name[: LONG - 1]}…" for name in names[:most]]
    cut = [f"“{name}”" if " " in name else name for name in cut]
    more = len(names) - most
    return ", ".join(cut) + (f" and {more} more" if more > 0 else "")


LONG = 60
"""Characters of a name that are said."""


def count_of(count: int, noun: str) -> str:
    """Return a count with its noun: "1 line", "4 lines"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
