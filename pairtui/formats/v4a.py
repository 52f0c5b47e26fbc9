"""V4A patches: the format of `apply_patch`, as OpenAI's prompting guide for GPT-4.1 gives it.

`*** Begin Patch`, then operations (`*** Update File: path` with hunks under `@@`, and with
`*** Move to: path` where it is renamed; `*** Add File: path` with lines that begin with `+`;
`*** Delete File: path`), then `*** End Patch`. Each hunk is one edit, each added file one. A
hunk is complete with the next `@@`, the next operation or the end of the patch, never with the end
of a fence or of the reply: the last marker is there to show that nothing was cut off. That a file
is deleted or renamed is complete with the next operation or the end of the patch. The hunks of a
renamed file are for its old name. A file that is deleted, and at once added, is given as a whole.

A marker stands at the very beginning of a line; behind a sign it is content. A line without a sign
has lost its space; as it must stand in the file exactly, that is no guess. What stands behind `@@`,
and `*** End of File`, only tell equal places apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pairtui.formats.envelope import LIMIT, Fence
from pairtui.formats.paths import bare, quoted
from pairtui.formats.read_events import Closed, Cut, Malformed, Opened, ReadEvent, Step, Tell
from pairtui.formats.search_replace import opens, text_of
from pairtui.formats.signed import Signed, scope_of, sides
from pairtui.formats.written import cannot, lines_of, prove, sections, told
from pairtui.proposal import Delete, Edit, Rename, SearchReplace, WholeFile

_BEGIN = re.compile(r"\*\*\* Begin Patch\s*", re.IGNORECASE)
_END = re.compile(r"\*\*\* End Patch\s*", re.IGNORECASE)
_END_OF_FILE = re.compile(r"\*\*\* End of File\s*", re.IGNORECASE)
_OPERATION = re.compile(
    r"\*\*\* (?:Update|(?P<add>Add|Create)|(?P<delete>Delete|Remove)) File: *(?P<path>.*)"
    r"|\*\*\* Move to: *(?P<to>.*)",
    re.IGNORECASE,
)
_SCOPE = re.compile(r"@@(?P<said>(?:\s.*)?)", re.DOTALL)
_NUMBERS = re.compile(r"\s-(?P<line>\d{1,9})(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@.*", re.DOTALL)
SCOPES = 8
"""So many lines, the innermost ones, are kept of those that a hunk is said to stand below."""

_SEVERAL = 3
"""Other names of one file that are kept: its own may be among them, and two are too many."""
_UNSIGNED = "a line of the new file does not begin with +"
_MEANINGLESS = "it has a line with *** that means nothing"


def begins(line: str) -> bool:
    """Tell whether a line begins a patch."""
    return len(line) <= LIMIT and _BEGIN.fullmatch(line) is not None


class Patch:
    """A patch that is being read, from the line after its first marker on."""

    blanks = 0

    def __init__(self, tell: Tell, reason: str, fence: Fence | None, end: str) -> None:
        self.path = ""
        self._tell = tell
        self._reason = reason
        self._fence = fence
        self._end = end
        self._operations = 0
        self._hunk: Signed | None = None
        self._adds = False
        self._deletes: list[str] = []
        self._partly = self._replaces = False
        self._moves: list[str] = []

    def take(self, line: str) -> Step:
        """Take the next line; tell the edits that are complete by it."""
        if self._fence and self._fence.indent:
            line = line.removeprefix(self._fence.indent)
        if line[:1] in ("", " ", "+", "-") and (line != self._end or not line):
            if self._hunk and not (self._adds or self._deletes):
                self._hunk.take(line if line.strip() or line[:1] == " " else "")
            else:
                self._inside(line)
            return "on"
        if _END.fullmatch(line):
            self._finish_file()
            if not self._operations:
                self._tell(Malformed("", "it names no file", ""))
            return "over"
        if self._end and line == self._end:
            self._break_off("it has no *** End Patch line")
            return "over"
        if self._fence and line[:1] == self._fence.run[0] and self._fence.closed_by(line):
            self._break_off("it has no *** End Patch line")
            return "fence"
        if opens(line) and line.startswith("<"):
            self._break_off("another edit begins inside of it")
            return "before"
        self._inside(line)
        return "on"

    def close(self) -> None:
        """Tell that the patch was cut off."""
        if self._hunk is not None or self._deletes:
            self._tell(Cut(self.path, self._text))
        elif not self._operations:
            self._tell(Cut("", ""))

    def break_off(self, line: str) -> None:
        """Tell that the patch was cut off inside a line."""
        if line and self._deletes:
            self._deletes.append(line)
        elif line and self._hunk is not None:
            self._hunk.take(line)
        elif line:
            self._inside(line)
        self.close()

    @property
    def _text(self) -> str:
        """Return what is open as it was written."""
        return text_of(self._deletes) + (self._hunk.text if self._hunk else "")

    def _inside(self, line: str) -> None:
        if line.startswith("*** "):
            self._marker(line)
        elif self._deletes:
            self._partly = self._partly or line[:1] not in ("", "-")
            self._deletes.append(line)
        elif self._hunk is None:
            return
        elif not self._adds and (found := _SCOPE.fullmatch(line)):
            self._next_hunk(self._hunk, found["said"])
        elif self._adds and line and not line.startswith("+"):
            self._hunk.spoil(_UNSIGNED)
        else:
            self._hunk.take(line if line.strip() or line.startswith(" ") else "")

    def _marker(self, line: str) -> None:
        """Take a line that begins with three stars: what is to be done with a file, mostly."""
        found = _OPERATION.fullmatch(line) if len(line) <= LIMIT else None
        if found is None:
            self._other_marker(line)
        elif found["to"] is not None:
            self._move(line, bare(found["to"]))
        else:
            self._operation(found, line)

    def _other_marker(self, line: str) -> None:
        if _END_OF_FILE.fullmatch(line):
            if self._hunk is not None:
                self._hunk.at_end = True
        elif _BEGIN.fullmatch(line):
            return
        elif self._hunk is not None:
            self._hunk.spoil(_MEANINGLESS)
        else:
            self._partly = True
            self._tell(Malformed(self.path, _MEANINGLESS, f"{line}\n"))

    def _operation(self, found: re.Match[str], line: str) -> None:
        path, adds = bare(found["path"]), found["add"] is not None
        whole = adds and bool(self._deletes) and not self._partly and path == self.path
        if whole:
            self._deletes = []
        self._finish_file()
        self._operations += 1
        self.path, self._adds = path, adds
        if found["delete"] is not None:
            self._tell(Opened(path))
            self._deletes = [line]
        else:
            self._begin(Signed(creates=adds))
            self._replaces = whole

    def _move(self, line: str, to: str) -> None:
        """Take the line that gives the open file another name."""
        if self._hunk is not None and not self._adds:
            if to not in self._moves and len(self._moves) < _SEVERAL:
                self._moves.append(to)
        elif self._hunk is not None:
            self._hunk.spoil("it renames a file that it makes")
        else:
            self._partly = True
            self._tell(
                Malformed(self.path, "it renames a file, but not one it updates", f"{line}\n")
            )

    def _next_hunk(self, hunk: Signed, said: str) -> None:
        """Begin the hunk below a line with @@; several in a row name one scope inside the other."""
        if not (said or hunk.begun or hunk.blanks):
            return
        numbers = _NUMBERS.fullmatch(said)
        line = int(numbers["line"]) if numbers else 0
        scope = () if numbers else tuple(filter(None, [scope_of(said)]))
        if hunk.begun:
            self._finish()
            self._begin(Signed(line=line, scope=scope))
        else:
            self._hunk = Signed(line=line, scope=(*hunk.scope, *scope)[-SCOPES:])

    def _begin(self, hunk: Signed) -> None:
        self._hunk = hunk
        self._tell(Opened(self.path))

    def _finish(self) -> None:
        """Complete the hunk that is open."""
        hunk, self._hunk = self._hunk, None
        if hunk is None or (self._moves and not hunk.begun):
            return
        told = hunk.finish(self.path, self._reason)
        if self._replaces and isinstance(told, Closed) and isinstance(told.edit, SearchReplace):
            told = Closed(WholeFile(self.path, told.edit.replace, self._reason))
        self._tell(told)

    def _finish_file(self) -> None:
        """Complete the hunk that is open, and then what happens to the file itself."""
        self._finish()
        moves, deletes, partly = {*self._moves} - {self.path}, self._deletes, self._partly
        self._moves, self._deletes, self._partly, self._replaces = [], [], False, False
        if (deletes or moves) and not self.path:
            self._tell(Malformed("", "it names no file", text_of(deletes)))
        elif deletes and partly:
            says = "it deletes a file, and yet has more of it than lines that go"
            self._tell(Malformed(self.path, says, text_of(deletes)))
        elif deletes:
            self._tell(Closed(Delete(self.path, self._reason)))
        elif len(moves) > 1 or "" in moves:
            says = "it renames a file, but not to one other name"
            self._tell(Malformed(self.path, says, text_of(sorted(moves))))
        elif moves:
            self._tell(Closed(Rename(self.path, moves.pop(), self._reason)))

    def _break_off(self, says: str) -> None:
        if self._hunk is not None or self._deletes or not self._operations:
            self._tell(Malformed(self.path, says, self._text))
        self._hunk, self._deletes = None, []


def write(edits: Iterable[Edit]) -> str:
    """Return edits as patches; the reader gives the same edits back.

    Raises ValueError for one that a patch cannot say: a mode, a new file without a last newline.
    """
    runs = groupby(edits, key=lambda edit: edit.reason)
    return "".join(_patch(reason, list(run)) for reason, run in runs)


def _patch(reason: str, edits: list[Edit]) -> str:
    body = [line for section in sections(edits) for line in _section(section)]
    events: list[ReadEvent] = []
    lines = [*body, "*** End Patch"]
    prove(Patch(events.append, reason, None, ""), events, lines, edits)
    return f"{told(edits[0], reason)}{text_of(['*** Begin Patch', *lines])}\n"


def _section(edits: list[Edit]) -> Iterator[str]:
    """Yield the lines of one operation."""
    path = quoted(edits[0].path)
    match edits[0]:
        case Delete():
            yield f"*** Delete File: {path}"
            return
        case SearchReplace(search=""):
            yield f"*** Add File: {path}"
        case _:
            yield f"*** Update File: {path}"
    for edit in edits:
        if isinstance(edit, Rename):
            yield f"*** Move to: {quoted(edit.to)}"
    for edit in edits:
        if isinstance(edit, SearchReplace):
            yield from _hunk(edit)
        elif not isinstance(edit, Rename):
            raise cannot(edit, "it is about something that a patch has no words for")


def _hunk(edit: SearchReplace) -> Iterator[str]:
    search, wanted = lines_of(edit, edit.search), lines_of(edit, edit.replace)
    if search:
        yield from [f"@@ {line}" for line in edit.scope if scope_of(f" {line}") == line] or ["@@"]
    yield from sides(search, wanted)
    if edit.at_end:
        yield "*** End of File"
