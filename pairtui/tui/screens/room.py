"""Room: what is said where the terminal is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(60, 16)
"""Columns and rows below which nothing useful can be shown."""


class RoomSheet(ModalScreen[None]):
    """Ask for more room, and go once there is enough; no key reaches what is below.

    Leaving takes Ctrl+Q twice: there is no room for a sheet that says what is not saved yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked = False

    def compose(self) -> ComposeResult:
        """Make the one line."""
        says = f"Ctrl+Q leaves · more room, please: {LEAST.width}×{LEAST.height}"
        yield Static(says, markup=False)

    def on_screen_resume(self) -> None:
        """Go where there was room made while something else stood above."""
        if not too_small(self.app.size):
            self.dismiss()

    def leave(self) -> None:
        """Leave the second time it is asked for."""
        if self._asked:
            self.app.exit(0, return_code=0)
        self._asked = True
        self.query_one(Static).update("Ctrl+Q again leaves; nothing unsaved is kept")


def too_small(size: Size) -> bool:
    """Tell whether a terminal of this size is too small."""
    return size.width < LEAST.width or size.height < LEAST.height
