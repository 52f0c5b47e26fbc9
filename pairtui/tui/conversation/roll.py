"""Roll: everything said, by the row: set where one looks, and until then only guessed at.

A long talk is thousands of pieces, and a resumed one holds answers that nobody has read again yet.
Neither is set in lines before it comes near the screen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from textual.strip import Strip

from pairtui.tui.conversation.pieces import FOLDED, Past, Piece, gap

KEPT = 6_000
"""Rows whose lines are kept, about; those of others are set again where one looks."""


@dataclass(slots=True)
class Slot:
    """A place in the roll: what was said, how high it is, and its lines once it was looked at.

    `exact` says that the height is no guess, `folded` that it is folded if it is long, `growing`
    that more of it comes, `long` that it can be folded.
    """

    told: Piece | Past
    height: int
    folded: bool = False
    growing: bool = False
    lines: list[Strip] | None = None
    exact: bool = False
    long: bool = False


Setter: TypeAlias = Callable[[Piece, Slot], list[Strip]]
"""Sets the piece of a slot in lines."""


class Roll:
    """Pieces one below the other, counted by the row from 0.

    A height that turns out to be another one moves what is below it; `look` is asked from where
    one stands, and says where that is afterwards.
    """

    def __init__(self, setter: Setter) -> None:
        self._setter = setter
        self._slots: list[Slot] = []
        self._starts = [0]
        self._width = 0
        self._kept = 0

    def __len__(self) -> int:
        return len(self._slots)

    def __getitem__(self, number: int) -> Slot:
        return self._slots[number]

    @property
    def height(self) -> int:
        """Return how many rows there are, as far as is known."""
        return self.start(len(self._slots))

    def start(self, number: int) -> int:
        """Return the first row of a slot."""
        starts = self._starts
        while len(starts) <= number:
            starts.append(starts[-1] + self._slots[len(starts) - 1].height)
        return starts[number]

    def at(self, row: int) -> int:
        """Return the slot a row is in, the last one for a row below all; there must be one."""
        self.start(len(self._slots))
        # Of several that begin here, all but the last are empty.
        return max(0, min(bisect_right(self._starts, row), len(self._slots)) - 1)

    # Putting in

    def put(self, first: int, told: Iterable[Piece], *, growing: bool = False) -> None:
        """Put these in the place of all from `first` on; the last piece may be still growing."""
        for slot in self._slots[first:]:
            self._kept -= len(slot.lines or ())
        del self._slots[first:], self._starts[first + 1 :]
        self._slots += [
            Slot(one, _guess(one, self._width), folded=one.kind in FOLDED) for one in told
        ]
        if growing:
            self._slots[-1].growing = True

    def load(self, past: Iterable[Past]) -> None:
        """Put these at the end, not to be set before one looks there; the last is not folded."""
        self._slots += [Slot(one, _guess(one, self._width), folded=True) for one in past]
        if self._slots:
            self._slots[-1].folded = False

    def fold(self, number: int, *, folded: bool) -> None:
        """Fold a piece, or open it."""
        slot = self._slots[number]
        if slot.folded != folded:
            slot.folded = folded
            self._forget(number, exact=False)

    def set_width(self, width: int) -> None:
        """Take another width, or other looks: nothing is set any more."""
        self._width = width
        for slot in self._slots:
            slot.lines, slot.exact, slot.height = None, False, _guess(slot.told, width)
        self._starts = [0]
        self._kept = 0

    # Looking

    def look(self, number: int, above: int, below: int) -> int:
        """Set what is within so many rows above and below the beginning of a slot.

        Return the slot's number, which is another one where turns before it came to be pieces.
        """
        at, rows = number, 0
        while at < len(self._slots) and rows < below:
            self.tell(at)
            rows += self._set(at)
            at += 1
        at, rows = number, 0
        while at > 0 and rows < above:
            more = self.tell(at - 1)
            number, at = number + more, at + more - 1
            rows += self._set(at)
        return number

    def tell(self, number: int) -> int:
        """Put the pieces of a turn of before in its place; return how many more slots that are."""
        slot = self._slots[number]
        if isinstance(slot.told, Piece):
            return 0
        pieces = [
            Slot(one, _guess(one, self._width), folded=slot.folded or one.kind in FOLDED)
            for one in slot.told.tell()
        ]
        self._slots[number : number + 1] = pieces
        del self._starts[number + 1 :]
        return len(pieces) - 1

    def lines(self, number: int) -> list[Strip]:
        """Return the lines of a piece, which are set now if they are not."""
        self._set(number)
        return self._slots[number].lines or []

    def row(self, row: int) -> Strip | None:
        """Return the line of a row; None where nothing is, or nothing is set."""
        if not 0 <= row < self.height:
            return None
        number = self.at(row)
        slot = self._slots[number]
        if slot.lines is None and slot.exact:
            self._set(number)
        return slot.lines[row - self.start(number)] if slot.lines is not None else None

    def let_go(self, first: int, last: int) -> None:
        """Keep the lines of slots `first` to `last`, and of others if there are not too many."""
        if self._kept < KEPT:
            return
        for number in (*range(max(first, 0)), *range(last + 1, len(self._slots))):
            self._forget(number, exact=self._slots[number].exact)

    # Inside

    def _set(self, number: int) -> int:
        """Set a piece in lines, unless it is; return its height."""
        slot = self._slots[number]
        if slot.lines is None and self._width and isinstance(slot.told, Piece):
            before = self._slots[number - 1].told if number else None
            lines = self._setter(slot.told, slot)
            slot.lines = [Strip([]), *lines] if lines and gap(before, slot.told) else lines
            slot.exact = True
            self._kept += len(slot.lines)
            if slot.height != len(slot.lines):
                slot.height = len(slot.lines)
                del self._starts[number + 1 :]
        return slot.height

    def _forget(self, number: int, *, exact: bool) -> None:
        slot = self._slots[number]
        self._kept -= len(slot.lines or ())
        slot.lines, slot.exact = None, exact


def _guess(told: Piece | Past, width: int) -> int:
    """Return about how many rows something takes; no more is needed to scroll towards it."""
    width = max(width, 1)
    return 1 + sum(text.count("\n") + len(text) // width for text in told.texts)
