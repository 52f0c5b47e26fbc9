"""Wording: a change's text as an editor holds it, and back to the exact bytes of the file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pairtui.proposal import Hunk
from pairtui.tui.review.standins import StandIns, stand_ins


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with LF line ends, without the end of its last line, and nothing unseen in it.

    `data` are the bytes it was made from, `text` is what the editor begins with and `first` what
    it would have begun with, had no draft been left. `end` is the line end of the file; `closed`
    says that the last line gets one back.
    """

    data: bytes
    text: str
    first: str
    end: str
    closed: bool
    signs: StandIns

    def encode(self, text: str) -> bytes:
        """Return the bytes for a text that was edited; no text at all is no line at all."""
        if text == self.first:
            return self.data
        if not text:
            return b""
        ended = (text + "\n" if self.closed else text).replace("\n", self.end)
        return self.signs.real(ended).encode("utf-8", "surrogateescape")


def rewritten(words: Wording, data: bytes) -> Wording:
    """Return the wording once another editor made `data` of it; raises TooMany as `wording`."""
    first = words.signs.real(words.first)
    text = data.decode("utf-8", "surrogateescape").replace(words.end, "\n")
    text = text.removesuffix("\n") if words.closed else text
    signs = stand_ins(first, text)
    return replace(words, text=signs.hold(text), first=signs.hold(first), signs=signs)


def wording(hunk: Hunk, data: bytes, draft: str = "") -> Wording:
    """Return the text to edit for a change that comes to `data`, or the draft that was left of it.

    Where the line ends differ, carriage returns are held, and seen, as what they are. Raises
    TooMany for bytes that are hardly a text.
    """
    text = data.decode("utf-8", "surrogateescape")
    sample = data or hunk.old
    end = "\r\n" if 0 < sample.count(b"\n") == sample.count(b"\r\n") else "\n"
    closed = sample.endswith(b"\n")
    text = text.replace(end, "\n")
    text = text.removesuffix("\n") if closed else text
    signs = stand_ins(text, draft)
    first = signs.hold(text)
    return Wording(data, signs.hold(draft) if draft else first, first, end, closed, signs)
