"""Edit: a change in the person's own words, in place."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from pairtui.tui.review.standins import TooMany
from pairtui.tui.review.wording import Wording, rewritten
from pairtui.tui.screens.box import Box, BoxPlace
from pairtui.tui.screens.sheet import STYLES, plain

KEYS = "Ctrl+S done, marked as yours · F4 $EDITOR · Esc leaves"
WARNING = "Esc again leaves: nothing is taken, what you wrote is kept as a draft"


class WordsBox(Box):
    """The box for a change: another editor gets the bytes it comes to, and brings such back."""

    def __init__(self, words: Wording, about: str, name: str) -> None:
        kept: tuple[BoxPlace, str] = ("edit", about)
        super().__init__(words.text, id="sheet-box", kept=kept, signs=words.signs, name=name)
        self.words = words

    def _given(self) -> bytes:
        return self.words.encode(self.text)

    def _take(self, data: bytes) -> str:
        try:
            words = rewritten(self.words, data)
        except TooMany:
            return "what the editor wrote is hardly a text; all is as it was"
        before, self._signs, self.words = self._signs, words.signs, words
        if words.signs.codes.items() >= before.codes.items():
            self._put(words.text)
        else:  # what stood for one character stands for another: no way back to that
            self.load_text(words.text)
        return ""


class EditSheet(ModalScreen[bytes | None]):
    """Hold a change's new text for editing.

    The answer is the new bytes, or None where nothing was decided: the text was left, or is the
    same. `draft` is then what was written, to be offered again, or empty. Nothing in the text is
    unseen: what cannot be seen has a sign of one cell, which is explained below it.
    """

    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "Done", id="edit.done", priority=True, tooltip="Marked as yours"),
        Binding("escape", "back", "Back", id="edit.back", tooltip="Leave; kept as a draft"),
    ]

    def __init__(
        self, place: str, wording: Wording, *, about: str = "", name: str = "text.txt"
    ) -> None:
        super().__init__()
        self._place = place
        self._box = WordsBox(wording, about, name)
        self._warned = False
        self.draft = ""

    def compose(self) -> ComposeResult:
        """Make the box with the text in it."""
        title = f"Your words for the change at {self._place}"
        wording = self._box.words
        if wording.text != wording.first:
            title += " · your draft from before"
        with Vertical(id="sheet", classes="-wide"):
            yield Static(plain(title), id="sheet-title", markup=False)
            yield self._box
            yield Static("", id="sheet-notes", markup=False)
            yield Static(plain(KEYS), id="sheet-keys", markup=False)

    def on_mount(self) -> None:
        """Let the person write at once."""
        self._box.focus()
        self._say_signs()

    def _say_signs(self) -> None:
        """Say what cannot be seen in the text, by which signs it is shown, and what is here."""
        box = self._box
        row, column = box.cursor_location
        here = box.document[row][column : column + 1]
        says = self._box.words.signs.legend(box.text, here)
        line = self.query_one("#sheet-notes", Static)
        line.display = bool(says)
        line.update(plain(says))

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        self._say_signs()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._say_signs()
        if self._warned:
            self._warned = False
            self.query_one("#sheet-keys", Static).update(plain(KEYS))

    def action_done(self) -> None:
        """Answer with what is written, unless it is what was there."""
        text = self._box.text
        self.draft = ""
        self.dismiss(None if text == self._box.words.first else self._box.words.encode(text))

    def action_back(self) -> None:
        """Warn once, then leave and keep what was written as a draft."""
        text = self._box.text
        changed = text != self._box.words.first
        if changed and not self._warned:
            self._warned = True
            self.query_one("#sheet-keys", Static).update(plain(WARNING))
            return
        self.draft = self._box.words.signs.real(text) if changed else ""
        self.dismiss(None)
