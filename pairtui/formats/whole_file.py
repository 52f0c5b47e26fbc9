"""Whole files: a line with the path, then one fence with all the text of the file.

A file that has fences of its own needs a longer one around it. Models forget that: then the first
bare fence inside looks like the end. So that a file is never cut short, its end is certain only
after what follows, see `Ended`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pairtui.formats import diff_head, search_replace, v4a
from pairtui.formats.envelope import LIMIT, Fence, command, fence, name
from pairtui.formats.gathered import Gathered
from pairtui.formats.read_events import Closed, Cut, Malformed, Opened, Step, Tell
from pairtui.formats.written import cannot, lines_of, named, told
from pairtui.proposal import Edit, WholeFile

OF_DIFFS = (".diff", ".patch")
"""How the names of files end whose whole text is a diff."""

_PROSE = re.compile(r"(?:.*\.(?:md|markdown|mdown|mkdn?|mdx|qmd|rmd|txt)|[^.]*)", re.IGNORECASE)
_UNCLEAR = (
    "a fence stands inside of it, so where it ends is not clear, and what follows is not read; a "
    "longer fence around it would make it so"
)


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


class Ended:
    """The last whole file of a reply, from its fence on, until it is certain that it ended there.

    It did where the line below is blank, and the file is none that is likely to have fences: a
    fence in a text has its first line right below. It did not, perhaps, where another bare fence
    opens later on, unless that one begins the next file; then the rest of the reply is `lost`. A
    reply that was cut off does not say.
    """

    def __init__(self, tell: Tell) -> None:
        self.lost = False
        self._tell = tell
        self._edit: WholeFile | None = None
        self._outer = Fence("", "```", "")
        self._tight: bool | None = None
        self._held = False

    @property
    def waits(self) -> bool:
        """Tell whether the line below a file is still to come."""
        return self._edit is not None and self._tight is None

    def begin(self, edit: WholeFile, outer: Fence) -> None:
        """Take a file whose last fence was read."""
        self.break_off()
        self._edit, self._outer, self._tight = edit, outer, None

    def below(self, *, blank: bool) -> None:
        """Take the next line of the reply; tell the file if its end is certain by it."""
        if self._edit is not None and self.waits:
            self._tight = not blank
            if blank and not prosy(self._edit):
                self.settle()

    def doubt(self, other: Fence, *, begins_file: bool) -> None:
        """Take a fence that opens; tell it if the end of the file is not clear by it."""
        alike = other.run[0] == self._outer.run[0] and len(other.run) >= len(self._outer.run)
        certain = other.info or not alike or (begins_file and not self._tight)
        if self._edit is not None and not certain:
            self._tell(Malformed(self._edit.path, _UNCLEAR, self._edit.text))
            self._edit, self.lost = None, True

    def settle(self) -> None:
        """Tell that the file is whole, if there is one."""
        if self._held:
            return
        if self._edit is not None:
            self._tell(Closed(self._edit))
        self._edit = None

    def hold(self) -> None:
        """Say that half a line comes: it does not tell that a file before it is over."""
        self._held = True

    def break_off(self) -> None:
        """Say that the reply was cut off: so may have been the file."""
        if self._edit is not None:
            self._tell(Cut(self._edit.path, self._edit.text))
        self._edit = None


def prosy(edit: WholeFile) -> bool:
    """Tell whether a file is likely to have fences of its own."""
    return _PROSE.fullmatch(edit.path.rpartition("/")[2]) is not None


class Whole:
    """A whole file that is being read, from the line after its fence on."""

    blanks = 0

    def __init__(self, tell: Tell, path: str, outer: Fence, reason: str, ended: Ended) -> None:
        self.path = path
        self._tell = tell
        self._nesting = Nesting(outer)
        self._ended = ended
        self._reason = reason
        self._lines = Gathered()
        tell(Opened(path))

    def take(self, line: str) -> Step:
        """Take the next line; hand the edit on where the file ends."""
        if self._nesting.closes(line):
            edit = WholeFile(self.path, self._lines.text(), self._reason)
            self._ended.begin(edit, self._nesting.outer)
            return "fence"
        self._lines.add(line)
        return "on"

    def close(self) -> None:
        """Tell that the file was cut off."""
        self._tell(Cut(self.path, self._lines.text()))

    def break_off(self, line: str) -> None:
        """Tell that the file was cut off inside a line."""
        if line and not self._nesting.closes(line):
            self._lines.add(line)
        self.close()


def write(edits: Iterable[Edit]) -> str:
    """Return edits as a model would write them; the reader gives the same edits back.

    Raises ValueError for one that a fence cannot say.
    """
    return "".join(_file(edit) for edit in edits)


def _file(edit: Edit) -> str:
    if not isinstance(edit, WholeFile):
        raise cannot(edit, "it is not the whole text of a file")
    lines = lines_of(edit, edit.text)
    if _begins_other(edit.path, lines):
        raise cannot(edit, "its first lines would be taken for an edit")
    runs = {sign: max(map(len, re.findall(f"{sign}{{3,}}", edit.text)), default=2) for sign in "`~"}
    sign = "`" if runs["`"] < LIMIT else "~"
    run = sign * (runs[sign] + 1)
    if len(run) > LIMIT:
        raise cannot(edit, "it holds fences that are too long")
    return f"{told(edit, edit.reason)}{named(edit)}\n{run}\n{edit.text}{run}\n\n"


def _begins_other(path: str, lines: Sequence[str]) -> bool:
    """Tell whether a fenced file is taken for a block, a diff or a patch by its first lines."""
    here = name(lines[0]) if lines else None
    lines = lines[1:] if here is not None and here.path == path else lines
    if not lines or search_replace.opens(lines[0]):
        return bool(lines)
    if path.endswith(OF_DIFFS):
        return False
    heads = diff_head.begins(lines[0]) and diff_head.continues(lines[0], "".join(lines[1:2]))
    return heads or v4a.begins(lines[0]) or command(lines[0]) is not None
