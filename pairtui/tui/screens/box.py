"""Box: where a person writes; it holds exactly what was put in, and shows nothing raw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from pairtui.review.visible import safe
from pairtui.tui.review.external import read_back
from pairtui.tui.review.standins import StandIns

SOON = 0.9
"""Seconds after which what is being written is kept, by a write that outlives a power cut."""
BoxPlace: TypeAlias = Literal["reason", "edit", "comment"]


NO_SIGNS = StandIns()


class Box(TextArea):
    """A text area without blinking; Ctrl+J breaks the line, pasted text is made safe to show.

    What is written is said within a second to whoever keeps it, if it is `kept`: in which kind
    of box, and about which change. With `enter_ends`, Enter says that the writing is done instead
    of breaking the line. `signs` are what it holds in the place of unseen characters, and how that
    is shown; what is copied elsewhere has them written out. In $EDITOR it is a file of this `name`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f4", "editor", "In $EDITOR", show=False, id="box.editor",
            tooltip="Write this in $EDITOR",
        ),
    ]  # fmt: skip

    class Done(Message):
        """The person finished writing."""

    @dataclass
    class Drafted(Message):
        """What is being written is another text than a second ago."""

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
        signs: StandIns = NO_SIGNS,
        name: str = "text.md",
    ) -> None:
        super().__init__(text, id=id, soft_wrap=True, show_line_numbers=False, compact=True)
        self._kept = kept
        self._signs = signs
        self._file = name
        self._copied = ("", "")
        self._initial: str | None = text
        self._soon: Timer | None = None
        self.cursor_blink = False
        self._enter_ends = enter_ends

    def on_text_area_changed(self) -> None:
        """Say within a second what is written now."""
        if self.text != self._initial:
            self._initial = None
        if self.draft is not None and self._soon is None:
            self._soon = self.set_timer(SOON, self._say_draft)

    @property
    def draft(self) -> Drafted | None:
        """Return what is being written, if it is kept and was begun."""
        if self._kept is None or self._initial is not None:
            return None
        return self.Drafted(*self._kept, self._signs.real(self.text), self.cursor_location)

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

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is shown: each stand-in as its sign, reversed."""
        line = super().get_line(line_index)
        for code, sign in self._signs.signs.items():
            if code in line.plain:
                places = [at for at, letter in enumerate(line.plain) if letter == code]
                line.plain = line.plain.replace(code, sign)
                for at in places:
                    line.stylize("reverse", at, at + 1)
        return line

    def action_copy(self) -> None:
        """Copy what is selected; where nothing is, do what Ctrl+C does elsewhere."""
        if self.selected_text:
            super().action_copy()
            self._spell_copy()
        else:
            self.app.action_help_quit()

    def action_cut(self) -> None:
        """Copy what is selected, or the line, and take it away."""
        super().action_cut()
        self._spell_copy()

    def action_paste(self) -> None:
        """Put in what was copied: from here as it was, from elsewhere with nothing unseen."""
        spelled, held = self._copied
        there = self.app.clipboard
        text = held if there and there == spelled else _safe_lines(there)
        result = self._replace_via_keyboard(text, *self.selection)
        if result:
            self.move_cursor(result.end_location)

    def _spell_copy(self) -> None:
        held = self.app.clipboard
        spelled = self._signs.spelled(held)
        self._copied = (spelled, held)
        if spelled != held:
            self.app.copy_to_clipboard(spelled)

    # In $EDITOR

    def action_editor(self) -> None:
        """Let the person write in their own editor; where that fails, nothing is another text."""
        from pairtui.tui.editor import NoEditor, edit_outside  # noqa: PLC0415 - rarely needed

        given = self._given()
        found = edit_outside(self.app, given, self._file)
        if isinstance(found, NoEditor):
            self._say(found.says)
            return
        new = read_back(given, found)
        says = "the text is the same" if new is None else self._take(new)
        self._say(says or "back from the editor · Ctrl+Z brings the text before back")

    def _given(self) -> bytes:
        """Return what the editor gets."""
        return self._signs.real(self.text).encode("utf-8", "surrogateescape")

    def _take(self, data: bytes) -> str:
        """Put in what the editor wrote; return why that cannot be, or nothing."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return "the editor wrote no UTF-8; the text is as it was"
        self._put(_safe_lines(text).removesuffix("\n"))
        return ""

    def _put(self, text: str) -> None:
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)

    def _say(self, says: str) -> None:
        for line in self.screen.query("#sheet-keys").results(Static):
            line.update(Content(safe(says)))

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert(_safe_lines(event.text))


def _safe_lines(text: str) -> str:
    """Return text from elsewhere, its lines ended as those of the box and nothing unseen in it."""
    return safe(text.replace("\r\n", "\n").replace("\r", "\n"))
