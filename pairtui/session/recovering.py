"""What was cut off, in words: how far it came, and what can be done about it."""

from __future__ import annotations

from pairtui.landing import Fate, Interrupted
from pairtui.review.visible import one_line
from pairtui.session.moment import moment

_MANY = 4


def sentence(cut: Interrupted, now: float) -> str:
    """Return how far a save or an undo came; `now` is in seconds since the epoch.

    As in "The save of 14:07 was cut off: price.py is new, tax.py is old."
    """
    undoes = cut.intent.kind == "undo"
    noun = "undo" if undoes else "save"
    words: dict[Fate, str] = {
        "applied": "back" if undoes else "new",
        "not applied": "not back yet" if undoes else "old",
        "other": "something else by now",
    }
    said = []
    for fate, word in words.items():
        paths = [one_line(path) for path, one in cut.fates.items() if one == fate]
        if paths:
            listed = ", ".join(paths) if len(paths) <= _MANY else f"{len(paths)} files"
            said.append(f"{listed} {'is' if len(paths) == 1 else 'are'} {word}")
    if cut.intent.message:
        said.append(f"the commit was {'made' if cut.commit else 'not made'}")
    came = ", ".join(said) or "no file is concerned"
    return f"The {noun} of {moment(cut.intent.at, now)} was cut off: {came}."


def offers(cut: Interrupted) -> tuple[str, str]:
    """Return why it cannot be finished, and why it cannot be put back, as sentences or empty."""
    finish = f"It cannot be finished: {cut.no_finish}." if cut.no_finish else ""
    back = f"It cannot be put back: {cut.no_put_back}." if cut.no_put_back else ""
    return finish, back
