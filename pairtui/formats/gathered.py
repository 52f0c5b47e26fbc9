"""Gathered: the lines of a text as they come, held as a few long pieces.

A list of lines costs some sixty bytes for each of them; a text of short lines would be held many
times over.
"""

from __future__ import annotations

from collections.abc import Iterator

_FEW = 500
"""Lines that are held one by one before they become a piece."""


class Gathered:
    """Lines in their order, each without its end."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._fresh: list[str] = []
        self._size = 0

    @property
    def size(self) -> int:
        """Return how many characters the text has so far."""
        self._pack()
        return self._size

    def add(self, line: str) -> None:
        """Take the next line."""
        self._fresh.append(line)
        if len(self._fresh) >= _FEW:
            self._pack()

    def lines(self) -> Iterator[str]:
        """Yield every line."""
        for piece in self._pieces:
            yield from piece[:-1].split("\n")
        yield from self._fresh

    def without(self, indent: str) -> Gathered:
        """Return the lines without an indentation that all of them have, but for blank ones."""
        if not indent or not all(one.startswith(indent) or not one.strip() for one in self.lines()):
            return self
        bare = Gathered()
        for line in self.lines():
            bare.add(line.removeprefix(indent))
        return bare

    def last(self, count: int) -> list[str]:
        """Return the last few lines, or all if there are fewer."""
        self._pack()
        tail = "".join(self._pieces[-count:])
        return tail[:-1].split("\n")[-count:] if tail else []

    def text(self) -> str:
        """Return the lines as text, each ended by LF; it is held in one piece from then on."""
        self._pack()
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def _pack(self) -> None:
        if self._fresh:
            self._fresh.append("")
            self._pieces.append("\n".join(self._fresh))
            self._size += len(self._pieces[-1])
            self._fresh = []
