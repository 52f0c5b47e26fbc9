"""Reader: what a model wrote, piece by piece, into prose and edits.

It reads each line once and never goes back. However the text is cut into pieces, the events are
the same but for where `Prose` is divided. Nothing incomplete is ever an edit.

Search/replace blocks, unified diffs and V4A patches are understood whatever was asked for. A diff
or a patch stands outside of fences or is the first thing in one, and names its file. A fence is a
whole file after a line that names the file and, unless whole files were asked for, says so:
`notes.md (new file)`, "Here is the complete file notes.md:". Below a known file's name alone it is
prose, and may be a whole file as well; placing tells, see `Unannounced`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.formats import announced, diff_head, envelope, search_replace, unified_diff, v4a
from pairtui.formats.ahead import MOST, Ahead, told_diff
from pairtui.formats.envelope import Fence, Name
from pairtui.formats.paragraph import Paragraph
from pairtui.formats.read_events import (
    Closed,
    Cut,
    Malformed,
    Opened,
    Prose,
    ReadEvent,
    Reading,
    Title,
)
from pairtui.formats.search_replace import Block
from pairtui.formats.thinking import Thinking
from pairtui.formats.unannounced import Unannounced
from pairtui.formats.unified_diff import Diff
from pairtui.formats.v4a import Patch
from pairtui.formats.whole_file import Ended, Whole
from pairtui.request import Format

__all__ = (
    "Closed", "Cut", "Malformed", "Opened", "Prose", "ReadEvent", "Reader", "Title", "reader",
)  # fmt: skip


def reader(format: Format, known: Sequence[str] = ()) -> Reader:  # noqa: A002 - the noun's name
    """Return a reader for a reply in this format.

    `known` are the files in the conversation. A sentence right above a block may name one of
    them in passing, and where there is only one, a block that names no file is for that one.
    """
    return Reader(whole=format == "whole_file", known=known)


class Reader:
    """Turns pieces of a reply into events; see the module."""

    def __init__(self, *, whole: bool, known: Sequence[str]) -> None:
        self._asked_whole = whole
        self._known = known
        self._path = known[0] if len(known) == 1 else ""
        self._events: list[ReadEvent] = []
        self._said: list[str] = []
        self._parts: list[str] = []
        self._again = 0
        self._thinking = Thinking()
        self._paragraph = Paragraph()
        self._ahead = Ahead()
        self._open: Reading | None = None
        self._ended = Ended(self._tell)
        self._unannounced = Unannounced(known)
        self._code: Fence | None = None
        self._around: Fence | None = None
        self._end = ""
        self._flowing = False
        self._titled = False

    def feed(self, text: str) -> list[ReadEvent]:
        """Take the next piece of the reply; return what became certain by it."""
        whole, newline, rest = self._thinking.feed(text).rpartition("\n")
        if newline and not self._pass_on_whole(whole):
            for piece in whole.split("\n"):
                self._end_line(piece)
        if rest:
            self._parts.append(rest)
            self._pass_on_early()
        return self._take_events()

    def close(self, *, finished: bool = False) -> list[ReadEvent]:
        """Say that the reply has ended; return the last events.

        `finished` tells that whoever answers says so too. Without that word the reply may have been
        cut off anywhere, and what only its end would complete is not an edit.
        """
        self._parts.append(self._thinking.close())
        line = "".join(self._parts)
        if not finished:
            self._ended.hold()
        if line and (finished or self._open is None):
            self._end_line("", last=True)
            line = ""
        if self._open is not None and finished:
            self._open.close()
        elif self._open is not None:
            self._open.break_off(line)
        self._give_up_ahead()
        (self._ended.settle if finished else self._ended.break_off)()
        for edit in self._unannounced.close(finished=finished):
            self._tell(Closed(edit))
        return self._take_events()

    def _take_events(self) -> list[ReadEvent]:
        if self._said:
            self._end_prose()
        taken, self._events = self._events, []
        return taken

    def _tell(self, event: ReadEvent) -> None:
        if self._said:
            self._end_prose()
        self._unannounced.hear(event)
        self._events.append(event)

    def _end_prose(self) -> None:
        self._events.append(Prose("".join(self._said)))
        self._said = []

    def _pass_on_whole(self, lines: str) -> bool:
        """Pass on whole lines at once if they are prose for certain; tell whether they were."""
        if self._open is not None or self._ahead.lines or self._end:
            return False
        text = "".join(self._parts) + lines + "\n"
        if not envelope.plain(text):
            return False
        self._ended.below(blank=not self._flowing and not text.partition("\n")[0].strip())
        self._parts, self._again, self._flowing = [], 0, False
        self._say(text.replace("\r\n", "\n"))
        return True

    def _pass_on_early(self) -> None:
        """Pass on an unfinished line of prose, as soon as it cannot be anything else."""
        if self._open is not None or (self._ahead.fence and self._announced()):
            return
        if self._flowing and len(self._parts) == 1 and "\r" not in self._parts[0]:
            self._say(self._parts.pop())
            return
        line = "".join(self._parts)
        if len(line) < self._again:
            self._parts = [line]
            return
        held = "\r" if line.endswith("\r") else ""
        line = line.removesuffix("\r")
        heads = bool(self._ahead.head) and len(line) <= envelope.LIMIT
        if not self._flowing and (heads or envelope.may_become_more(line)):
            self._parts = [line + held]
            self._again = envelope.look_again(len(line))
            return
        if not self._flowing:
            self._give_up_ahead()
        self._flowing, self._again = True, 0
        self._say(line)
        self._parts = [held] if held else []

    def _end_line(self, piece: str, *, last: bool = False) -> None:
        """Take the last piece of a line."""
        line = piece
        if self._parts:
            line = "".join(self._parts) + piece
            self._parts, self._again = [], 0
        line = line.removesuffix("\r")
        end = "" if last else "\n"
        if self._open is None and self._ended.waits:
            self._ended.below(blank=not self._flowing and not line.strip())
        if self._flowing:
            self._flowing = False
            self._say(line + end)
        elif self._open is not None:
            self._inside(self._open, line, end)
        else:
            self._outside(line, end)

    def _inside(self, reading: Reading, line: str, end: str) -> None:
        """Hand a line to what is open."""
        step = reading.take(line)
        if step == "on":
            return
        self._open = None
        self._path = reading.path or self._path
        if step == "fence":
            self._around = None
        elif step == "before":
            if isinstance(reading, Block):
                self._ahead = Ahead(above=reading.rest)
            self._say("\n" * reading.blanks)
            self._outside(line, end)

    def _say(self, text: str) -> None:
        if text and not text.isspace():
            self._around, self._end = None, ""
        if text:
            self._said.append(text)
            self._paragraph.add(text, code=self._code is not None)
            self._unannounced.add(text)

    def _give_up_ahead(self) -> None:
        if not (self._ahead.lines or self._ahead.above):
            return
        ahead, self._ahead = self._ahead, Ahead()
        if ahead.fence is not None:
            self._code = ahead.fence
        for line in ahead.lines:
            self._say(line)

    def _outside(self, line: str, end: str) -> None:
        """Read a whole line between edits."""
        if self._ended.lost or (len(line) > envelope.LIMIT and not self._announced()):
            self._give_up_ahead()
            self._say(line + end)
            return
        if self._ahead.head and self._goes_on(line, end):
            return
        if self._end and line.strip() == self._end:
            self._end = ""
            return
        if not line.strip() and not self._announced():
            self._blank(line, end)
            return
        here = envelope.fence(line)
        if "<" in line and search_replace.opens(line):
            self._begin_block(line)
        elif (not here and self._starts_patch(line, end)) or self._starts_whole(line):
            return
        elif not here or not self._fence(here, line, end):
            self._name_or_prose(line, end)

    def _blank(self, line: str, end: str) -> None:
        if 0 < len(self._ahead.lines) < MOST:
            self._ahead.keep(line, end)
        else:
            self._give_up_ahead()
            self._say(line + end)

    def _announced(self) -> bool:
        return self._ahead.announces(asked=self._asked_whole)

    def _starts_patch(self, line: str, end: str) -> bool:
        """Take a line that begins a diff or a patch, or may; tell whether it was one."""
        ahead = self._ahead
        if self._code is not None and not told_diff(self._code):
            return False
        if self._announced() and ahead.of_diffs:
            return False
        text = self._unindented(line)
        if not envelope.may_head(text):
            return False
        if v4a.begins(text):
            self._enter_fence()
            self._end = ahead.end
            made = (self._tell, self._paragraph.take(), self._around, ahead.end)
            self._begin(Patch(*made))
        elif diff_head.begins(text):
            self._ahead.keep(line, end)
            ahead.head.append(text)
        elif unified_diff.heads(text) and (path := ahead.diff_path()):
            self._begin_diff(path, [line])
        elif (word := envelope.command(line)) is not None:
            if ahead.end:
                self._give_up_ahead()
            self._ahead.keep(line, end)
            ahead.end = word
        else:
            return False
        return True

    def _goes_on(self, line: str, end: str) -> bool:
        """Take a line that goes on with the first ones of a diff; tell whether it did."""
        head = self._ahead.head
        text = self._unindented(line)
        if diff_head.continues(head[-1], text):
            head.append(text)
            self._ahead.keep(line, end)
            if diff_head.settles(text):
                self._begin_diff("", head)
            return True
        self._ahead.head = []
        if not self._announced():
            self._give_up_ahead()
        return False

    def _begin_diff(self, path: str, lines: list[str]) -> None:
        self._enter_fence()
        diff = Diff(
            self._tell,
            path,
            reason=self._paragraph.take(),
            fence=self._around,
            end=self._ahead.end,
            known=self._known,
        )
        self._begin(diff)
        for line in lines:
            self._inside(diff, line, "\n")

    def _unindented(self, line: str) -> str:
        fence = self._ahead.fence or self._code or self._around
        return line.removeprefix(fence.indent) if fence else line

    def _starts_whole(self, line: str) -> bool:
        above, fence = self._ahead.above, self._ahead.fence
        if above is None or fence is None or not self._announced():
            return False
        name = envelope.name(line)
        if self._ahead.inside is None and name is not None and name.path == above.path:
            return False
        lines = [*self._ahead.body, line]
        self._ended.settle()
        whole = Whole(self._tell, above.path, fence, self._paragraph.take(), self._ended)
        self._begin(whole)
        for one in lines:
            self._inside(whole, one, "\n")
        return True

    def _fence(self, here: Fence, line: str, end: str) -> bool:
        """Take a line that opens or closes a fence; tell whether it was one."""
        if self._code is not None:
            self._give_up_ahead()
            if self._code.closed_by(line):
                self._say(line + end)
                self._code = None
                return True
            return False
        if self._ahead.fence is not None and self._ahead.fence.closed_by(line):
            self._give_up_ahead()
            self._say(line + end)
            self._code = None
        elif self._around is not None and self._around.closed_by(line):
            self._give_up_ahead()
            self._around = None
        else:
            if self._ahead.fence is not None:
                self._give_up_ahead()
            self._ahead.above = self._ahead.above or self._named_above()
            self._ahead.fence = here
            self._ahead.lines.append(line + end)
            self._ended.doubt(here, begins_file=self._announced())
            if self._ended.lost:
                self._give_up_ahead()
        return True

    def _name_or_prose(self, line: str, end: str) -> None:
        name = envelope.name(line)
        in_code = self._code is not None or self._ahead.fence is not None
        title = "" if self._titled or in_code else envelope.title(line)
        if title:
            self._give_up_ahead()
            self._titled = True
            self._tell(Title(title))
        elif name and self._ahead.fence is not None and self._ahead.inside is None:
            self._ahead.inside = name
            self._ahead.keep(line, end)
        elif name:
            self._give_up_ahead()
            whole = name.whole or announced.says_whole(self._paragraph.last_line)
            self._ahead.above = Name(name.path, whole)
            self._ahead.keep(line, end)
        else:
            self._give_up_ahead()
            self._say(line + end)

    def _named_above(self) -> Name | None:
        """Return the file of which the sentence above says that all of it comes next."""
        said = self._paragraph.last_line
        path = announced.whole_path(said, self._known, asked=self._asked_whole)
        return Name(path, whole=True) if path else None

    def _found_path(self) -> str:
        """Return the file the block that begins now is for: the nearest name, or ""."""
        said = envelope.named_in_sentence(self._paragraph.last_line)
        return self._ahead.named or (said if said in self._known else self._path or said)

    def _begin_block(self, line: str) -> None:
        path = self._found_path()
        self._enter_fence()
        indent = self._around.indent if self._around else ""
        self._begin(Block(self._tell, path, line, indent, self._paragraph.take()))

    def _enter_fence(self) -> None:
        """Remember the fence around what begins now, so that its end is not said."""
        self._ended.settle()
        if self._ahead.fence is not None:
            self._around = self._ahead.fence
        elif self._code is not None:
            self._around, self._code = self._code, None

    def _begin(self, reading: Reading) -> None:
        self._ahead = Ahead()
        self._titled = True
        self._path = reading.path or self._path
        self._open = reading
