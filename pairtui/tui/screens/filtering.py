"""Filtering: a line of words in a sheet that has the keys for writing, and leaves it the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from pairtui.review.visible import safe

if TYPE_CHECKING:
    from pairtui.tui.screens.sheet import Sheet


class FilterLine(Input, inherit_bindings=False):
    """Take words; every key that writes nothing is the sheet's, such as Enter and the arrows."""

    DEFAULT_CSS = """
    FilterLine { height: 1; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("ctrl+w", "delete_left_word", show=False),
    ]

    def __init__(self, sheet: Sheet[object], words: str) -> None:
        super().__init__(words, compact=True, placeholder="type words, files or dates to look for")
        self.cursor_blink = False
        self._sheet = sheet

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key in ("left", "right", "backspace", "delete", "ctrl+w"):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self._sheet.on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(safe(event.text.partition("\n")[0]))
