"""Text: the lines of one file, found by their hashes, so that many edits can look for their place.

Very little is kept of a line, so that a large file costs little more than itself: where it begins,
a hash of eight bytes, and a mark that there is one. A run of lines is found as bytes are, by
searching all hashes for those of the run; one with a line that has no mark is nowhere.
"""

from __future__ import annotations

import itertools
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, overload

from pairtui.proposal import digest
from pairtui.review.lines import body, line_end

BOM = b"\xef\xbb\xbf"
HASH: Final = 8
"""Bytes of one hash."""

MARKS: Final = 16
"""Bits for one line: so few of all lines that are not there are searched for in vain."""


class Bodies(Sequence[bytes]):
    """The lines of a file without their ends, each cut out when it is asked for."""

    __slots__ = ("_data", "_starts")

    def __init__(self, data: bytes, starts: Sequence[int]) -> None:
        self._data, self._starts = data, starts

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[bytes]:
        """Yield all lines."""
        for low, high in itertools.pairwise(self._starts):
            yield body(self._data[low:high])

    @overload
    def __getitem__(self, at: int) -> bytes: ...

    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...

    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        """Return one line, or a list of some."""
        if isinstance(at, slice):
            return [self[line] for line in range(*at.indices(len(self)))]
        line = range(len(self))[at]
        return body(self._data[self._starts[line] : self._starts[line + 1]])


@dataclass(frozen=True, slots=True)
class Runs:
    """The hashes of all lines, one behind the other, and a bit set for each; `hashed` makes it.

    The hashes hold for this run of the program only.
    """

    hashes: bytes
    marks: bytes

    def find(self, wanted: Iterable[bytes], most: int = sys.maxsize) -> list[int]:
        """Return the first places (from 0) at which lines have these hashes; none for no lines."""
        run = array("q", map(hash, wanted))
        places: list[int] = []
        if not run or not all(map(self._marked, run)):
            return places
        sought = run.tobytes()
        at = self.hashes.find(sought)
        while at >= 0 and len(places) < most:
            beside = at % HASH
            if not beside:
                places.append(at // HASH)
            at = self.hashes.find(sought, at - beside + HASH)
        return places

    def _marked(self, number: int) -> bool:
        bit = number & (len(self.marks) * 8 - 1)
        return bool(self.marks[bit >> 3] >> (bit & 7) & 1)


def hashed(lines: Iterable[bytes]) -> Runs:
    """Return the hashes of lines, to look for runs of them; marked as in a Bloom filter."""
    numbers = array("q", map(hash, lines))
    marks = bytearray(1 << (len(numbers) * MARKS // 8).bit_length())
    mask = len(marks) * 8 - 1
    for number in numbers:
        bit = number & mask
        marks[bit >> 3] |= 1 << (bit & 7)
    return Runs(numbers.tobytes(), bytes(marks))


@dataclass(frozen=True, slots=True)
class Text:
    """A file's lines; a byte order mark before the first line belongs to none.

    `bodies` are the lines without their ends, `runs` finds them, `starts` has the offset of each
    line and, last, of the end. `head` is the length of the byte order mark, `end` the commonest
    line end.
    """

    data: bytes
    bodies: Bodies
    runs: Runs
    starts: Sequence[int]
    head: int
    end: bytes
    digest: str

    def __contains__(self, line: object) -> bool:
        """Tell whether something is one of the lines."""
        return isinstance(line, bytes) and bool(self.runs.find([line], 1))

    def ended(self, low: int, high: int, bodies: Sequence[bytes]) -> list[bytes]:
        """Return new lines for the place of lines `low` to `high`, each with its end.

        That is the end of the line it replaces, else of the one before, else the commonest.
        """
        last = self._end(low - 1) if low else b""
        ended: list[bytes] = []
        for at, new in enumerate(bodies, start=low):
            last = (self._end(at) if at < high else b"") or last or self.end
            ended.append(new + last)
        return ended

    def _end(self, at: int) -> bytes:
        return line_end(self.data[self.starts[at] : self.starts[at + 1]])


def cut_bodies(data: bytes) -> list[bytes]:
    """Return the lines of some bytes without their ends."""
    return list(Bodies(data, _starts(data, 0)))


@lru_cache(maxsize=8)
def indexed(data: bytes) -> Text:
    """Return the lines of a file, indexed; the last few files are remembered."""
    head = len(BOM) if data.startswith(BOM) else 0
    starts = _starts(data, head)
    bodies = Bodies(data, starts)
    return Text(data, bodies, hashed(bodies), starts, head, _commonest(data), digest(data))


def _starts(data: bytes, head: int) -> Sequence[int]:
    """Return where each line begins, and where the last one ends; only LF ends a line."""
    starts = array("I" if len(data) < 1 << 32 else "Q", [head])
    at = data.find(b"\n", head) + 1
    while at:
        starts.append(at)
        at = data.find(b"\n", at) + 1
    if starts[-1] < len(data):
        starts.append(len(data))
    return starts


def _commonest(data: bytes) -> bytes:
    """Return the commonest line end; of two that are equally common the first one."""
    crlf = data.count(b"\r\n")
    lf = data.count(b"\n") - crlf
    if crlf == lf:
        return line_end(data[: data.find(b"\n") + 1]) or b"\n"
    return b"\r\n" if crlf > lf else b"\n"
