"""Countdown: the seconds until a request is made again, in the bar."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from pairtui.events import Waiting

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen


class Countdown:
    """Counts one wait after the other down; `clock` is in seconds."""

    def __init__(self, screen: MainScreen, clock: Callable[[], float] = monotonic) -> None:
        self._screen = screen
        self._clock = clock
        self._timer: Timer | None = None
        self._brief = ""
        self._until = 0.0

    def show(self, wait: Waiting) -> None:
        """Begin to count a wait down, or end it where it is over; the first is told in full."""
        self.stop()
        if not wait.seconds:
            self._screen.pane.busy = "asking…"
            return
        if wait.tried == 1:
            self._screen.say("note", wait.says)
        self._brief, self._until = wait.brief, self._clock() + wait.seconds
        self._timer = self._screen.set_interval(1, self._tick)
        self._tick()

    def stop(self) -> None:
        """Count no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        left = max(1, round(self._until - self._clock()))
        says = f"{self._brief}, tries again in {left} s · Esc stops · Enter tries now"
        if len(says) > self._screen.pane.size.width:  # who is busy stands above, in full
            says = f"again in {left} s · Enter now · Esc stops"
        self._screen.pane.busy = says
