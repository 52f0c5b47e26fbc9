"""Retelling: an answer that came earlier, as it was shown then."""

from __future__ import annotations

from pairtui.events import Drafting, Said
from pairtui.formats.reader import Opened, Prose, Reader


def retold(reply: str) -> tuple[Said | Drafting, ...]:
    """Return what an answer said and which files it had changes for, in order."""
    reading = Reader(whole=False, known=())
    told: list[Said | Drafting] = []
    for found in (*reading.feed(reply), *reading.close(finished=True)):
        match found:
            case Prose(text=text):
                told.append(Said(text))
            case Opened(path=path):
                told.append(Drafting(path))
            case _:
                pass
    return tuple(told)
