"""The transcript: everything said so far, by the line, so that a long talk costs nothing."""

from __future__ import annotations

from bisect import bisect_right

from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.timer import Timer

from pairtui.tui.conversation.blocks import cut
from pairtui.tui.conversation.pieces import Piece, PieceKind, gap
from pairtui.tui.conversation.typeset import typeset, typeset_open

_FLUSH = 0.1
_JUMP = 12
_LOOKS = {
    "you": "bold $text-accent",
    "said": "bold",
    "ai": "bold $text-success",
    "draft": "$text-secondary",
    "note": "dim",
    "error": "$text-error",
    "receipt": "$text-success",
    "ending": "$text-warning",
    "code": "$text-secondary",
    "heading": "bold underline",
    "quote": "dim",
}
"""How each part looks; kept out of the style sheet, which is read before the first paint."""


class Transcript(ScrollView, can_focus=False):
    """Show what was said; text that streams in is painted ten times a second at most.

    There is no timer while nothing streams, so an idle transcript writes nothing.
    """

    DEFAULT_CSS = """
    Transcript {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 0 0;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own word
        super().__init__(id=id)
        self._pieces: list[Piece] = []
        self._starts: list[int] = []
        self._lines: list[Strip] = []
        self._width = 0
        self._looks: dict[str, Style] = {}
        self._base: Style | None = None
        self._rest = ""
        self._growing = False
        self._streaming = False
        self._timer: Timer | None = None
        self._following = True
        self._steering = False

    # What is said

    def add(self, kind: PieceKind, text: str) -> None:
        """Put one whole piece at the end."""
        self._flush(close=True)
        if kind == "you":
            self._following = True
        self._replace(len(self._pieces), [Piece(kind, text)])
        self._settle()

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

    def follow(self) -> None:
        """Go to the end and stay there while more comes in."""
        self._following = True
        self._settle()

    @property
    def text(self) -> str:
        """Return everything as it is shown, line by line."""
        return "\n".join(strip.text for strip in self._lines)

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
        first = len(self._pieces) - self._growing
        pieces = [Piece(block.kind, block.text) for block in found.done]
        if found.open is not None:
            pieces.append(Piece(found.open.kind, found.open.text))
        self._growing = found.open is not None and not close
        self._rest = found.rest if self._growing else ""
        self._replace(first, pieces)

    def _replace(self, first: int, pieces: list[Piece]) -> None:
        """Put these pieces in the place of all from `first` on, and paint what differs."""
        start = self._starts[first] if first < len(self._starts) else len(self._lines)
        before = self._lines[start:]
        del self._lines[start:], self._pieces[first:], self._starts[first:]
        for number, piece in enumerate(pieces, 1):
            growing = self._growing and number == len(pieces)
            self._starts.append(len(self._lines))
            self._lines += self._set(piece, growing=growing)
            self._pieces.append(piece)
        after = self._lines[start:]
        same = next(
            (at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
            min(len(before), len(after)),
        )
        self._grow()
        changed = start + same - self.scroll_offset.y
        if changed < self.size.height:
            height = max(len(before), len(after)) - same
            top = max(0, changed)
            self.refresh(Region(0, top, self.size.width, max(1, changed + height - top)))

    def _set(self, piece: Piece, *, growing: bool = False) -> list[Strip]:
        if not self._width:
            return []
        if not self._looks:
            self._looks = {
                look: ContentStyle.parse(style).rich_style for look, style in _LOOKS.items()
            }
        before = self._pieces[-1] if self._pieces else None
        lines = (typeset_open if growing else typeset)(piece, self._width, self._looks)
        return [Strip([]), *lines] if lines and gap(before, piece) else lines

    # Scrolling

    def _grow(self) -> None:
        """Make room for the lines there are; while following, half a view at a time.

        Every scroll paints the whole pane again.
        """
        total = len(self._lines)
        room = self.virtual_size.height
        if self._following and self._streaming:
            if total > max(room, self.size.height):
                self._resize(total + max(_JUMP, self.size.height // 2) - 1)
                self._to_end()
        elif total != room:
            self._resize(total)

    def _settle(self) -> None:
        self._resize(len(self._lines))
        if self._following:
            self._to_end()

    def _resize(self, height: int) -> None:
        size = Size(self._width, height)
        if size != self.virtual_size:
            self._steering = True
            self.virtual_size = size
            self._steering = False

    def _to_end(self) -> None:
        end = max(0, self.virtual_size.height - self.size.height)
        self._steering = True
        self.set_reactive(ScrollView.scroll_target_y, float(end))
        self.scroll_y = float(end)
        self._steering = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stay where the person scrolled to; back at the end, follow again."""
        super().watch_scroll_y(old_value, new_value)
        if not self._steering:
            self._following = new_value >= len(self._lines) - self.size.height

    # Painting

    def on_resize(self) -> None:
        """Set everything again where the width is another one."""
        if self.size.width != self._width and self.size.width:
            self._set_all()
        else:
            self._settle()

    def notify_style_update(self) -> None:
        """Take the theme's colours and set everything again."""
        super().notify_style_update()
        self._base = None
        self._looks = {}
        if self._width and self.is_attached:
            self._set_all()

    def _set_all(self) -> None:
        if not self.size.width:  # hidden: set again when it is shown
            return
        anchor = bisect_right(self._starts, self.scroll_offset.y) - 1
        self._width = self.size.width
        pieces, self._pieces = self._pieces, []
        self._starts, self._lines = [], []
        for number, piece in enumerate(pieces, 1):
            self._starts.append(len(self._lines))
            self._lines += self._set(piece, growing=self._growing and number == len(pieces))
            self._pieces.append(piece)
        self._settle()
        if not self._following and anchor >= 0:
            self.scroll_to(y=self._starts[anchor], animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line of the view, as wide as the view."""
        place = self.scroll_offset.y + y
        width = self.size.width
        base = self._base = self._base or self.rich_style
        if place >= len(self._lines):
            return Strip.blank(width, base)
        strip = self._lines[place]
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(place)) is not None:
            strip = self._selected(strip, *span)
        whole = strip.apply_style(base).crop_extend(0, width, base).simplify()
        return whole.apply_offsets(0, place)

    def _selected(self, strip: Strip, start: int, end: int) -> Strip:
        end = strip.cell_length if end == -1 else end
        style = self.screen.get_component_rich_style("screen--selection")
        before, inside, after = (
            strip.crop(0, start), strip.crop(start, end), strip.crop(end, strip.cell_length)
        )  # fmt: skip
        return Strip.join([before, inside.apply_style(style), after])

    @property
    def allow_select(self) -> bool:
        """Let the mouse select text here."""
        return True

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text under a selection, as it is shown."""
        return selection.extract(self.text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the selection."""
        self.refresh()
