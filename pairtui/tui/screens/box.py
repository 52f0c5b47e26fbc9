"""Box: where a person writes; it holds exactly what was put in, and shows nothing raw."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from pairtui.review.visible import safe


class Box(TextArea):
    """A text area without blinking; Ctrl+J breaks the line, pasted text is made safe to show.

    With `enter_ends`, Enter says that the writing is done instead of breaking the line.
    """

    class Done(Message):
        """The person finished writing."""

    def __init__(self, text: str, *, id: str, enter_ends: bool = False) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(text, id=id, soft_wrap=True, show_line_numbers=False, compact=True)
        self.cursor_blink = False
        self._enter_ends = enter_ends

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+j" or (event.key == "enter" and self._enter_ends):
            event.stop()
            event.prevent_default()
            if event.key == "enter":
                self.post_message(self.Done())
            else:
                self.insert("\n")
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert(safe(event.text.replace("\r\n", "\n").replace("\r", "\n")))
