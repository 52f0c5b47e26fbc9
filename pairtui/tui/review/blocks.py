"""Blocks: the pieces a page of the review is stacked from, each of a known height.

A block makes its rows when they are asked for, so that a change of 200,000 lines costs what is
shown of it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Protocol

from pairtui.proposal import Hunk
from pairtui.review.lines import body, cut_lines
from pairtui.review.visible import show_bytes
from pairtui.review.words import marked
from pairtui.tui.review.bits import Bit, Look, Row, Source, bits_of, words
from pairtui.tui.review.labels import lines

MARKED_LINES = 200
"""Changes of more lines than this get no word marks: no one reads words there."""


class Block(Protocol):
    """Some rows that belong together; `key` names them as long as they mean the same."""

    @property
    def key(self) -> str:
        """Return the name that a place on the screen is found again by."""

    @property
    def height(self) -> int:
        """Return how many rows there are."""

    def row(self, index: int) -> Row:
        """Return one of the rows, from 0."""

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of a change, or None where it is not here."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that were all made beforehand; of prose, `begin` is their first byte of the file."""

    key: str
    rows: tuple[Row, ...]
    begin: int = -1

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def row(self, index: int) -> Row:
        """Return one of the rows, from 0."""
        return self.rows[index]

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of a change, or the first that shows any of it."""
        first = None
        for index, row in enumerate(self.rows):
            if hunk not in row.hunks:
                continue
            first = index if first is None else first
            for bit in row.bits:
                size = len(bit.raw.encode("utf-8", "surrogateescape"))
                if bit.hunk == hunk and any(at <= offset < at + size for at in bit.at):
                    return index
        return first


@dataclass(frozen=True, slots=True)
class Same:
    """Lines of the file that stay, from `first` up to `last` counted from 0.

    `further` is by how many lines they will be further down, which is shown where they stand
    `beside` themselves, in two columns.
    """

    key: str
    base: bytes
    first: int
    last: int
    further: int = 0
    beside: bool = False

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return self.last - self.first

    def row(self, index: int) -> Row:
        """Return one of the rows, from 0."""
        number = self.first + index
        every = lines(self.base)
        text = show_bytes(body(every[number]))
        source = Source("base", every, number)
        row = Row("code", tuple(bits_of(text, "same")), old=number + 1, source=source)
        if not self.beside:
            return row
        return replace(row, other=replace(row, old=0, new=number + 1 + self.further))

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return None: nothing of a change is here."""
        return None


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of code: what goes away, then what comes in, after the rows of `above`.

    `most` is how many of its lines are shown; None for all. `ended` says that a line end which
    stays comes behind it.
    """

    hunk: Hunk
    new: bytes
    first_old: int
    first_new: int
    above: tuple[Row, ...] = ()
    marks: bool = True
    most: int | None = None
    ended: bool = False

    @property
    def key(self) -> str:
        """Return the name that a place on the screen is found again by."""
        return self.hunk.id

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        count = len(lines(self.hunk.old)) + len(lines(self.new))
        return len(self.above) + (count if self.most is None else min(count, self.most))

    def row(self, index: int) -> Row:
        """Return one of the rows, from 0."""
        if index < len(self.above):
            return self.above[index]
        index -= len(self.above)
        old = lines(self.hunk.old)
        if index < len(old):
            row = self._line(old, index, "cut")
            return replace(row, sign="-", old=self.first_old + index)
        index -= len(old)
        row = self._line(lines(self.new), index, "added")
        return replace(row, sign="+", new=self.first_new + index)

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of the change, or None for another change."""
        if hunk != self.hunk.id:
            return None
        size = len(self.hunk.old)
        if offset < size or self.height == len(self.above):
            at = bisect_right(_ends(self.hunk.old), offset)
            if self.most is not None and at >= self.most:
                return None
            return min(len(self.above) + at, max(self.height - 1, 0))
        at = len(lines(self.hunk.old)) + bisect_right(_ends(self.new), offset - size)
        return min(len(self.above) + at, self.height - 1)

    def _line(self, every: tuple[bytes, ...], index: int, look: Look) -> Row:
        old = look == "cut"
        data = self.hunk.old if old else self.new
        ends = _ends(data)
        place = ends[index] - len(every[index]) + (0 if old else len(self.hunk.old))
        mixed = mixed_ends(self.hunk.old, self.new)
        # The bytes a human wrote are no part of what was proposed, so they are never "not shown".
        tracked = old or self.new == self.hunk.new
        bits = self._bits(every[index], index, look, place if tracked else -1, mixed=mixed)
        name = "old" if old else "new"
        source = Source(f"{self.hunk.id}{name}", every, index)
        return Row("code", tuple(bits), (self.hunk.id,), source=source)

    def _bits(self, line: bytes, index: int, look: Look, place: int, *, mixed: bool) -> list[Bit]:
        text = show_bytes(line.removesuffix(b"\n") if mixed else body(line))
        end = show_bytes(line)[len(text) :]
        pieces: tuple[tuple[str, bool], ...] = ((text, False),)
        if self.marks and not mixed:
            sides = _word_marks(self.hunk.old, self.new)
            side = sides[0 if look == "cut" else 1] if sides else ()
            if index < len(side) and "".join(piece for piece, _ in side[index]) == text:
                pieces = side[index]
        bits: list[Bit] = []
        column = 0
        emphasis: Look = "cut-word" if look == "cut" else "added-word"
        for piece, changed in pieces:
            at = (place,) if place >= 0 else ()
            made = list(bits_of(piece, emphasis if changed else look, self.hunk.id, at, column))
            bits += made
            column += sum(bit.width for bit in made)
            place += len(piece.encode("utf-8", "surrogateescape")) if place >= 0 else 0
        if end:
            bits.append(Bit("", look, end, self.hunk.id, (place,) if place >= 0 else ()))
        elif not self.ended:
            bits += words("  (no line end)")
        return bits


