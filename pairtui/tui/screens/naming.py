"""Naming: the sheet in which a conversation gets a name of the person's own."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from pairtui.review.visible import safe
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.sheet import STYLES, plain


class NameSheet(ModalScreen[str | None]):
    """Ask for a name. Enter gives it, Esc closes and nothing happened."""

    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="name.back", tooltip="Close; nothing happened"),
    ]
    KEYS = "Enter done · empty: its first words name it · Esc back"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name_now = name

    def compose(self) -> ComposeResult:
        """Make the question and the box."""
        with Vertical(id="sheet"):
            yield Static("What is this conversation called?", id="sheet-title", markup=False)
            yield Box(safe(self._name_now), id="sheet-box", enter_ends=True)
            yield Static(plain(self.KEYS), id="sheet-keys", markup=False)

    def on_mount(self) -> None:
        """Let the person write at once."""
        box = self.query_one(Box)
        box.focus()
        box.move_cursor(box.document.end)

    @on(Box.Done)
    def _done(self) -> None:
        self.dismiss(self.query_one(Box).text)

    def action_back(self) -> None:
        """Close; nothing happened."""
        self.dismiss(None)
