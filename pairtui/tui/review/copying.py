"""Copying: the part of the review pane that hands a text to the terminal, or asks for a file."""

from __future__ import annotations

import os

from textual.message import Message

from pairtui.tui.review.copied import NOTHING, Copied, copied, deaf, doubtful, hindrance
from pairtui.tui.review.mouse import MousePane


class CopyingPane(MousePane):
    """Copy a change, a selection or the diff of a file, by the terminal (OSC 52) where it can."""

    _handed: tuple[Copied, str] | None = None
    """What the terminal got last, and what was said about it."""

    class CopyAsked(Message, namespace="review_pane"):
        """The sheet is wanted that writes a text into a file; `why` it is not simply copied."""

        def __init__(self, copied: Copied, why: str) -> None:
            super().__init__()
            self.copied = copied
            self.why = why

    def action_copy(self) -> None:
        """Copy what the cursor is on, or what is selected; a second time: into a file."""
        self._may(deciding=False)
        sight = self._sight
        found = copied(sight, self._selected) if sight is not None else None
        if found is None:
            self.say(NOTHING)
            return
        again = self._handed == (found, self._notice)
        self._handed = None
        why = deaf(os.environ) or hindrance(found)
        if why or again:
            self.post_message(self.CopyAsked(found, why))
        else:
            self.hand_over(found)

    def copy_selected(self) -> bool:
        """Copy what is selected; tell whether anything is."""
        if not (self.has_focus and self._selected):
            return False
        self.action_copy()
        return True

    def hand_over(self, found: Copied) -> None:
        """Let the terminal copy a text, and say so; only it knows whether it does."""
        self.app.copy_to_clipboard(found.text or "")
        self.say(f"copied {found.what}{doubtful(os.environ)} · Y again: to a file")
        self._handed = found, self._notice
