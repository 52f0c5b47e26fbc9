"""How an answer ended, in a sentence for a person, where there is something to say of it."""

from __future__ import annotations

from pairtui.request import Finish

_WHY = {
    "length": "it is as long as the server lets an answer be",
    "content_filter": "the server's own filter stopped it",
}


def about_end(finish: Finish) -> str:
    """Return why an answer is not whole, or which tools a whole one asked for, or ""."""
    names = ", ".join(f"“{name}”" for name in finish.tools)
    wanted = f"the AI asked for a tool ({names}), and none is run here" if names else ""
    if finish.reason == "stop":
        return wanted and f"Beside this answer, {wanted}."
    why = wanted or f"{_WHY.get(finish.reason, 'the server stopped it')} ({finish.reason})"
    return f"The answer broke off: {why}."
