"""Weighing: how much of the model's room the next request takes, worked out beside the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from pairtui.conversation import Asked, Conversation

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen

SOON = 0.2
"""Seconds after a change in which others may come; then all of them are weighed at once."""


class Weighing:
    """Weighs the next request anew whenever the conversation is another, or who answers."""

    def __init__(self, screen: MainScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._soon: Timer | None = None
        for attribute in ("conversation", "status"):
            screen.watch(screen.pane, attribute, self._changed, init=False)

    def _changed(self) -> None:
        if self._soon is not None:
            self._soon.stop()
        self._soon = self._screen.set_timer(SOON, self._begin)

    def _begin(self) -> None:
        self._screen.do(self._weigh, "weighing")

    async def _weigh(self) -> None:
        screen, takes = self._screen, None
        talk = screen.pane.conversation or Conversation()
        if talk.turns or talk.attached:
            untold = screen.desk.shelf.untold if screen.desk is not None else ()
            takes = await self._session.foreseeing.about(Asked("", talk, untold))
        screen.pane.takes = takes
