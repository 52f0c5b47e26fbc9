"""Paper: a long text by the line, that grows at its end and stays where the person reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.timer import Timer

from pairtui.tui.conversation.blocks import cut
from pairtui.tui.conversation.pieces import Past, Piece, PieceKind
from pairtui.tui.conversation.roll import Roll, Slot
from pairtui.tui.conversation.typeset import typeset, typeset_open

_FLUSH = 0.1
_JUMP = 12
_LOOKS = {
    "you": "bold $text-accent",
    "said": "bold",
    "ai": "bold $text-success",
    "thought": "dim italic",
    "draft": "$text-secondary",
    "note": "dim",
    "error": "$text-error",
    "receipt": "$text-success",
    "ending": "$text-warning",
    "code": "$text-secondary",
    "heading": "bold underline",
    "quote": "dim",
    "unread": "reverse",
    "here": "reverse",
    "found": "underline bold",
    "hit": "reverse bold",
}
"""How each part looks; kept out of the style sheet, which is read before the first paint."""
LONG: Mapping[PieceKind, int] = {"fence": 24, "you": 12, "thought": 1}
"""From more than so many rows on a piece can be folded."""
SHOWN: Mapping[PieceKind, int] = {"fence": 8, "you": 8, "thought": 1}
"""Rows that are shown of what is folded."""
Anchor: TypeAlias = tuple[int, int, int]
"""A slot, a row of it, and how far down the screen that row is."""


class Paper(ScrollView, can_focus=False, inherit_bindings=False):
    """Show what was said; text that streams in is painted ten times a second at most.

    There is no timer while nothing streams, so an idle one writes nothing. What is far from the
    screen is not set in lines; whatever is found out about its height, the rows on the screen stay.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own word
        super().__init__(id=id)
        self._roll = Roll(self._set)
        self._width = 0
        self._looks: dict[str, Style] = {}
        self._base: Style | None = None
        self._rest = ""
        self._growing = False
        self._streaming = False
        self._timer: Timer | None = None
        self._following = True
        self._steering = False
        self._unread = self._counted = 0

    # What is said

    def add(self, kind: PieceKind, text: str) -> None:
        """Put one whole piece at the end."""
        self._flush(close=True)
        if kind == "you":
            self._begin()
        self._replace(len(self._roll), [Piece(kind, text)])
        self._settle()

    def amend(self, kind: PieceKind, text: str) -> None:
        """Put a piece in the place of the last one, if that is of its kind; else at the end.

        Without a text the last one goes.
        """
        self._flush(close=True)
        last = self._roll[len(self._roll) - 1].told if len(self._roll) else None
        there = isinstance(last, Piece) and last.kind == kind
        self._replace(len(self._roll) - there, [Piece(kind, text)] if text else [])
        self._settle()

    def _begin(self) -> None:
        """Begin a turn: be where the person's words are."""
        self._following = True

    def say(self, text: str) -> None:
        """Let the answer grow by some text; it is painted within a tenth of a second."""
        self._rest += text
        self._streaming = True
        if self._timer is None:
            self._timer = self.set_timer(_FLUSH, self._tick)

    def end(self) -> None:
        """Close what was growing: the answer is whole, or will not go on."""
        self._streaming = False
        self._flush(close=True)
        self._settle()

    def load(self, past: Iterable[Past]) -> None:
        """Show these turns of before in the place of everything, and go to their end."""
        self.end()
        self._roll.put(0, ())
        self._roll.load(past)
        self.follow()
        self.refresh()

    def follow(self) -> None:
        """Go to the end and stay there while more comes in."""
        self._following = True
        self._settle()

    @property
    def said(self) -> bool:
        """Tell whether anything is here."""
        return len(self._roll) > 0

    @property
    def text(self) -> str:
        """Return everything as it is shown, line by line; all of it is set for that."""
        number = 0
        rows: list[str] = []
        while number < len(self._roll):
            self._roll.tell(number)
            rows += [strip.text for strip in self._roll.lines(number)]
            number += 1
        return "\n".join(rows)

    # Growing

    def _tick(self) -> None:
        self._timer = None
        self._flush()

    def _flush(self, *, close: bool = False) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self._rest:
            return
        found = cut(self._rest)
        first = len(self._roll) - self._growing
        pieces = [Piece(block.kind, block.text) for block in found.done]
        if found.open is not None:
            pieces.append(Piece(found.open.kind, found.open.text))
        self._growing = found.open is not None and not close
        self._rest = found.rest if self._growing else ""
        self._replace(first, pieces)

    def _replace(self, first: int, pieces: list[Piece]) -> None:
        """Put these pieces in the place of all from `first` on, and paint what differs."""
        roll = self._roll
        start, high = roll.start(first), roll.height
        before = self._lines_from(first)
        roll.put(first, pieces, growing=self._growing)
        # Of much that comes at once, what runs past unseen is not set; what is counted is.
        if self._following:
            roll.look(len(roll), 2 * self.size.height, 0)
        else:
            roll.look(first, 0, roll.height)
        after = self._lines_from(first)
        come = roll.height - high
        if not self._following:
            self._unread = max(0, self._unread + come)
        same = next(
            (at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
            min(len(before), len(after)),
        )
        self._grow()
        changed = start + same - self.scroll_offset.y
        if changed < self.size.height:
            bottom = max(high, roll.height) - self.scroll_offset.y
            top = max(0, changed)
            self.refresh(Region(0, top, self.size.width, max(1, bottom - top)))
        self._count()

    def _lines_from(self, first: int) -> list[Strip]:
        """Return the lines of all from a slot on, as far as they are set."""
        found: list[Strip] = []
        for number in range(first, len(self._roll)):
            lines = self._roll[number].lines
            if lines is None:
                break
            found += lines
        return found

    def _count(self) -> None:
        """Know how many rows have come below that were not on the screen yet."""
        below = self._roll.height - self.scroll_offset.y - self.size.height
        self._unread = 0 if self._following else max(0, min(self._unread, below))
        if self._unread or self._counted:
            self._counted = self._unread
            self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def _set(self, piece: Piece, slot: Slot) -> list[Strip]:
        if not self._looks:
            self._looks = _made()
        lines = (typeset_open if slot.growing else typeset)(piece, self._width, self._looks)
        slot.long = piece.kind in LONG and len(lines) > LONG[piece.kind] and not slot.growing
        if not (slot.long and slot.folded):
            return lines
        shown = SHOWN[piece.kind]
        more = f"  ⋯ {len(lines) - shown} more rows, folded"
        return [*lines[:shown], Strip([Segment(more, self._looks["quote"])])]

    # Scrolling

    def _grow(self) -> None:
        """Make room for the rows there are; while following, half a view at a time.

        Every scroll paints the whole pane again.
        """
        total = self._roll.height
        room = self.virtual_size.height
        if self._following and self._streaming:
            if total > max(room, self.size.height):
                self._resize(total + max(_JUMP, self.size.height // 2) - 1)
                self._to_end()
        elif total != room:
            self._resize(total)

    def _settle(self, anchor: Anchor | None = None) -> None:
        """Make room for the rows there are, and set those around the screen.

        While following, the end stays on the screen; else what is at the anchor, which is given
        where heights have changed already.
        """
        roll, view = self._roll, self.size.height
        if not self._width or not len(roll):
            self._resize(roll.height)
            return
        if self._following:
            roll.look(len(roll), 2 * view, 0)
            self._resize(roll.height)
            self._to_end()
            roll.let_go(len(roll) - 4 * view, len(roll))
        else:
            number, row, down = anchor or self._holding()
            before = roll.start(number)
            number = roll.look(number, view + down, row + 2 * view - down)
            row = min(row, max(roll[number].height - 1, 0))
            if roll.start(number) != before and self.text_selection is not None:
                self.screen.clear_selection()  # it is kept by rows, which are others now
            self._resize(roll.height)
            self._steer(max(0, roll.start(number) + row - down))
            self._held(number, row)
            roll.let_go(number - 4 * view, number + 4 * view)
        self._count()

    def _holding(self) -> Anchor:
        """Return what stays where it is."""
        top = self.scroll_offset.y
        number = self._roll.at(top)
        return number, top - self._roll.start(number), 0

    def _held(self, number: int, row: int) -> None:
        """Take in by which numbers the anchor goes now."""

    def _resize(self, height: int) -> None:
        size = Size(self._width, height)
        if size != self.virtual_size:
            self._steering = True
            self.virtual_size = size
            self._steering = False

    def _to_end(self) -> None:
        self._steer(max(0, self.virtual_size.height - self.size.height))

    def _steer(self, top: int) -> None:
        self._steering = True
        self.set_reactive(ScrollView.scroll_target_y, float(top))
        self.scroll_y = float(top)
        self._steering = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stay where the person scrolled to; back at the end, follow again."""
        super().watch_scroll_y(old_value, new_value)
        if not self._steering:
            self._following = new_value >= self._roll.height - self.size.height
            self._settle()

    # Painting

    def on_resize(self) -> None:
        """Set everything again where the width is another one."""
        if self.size.width != self._width and self.size.width:
            self._set_all()
        else:
            self._settle()

    def notify_style_update(self) -> None:
        """Take the theme's colours and set everything again, if they are others now.

        This is called whenever the keys come or go as well.
        """
        super().notify_style_update()
        if not self._width or not self.is_attached:
            self._base, self._looks = None, {}
            return
        base, looks = self.rich_style, _made()
        if (base, looks) != (self._base, self._looks):
            self._base, self._looks = base, looks
            self._set_all()

    def _set_all(self) -> None:
        """Set everything anew; what was at the anchor stays there, as far down in its piece."""
        if not self.size.width:  # hidden: set again when it is shown
            return
        roll = self._roll
        number, row, down = self._holding() if len(roll) else (0, 0, 0)
        share = row / max(roll[number].height, 1) if row else 0.0
        self._width = self.size.width
        roll.set_width(self._width)
        if self._following or not len(roll):
            self._settle()
        else:
            whole = len(roll.lines(number))
            self._settle((number, round(share * whole), down))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line of the view, as wide as the view."""
        place = self.scroll_offset.y + y
        width = self.size.width
        base = self._base = self._base or self.rich_style
        if self._unread and y == self.size.height - 1:
            says = f"{self._unread} new row{'s' * (self._unread > 1)} below · Ctrl+End"
            return Strip([Segment(says.center(width)[:width], base + self._looks["unread"])])
        strip = self._roll.row(place)
        if strip is None:
            return Strip.blank(width, base)
        strip = self._marked(strip, place)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(place)) is not None:
            strip = self._selected(strip, *span)
        whole = strip.apply_style(base).crop_extend(0, width, base).simplify()
        return whole.apply_offsets(0, place)

    def _marked(self, strip: Strip, row: int) -> Strip:
        """Return a line with what is marked in it."""
        return strip

    def _selected(self, strip: Strip, start: int, end: int) -> Strip:
        end = strip.cell_length if end == -1 else end
        look = self.screen.get_component_rich_style("screen--selection")
        return self._styled(strip, start, end, look)

    def _styled(self, strip: Strip, start: int, end: int, look: Style) -> Strip:
        before, inside, after = (
            strip.crop(0, start), strip.crop(start, end), strip.crop(end, strip.cell_length)
        )  # fmt: skip
        return Strip.join([before, inside.apply_style(look), after])

    @property
    def allow_select(self) -> bool:
        """Let the mouse select text here."""
        return True

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text under a selection, as it is shown."""
        start, end = selection
        if start is None or end is None:
            return selection.extract(self.text), "\n"
        rows = [self._roll.row(row) for row in range(start.y, end.y + 1)]
        texts = [strip.text if strip is not None else "" for strip in rows]
        texts[-1] = texts[-1][: end.x]
        texts[0] = texts[0][start.x :]
        return "\n".join(texts), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the selection."""
        self.refresh()


def _made() -> dict[str, Style]:
    """Return the looks in the theme's colours."""
    return {look: ContentStyle.parse(style).rich_style for look, style in _LOOKS.items()}
