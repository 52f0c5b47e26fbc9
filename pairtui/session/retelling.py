"""Retelling: an answer that came earlier, as it was shown then."""

from __future__ import annotations

from pairtui.events import Drafting, Said
from pairtui.formats.envelope import title
from pairtui.formats.reader import Opened, Prose, Reader


def retold(reply: str) -> tuple[Said | Drafting, ...]:
    """Return what an answer said and which files it had changes for, in order."""
    reading = Reader(whole=False, known=())
    told: list[Said | Drafting] = []
    for found in (*reading.feed(reply), *reading.close(finished=True)):
        match found:
            case Prose(text=text):
                told.append(Said(_untitled(text)))
            case Opened(path=path):
                told.append(Drafting(path))
            case _:
                pass
    return tuple(told)


def _untitled(text: str) -> str:
    """Return what was said without titles, but in code: an answer asked for again has one, too."""
    kept: list[str] = []
    code = False
    for line in text.split("\n"):
        code ^= line.lstrip().startswith(("```", "~~~"))
        if code or not title(line):
            kept.append(line)
    return "\n".join(kept)
