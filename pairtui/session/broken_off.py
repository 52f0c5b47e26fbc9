"""How an answer ended, in a sentence for a person, where there is something to say of it."""

from __future__ import annotations

from pairtui.events import Failed
from pairtui.request import Fault, Finish

_WHY = {
    "length": "it is as long as the server lets an answer be",
    "content_filter": "the server's own filter stopped it",
}
_PASSING = ("cut", "timeout", "busy", "server")
"""Kinds of faults against which nothing helps but to ask again."""


def failed(fault: Fault, *, came: bool) -> Failed:
    """Return what a fault comes to, `came` telling whether a part of the answer had come by then.

    How to ask again is then said where the answer ends: the words are a turn, and not in a prompt.
    """
    remedy = "" if came and fault.kind in _PASSING else fault.remedy
    return Failed(fault.says, remedy, fault.wait)


def about_end(finish: Finish) -> str:
    """Return why an answer is not whole, or which tools a whole one asked for, or ""."""
    names = ", ".join(f"“{name}”" for name in finish.tools)
    wanted = f"the AI asked for a tool ({names}), and none is run here" if names else ""
    if finish.reason == "stop":
        return wanted and f"Beside this answer, {wanted}."
    why = wanted or f"{_WHY.get(finish.reason, 'the server stopped it')} ({finish.reason})"
    return f"The answer broke off: {why}."
