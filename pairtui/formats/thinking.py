"""Thinking: leaves out what a model thinks aloud between <think> and </think>."""

from __future__ import annotations

from typing import Literal

_OPEN = "<think>"
_CLOSE = "</think>"
_BLANK = 200
"""So much white space may come before the first <think>; more is an answer."""


class Thinking:
    """Passes text on, but for <think>...</think> at the head of the reply.

    Drafts in it are not the answer. Anywhere later the tag is text like any other.
    """

    def __init__(self) -> None:
        self._held = ""
        self._state: Literal["before", "inside", "after"] = "before"
        self._thought = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what of it is the answer."""
        while self._state != "after":
            self._held += text
            if self._state == "inside":
                _, closed, text = self._held.partition(_CLOSE)
                if not closed:
                    self._held = self._held[-len(_CLOSE) :]
                    return ""
                self._held, self._state, self._thought = "", "before", True
                continue
            begun = self._held.lstrip()
            blank = len(self._held) - len(begun)
            if self._thought:
                self._held = begun
            elif blank > _BLANK:
                return self._pass_all()
            if not begun or (_OPEN.startswith(begun) and begun != _OPEN):
                return ""
            if not begun.startswith(_OPEN):
                return self._pass_all()
            self._held, text, self._state = "", begun.removeprefix(_OPEN), "inside"
        return text

    def close(self) -> str:
        """Say that the reply has ended; return what was still held back."""
        return self._pass_all() if self._state == "before" else ""

    def _pass_all(self) -> str:
        text, self._held, self._state = self._held, "", "after"
        return text
