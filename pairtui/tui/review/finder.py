"""Finder: the line at the bottom of a pane in which a text to look for is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from pairtui.review.visible import safe

if TYPE_CHECKING:
    from pairtui.tui.conversation.transcript import Transcript
    from pairtui.tui.review.finding import FindingPane

    Searched: TypeAlias = FindingPane | Transcript

STEPS = {"enter": 1, "down": 1, "up": -1}


class FinderBox(Input):
    """Where it is typed. No key of the pane is one here: a letter typed never decides."""

    def __init__(self, text: str, pane: Searched) -> None:
        super().__init__(text, compact=True, select_on_focus=bool(text))
        self.cursor_blink = False
        self._pane = pane

    async def _on_key(self, event: events.Key) -> None:
        step = STEPS.get(event.key)
        if step is not None:
            self._pane.look_for_next(step)
        elif event.key == "escape":
            self._pane.stop_finding(back=True)
        elif event.is_printable or not self._of_the_pane(event.key):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    def _of_the_pane(self, key: str) -> bool:
        active = self.screen.active_bindings.get(key)
        if active is None:
            return False
        # A box that has nothing to scroll hands such a key on to the pane.
        scrolls = active.binding.action.startswith(("page_", "scroll_"))
        return active.node is self._pane or scrolls

    def on_blur(self) -> None:
        """End the search where the person went elsewhere."""
        if self.is_attached and self.app.screen is self.screen:
            self._pane.stop_finding(back=False)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(safe(event.text.partition("\n")[0]))


class Finder(Horizontal):
    """A slash, and what is typed behind it."""

    DEFAULT_CSS = """
    Finder { height: 1; background: $background; }
    Finder > Static { width: 1; }
    FinderBox { width: 1fr; background: $background; }
    """

    def __init__(self, text: str, pane: Searched) -> None:
        super().__init__()
        self._box = FinderBox(text, pane)

    def compose(self) -> ComposeResult:
        """Make the slash and the box."""
        yield Static("/", markup=False)
        yield self._box

    def begin(self) -> None:
        """Let the person type."""
        self._box.focus()
