"""Sorted lines: a table of lines, each with a key before its first tab, searched where it lies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mmap import mmap

Buffer: TypeAlias = "bytes | mmap"
_BLOCK = 1 << 14
"""Bytes between two places whose keys are kept in memory."""


class SortedLines:
    """Lines of a buffer from `low` to `high`, sorted by what stands before their first tab.

    Each ends with LF, and one stands before the first. Only a key every so many bytes is read
    beforehand, so that a table of many megabytes takes a few kilobytes of memory.
    """

    def __init__(self, data: Buffer, low: int, high: int) -> None:
        self._data, self._low, self._high = data, low, high
        self._keys: list[bytes] = []
        self._at: list[int] = []
        at = low
        while at < high:
            self._keys.append(data[at : data.find(b"\t", at, high)])
            self._at.append(at)
            at = data.find(b"\n", min(at + _BLOCK, high - 1), high) + 1

    def having(self, key: bytes) -> Iterator[bytes]:
        """Yield the lines with this key."""
        yield from self._from(key + b"\t", key)

    def beginning(self, start: bytes) -> Iterator[bytes]:
        """Yield the lines whose keys begin so, in order."""
        yield from self._from(start, start)

    def all(self) -> Iterator[bytes]:
        """Yield every line."""
        yield from self._from(b"", b"")

    def _from(self, start: bytes, key: bytes) -> Iterator[bytes]:
        first = max(bisect_left(self._keys, key) - 1, 0)
        if first >= len(self._at):
            return
        after = bisect_right(self._keys, start + b"\xff" * 8)
        end = self._at[after] if after < len(self._at) else self._high
        at = self._data.find(b"\n" + start, self._at[first] - 1, end) + 1
        while 0 < at < end and self._data[at : at + len(start)] == start:
            stop = self._data.find(b"\n", at, self._high)
            yield self._data[at:stop]
            at = stop + 1
