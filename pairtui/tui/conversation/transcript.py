"""The transcript: everything said so far, and how words are found in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from textual.message import Message
from textual.strip import Strip

from pairtui.tui.conversation.pieces import Piece
from pairtui.tui.conversation.reader import Reader

if TYPE_CHECKING:
    from pairtui.tui.conversation.seek import Mark, Seek

SLICE = 0.008
"""Seconds that searching may keep a key waiting."""
PAUSE = 0.001
"""Seconds in which the keys have their turn."""
KEYS = "Enter next · ↑ before · Esc stays"

Hit: TypeAlias = tuple[int, int]
"""A place where the words stand: a slot, and which of its marks."""


class Transcript(Reader):
    """Show the conversation; look for words in slices beside the keys, from the cursor on."""

    DEFAULT_CSS = """
    Transcript {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 0 0;
    }
    """

    class FindAsked(Message):
        """The line is wanted in which the words are typed."""

    class FindEnded(Message):
        """The search is over."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own word
        super().__init__(id=id)
        self._seek: Seek | None = None
        self._hit: Hit | None = None
        self._known: dict[int, tuple[list[Strip], tuple[Mark, ...]]] = {}
        self._finding = False

    def action_find(self) -> None:
        """Open the line in which the words are typed."""
        self._finding = True
        self.post_message(self.FindAsked())

    def look_for(self, words: str) -> None:
        """Look for other words, from the cursor on."""
        from pairtui.tui.conversation.seek import Seek  # noqa: PLC0415 - rarely needed

        self._seek = Seek(words) if words.strip() else None
        self._hit, self._known = None, {}
        self.refresh()
        self.look_for_next(1)

    def look_for_next(self, step: int) -> None:
        """Go to the next place where the words stand, or to the one before."""
        if self._seek is not None and len(self._roll):
            self._go_on(self._seek, self._places(self._seek, step))

    def stop_finding(self, *, back: bool) -> None:
        """End the search; the person stays at the place, and reads on there if `back`."""
        if not self._finding:  # the line says so once more where it loses the keys
            return
        self._finding = False
        self._seek, self._hit, self._known = None, None, {}
        if back:
            self.screen.set_focus(self)  # now, or the line's end hands the keys to another
        else:
            self._leave()
        self.post_message(self.FindEnded())
        self.refresh()

    def _leave(self) -> None:
        if not self._finding:
            super()._leave()

    def _go_on(self, seek: Seek, places: Iterator[Hit | None]) -> None:
        """Search for a moment, and go on once the keys have had their turn."""
        if seek is not self._seek:
            return
        until = perf_counter() + SLICE
        while perf_counter() < until:
            try:
                hit = next(places)
            except StopIteration:
                self.post_message(self.Remarked("nothing found · Esc stays"))
                return
            if hit is not None:
                self._hit = hit
                self._stand(self._roll.start(hit[0]) + self._marks(hit[0])[hit[1]][0][0])
                self.post_message(self.Remarked(KEYS))
                return
        self.set_timer(PAUSE, partial(self._go_on, seek, places))

    def _places(self, seek: Seek, step: int) -> Iterator[Hit | None]:
        """Yield places, and None after each piece without one; round the end, once."""
        number, row = self._cursor or (len(self._roll) - 1, 0)
        if self._hit is not None:
            index = self._hit[1] + step
        else:
            index = sum(mark[0][0] < row for mark in self._marks(number))
        if 0 <= index < len(self._marks(number)):
            yield number, index
        at, round_the_end = number + step, False
        while True:
            if not 0 <= at < len(self._roll):
                if round_the_end:
                    return
                at, round_the_end = 0 if step > 0 else len(self._roll) - 1, True
            if round_the_end and (at - (self._cursor or (0, 0))[0]) * step > 0:
                return
            told = self._roll[at].told
            if isinstance(told, Piece) or seek.perhaps(told.texts):
                more = self._tell(at)
                at += more if step < 0 else 0  # going back, its last piece comes first
                if marks := self._marks(at):
                    yield at, 0 if step > 0 else len(marks) - 1
            yield None
            at += step

    def _tell(self, number: int) -> int:
        """Put the pieces of a turn of before in its place; return how many more these are."""
        anchor = self._holding()
        more = self._roll.tell(number)
        if more:
            self._known = {}
            here, row, down = anchor
            self._settle((here + more * (number < here), row, down))
        return more

    def _marks(self, number: int) -> tuple[Mark, ...]:
        """Return the places in a piece; those that are painted are looked up once."""
        if self._seek is None:
            return ()
        lines = self._roll.lines(number)
        known = self._known.get(number)
        if known is None or known[0] is not lines:
            marks = self._seek.found([line.text for line in lines], self.size.width)
            known = self._known[number] = lines, marks
        return known[1]

    def _marked(self, strip: Strip, row: int) -> Strip:
        if self._seek is None:
            return super()._marked(strip, row)
        number = self._roll.at(row)
        row -= self._roll.start(number)
        for index, mark in enumerate(self._marks(number)):
            for at, start, end in mark:
                if at == row:
                    look = "hit" if (number, index) == self._hit else "found"
                    strip = self._styled(strip, start, end, self._looks[look])
        return strip
