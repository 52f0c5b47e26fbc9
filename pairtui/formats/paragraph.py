"""Paragraph: the prose right before an edit, which is the model's reason for it."""

from __future__ import annotations

import re

from pairtui.formats.chatter import without_chatter

REASON = 200
_KEPT = 1000
_MARK = re.compile(r"(?:#{1,6}|[-*+]|\d{1,3}[.)])\s+")


class Paragraph:
    """Remembers the last paragraph of the prose as it passes, within bounds."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._size = 0
        self._ended = False

    @property
    def last_line(self) -> str:
        """Return the last line that is not blank."""
        return self._line.strip() or (self._lines[-1] if self._lines else "")

    def add(self, text: str, *, code: bool) -> None:
        """Take the next prose; lines of a code example are no reason."""
        if text == "\n":
            self._end_line(code=code)
            return
        *whole, rest = text.split("\n")
        for line in whole:
            self._grow(line)
            self._end_line(code=code)
        if rest:
            self._grow(rest)

    def take(self) -> str:
        """Return the paragraph on one line, at most `REASON` characters, and begin anew.

        Chatter at its ends is no reason.
        """
        if self._line.strip():
            self._end_line(code=False)
        words = _MARK.sub("", " ".join(" ".join(self._lines).split()), count=1)
        words = without_chatter(words)
        self._lines, self._line, self._size, self._ended = [], "", 0, False
        if len(words) <= REASON:
            return words
        return words[: REASON - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"

    def _grow(self, text: str) -> None:
        if (room := _KEPT - len(self._line)) > 0:
            self._line += text[:room]

    def _end_line(self, *, code: bool) -> None:
        line = self._line.strip() if self._line else ""
        self._line = ""
        if not line:
            self._ended = True
            return
        if self._ended or code:
            self._lines, self._size = [], 0
        self._ended = code
        if not code and self._size < _KEPT:
            self._lines.append(line)
            self._size += len(line)
