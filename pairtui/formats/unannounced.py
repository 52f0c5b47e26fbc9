"""Unannounced: fences in the prose of a reply, right below the path of a file that is known.

Such a fence may be all of the file, a part of it, or an example. It stays prose, as it is said
while it is read; what is in it is also told at the end, for only the file shows what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairtui.formats import envelope
from pairtui.formats.ahead import told_diff
from pairtui.formats.envelope import Fence
from pairtui.formats.gathered import Gathered
from pairtui.formats.read_events import Opened, ReadEvent
from pairtui.formats.whole_file import Nesting, prosy
from pairtui.proposal import WholeFile

LONGEST = 1_000
"""Characters; in a longer line above a fence no file is looked for."""

MOST = 20
"""Fences of one reply that are told; each may have to be compared with all of a file."""

_TOKEN = re.compile(r"`([^`]+)`|([^\s`]+)")
_AROUND = "*\"'()[]:,;.!?"


class Unannounced:
    """Listens to the prose of a reply; `known` are the files of the conversation."""

    def __init__(self, known: Sequence[str]) -> None:
        self._known = known
        self._parts: list[str] = []
        self._above = ""
        self._outer: Fence | None = None
        self._nesting: Nesting | None = None
        self._path = ""
        self._lines = Gathered()
        self._found: list[WholeFile] = []
        self._certain: list[WholeFile] = []
        self._ended = False
        self._edited: set[str] = set()

    def add(self, text: str) -> None:
        """Take the next prose."""
        if not self._known:
            return
        self._parts.append(text)
        if "\n" not in text:
            return
        whole, _, rest = "".join(self._parts).rpartition("\n")
        self._parts = [rest] if rest else []
        if self._outer or self._ended or "```" in whole or "~~~" in whole:
            for line in whole.split("\n"):
                self._line(line)
        elif said := whole.rstrip():
            self._above = said.rpartition("\n")[2]

    def hear(self, event: ReadEvent) -> None:
        """Take what else was told: an edit ends what was open, and is what is meant of its file."""
        if isinstance(event, Opened):
            self._edited.add(event.path)
            self._parts, self._above, self._outer, self._nesting = [], "", None, None

    def close(self, *, finished: bool) -> tuple[WholeFile, ...]:
        """Return what may be whole files; where the reply was cut off, none that may have been."""
        if self._parts:
            self._line("".join(self._parts))
        found = self._found if finished else self._certain
        return tuple(one for one in found if one.path not in self._edited)

    def _line(self, line: str) -> None:
        if self._ended and not line.strip() and not prosy(self._found[-1]):
            self._certain.append(self._found[-1])
        self._ended = False
        if self._nesting is not None:
            self._inside(self._nesting, line)
        elif self._outer is not None:
            if self._outer.closed_by(line):
                self._outer, self._above = None, ""
        elif (here := envelope.fence(line)) is not None:
            self._outer = here
            self._path = self._path_above(here) if len(self._found) < MOST else ""
            if self._path and not told_diff(here):
                self._nesting, self._lines = Nesting(here), Gathered()
        elif line.strip():
            self._above = line

    def _inside(self, nesting: Nesting, line: str) -> None:
        """Take a line of a fence that may be a whole file, or its end."""
        if not nesting.closes(line):
            self._lines.add(line)
            return
        text = self._lines.without(nesting.outer.indent).text()
        self._found.append(WholeFile(self._path, text, announced=False))
        self._outer, self._nesting, self._above, self._ended = None, None, "", True

    def _path_above(self, here: Fence) -> str:
        """Return the known file that the line above a fence names, or its info string, or ""."""
        line = self._above if len(self._above) <= LONGEST else ""
        if not (line or here.info):
            return ""
        name = envelope.name(line)
        if name is not None and (path := self._resolved(name.path)):
            return path
        tokens = (ticked or bare for ticked, bare in _TOKEN.findall(line))
        named = {path for one in tokens if (path := self._resolved(one.strip(_AROUND)))}
        if len(named) == 1:
            return named.pop()
        return "" if named else self._resolved(envelope.named_in_info(here.info))

    def _resolved(self, said: str) -> str:
        """Return the known file a name is for, also without its folder if there is only one."""
        said = said.removeprefix("./")
        if not said or said in self._known:
            return said
        long = [path for path in self._known if path.endswith(f"/{said}")]
        return long[0] if len(long) == 1 else ""
