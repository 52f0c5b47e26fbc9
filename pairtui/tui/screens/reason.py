"""Reason: why a change is refused, in the person's words; the AI is told."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from pairtui.review.visible import safe
from pairtui.tui.screens.box import Box, BoxPlace
from pairtui.tui.screens.sheet import STYLES, plain


class ReasonSheet(ModalScreen[str | None]):
    """Ask for a reason. Enter gives it, Esc closes and nothing happened."""

    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="reason.back", tooltip="Close; nothing happened"),
    ]

    PLACE: ClassVar[BoxPlace] = "reason"
    """The kind of box it is, under which what is half typed is kept."""

    def __init__(self, what: str, reason: str = "", *, about: str = "") -> None:
        super().__init__()
        self._about = about
        self._what = what
        self._reason = reason

    @property
    def question(self) -> str:
        """Return what is asked, in one line."""
        return f"Reject {self._what}. Why?"

    def compose(self) -> ComposeResult:
        """Make the question and the box."""
        with Vertical(id="sheet"):
            yield Static(plain(self.question), id="sheet-title", markup=False)
            kept = (self.PLACE, self._about)
            yield Box(safe(self._reason), id="sheet-box", enter_ends=True, kept=kept)
            keys = "Enter done · Ctrl+J new line · F4 $EDITOR · Esc back, nothing happens"
            yield Static(plain(keys), id="sheet-keys", markup=False)

    def on_mount(self) -> None:
        """Let the person write at once."""
        box = self.query_one(Box)
        box.focus()
        box.move_cursor(box.document.end)

    @on(Box.Done)
    def _done(self) -> None:
        self.dismiss(self.query_one(Box).text.strip())

    def action_back(self) -> None:
        """Close; nothing happened."""
        self.dismiss(None)