@lru_cache(maxsize=1024)
def _ends(data: bytes) -> list[int]:
    """Return the offset after each line."""
    return list(accumulate(len(line) for line in lines(data)))


@lru_cache(maxsize=1024)
def mixed_ends(old: bytes, new: bytes) -> bool:
    """Tell whether line ends differ within a change, so that they have to be shown."""
    crlf = old.count(b"\r\n") + new.count(b"\r\n")
    return 0 < crlf < old.count(b"\n") + new.count(b"\n")


Marks = tuple[tuple[tuple[str, bool], ...], ...]


@lru_cache(maxsize=1024)
def _word_marks(old: bytes, new: bytes) -> tuple[Marks, Marks] | None:
    """Return each line of both sides as pieces, with whether the piece changed; None for no marks.

    Lines are paired one by one where there are as many of both, else the texts are compared whole.
    """
    before, after = cut_lines(old), cut_lines(new)
    if not before or not after or len(before) + len(after) > MARKED_LINES:
        return None
    if len(before) == len(after):
        pairs = [
            marked(show_bytes(body(one)), show_bytes(body(two)))
            for one, two in zip(before, after, strict=True)
        ]
        sides = [
            tuple(
                tuple((piece.text, piece.kind != "same") for piece in pair if piece.kind != other)
                for pair in pairs
            )
            for other in ("added", "cut")
        ]
        return _calm(sides[0]), _calm(sides[1])
    pieces = marked(show_bytes(old).replace("\r\n", "\n"), show_bytes(new).replace("\r\n", "\n"))
    cut = _by_line(
        [(piece.text, piece.kind != "same") for piece in pieces if piece.kind != "added"]
    )
    added = _by_line(
        [(piece.text, piece.kind != "same") for piece in pieces if piece.kind != "cut"]
    )
    return _calm(cut), _calm(added)


def _by_line(pieces: list[tuple[str, bool]]) -> Marks:
    rows: list[list[tuple[str, bool]]] = [[]]
    for text, changed in pieces:
        first, *rest = text.split("\n")
        if first:
            rows[-1].append((first, changed))
        rows += [[(part, changed)] if part else [] for part in rest]
    return tuple(tuple(row) for row in rows)


def _calm(side: Marks) -> Marks:
    """Return the marks without those of lines that changed all through: their sign says it."""
    return tuple(
        row
        if any(not changed and text.strip() for text, changed in row)
        else tuple((text, False) for text, _ in row)
        for row in side
    )
