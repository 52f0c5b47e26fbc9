"""Signals: the terminal is given back however we are asked to end."""

from __future__ import annotations

import asyncio
import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

_PATIENCE = 3.0
"""Seconds the program has to end by itself once its terminal has gone."""
LINE_LOST = 128 + 1
"""The exit code when the terminal has gone: 128 and the number of SIGHUP, which is 1 (POSIX)."""
_ENDINGS = ("SIGTERM", "SIGHUP", "SIGINT")


def catch_endings(loop: asyncio.AbstractEventLoop, end: Callable[[int], object]) -> None:
    """Call `end` in the loop with 128 + n when a signal asks the program to end.

    Textual itself would die at once, with the terminal left in its alternate screen.
    """
    for name in _ENDINGS:
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError, ValueError, RuntimeError):  # Windows, or a thread
                loop.add_signal_handler(number, end, 128 + number)


def watch_line(fileno: int, loop: asyncio.AbstractEventLoop, end: Callable[[int], object]) -> None:
    """Call `end` in the loop when the terminal at `fileno` has gone, costing nothing meanwhile.

    Where SIGHUP is ignored, reading a terminal that is gone returns at once for ever.
    """
    if not hasattr(select, "poll"):
        return
    poll = select.poll()
    poll.register(fileno, 0)  # hang-up and error are always reported; nothing else wakes it

    def wait() -> None:
        gone = any(mask & (select.POLLHUP | select.POLLERR) for _, mask in poll.poll())
        if gone:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(end, LINE_LOST)
            # Textual's writer ends at the first write that fails, and whoever writes next waits
            # for it for ever; so whatever the loop is doing then, this is the end.
            Event().wait(_PATIENCE)
            os._exit(LINE_LOST)

    Thread(target=wait, name="line", daemon=True).start()
