"""Wording: a change's text as an editor holds it, and back to the exact bytes of the file."""

from __future__ import annotations

from dataclasses import dataclass

from pairtui.proposal import Hunk
from pairtui.review.visible import visible


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with LF line ends, without the end of its last line.

    `data` are the bytes it was made from. `end` is the file's line end; `closed` says that the
    last line gets one back.
    """

    data: bytes
    text: str
    end: str
    closed: bool

    def encode(self, text: str) -> bytes:
        """Return the bytes for a text that was edited; no text at all is no line at all."""
        if text == self.text:
            return self.data
        if not text:
            return b""
        return (text + "\n" if self.closed else text).replace("\n", self.end).encode()


def holds_exactly(data: bytes) -> bool:
    """Tell whether a text editor in the terminal can hold these bytes and give them back.

    It must be UTF-8 with one kind of line end, and nothing in it may be invisible: such characters
    are changed on the way in, or would reach the terminal raw.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    crlf = text.count("\r\n")
    if crlf and crlf != text.count("\n"):
        return False
    return not any(span.escaped for span in visible(text.replace("\r\n", "\n")))


def wording(hunk: Hunk, data: bytes) -> Wording:
    """Return the text to edit for a change that comes to `data`, which `holds_exactly` allows."""
    text = data.decode()
    sample = data or hunk.old
    end = "\r\n" if b"\r\n" in sample else "\n"
    text = text.replace("\r\n", "\n")
    closed = sample.endswith(b"\n")
    return Wording(data, text.removesuffix("\n") if closed else text, end, closed)
