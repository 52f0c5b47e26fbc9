"""Room: what is said where the terminal is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(60, 16)
"""Columns and rows below which nothing useful can be shown."""


class RoomSheet(ModalScreen[None]):
    """Ask for more room, and go once there is enough; no key reaches what is below."""

    def compose(self) -> ComposeResult:
        """Make the one line."""
        says = f"more room, please: {LEAST.width}×{LEAST.height} · Ctrl+Q leaves"
        yield Static(says, markup=False)


def too_small(size: Size) -> bool:
    """Tell whether a terminal of this size is too small."""
    return size.width < LEAST.width or size.height < LEAST.height
