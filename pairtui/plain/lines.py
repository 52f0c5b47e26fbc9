"""Plain lines: the one way text of unknown origin reaches a stream that is not the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from pairtui.proposal import Proposal
from pairtui.review.scrutiny.look import cares, signs
from pairtui.review.visible import one_line, safe, show_bytes


def put_line(stream: TextIO, text: str) -> None:
    """Write one line; what cannot be seen is made visible."""
    stream.write(one_line(text) + "\n")
    stream.flush()


def put_care(stream: TextIO, proposal: Proposal) -> None:
    """Write a line for each sign of a proposal that calls for care."""
    for change in proposal.files:
        for hunk in change.hunks:
            for sign in cares(signs(change, hunk, proposal.files)):
                put_line(stream, f"needs care: {change.path}: {sign.says}")


def put_text(stream: TextIO, text: str) -> None:
    """Write a piece of running text; what cannot be seen is made visible."""
    stream.write(safe(text))
    stream.flush()


@dataclass(slots=True)
class Prose:
    """Running text that comes in pieces, and lines between.

    Never more than one empty line stands in a row: where an edit is taken out of an answer, those
    around it are left.
    """

    stream: TextIO
    _begun: bool = False
    _breaks: int = 0

    def put(self, text: str) -> None:
        """Write a piece; what cannot be seen is made visible."""
        for number, part in enumerate(text.split("\n")):
            if number and self._begun:
                self._breaks = min(self._breaks + 1, 2)
            if part:
                put_text(self.stream, "\n" * self._breaks + part)
                self._begun, self._breaks = True, 0

    def line(self, text: str) -> None:
        """Write a line of its own."""
        self.end()
        put_line(self.stream, text)

    def end(self) -> None:
        """End what was begun."""
        if self._begun:
            put_text(self.stream, "\n")
        self._begun, self._breaks = False, 0


def put_diff(out: TextIO, diff: bytes, err: TextIO) -> None:
    """Write a unified diff; say so when it holds characters that had to be made visible.

    CRLF line ends pass unchanged into a pipe or file, so that git can apply the diff; on a
    terminal they are not shown.
    """
    if not diff:
        return
    tty = out.isatty()
    escaped = 0
    for line in diff.removesuffix(b"\n").split(b"\n"):
        crlf = line.endswith(b"\r")
        text = show_bytes(line[:-1] if crlf else line)
        shown = safe(text)
        escaped += shown != text
        out.write(shown + ("\r" if crlf and not tty else "") + "\n")
    out.flush()
    if escaped:
        put_line(err, f"{escaped} lines hold characters that cannot be seen; --json is exact.")
