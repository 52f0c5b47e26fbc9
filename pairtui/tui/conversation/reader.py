"""Reader: a cursor that goes through the conversation by rows, blocks and turns."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from pairtui.tui.conversation.paper import Anchor, Paper
from pairtui.tui.conversation.pieces import Past, Piece, PieceKind
from pairtui.tui.conversation.reading import READING_BINDINGS
from pairtui.tui.conversation.roll import Slot

if TYPE_CHECKING:
    from pairtui.tui.review.copied import Copied

ANSWER: frozenset[PieceKind] = frozenset({"prose", "fence", "table", "draft", "note", "ending"})
"""What an answer is made of; of these, `taken` leaves out what nobody said."""
READING = "n p turn · ] [ block · / find · o open · Y copy · Esc"
"""What the bar says when the keys come here."""


class Reader(Paper, can_focus=True):
    """Let the person read, fold and copy what was said; letters typed here do just that."""

    FOCUS_ON_CLICK = False
    BINDINGS: ClassVar[list[BindingType]] = list(READING_BINDINGS)

    @dataclass
    class Remarked(Message):
        """What the last key did, or why not."""

        says: str

    class Left(Message):
        """The prompt is to have the keys again."""

    @dataclass
    class CopyAsked(Message):
        """The sheet is wanted that writes a text into a file; `why` it is not simply copied."""

        copied: Copied
        why: str

    @dataclass
    class Handed(Message):
        """The terminal is to copy a text."""

        copied: Copied

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own word
        super().__init__(id=id)
        self._cursor: tuple[int, int] | None = None
        self._folded_to = 0
        self._handed: Copied | None = None

    # Coming and going

    def load(self, past: Iterable[Past]) -> None:
        """Show these turns of before in the place of everything."""
        self._cursor, self._folded_to = None, 0
        super().load(past)
        if self.has_focus:
            self.on_focus()

    def on_focus(self) -> None:
        """Stand on the last row of the screen that has one."""
        if self._cursor is None and len(self._roll):
            last = min(self.scroll_offset.y + self.size.height, self._roll.height) - 1
            self._stand(max(last, 0))
        self._point()
        self.post_message(self.Remarked(READING))

    def on_blur(self) -> None:
        """Stand nowhere."""
        self._leave()

    def _leave(self) -> None:
        """Let the cursor go; at the end, follow again."""
        self._cursor = None
        self._following = self.scroll_offset.y >= self._roll.height - self.size.height
        self._count()
        self.refresh()

    def action_back(self) -> None:
        """Give the keys back to the prompt."""
        self.post_message(self.Left())

    def on_key(self, event: events.Key) -> None:
        """Say of a letter that it is no key here."""
        active = self.screen.active_bindings.get(event.key)
        if event.is_printable and active is None:
            event.stop()
            self.post_message(self.Remarked(f"nothing here on {event.character} · Esc: prompt"))

    # Moving

    def _begin(self) -> None:
        """Fold the code of earlier turns; be at the end, unless someone reads above."""
        if self._cursor is not None:
            return
        super()._begin()
        roll, top, until = self._roll, self.scroll_offset.y, self._folded_to
        for number in range(self._folded_to, len(roll)):
            until = number if kind_of(roll[number]) == "you" else until
        for number in range(self._folded_to, until):
            if kind_of(roll[number]) != "fence":
                continue
            if roll.start(number + 1) > top:  # not under the eye; at a later turn
                until = number
                break
            roll.fold(number, folded=True)
        self._folded_to = until

    def _holding(self) -> Anchor:
        if self._cursor is None:
            return super()._holding()
        number, row = self._cursor
        return number, row, self._roll.start(number) + row - self.scroll_offset.y

    def _marked(self, strip: Strip, row: int) -> Strip:
        if self._cursor is None or row != self._row:
            return strip
        return strip.extend_cell_length(self.size.width).apply_style(self._looks["here"])

    def _held(self, number: int, row: int) -> None:
        if self._cursor is not None:
            self._cursor = number, row
            self._point()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the cursor along where the mouse scrolls it off the screen."""
        if self._cursor is not None and not self._steering:
            number, row = self._cursor
            top = round(new_value)
            at = self._roll.start(number) + row
            self._stand(min(max(at, top), top + self.size.height - 1), shown=False)
        super().watch_scroll_y(old_value, new_value)

    def _stand(self, row: int, *, shown: bool = True) -> None:
        """Stand on a row of all, and bring it on the screen."""
        roll = self._roll
        row = max(0, min(row, roll.height - 1))
        number = roll.at(row)
        self._cursor = number, row - roll.start(number)
        if not shown:
            return
        top, view = self.scroll_offset.y, self.size.height
        self._following = False
        self._steer(min(max(top, row - view + 1), row))
        self._settle()
        self._show_cursor()

    def _show_cursor(self) -> None:
        self.refresh()
        self._point()

    def _point(self) -> None:
        """Put the terminal's own cursor on the row."""
        if self._cursor is not None and self.has_focus:
            y = self._roll.start(self._cursor[0]) + self._cursor[1] - self.scroll_offset.y
            self.app.cursor_position = Offset(self.region.x, self.region.y + y)

    @property
    def _row(self) -> int:
        number, row = self._cursor or (0, 0)
        return self._roll.start(number) + row

    def action_move(self, rows: int) -> None:
        """Go some rows down or up."""
        if self._cursor is not None:
            self._stand(self._row + rows)
            self._remark()

    def action_page(self, halves: int) -> None:
        """Go some halves of the screen down or up; the cursor stays where it is on the screen."""
        if self._cursor is None:
            return
        step = max(1, (self.size.height - 2) * abs(halves) // 2) * (1 if halves > 0 else -1)
        row = self._row + step
        self._steer(max(0, min(self.scroll_offset.y + step, self.max_scroll_y)))
        self._stand(row)
        self._remark()

    def action_top(self) -> None:
        """Go to the first row."""
        self._stand_in(0)

    def action_bottom(self) -> None:
        """Go to the last row."""
        self._following = True
        self._settle()
        self._stand(self._roll.height - 1)
        self._remark()

    def action_turn(self, step: int) -> None:
        """Go to the person's next words, or to those before."""
        self._go(step, "turn")

    def action_block(self, step: int) -> None:
        """Go to the next block, or to the one before."""
        self._go(step, "block")

    def _go(self, step: int, what: str) -> None:
        roll = self._roll
        if self._cursor is None:
            return
        number, row = self._cursor
        number += step < 0 and row > 1  # back to the beginning of this one first
        to = number + step
        while 0 <= to < len(roll) and what == "turn" and kind_of(roll[to]) != "you":
            to += step
        if not 0 <= to < len(roll):
            self.post_message(self.Remarked(f"no {'later' if step > 0 else 'earlier'} {what}"))
            return
        if step < 0 and what == "block":  # of a turn of before, the last piece
            to += roll.tell(to)
        self._stand_in(to)

    def _stand_in(self, number: int) -> None:
        """Stand at the beginning of a piece, which comes to the top of the screen."""
        if not len(self._roll):
            return
        self._following = False
        self._cursor = number, 0
        self._settle((number, 0, 0))
        number = self._cursor[0]
        lines = self._roll.lines(number)
        if len(lines) > 1 and not lines[0].text:
            self._cursor = number, 1
            self._steer(min(self._row, self.max_scroll_y))
        self._show_cursor()
        self._remark()

    # Folding and copying

    def action_fold(self) -> None:
        """Open what is folded, or fold it."""
        if self._cursor is not None and not self._turn_over(self._cursor[0]):
            self.post_message(self.Remarked("nothing to open or fold here"))

    def _turn_over(self, number: int) -> bool:
        """Open a piece that is folded, or fold it; tell whether there is anything to fold."""
        slot = self._roll[number]
        if not slot.long:
            return False
        anchor = self._holding()
        self._following = False
        self._roll.fold(number, folded=not slot.folded)
        self._settle(anchor)
        self.refresh()
        self._remark()
        return True

    def on_click(self, event: events.Click) -> None:
        """Open or fold what is folded by a click on its last row."""
        row = self.scroll_offset.y + event.y
        if row < self._roll.height and self.text_selection is None:
            number = self._roll.at(row)
            if row == self._roll.start(number + 1) - 1 and self._roll[number].folded:
                self._turn_over(number)

    def action_copy(self) -> None:
        """Copy what the cursor is on."""
        if self._cursor is None:
            return
        from pairtui.tui.conversation.taking import taken  # noqa: PLC0415 - rarely needed
        from pairtui.tui.review.copied import deaf, hindrance  # noqa: PLC0415 - rarely needed

        number = self._cursor[0]
        here = self._roll[number].told
        pieces = [here] if isinstance(here, Piece) else []
        if kind_of(self._roll[number]) == "ai":
            for at in range(number + 1, len(self._roll)):
                told = self._roll[at].told
                if not isinstance(told, Piece) or told.kind not in ANSWER:
                    break
                pieces.append(told)
        found = taken(pieces)
        if found is None:
            self.post_message(self.Remarked("nothing here to copy"))
            return
        again, self._handed = self._handed == found, None
        why = deaf(os.environ) or hindrance(found)
        if why or again:
            self.post_message(self.CopyAsked(found, why))
        else:
            self._handed = found
            self.post_message(self.Handed(found))

    def _remark(self) -> None:
        """Say where one is, and what can be done there."""
        self._handed = None
        if self._cursor is None or not self.has_focus:
            return
        roll, at = self._roll, self._cursor[0]
        turns = [number for number in range(len(roll)) if kind_of(roll[number]) == "you"]
        nth = sum(number <= at for number in turns)
        slot = roll[at]
        more = f" · o {'opens' if slot.folded else 'folds'}" if slot.long else ""
        self.post_message(self.Remarked(f"turn {nth}/{len(turns)}{more} · Y copies · Esc"))


def kind_of(slot: Slot) -> PieceKind:
    """Return what a slot holds, or begins with."""
    return slot.told.kind if isinstance(slot.told, Piece) else "you"
