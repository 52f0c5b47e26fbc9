"""Unified diffs: read hunk by hunk, with line numbers or without, in a fence or bare.

The format is that of `diff -u` as POSIX and GNU diffutils describe it, with git's extended headers.
Each hunk is one edit. Its line numbers only tell equal places apart: models miscount.

A hunk is complete when something says so that cannot be a part of it:

- the next header of a hunk or a file;
- in a fence or a heredoc: its end. Where the header's counts do not agree, the line after a fence
  must not look like more of the hunk: then that fence stood in it, and its end is not clear;
- in neither: other text after a blank line, or right away where the counts are reached. At the
  end of the reply only reached counts complete it, and only if the reply is said to be whole.

`--- x` inside a hunk is a line that goes, unless `+++ y` follows and the two are plainly names of
one file. A line without a sign has lost its space, but only inside a fence, where it cannot be
prose; as it must stand in the file exactly, that is no guess.

What is said of the file itself (git's extended headers, /dev/null) is complete with all of its
hunks, and comes after them. A file that goes may be quoted, but then as a whole: a part of it that
goes is no deletion. Two names that differ are a renaming only where git's headers say so, or where
the old one is known to be there and the new one is not. Its hunks are for the old name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pairtui.formats import diff_head
from pairtui.formats.diff_head import Head
from pairtui.formats.envelope import Fence
from pairtui.formats.paths import NOTHING, quoted
from pairtui.formats.read_events import Closed, Cut, Malformed, Opened, ReadEvent, Step, Tell
from pairtui.formats.search_replace import opens, text_of
from pairtui.formats.signed import NO_NEWLINE, Signed, scope_of, sides
from pairtui.formats.written import cannot, lines_of, prove, sections, told
from pairtui.proposal import ChangeMode, Delete, Edit, Rename, SearchReplace

WORDS = frozenset(("diff", "patch", "udiff"))
"""What an info string says of a fence that holds a diff."""

_HUNK = re.compile(
    r"@@ -(?P<at>\d{1,9})(?:,(?P<old>\d{1,9}))? \+\d{1,9}(?:,(?P<new>\d{1,9}))? @@.*|@@(?:\s.*)?",
    re.DOTALL,
)
_BULLET = re.compile(r"[-+] +\S")


def heads(line: str) -> bool:
    """Tell whether a line is the header of a hunk."""
    return line.startswith("@@") and _HUNK.fullmatch(line) is not None


class Diff:
    """A diff that is being read; `path` is the file it is for if it begins with a hunk."""

    def __init__(
        self,
        tell: Tell,
        path: str,
        *,
        reason: str,
        fence: Fence | None,
        end: str,
        known: Sequence[str],
    ) -> None:
        self.blanks = 0
        self._tell = tell
        self._reason = reason
        self._fence = fence
        self._end = end
        self._known = known
        self._head = Head(path, known)
        self._hunk: Signed | None = None
        self._hunks = 0
        self._held = ""
        self._fenced_off = False
        self._quoted: list[str] = []
        self._partly = self._spoiled = False

    @property
    def path(self) -> str:
        """Return the file its next hunk is for."""
        return self._head.path

    def take(self, line: str) -> Step:
        """Take the next line; tell the hunks that are complete by it."""
        if self._fence and self._fence.indent:
            line = line.removeprefix(self._fence.indent)
        line = line if line.strip() or line.startswith(" ") else ""
        if self._fenced_off:
            return self._after_fence(line)
        if self._held and self._settle_held(line):
            return "on"
        signed = line[:1] in (" ", "+") and line != self._end
        if self._hunk and (not line or (signed and not self._hunk.blanks)):
            self._hunk.take(line)
            return "on"
        if self._end and line == self._end:
            self._finish_file()
            return "over"
        if self._fence and line[:1] == self._fence.run[0] and self._fence.closed_by(line):
            return self._at_fence()
        if self._hunk is None or heads(line) or diff_head.git_line(line):
            return self._between(line)
        return self._in_hunk(self._hunk, line)

    def close(self) -> None:
        """Complete the last hunk if that is certain; else tell that it was cut off."""
        self._settle_held("")
        hunk = self._hunk
        reached = hunk.full if hunk else not self._hunks and self._head.says
        if self._fenced_off or (reached and not self._guarded):
            self._finish_file()
        else:
            self._cut()

    def break_off(self, line: str) -> None:
        """Tell that it was cut off inside a line."""
        self._settle_held("")
        if line and self._hunk:
            self._hunk.take(line)
        elif line:
            self._head.lines.append(line)
        self._cut()

    def _cut(self) -> None:
        hunk = self._hunk
        if not self._head.dropped and (hunk or not (self._hunks or self._head.told)):
            self._tell(Cut(self.path, hunk.text if hunk else text_of(self._head.lines)))

    @property
    def _guarded(self) -> bool:
        """Tell whether something other than the text itself says where the diff ends."""
        return bool(self._fence or self._end)

    def _at_fence(self) -> Step:
        if self._hunk is None or self._hunk.full:
            self._finish_file()
            return "fence"
        self._fenced_off = True
        return "on"

    def _after_fence(self, line: str) -> Step:
        """Look whether the fence before this line really was the end of the diff."""
        if self._hunk and (heads(line) or (line[:1] in ("+", "-", " ") and line.strip())):
            self._hunk.spoil("a fence stands inside of it, so where it ends is not clear")
        self._finish_file()
        return "before"

    def _settle_held(self, line: str) -> bool:
        """Say what a `--- x` in a hunk was, by the line after it; tell if that one is taken too."""
        held, self._held = self._held, ""
        if not held or self._hunk is None:
            return False
        full = self._hunk.full and bool(diff_head.new_name(line))
        if not full and not diff_head.one_file(held, line):
            self._hunk.take(held)
            return False
        self._between(held)
        self._between(line)
        return True

    def _in_hunk(self, hunk: Signed, line: str) -> Step:
        if not line or line[0] in " +-\\":
            if hunk.blanks and hunk.full and not self._guarded and _BULLET.match(line):
                return self._leave()
            if line.startswith("--- ") and diff_head.old_name(line):
                self._held = line
            else:
                hunk.take(line)
            return "on"
        if opens(line):
            if self._guarded or not hunk.full:
                hunk.spoil("another edit begins inside of it")
        elif self._guarded:
            hunk.take(line)
            return "on"
        elif not (hunk.blanks or hunk.full):
            hunk.spoil("it runs into other text")
        return self._leave()

    def _between(self, line: str) -> Step:
        """Take a line that is in no hunk, or ends one."""
        signed = line[:1] in ("+", "-", " ") and bool(line.strip())
        if heads(line) and self._head.takes_hunks:
            self._begin_hunk(line)
        elif self._is_next_file(line):
            self._finish_file()
            self._begin_file(line)
        elif (told := self._head.take(line)) is not None:
            for one in told:
                self._tell(one)
        elif signed and self._head.named and not self._hunks:
            return self._in_hunk(self._begin_hunk(""), line)
        elif line.strip() and (opens(line) or not self._guarded):
            return self._leave()
        elif not line:
            self.blanks += 1
        return "on"

    def _begin_file(self, line: str) -> None:
        self._head, self._hunks = Head(known=self._known), 0
        self._quoted, self._partly, self._spoiled = [], False, False
        self._head.take(line)

    def _is_next_file(self, line: str) -> bool:
        """Tell whether a line begins another file than the one whose head is being read."""
        if diff_head.git_line(line):
            return True
        old = diff_head.old_name(line)
        begun = self._head.lines and not self._head.named and not self._hunks
        return bool(old) and not (begun and self._head.may_name(old))

    def _leave(self) -> Step:
        self.blanks = self._hunk.blanks if self._hunk else self.blanks
        self._finish_file()
        return "before"

    def _begin_hunk(self, line: str) -> Signed:
        if self._hunk and not self._hunk.begun and line and self._hunk.head == line:
            return self._hunk
        self._finish_hunk()
        found = _HUNK.fullmatch(line)
        counted = found is not None and found["at"] is not None
        wanted = (int(found["old"] or 1), int(found["new"] or 1)) if found and counted else None
        none = wanted is not None and wanted[0] == 0 and line.startswith("@@ -0")
        creates = self._head.creates or none
        at = int(found["at"]) if found and counted else 0
        scope = () if counted else tuple(filter(None, [scope_of(line.removeprefix("@@"))]))
        self._hunk = hunk = Signed(line, wanted, creates=creates, line=at, scope=scope)
        if self._hunks and hunk.creates:
            hunk.spoil("it makes a new file in more than one piece")
        if self._head.wrong:
            hunk.spoil(self._head.wrong)
        self._hunks += 1
        self.blanks = 0
        if not self._head.dropped:
            self._tell(Opened(self.path))
        return hunk

    def _finish_hunk(self) -> None:
        hunk, self._hunk = self._hunk, None
        if hunk is None or self._head.dropped:
            return
        if self._head.deletes and not self._head.wrong:
            self._quoted.append(hunk.text)
            self._partly = self._partly or self._hunks > 1 or not hunk.takes_all
            return
        told = hunk.finish(self.path, self._reason)
        self._spoiled = self._spoiled or isinstance(told, Malformed)
        self._tell(told)

    def _finish_file(self) -> None:
        """Complete the last hunk, and then what is said of the file itself."""
        self._finish_hunk()
        head = self._head
        if head.dropped or head.told or not head.lines:
            return
        text = text_of(head.lines) + "".join(self._quoted)
        if self._hunks and head.wrong:
            return
        if not self._hunks and (head.wrong or not head.path):
            self._tell(Malformed(head.path, head.wrong or "it names no file", text))
        elif self._partly:
            self._tell(
                Malformed(head.path, "it deletes a file, but quotes only a part of it", text)
            )
        elif not (self._hunks or head.says):
            self._tell(Malformed(head.path, "it has no change of the file", text))
        elif not (head.creates and self._spoiled):
            self._finish_head(head)

    def _finish_head(self, head: Head) -> None:
        """Tell what happens to the file besides its hunks."""
        if not self._hunks:
            self._tell(Opened(head.path))
        if not self._hunks and head.empty_file:
            self._tell(Closed(SearchReplace(head.path, "", "", self._reason)))
        for edit in head.edits(self._reason):
            self._tell(Closed(edit))


def write(edits: Iterable[Edit]) -> str:
    """Return edits as fenced diffs; the reader gives the same edits back.

    A hunk has line numbers where its edit has one. Raises ValueError for an edit that a diff cannot
    say.
    """
    runs = groupby(edits, key=lambda edit: edit.reason)
    return "".join(_fenced(reason, list(run)) for reason, run in runs)


def _fenced(reason: str, edits: list[Edit]) -> str:
    git = not all(isinstance(edit, SearchReplace) for edit in edits)
    body = [line for section in sections(edits) for line in _section(section, git=git)]
    ticks = max((len(run) for run in re.findall("`{3,}", text_of(body))), default=2)
    fence = Fence("", "`" * (ticks + 1), "diff")
    events: list[ReadEvent] = []
    diff = Diff(events.append, "", reason=reason, fence=fence, end="", known=())
    prove(diff, events, [*body, fence.run, ""], edits)
    return f"{told(edits[0], reason)}{fence.run}diff\n{text_of(body)}{fence.run}\n\n"


def _section(edits: list[Edit], *, git: bool) -> Iterator[str]:
    """Yield the lines of one file, with git's headers or without."""
    texts = [edit for edit in edits if isinstance(edit, SearchReplace)]
    about = [edit for edit in edits if not isinstance(edit, SearchReplace)]
    path = to = edits[0].path
    creates = bool(texts) and not texts[0].search
    for edit in about:
        to = edit.to if isinstance(edit, Rename) else to
    if git:
        yield f"diff --git {quoted(f'a/{path}')} {quoted(f'b/{to}')}"
    for edit in about:
        yield from _said(edit, creates=creates)
    if texts:
        yield f"--- {NOTHING if creates else quoted(f'a/{path}')}"
        yield f"+++ {quoted(f'b/{to}')}"
    for text in texts:
        yield from _new_file(text) if creates else _changed(text)


