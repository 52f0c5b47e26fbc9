"""Strips: a few fixed lines of small print above and below the page."""

from __future__ import annotations

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pairtui.tui.review.bars import GAP
from pairtui.tui.review.bits import Button, Ends, Line
from pairtui.tui.review.body import CLASSES, COLOURS, palette_of
from pairtui.tui.review.paint import Palette, padded, segments


class Strips(Widget, can_focus=False):
    """Show lines; only those that changed are painted again."""

    COMPONENT_CLASSES = CLASSES
    DEFAULT_CSS = f"Strips {{ height: auto; {COLOURS} }}"

    class Pressed(Message):
        """A button was clicked; `again` says that it was at once after another click."""

        def __init__(self, button: Button, *, again: bool) -> None:
            super().__init__()
            self.button = button
            self.again = again

    def __init__(self, name: str, count: int) -> None:
        super().__init__(id=name)
        self.lines: tuple[Ends, ...] = (Ends(()),) * count
        self.styles.height = count
        self._palette: Palette | None = None

    def say(self, lines: tuple[Ends, ...]) -> None:
        """Show these lines; another number of them takes another height."""
        before, self.lines = self.lines, lines
        if len(before) != len(lines):
            self.styles.height = len(lines)
            self.refresh(layout=True)
            return
        for y, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Forget the colours: the theme has changed."""
        self._palette = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return one of the lines, fitted to the width."""
        if self._palette is None:
            self._palette = palette_of(self)
        cells = self.size.width
        line = self.lines[y] if y < len(self.lines) else Ends(())
        ground = self._palette.style("page")
        left, right = self._strip(line.left), self._strip(line.right)
        if not right.cell_length:
            return padded(left, cells, ground, more=True)
        most = max(cells - right.cell_length - GAP, cells // 2)
        if left.cell_length > most:
            left = padded(left, most, ground, more=True)
        room = max(cells - left.cell_length - GAP, 0)
        if right.cell_length > room:
            right = padded(right, room, ground, more=True)
        return Strip.join([padded(left, cells - right.cell_length, ground), right])

    def on_click(self, event: events.Click) -> None:
        """Say which button the mouse points at; what is at the right lies over the left."""
        line = self.lines[event.y] if event.y < len(self.lines) else Ends(())
        free = self.size.width - self._strip(line.right).cell_length
        for button in line.buttons:
            if button.start <= event.x < min(button.end, free):
                self.post_message(self.Pressed(button, again=event.chain > 1))

    def _strip(self, line: Line) -> Strip:
        palette = self._palette or palette_of(self)
        escape = palette.styles["escape"]
        return Strip(
            segments(
                (bit.text, palette.style(bit.look) + (escape if bit.escaped else Style()))
                for bit in line
            )
        )
