"""Ringing: a bell, or a notice of the terminal's own, when a long answer has ended.

A notice is OSC 9, which came with iTerm2, or OSC 777, which came with urxvt; a terminal that knows
neither shows nothing of it. tmux passes it on where `allow-passthrough` is on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pairtui.config import Notify

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen

LONG = 10.0
"""Seconds from which on an answer is long."""
TITLE, SAYS = "pairtui", "The answer is there."
_OLDER = ("rxvt", "foot")
"""Beginnings of TERM that stand for OSC 777."""


def ring(screen: MainScreen, seconds: float) -> None:
    """Say, as the person has set, that an answer ended: a long one, or one nobody looked at."""
    app = screen.app
    if seconds < LONG and app.app_focus:
        return
    signal = signal_of(screen.rings, os.environ)
    if signal and app._driver is not None and not app.is_headless:  # noqa: SLF001 - nothing public
        app._driver.write(signal)  # noqa: SLF001 - as above


def signal_of(how: Notify, environment: Mapping[str, str]) -> str:
    """Return what is written to the terminal for that."""
    if how == "off":
        return ""
    if how == "bell":
        return "\x07"
    older = environment.get("VTE_VERSION") or environment.get("TERM", "").startswith(_OLDER)
    notice = f"\x1b]777;notify;{TITLE};{SAYS}\x07" if older else f"\x1b]9;{TITLE}: {SAYS}\x07"
    if environment.get("TMUX"):
        return "\x1bPtmux;" + notice.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return notice
