"""Whole files: a line with the path, then one fence with all the text of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pairtui.formats.envelope import Fence, fence
from pairtui.formats.read_events import Closed, Cut, Opened, Step, Tell
from pairtui.formats.search_replace import text_of
from pairtui.proposal import WholeFile


@dataclass
class Nesting:
    """Tells which lines of a fenced file belong to it, when the file has fences of its own.

    An inner fence that names its language opens a level, which the next bare fence closes; a
    reply that nests otherwise never ends its file, so it is cut off rather than cut short.
    """

    outer: Fence
    inner: Fence | None = None

    def closes(self, line: str) -> bool:
        """Take the next line; tell whether it ends the file."""
        if self.inner is not None:
            if self.inner.closed_by(line):
                self.inner = None
            return False
        here = fence(line)
        if here is None:
            return False
        if self.outer.closed_by(line) and here.indent == self.outer.indent:
            return True
        if here.info and here.run[0] == self.outer.run[0] and len(here.run) >= len(self.outer.run):
            self.inner = here
        return False


class Whole:
    """A whole file that is being read, from the line after its fence on."""

    blanks = 0

    def __init__(self, tell: Tell, path: str, outer: Fence, reason: str) -> None:
        self.path = path
        self._tell = tell
        self._nesting = Nesting(outer)
        self._reason = reason
        self._lines: list[str] = []
        tell(Opened(path))

    def take(self, line: str) -> Step:
        """Take the next line; tell the edit where the file ends."""
        if self._nesting.closes(line):
            self._tell(Closed(WholeFile(self.path, text_of(self._lines), self._reason)))
            return "fence"
        self._lines.append(line)
        return "on"

    def close(self, *, ended: bool) -> None:
        """Tell that the file was cut off."""
        self._tell(Cut(self.path, text_of(self._lines)))


def write(edits: Iterable[WholeFile]) -> str:
    """Return edits as a model would write them; the reader gives the same edits back."""
    return "".join(_file(edit) for edit in edits)


def _file(edit: WholeFile) -> str:
    longest = max((len(run) for run in re.findall(r"`{3,}", edit.text)), default=2)
    run = "`" * (longest + 1)
    reason = f"{edit.reason}\n\n" if edit.reason else ""
    return f"{reason}{edit.path}\n{run}\n{edit.text}{run}\n\n"
