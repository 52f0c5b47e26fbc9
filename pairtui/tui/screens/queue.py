"""Queue: words sent while an answer comes in; they go out after it, in their order.

After an answer that did not come to its end they are held back: they were written for one that did.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pairtui.store.nouns import Draft

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen


class Queue:
    """The words that wait, and whether they are held back; the store has them too."""

    def __init__(self, screen: MainScreen, session: Session, send: Callable[[str], None]) -> None:
        self._screen = screen
        self._session = session
        self._send = send
        self.texts: tuple[str, ...] = ()
        self.held = False
        self.beside = asyncio.Lock()
        """Held by a command that runs beside an answer: each begins with what the last one left."""

    def add(self, text: str) -> None:
        """Let words wait, behind those that wait already."""
        self._become((*self.texts, text), held=self.held)
        self.go_on()

    def bring(self, drafts: Iterable[Draft]) -> None:
        """Show what waited when the program ended; nothing of it is sent by itself."""
        found = sorted((one for one in drafts if one.place == "queue"), key=lambda one: one.about)
        self.texts, self.held = tuple(one.text for one in found), bool(found)
        self._show()

    def hold(self) -> None:
        """Send nothing more by itself."""
        self._become(self.texts, held=bool(self.texts))

    def release(self) -> None:
        """Let the words go out again, one after the other."""
        self._become(self.texts, held=False)
        self.go_on()

    def go_on(self) -> None:
        """Send the words that are next, unless an answer is coming in or they are held back."""
        if self.texts and not self.held and not self._screen.turning:
            first, *rest = self.texts
            self._become(tuple(rest), held=False)
            self._send(first)

    def take_back(self) -> str:
        """Take the last words out again, to be written on; "" where none wait."""
        if not self.texts:
            return ""
        *rest, last = self.texts
        self._become(tuple(rest), held=self.held and bool(rest))
        return last

    def _become(self, texts: tuple[str, ...], *, held: bool) -> None:
        before, self.texts, self.held = self.texts, texts, held
        for number in range(max(len(before), len(texts))):
            old, new = ("".join(some[number : number + 1]) for some in (before, texts))
            if old != new:
                self._session.keep.drafted(Draft("queue", f"{number:04}", new))
        self._show()

    def _show(self) -> None:
        self._screen.pane.show_waiting(self.texts, held=self.held)


def queue_of(screen: MainScreen) -> Queue:
    """Return the words that wait, which are there once the session is."""
    if screen.queue is None:
        raise RuntimeError("words were taken before the screen was whole")
    return screen.queue
