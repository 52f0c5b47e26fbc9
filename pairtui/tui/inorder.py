"""Keys one after the other: each has done what it does before the next one is looked at.

Textual gives a key to the widget in focus; a letter is typed there at once, while a bound key first
bubbles up, queue by queue, to where its action is run. Keys that come together, as a slow line
brings them, would overtake each other: the word behind Ctrl+J would land before the line break,
and words written after Ctrl+G would still decide in the review.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode

LONGEST = 1.0
"""Seconds after which a key that is still being acted on holds up the next one no longer."""


class KeysInOrder:
    """Hand input to `act`, one piece at a time; call `take` for each as it comes."""

    def __init__(self, app: App[Any], act: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._act = act
        self._waiting: deque[events.Event] = deque()
        self._since: float | None = None

    async def take(self, event: events.Event) -> None:
        """Act on this piece of input now, or once the one before it is done."""
        self._waiting.append(event)
        if self._since is None or monotonic() - self._since > LONGEST:
            await self._next()

    async def _next(self) -> None:
        self._since = None
        if self._waiting:
            self._since = monotonic()
            focused = self._app.focused or self._app.screen
            await self._act(self._waiting.popleft())
            # The second time at the app is for what an action leaves for later: moving the focus.
            await self._follow((*focused.ancestors_with_self, self._app), self._since)

    async def _follow(self, way: Sequence[DOMNode], since: float) -> None:
        """Go up behind the key, by the same queues it takes; at the end it has been acted on."""
        if since == self._since and not (way and way[0].call_later(self._follow, way[1:], since)):
            await self._next()
