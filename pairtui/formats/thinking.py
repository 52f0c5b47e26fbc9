"""Thinking: leaves out what a model thinks aloud between <think> and </think>."""

from __future__ import annotations

import re
from typing import Literal

_OPEN = "<think>"
_CLOSE = "</think>"
_BLANKS = re.compile(r"\s*")
_BLANK = 200
"""So much white space may come before the first <think>; more is an answer."""


class Thinking:
    """Passes text on, but for <think>...</think> at the head of the reply.

    Drafts in it are not the answer. Anywhere later the tag is text like any other.
    """

    def __init__(self) -> None:
        self._held = ""
        self._thoughts: list[str] = []
        self._state: Literal["before", "inside", "after"] = "before"
        self._thought = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what of it is the answer."""
        if self._state == "after":
            return text
        text, at = self._held + text, 0
        while True:
            if self._state == "inside":
                end = text.find(_CLOSE, at)
                if end < 0:
                    kept = max(at, len(text) - len(_CLOSE))
                    self._thoughts.append(text[at:kept])
                    self._held = text[kept:]
                    return ""
                self._thoughts.append(text[at:end])
                at, self._state, self._thought = end + len(_CLOSE), "before", True
            begun = _end_of_blanks(text, at)
            at = begun if self._thought else at
            tag = text[begun : begun + len(_OPEN)]
            far = begun - at > _BLANK
            if far or tag != _OPEN:
                self._held = text[at:]
                return self._pass_all() if far or not _OPEN.startswith(tag) else ""
            at, self._state = begun + len(_OPEN), "inside"

    def close(self) -> str:
        """Say that the reply has ended; return what was still held back."""
        if self._state == "inside":
            self._thoughts.append(self._held)
            self._held = ""
        return self._pass_all() if self._state == "before" else ""

    def thoughts(self) -> str:
        """Return what was thought since this was asked the last time."""
        found, self._thoughts = "".join(self._thoughts), []
        return found

    def _pass_all(self) -> str:
        text, self._held, self._state = self._held, "", "after"
        return text


def _end_of_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
