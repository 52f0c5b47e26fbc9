"""Room: what is said where the terminal is too small for anything else."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen

LEAST = Size(60, 16)
"""Columns and rows below which nothing useful can be shown."""


class RoomSheet(ModalScreen[None]):
    """Ask for more room; it goes by itself once there is enough, and no key reaches what is below."""

    def render(self) -> RenderResult:
        """Return the one line."""
        return Content(f"more room, please: {LEAST.width}×{LEAST.height} · Ctrl+Q leaves")


def too_small(size: Size) -> bool:
    """Tell whether a terminal of this size is too small."""
    return size.width < LEAST.width or size.height < LEAST.height
