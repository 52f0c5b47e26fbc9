"""The app: one screen, one session, and the few keys that are the same everywhere."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from pairtui.tui.inorder import KeysInOrder
from pairtui.tui.keys import WINDOW, EscapeTail
from pairtui.tui.pasting import guard_pastes
from pairtui.tui.screens.interrupting import interrupt
from pairtui.tui.screens.main import MainScreen
from pairtui.tui.screens.room import RoomSheet, too_small
from pairtui.tui.signals import LINE_LOST, catch_endings, watch_line

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.box import Box

CLOSING = 10.0
"""Seconds that the session is given to end a commit and its processes."""
_EVERYWHERE = Binding.Group("Everywhere")


def _actions() -> type[Provider]:
    from pairtui.tui.palette import Actions  # noqa: PLC0415  not before it is asked for

    return Actions


class PairApp(App[int]):
    """The full screen: conversation on the left, review on the right.

    `make_session` is called in a thread after the first paint; then the conversation begins with
    `welcome`, Markdown. `return_code` is 0, or 128 + n when a signal or the end of the line closed
    the app.
    """

    TITLE = "pairtui"
    CSS_PATH = "app.tcss"
    COMMANDS = {_actions}
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False
    PAUSE_GC_ON_SCROLL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q", "leave", "Leave", id="app.leave", priority=True, group=_EVERYWHERE,
            tooltip="Leave, after saying what is not saved yet",
        ),
        Binding(
            "ctrl+l", "redraw", "Redraw", id="app.redraw", priority=True, group=_EVERYWHERE,
            tooltip="Paint the screen again",
        ),
        Binding(
            "f1", "help", "Keys", id="main.help", priority=True, group=_EVERYWHERE,
            tooltip="The keys of this place",
        ),
    ]  # fmt: skip

    def __init__(
        self,
        make_session: Callable[[], Session],
        *,
        keymap: Mapping[str, str] | None = None,
        welcome: str = "",
    ) -> None:
        if not os.environ.get("NO_COLOR"):
            os.environ.pop("NO_COLOR", None)  # Textual obeys an empty one too
        # Said before the start: Textual chooses how to leave colours out while it is being made.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        guard_pastes()
        self._make_session = make_session
        self._welcome = welcome
        self._tail = EscapeTail()
        self._keys = KeysInOrder(self, self._typed)
        self.animation_level = "none"
        if self.no_color:
            self.theme = "ansi-dark"
        if keymap:
            self.set_keymap(dict(keymap))

    def get_default_screen(self) -> Screen[Any]:
        """Return the main screen, so that the first paint is already it."""
        self.main = MainScreen(self._make_session, self._welcome)
        return self.main

    def on_mount(self) -> None:
        """Take the signals over, and notice when the terminal goes away."""
        loop = asyncio.get_running_loop()
        if not self.is_headless:
            catch_endings(loop, self.end)
            watch_line(sys.__stdin__.fileno() if sys.__stdin__ else 0, loop, self.end)

    # Keys, after a slow line

    async def on_event(self, event: events.Event) -> None:
        """Act on keys and pastes one after the other; on all else as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    async def _typed(self, event: events.Event) -> None:
        """Take the torn tails of escape sequences out of what is typed."""
        if isinstance(event, events.Key):
            boxed = self.focused is not None and self.focused.check_consume_key("a", "a")
            for press in self._tail.feed(event.key, event.character, event.time, in_text_box=boxed):
                same = (press.key, press.character) == (event.key, event.character)
                await super().on_event(event if same else events.Key(press.key, press.character))
            if self._tail.deadline is not None:
                self.set_timer(WINDOW, self._type_held)
            return
        await self._type_held(late=True)
        await super().on_event(event)

    async def _type_held(self, *, late: bool = False) -> None:
        """Type what was held and turned out to be no tail."""
        for press in self._tail.expire(inf if late else monotonic()):
            await super().on_event(events.Key(press.key, press.character))

    def on_box_drafted(self, event: Box.Drafted) -> None:
        """Keep what is being written in a box; the sheet it is on does not know the session."""
        if self.main.desk is not None:
            self.main.desk.keep_draft(event.place, event.about, event.text, event.cursor)

    # The terminal

    def on_resize(self, event: events.Resize) -> None:
        """Ask for more room where there is too little, until there is enough."""
        asking = isinstance(self.screen, RoomSheet)
        if too_small(event.size) and not asking:
            self.push_screen(RoomSheet())
        elif asking and not too_small(event.size):
            self.pop_screen()

    def end(self, code: int) -> None:
        """Leave at once with this exit code; the terminal is given back."""
        if self.main.desk is not None:
            from pairtui.tui.screens.remembering import remember  # noqa: PLC0415 - with the desk

            remember(self.main, lost=code == LINE_LOST)
        self.exit(code, return_code=code)

    async def on_unmount(self) -> None:
        """End what the session started; a process that will not end is not waited for long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.main.close_session(), CLOSING)

    def action_leave(self) -> None:
        """Open the leave sheet, over whatever is open; a second time changes nothing."""
        if isinstance(self.screen, RoomSheet):
            self.screen.leave()
        elif not self.main.leaving:
            self.main.leave()

    def action_help(self) -> None:
        """Show the keys of this place, also over a sheet."""
        from pairtui.tui.screens.help import show_keys  # noqa: PLC0415 - rarely needed

        show_keys(self)

    def action_redraw(self) -> None:
        """Paint everything again, for a terminal that something else wrote on."""
        self.screen.refresh(layout=True)
        if self._driver is not None:
            self._driver.write("\x1b[2J")

    def action_help_quit(self) -> None:
        """Do what Ctrl+C does from everywhere but the prompt; it never leaves."""
        did = interrupt(self.main)
        if self.main.desk is not None and self.screen is self.main:
            if did:
                self.main.desk.reviewing.say(did)
        else:
            self.notify(did, markup=False)
