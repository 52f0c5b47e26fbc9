"""Bits and rows: what one line of the review shows, and which bytes of which change that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from rich.cells import cell_len

from pairtui.review.visible import visible

TAB = 4
"""Cells to the next stop of a tab, as the review shows it."""

Look: TypeAlias = Literal[
    "same",  # as it was
    "cut",  # goes away
    "added",  # comes in
    "cut-word",  # the words that go away in a line that stays
    "added-word",  # the words that come in in a line that stays
    "muted",  # the program's own small print
    "strong",  # the program's own words that matter
    "warn",  # what cannot be taken, and why
    "taken",
    "rejected",
    "edited",
]
Kind: TypeAlias = Literal["code", "prose", "fold", "decided", "note", "blank", "head"]


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of one row that looks the same all through.

    `text` is what is shown and `raw` what it stands for; they differ where a character was made
    visible. `at` are the offsets in `old + new` of the hunk at which `raw` stands: one where it
    was cut or added, two where it is in both, none where it is no part of a change. `escaped` says
    that it is one character that cannot be seen, written out.
    """

    text: str
    look: Look = "same"
    raw: str = ""
    hunk: str = ""
    at: tuple[int, ...] = ()
    escaped: bool = False

    @property
    def width(self) -> int:
        """Return how many cells of the terminal it takes."""
        return width(self.text)

    @property
    def plain(self) -> bool:
        """Tell whether it shows its characters one by one as they are, so it can be cut."""
        return self.text == self.raw or not self.raw

    def cut(self, chars: int) -> tuple[Bit, Bit]:
        """Return it in two parts, the first of so many characters; only for a plain one."""
        size = len(encoded(self.raw[:chars]))
        head = replace(self, text=self.text[:chars], raw=self.raw[:chars])
        rest = tuple(place + size for place in self.at)
        return head, replace(self, text=self.text[chars:], raw=self.raw[chars:], at=rest)


@dataclass(frozen=True, slots=True)
class Source:
    """The lines a row of code is one of, so that it can be coloured knowing those before it."""

    name: str
    lines: tuple[bytes, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the review.

    `hunks` are the changes it shows something of. `sign` is the margin's; `old` and `new` are line
    numbers from 1, 0 for none. `other` is what stands beside it, in the right one of two columns.
    `comment` is the number of the one it shows.
    """

    kind: Kind
    bits: tuple[Bit, ...] = ()
    hunks: tuple[str, ...] = ()
    sign: str = ""
    old: int = 0
    new: int = 0
    comment: int = 0
    source: Source | None = field(default=None, compare=False, repr=False)
    other: Row | None = None

    @property
    def text(self) -> str:
        """Return all of it as one string, without the margin."""
        return "".join(bit.text for bit in self.bits)

    @property
    def width(self) -> int:
        """Return how many cells its text takes, or the wider one of two."""
        mine = sum(bit.width for bit in self.bits)
        return mine if self.other is None else max(mine, self.other.width)


def halves(row: Row) -> tuple[Row, ...]:
    """Return a row as the ones that stand in each column, or itself where there is one column."""
    return (row,) if row.other is None else (replace(row, other=None), row.other)


Line: TypeAlias = tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """What a click does on some cells of a line: a key of the review by its id, or go to a file."""

    start: int
    end: int
    binding: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Ends:
    """A line with something at its left and something at its right end.

    The `buttons` are in what is at the left.
    """

    left: Line
    right: Line = ()
    buttons: tuple[Button, ...] = ()


def encoded(text: str) -> bytes:
    """Return the bytes some shown text stands for; lone surrogates are the bytes they hide."""
    return text.encode("utf-8", "surrogateescape")


def width(text: str) -> int:
    """Return how many cells of the terminal a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def spans(row: Row, left: int = 0, right: int | None = None) -> Iterator[tuple[str, int, int]]:
    """Yield what a row shows between two columns: hunk, and from where to where in `old + new`.

    A line end is shown where the end of the row is.
    """
    column = 0
    for bit in row.bits:
        start, column = column, column + bit.width
        if not bit.at or not bit.raw:
            continue
        if right is None or (start >= left and column <= right):
            shown = bit
        elif column <= left or start >= right or not bit.plain:
            continue
        else:
            shown = _between(bit, left - start, right - start)
        size = len(encoded(shown.raw))
        for place in shown.at:
            yield bit.hunk, place, place + size


def _between(bit: Bit, left: int, right: int) -> Bit:
    first = fitting(bit.text, left) + (0 if left <= 0 else _cut_short(bit.text, left))
    last = fitting(bit.text, right)
    return bit.cut(last)[0].cut(first)[1] if first < last else replace(bit, raw="", at=())


def _cut_short(text: str, cells: int) -> int:
    """Return 1 where the character at this column begins before it, so that half of it shows."""
    return int(width(text[: fitting(text, cells)]) < cells)


def fitting(text: str, cells: int) -> int:
    """Return how many characters of a text fit into so many cells."""
    if cells <= 0:
        return 0
    if text.isascii():
        return min(cells, len(text))
    low, high = 0, min(len(text), cells * 4)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle]) <= cells else (low, middle - 1)
    return low


def bits_of(
    text: str, look: Look, hunk: str = "", at: tuple[int, ...] = (), column: int = 0
) -> Iterator[Bit]:
    """Yield the bits that show a text without line ends, safely: tabs as spaces, the unseen seen.

    `column` is where it begins, for the tab stops.
    """
    for made, raw, escaped in _shown(text):
        shown = " " * (TAB - column % TAB) if raw == "\t" else made
        yield Bit(shown, look, raw, hunk, at, escaped)
        column += width(shown)
        size = len(encoded(raw))
        at = tuple(place + size for place in at)


def words(text: str, look: Look = "muted") -> tuple[Bit, ...]:
    """Return the bits that show words which are no part of a change, made safe."""
    return tuple(
        Bit(shown.replace("\t", " ").replace("\n", "⏎"), look, escaped=escaped)
        for shown, _raw, escaped in _shown(text)
    )


@lru_cache(maxsize=4096)
def _shown(text: str) -> tuple[tuple[str, str, bool], ...]:
    """Return a text as it is shown: (shown, what it stands for, whether it was made visible)."""
    if text.isascii() and text.isprintable():
        return ((text, text, False),) if text else ()
    found: list[tuple[str, str, bool]] = []
    place = 0
    for span in visible(text):
        if span.escaped:  # one span for each such character
            found.append((span.text, text[place], True))
            place += 1
            continue
        found += [(piece, piece, False) for piece in re.split(r"(\t)", span.text) if piece]
        place += len(span.text)
    return tuple(found)
