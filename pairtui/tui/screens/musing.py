"""Musing: that a model thinks before it answers, and for how long, in a row of the conversation."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen

EVERY = 1.0
"""Seconds between two paintings of the row, at least."""


class Musing:
    """Counts the seconds a model thinks; `clock` is in seconds.

    What was thought stands below the row, folded. Some models think without showing it: then the
    time is all there is.
    """

    def __init__(self, screen: MainScreen, clock: Callable[[], float] = monotonic) -> None:
        self._transcript = screen.pane.transcript
        self._screen = screen
        self._clock = clock
        self._timer: Timer | None = None
        self._thoughts: list[str] = []
        self._since = 0.0

    def begin(self) -> None:
        """Begin to count, unless that was begun."""
        if self._timer is None:
            self._since = self._clock()
            self._thoughts = []
            self._timer = self._screen.set_interval(EVERY, self._tick)
            self._tick()

    def hear(self, text: str) -> None:
        """Take the next piece of what is thought."""
        self.begin()
        self._thoughts.append(text)

    def end(self) -> None:
        """Say how long it took, if anything was thought or it took a while."""
        if not self._stopped():
            return
        seconds, thoughts = self._seconds, "".join(self._thoughts).strip()
        row = f"thought for {seconds} s" if thoughts or seconds else ""
        self._transcript.amend("thought", f"{row}\n{thoughts}" if thoughts else row)

    def forget(self) -> None:
        """Take the row away where the request did not get through: nothing was thought then."""
        if self._thoughts:
            self.end()
        elif self._stopped():
            self._transcript.amend("thought", "")

    @property
    def _seconds(self) -> int:
        return round(self._clock() - self._since)

    def _stopped(self) -> bool:
        """Stop counting; tell whether it had been begun."""
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.stop()
        return timer is not None

    def _tick(self) -> None:
        self._transcript.amend("thought", f"thinking… {self._seconds} s")
