"""Box: where a person writes; it holds exactly what was put in, and shows nothing raw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from textual import events
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from pairtui.review.visible import safe

SOON = 0.5
"""Seconds after which what is being written is kept."""
BoxPlace: TypeAlias = Literal["reason", "edit"]


class Box(TextArea):
    """A text area without blinking; Ctrl+J breaks the line, pasted text is made safe to show.

    What is written is said every half second to whoever keeps it, if it is `kept`: in which kind
    of box, and about which change. With `enter_ends`, Enter says that the writing is done instead
    of breaking the line.
    """

    class Done(Message):
        """The person finished writing."""

    @dataclass
    class Drafted(Message):
        """What is being written is another text than half a second ago."""

        place: BoxPlace
        about: str
        text: str
        cursor: tuple[int, int]

    def __init__(
        self,
        text: str,
        *,
        id: str,  # noqa: A002 - Textual's name for it
        enter_ends: bool = False,
        kept: tuple[BoxPlace, str] | None = None,
    ) -> None:
        super().__init__(text, id=id, soft_wrap=True, show_line_numbers=False, compact=True)
        self._kept = kept
        self._initial: str | None = text
        self._soon: Timer | None = None
        self.cursor_blink = False
        self._enter_ends = enter_ends

    def on_text_area_changed(self) -> None:
        """Say within half a second what is written now."""
        if self.text != self._initial:
            self._initial = None
        if self.draft is not None and self._soon is None:
            self._soon = self.set_timer(SOON, self._say_draft)

    @property
    def draft(self) -> Drafted | None:
        """Return what is being written, if it is kept and was begun."""
        if self._kept is None or self._initial is not None:
            return None
        return self.Drafted(*self._kept, self.text, self.cursor_location)

    def _say_draft(self) -> None:
        self._soon = None
        if self.draft is not None:
            self.post_message(self.draft)

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
