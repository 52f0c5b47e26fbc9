"""Folding: the part of the prompt in which a long paste is one thing, like a letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from textual import events
from textual.document._document import EditResult, Selection
from textual.document._edit import Edit
from textual.message import Message
from textual.widgets import TextArea

from pairtui.tui.conversation.pastes import Pastes, is_long

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
Place = tuple[int, int]


class FoldingArea(TextArea):
    """Take pastes; the cursor never stands in the label of a folded one, and no key cuts it."""

    pastes = Pastes()
    """What the labels stand for."""

    @dataclass
    class Pasted(Message, namespace="prompt"):
        """A text came from elsewhere: whether it is folded, and what was left out of it."""

        folded: bool
        dropped: int

    @property
    def whole(self) -> str:
        """Return what is written, with all that was pasted."""
        return self.pastes.whole(self.text)

    async def _on_paste(self, event: events.Paste) -> None:
        """Put pasted text in with plain line ends and without control characters."""
        event.prevent_default()
        event.stop()
        self._put(event.text, self._insert_folded)

    def _put(self, text: str, how: Callable[[str], bool]) -> None:
        """Put text from elsewhere in, with plain line ends and without control characters."""
        clean, dropped = _CONTROL.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
        folded = how(clean)
        if dropped or folded:  # said last: a change of the text takes away what was said before it
            self.post_message(self.Pasted(folded, dropped))

    def _insert_folded(self, text: str) -> bool:
        if not is_long(text):
            self.insert(text)
            return False
        self.pastes, label = self.pastes.fold(text)
        self.insert(label)
        return True

    def write(self, text: str) -> None:
        """Put words in the place of what is written; the cursor goes to their end."""
        self.load_text(self.pastes.folded(text))
        self.move_cursor(self.document.end)

    def open_paste(self) -> bool:
        """Open the paste at the cursor, else the first one; tell whether there is any."""
        found = [
            ((row, start), (row, end))
            for row in range(self.document.line_count)
            for start, end in self.pastes.spans(self.document.get_line(row))
        ]
        if not found:
            return False
        here = self.cursor_location
        start, end = next((one for one in found if here in one), found[0])
        label = self.document.get_text_range(start, end)
        self.replace(self.pastes.texts[label], start, end, maintain_selection_offset=False)
        if label not in self.text:
            texts = {name: text for name, text in self.pastes.texts.items() if name != label}
            self.pastes = replace(self.pastes, texts=texts)
        return True

    # A label is one thing

    def edit(self, edit: Edit) -> EditResult:
        """Make a change; a label that it would cut goes with it whole."""
        top, bottom = sorted((edit.from_location, edit.to_location))
        edit.from_location, edit.to_location = self._edge(top, -1), self._edge(bottom, 1)
        return super().edit(edit)

    def validate_selection(self, selection: Selection) -> Selection:
        """Let nothing begin or end inside a label."""
        start, end = selection
        if start == end:
            end = start = self._edge(end, 1 if end > self.selection.end else -1)
            return Selection(start, end)
        forward = 1 if end > start else -1
        step = 1 if end > self.selection.end else -1
        return Selection(self._edge(start, -forward), self._edge(end, step))

    def _edge(self, place: Place, side: int) -> Place:
        """Return a place, or where the label ends that it is in, on one side."""
        row, column = place
        if not self.pastes.texts or row >= self.document.line_count:
            return place
        for start, end in self.pastes.spans(self.document.get_line(row)):
            if start < column < end:
                return row, start if side < 0 else end
        return place
