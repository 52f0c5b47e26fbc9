"""V4A patches: the format of `apply_patch`, as OpenAI's prompting guide for GPT-4.1 gives it.

`*** Begin Patch`, then operations (`*** Update File: path` with hunks under `@@`, `*** Add File:
path` with lines that begin with `+`), then `*** End Patch`. Each hunk is one edit, each added file
one. A hunk is complete with the next `@@`, the next operation or the end of the patch, never with
the end of a fence or of the reply: the last marker is there to show that nothing was cut off.

A marker stands at the very beginning of a line; behind a sign it is content. A line without a sign
has lost its space; as it must stand in the file exactly, that is no guess. Deleting and renaming
cannot be proposed yet and are said so; the text of a renamed file is proposed under its old name.
What stands behind `@@` is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from pairtui.formats.diff_head import CANNOT
from pairtui.formats.envelope import LIMIT, Fence
from pairtui.formats.paths import bare, quoted
from pairtui.formats.read_events import Cut, Malformed, Opened, Step, Tell
from pairtui.formats.search_replace import opens, text_of
from pairtui.formats.signed import Signed, sides
from pairtui.proposal import SearchReplace

_BEGIN = re.compile(r"\*\*\* Begin Patch\s*", re.IGNORECASE)
_END = re.compile(r"\*\*\* End Patch\s*", re.IGNORECASE)
_END_OF_FILE = re.compile(r"\*\*\* End of File\s*", re.IGNORECASE)
_OPERATION = re.compile(
    r"\*\*\* (?:Update|(?P<add>Add|Create)|(?P<delete>Delete|Remove)) File: *(?P<path>.*)"
    r"|\*\*\* Move to: *(?P<to>.*)",
    re.IGNORECASE,
)
_SCOPE = re.compile(r"@@(?:\s.*)?", re.DOTALL)
_UNSIGNED = "a line of the new file does not begin with +"


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
        self._adds = self._moves = False

    def take(self, line: str) -> Step:
        """Take the next line; tell the edits that are complete by it."""
        if self._fence and self._fence.indent:
            line = line.removeprefix(self._fence.indent)
        if _END.fullmatch(line):
            self._finish()
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

    def close(self, *, ended: bool, finished: bool) -> None:
        """Tell that the patch was cut off."""
        if self._hunk is not None:
            self._tell(Cut(self.path, self._hunk.text))
        elif not self._operations:
            self._tell(Cut("", ""))

    def _inside(self, line: str) -> None:
        if line.startswith("*** "):
            self._marker(line)
        elif self._hunk is None:
            return
        elif _SCOPE.fullmatch(line) and not self._adds:
            if self._hunk.begun:
                self._finish()
                self._begin()
            else:
                self._hunk = Signed()
        elif self._adds and line and not line.startswith("+"):
            self._hunk.spoil(_UNSIGNED)
        else:
            self._hunk.take(line if line.strip() or line.startswith(" ") else "")

    def _marker(self, line: str) -> None:
        """Take a line that begins with three stars: what is to be done with a file, mostly."""
        found = _OPERATION.fullmatch(line) if len(line) <= LIMIT else None
        if found is None:
            known = _END_OF_FILE.fullmatch(line) or _BEGIN.fullmatch(line)
            if self._hunk is not None and not known:
                self._hunk.spoil("it has a line with *** that means nothing")
            return
        if found["to"] is not None:
            if bare(found["to"]) != self.path:
                self._tell(Malformed(self.path, CANNOT["renames"], f"{line}\n"))
                self._moves = True
            return
        self._finish()
        self._operations += 1
        self._moves = False
        self.path = bare(found["path"])
        self._adds = found["add"] is not None
        if found["delete"] is not None:
            self._tell(Malformed(self.path, CANNOT["deletes"], f"{line}\n"))
        else:
            self._begin()

    def _begin(self) -> None:
        self._hunk = Signed(creates=self._adds)
        self._tell(Opened(self.path))

    def _finish(self) -> None:
        """Complete the edit that is open."""
        hunk, self._hunk = self._hunk, None
        if hunk is not None and (hunk.begun or not self._moves):
            self._tell(hunk.finish(self.path, self._reason))

    def _break_off(self, says: str) -> None:
        hunk, self._hunk = self._hunk, None
        if hunk is not None or not self._operations:
            self._tell(Malformed(self.path, says, hunk.text if hunk else ""))


def write(edits: Iterable[SearchReplace]) -> str:
    """Return edits as patches; the reader gives the same edits back.

    A new file ends with a newline, as the format cannot say otherwise.
    """
    runs = groupby(edits, key=lambda edit: edit.reason)
    return "".join(_patch(reason, list(run)) for reason, run in runs)


def _patch(reason: str, edits: list[SearchReplace]) -> str:
    body = "".join(_file(*key, list(run)) for key, run in groupby(edits, key=_kind))
    told = f"{reason}\n\n" if reason else ""
    return f"{told}*** Begin Patch\n{body}*** End Patch\n\n"


def _kind(edit: SearchReplace) -> tuple[str, bool]:
    return edit.path, not edit.search


def _file(path: str, adds: bool, edits: list[SearchReplace]) -> str:
    if adds:
        made = (f"*** Add File: {quoted(path)}\n{text_of(sides('', e.replace))}" for e in edits)
        return "".join(made)
    hunks = (f"@@\n{text_of(sides(edit.search, edit.replace))}" for edit in edits)
    return f"*** Update File: {quoted(path)}\n{''.join(hunks)}"
