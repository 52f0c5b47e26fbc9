"""Comment: what a person says about a place; it is kept until it is sent."""

from __future__ import annotations

from typing import ClassVar

from pairtui.tui.screens.box import BoxPlace
from pairtui.tui.screens.reason import ReasonSheet


class CommentSheet(ReasonSheet):
    """Ask for a comment. Enter keeps it, Esc closes and nothing happened.

    Nothing is sent: that is another key. No text takes the comment away.
    """

    PLACE: ClassVar[BoxPlace] = "comment"

    @property
    def question(self) -> str:
        """Return what is asked, in one line."""
        return f"{self._what} · ? first asks and changes nothing"
