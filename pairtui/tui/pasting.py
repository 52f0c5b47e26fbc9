"""Pastes: what stands between a terminal's two marks is text, whatever it holds.

Textual's own parser reads an Escape inside a paste as the beginning of a key and gives the rest out
as keys, so that a pasted colour code would decide and send. Here pastes are taken out of the input
before that parser sees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

START, END = "\x1b[200~", "\x1b[201~"
"""The marks a terminal puts around a paste."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The text of one whole paste."""

    text: str


class Pastes:
    """Tell pastes from typing, in input that may be cut anywhere; no time limit holds inside one.

    What is typed comes back as it came, at once, and so do the marks. Marks inside a paste are a
    forgery; where they come in one piece with the real ones, they end nothing.
    """

    def __init__(self) -> None:
        self._pasted: list[str] | None = None
        self._begun = ""

    def feed(self, data: str) -> Iterator[str | Pasted]:
        """Yield what was typed and what was pasted, in order."""
        while data:
            if self._pasted is None:
                typed, data = self._typed(data)
                yield typed
            else:
                text, data = self._inside(data, self._pasted)
                if text is not None:
                    yield Pasted(text)
                    yield END

    def _typed(self, data: str) -> tuple[str, str]:
        """Return what comes before the inside of a paste, and the rest."""
        before, mark, inside = (self._begun + data).partition(START)
        if not mark:
            self._begun = _beginning(before, START)
            return data, ""
        self._begun = ""
        self._pasted = []
        return data[: len(data) - len(inside)], inside

    def _inside(self, data: str, pasted: list[str]) -> tuple[str | None, str]:
        """Return the text of the paste if it ends here, and the rest."""
        before, mark, after = (self._begun + data).rpartition(END)
        self._begun = "" if mark else _beginning(after, END)
        if not mark:
            pasted.append(after.removesuffix(self._begun))
            return None, ""
        self._pasted = None
        return "".join([*pasted, before]).replace(START, "").replace(END, ""), after


def _beginning(text: str, mark: str) -> str:
    """Return the end of a text that may be the beginning of a mark."""
    sizes = range(len(mark) - 1, 0, -1)
    return next((mark[:size] for size in sizes if text.endswith(mark[:size])), "")


class PasteParser(XTermParser):
    """Textual's parser of keys, which gets no pasted text to read."""

    def __init__(self, debug: bool = False) -> None:
        self._pastes = Pastes()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what the input says; a paste is one event, as it was pasted but for NULs."""
        if not data:  # the end of the input
            yield from super().feed(data)
        for piece in self._pastes.feed(data):
            if isinstance(piece, Pasted):
                yield events.Paste(piece.text.replace("\x00", ""))
                continue
            for message in super().feed(piece):
                # Between the two marks that it saw, Textual found an empty paste.
                if not isinstance(message, events.Paste):
                    yield message


def guard_pastes() -> None:
    """Let Textual's driver read keys by this parser; it offers no other place to say so."""
    linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]  # nothing public does it
