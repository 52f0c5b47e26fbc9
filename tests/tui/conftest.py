"""What every test of a screen can ask for."""

from __future__ import annotations

from tests.tui.pictures import picture

__all__ = ["picture"]