def _said(edit: Edit, *, creates: bool) -> Iterator[str]:
    """Yield git's headers for what happens to a file."""
    match edit:
        case Delete():
            yield "deleted file mode 100644"
        case Rename(path=path, to=to):
            yield f"rename from {quoted(path)}"
            yield f"rename to {quoted(to)}"
        case ChangeMode() if creates:
            yield "new file mode 100755"
        case ChangeMode(executable=executable):
            yield f"old mode {'100644' if executable else '100755'}"
            yield f"new mode {'100755' if executable else '100644'}"
        case _:
            raise cannot(edit, "it is not a change of lines")


def _changed(edit: SearchReplace) -> Iterator[str]:
    old, new = lines_of(edit, edit.search), lines_of(edit, edit.replace)
    scope = next((line for line in edit.scope if scope_of(f" {line}") == line), "...")
    numbers = f"-{edit.line},{len(old)} +{edit.line},{len(new)}"
    yield f"@@ {numbers if edit.line else scope} @@"
    yield from sides(old, new)


def _new_file(edit: SearchReplace) -> Iterator[str]:
    ended = not edit.replace or edit.replace.endswith("\n")
    lines = lines_of(edit, edit.replace if ended else f"{edit.replace}\n")
    yield f"@@ -0,0 +1,{len(lines)} @@"
    yield from sides([], lines)
    if not ended:
        yield NO_NEWLINE
