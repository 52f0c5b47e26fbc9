"""Reader: what a model wrote, piece by piece, into prose and edits.

It reads each line once and never goes back. However the text is cut into pieces, the events are
the same but for where `Prose` is divided. Nothing incomplete is ever an edit.

Search/replace blocks are understood whatever was asked for. A fence is a whole file only after a
line that names the file and, unless whole files were asked for, says so: `notes.md (new file)`.
So a code example in an answer is never taken for an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pairtui.formats import envelope, search_replace
from pairtui.formats.envelope import Fence, Name
from pairtui.formats.paragraph import Paragraph
from pairtui.formats.thinking import Thinking
from pairtui.formats.whole_file import Nesting
from pairtui.proposal import Edit, SearchReplace, WholeFile
from pairtui.request import Format


@dataclass(frozen=True, slots=True)
class Prose:
    """The next piece of the answer that is said to the person."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """The title the model gives its edits."""

    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An edit of this file has begun."""

    path: str


@dataclass(frozen=True, slots=True)
class Closed:
    """An edit is complete."""

    edit: Edit


@dataclass(frozen=True, slots=True)
class Cut:
    """The answer ended inside an edit; `text` is what there was of it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """A block that is no edit; `says` is one sentence for a person. `path` may be ""."""

    path: str
    says: str
    text: str


ReadEvent: TypeAlias = Prose | Title | Opened | Closed | Cut | Malformed


@dataclass
class _Block:
    """A search/replace block that is being read.

    `length` is that of its first marker, `divider` that of its divider as far as it is known.
    """

    path: str
    length: int
    indent: str
    reason: str
    lines: list[str] = field(default_factory=list)
    divider: int = 0


@dataclass
class _Whole:
    """A whole file that is being read."""

    path: str
    nesting: Nesting
    reason: str
    lines: list[str] = field(default_factory=list)


@dataclass
class _Ahead:
    """Lines kept back because they may belong to an edit: a name, a fence, a name inside it."""

    above: Name | None = None
    fence: Fence | None = None
    inside: Name | None = None
    lines: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


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
        self._parts: list[str] = []
        self._thinking = Thinking()
        self._paragraph = Paragraph()
        self._ahead = _Ahead()
        self._open: _Block | _Whole | None = None
        self._code: Fence | None = None
        self._around: Fence | None = None
        self._flowing = False
        self._titled = False

    def feed(self, text: str) -> list[ReadEvent]:
        """Take the next piece of the reply; return what became certain by it."""
        pieces = self._thinking.feed(text).split("\n")
        for piece in pieces[:-1]:
            self._parts.append(piece)
            self._end_line()
        if pieces[-1]:
            self._parts.append(pieces[-1])
            self._pass_on_early()
        return self._take_events()

    def close(self) -> list[ReadEvent]:
        """Say that the reply has ended; return the last events."""
        self._parts.append(self._thinking.close())
        if any(self._parts):
            self._end_line(last=True)
        match self._open:
            case _Block(path=path, lines=lines):
                self._events.append(Cut(path, search_replace.text_of(lines)))
            case _Whole(path=path, lines=lines):
                self._events.append(Cut(path, search_replace.text_of(lines)))
            case None:
                self._give_up_ahead()
        self._open = None
        return self._take_events()

    def _take_events(self) -> list[ReadEvent]:
        joined: list[ReadEvent] = []
        for event in self._events:
            last = joined[-1] if joined else None
            if isinstance(event, Prose) and isinstance(last, Prose):
                joined[-1] = Prose(last.text + event.text)
            else:
                joined.append(event)
        self._events = []
        return joined

    def _pass_on_early(self) -> None:
        """Pass on an unfinished line of prose, as soon as it cannot be anything else."""
        if self._open is not None or self._announced():
            return
        line = "".join(self._parts)
        held = "\r" if line.endswith("\r") else ""
        line = line.removesuffix("\r")
        if not self._flowing and envelope.may_become_more(line):
            self._parts = [line + held]
            return
        if not self._flowing:
            self._give_up_ahead()
        self._flowing = True
        self._say(line)
        self._parts = [held] if held else []

    def _end_line(self, *, last: bool = False) -> None:
        line = "".join(self._parts).removesuffix("\r")
        self._parts = []
        end = "" if last else "\n"
        if self._flowing:
            self._flowing = False
            self._say(line + end)
        elif isinstance(self._open, _Block):
            self._in_block(self._open, line)
        elif isinstance(self._open, _Whole):
            self._in_whole(self._open, line)
        else:
            self._outside(line, end)

    def _say(self, text: str) -> None:
        if text.strip():
            self._around = None
        if text:
            self._events.append(Prose(text))
            self._paragraph.add(text, code=self._code is not None)

    def _give_up_ahead(self) -> None:
        ahead, self._ahead = self._ahead, _Ahead()
        if ahead.fence is not None:
            self._code = ahead.fence
        for line in ahead.lines:
            self._say(line)

    def _outside(self, line: str, end: str) -> None:
        """Read a whole line between edits."""
        if not line.strip() and not self._announced():
            self._blank(line, end)
        elif length := search_replace.opens(line):
            self._begin_block(line, length)
        elif self._starts_whole(line):
            return
        elif not self._fence(line, end):
            self._name_or_prose(line, end)

    def _blank(self, line: str, end: str) -> None:
        if self._ahead.lines and len(line) <= envelope.LIMIT:
            self._keep(line, end)
        else:
            self._give_up_ahead()
            self._say(line + end)

    def _keep(self, line: str, end: str) -> None:
        self._ahead.lines.append(line + end)
        if self._ahead.fence is not None:
            self._ahead.body.append(line)

    def _announced(self) -> bool:
        """Tell whether the lines kept back begin a whole file, if no block comes next."""
        above = self._ahead.above
        if above is None or self._ahead.fence is None:
            return False
        return self._asked_whole or above.whole

    def _starts_whole(self, line: str) -> bool:
        above, fence = self._ahead.above, self._ahead.fence
        if above is None or fence is None or not self._announced():
            return False
        name = envelope.name(line)
        if self._ahead.inside is None and name is not None and name.path == above.path:
            return False
        self._open = whole = _Whole(above.path, Nesting(fence), self._paragraph.take())
        lines = [*self._ahead.body, line]
        self._begin(above.path)
        for one in lines:
            self._in_whole(whole, one)
        return True

    def _fence(self, line: str, end: str) -> bool:
        """Take a line that opens or closes a fence; tell whether it was one."""
        here = envelope.fence(line)
        if here is None:
            return False
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
            self._ahead.fence = here
            self._ahead.lines.append(line + end)
        return True

    def _name_or_prose(self, line: str, end: str) -> None:
        name = envelope.name(line)
        in_code = self._code is not None or self._ahead.fence is not None
        title = "" if self._titled or in_code else envelope.title(line)
        if title:
            self._give_up_ahead()
            self._titled = True
            self._events.append(Title(title))
        elif name and self._ahead.fence is not None and self._ahead.inside is None:
            self._ahead.inside = name
            self._keep(line, end)
        elif name:
            self._give_up_ahead()
            self._ahead = _Ahead(above=name, lines=[line + end])
        else:
            self._give_up_ahead()
            self._say(line + end)

    def _found_path(self) -> str:
        """Return the file the block that begins now is for: the nearest name, or ""."""
        ahead = self._ahead
        for name in (ahead.inside, ahead.above):
            if name is not None:
                return name.path
        if ahead.fence and (told := envelope.named_in_info(ahead.fence.info)):
            return told
        said = envelope.named_in_sentence(self._paragraph.last_line)
        return said if said in self._known else self._path or said

    def _begin_block(self, line: str, length: int) -> None:
        path = self._found_path()
        if self._ahead.fence is not None:
            self._around = self._ahead.fence
        elif self._code is not None:
            self._around, self._code = self._code, None
        indent = self._around.indent if self._around else ""
        self._open = _Block(path, length, indent, self._paragraph.take())
        self._begin(path)

    def _begin(self, path: str) -> None:
        self._ahead = _Ahead()
        self._titled = True
        self._path = path
        if path:
            self._events.append(Opened(path))

    def _in_block(self, block: _Block, line: str) -> None:
        begun, ended = search_replace.opens(line), search_replace.ends(line)
        if begun == block.length:
            self._break_off(block)
            self._begin_block(line, begun)
        elif search_replace.finishes(ended, block.length, block.divider):
            self._finish_block(block)
        else:
            block.lines.append(line)
            if block.divider != block.length and (run := search_replace.divides(line)):
                block.divider = run

    def _break_off(self, block: _Block) -> None:
        """End a block that another one began inside of, and keep a name that stood in between."""
        text = search_replace.text_of(block.lines)
        says = "it has no REPLACE line before the next one begins"
        self._events.append(Malformed(block.path, says, text))
        self._open = None
        rest = [line for line in block.lines[-3:] if envelope.fence(line) is None and line.strip()]
        self._ahead = _Ahead(above=envelope.name(rest[-1]) if rest else None)

    def _finish_block(self, block: _Block) -> None:
        self._open = None
        lines = block.lines
        if block.indent and all(one.startswith(block.indent) or not one.strip() for one in lines):
            lines = [one.removeprefix(block.indent) for one in lines]
        found = search_replace.halves(lines, block.length)
        if isinstance(found, str):
            text = search_replace.text_of(lines)
            self._events.append(Malformed(block.path, found, text))
        elif not block.path:
            text = search_replace.text_of(lines)
            self._events.append(Malformed("", "it names no file", text))
        else:
            self._events.append(Closed(SearchReplace(block.path, *found, block.reason)))

    def _in_whole(self, whole: _Whole, line: str) -> None:
        if whole.nesting.closes(line):
            self._open = None
            text = search_replace.text_of(whole.lines)
            self._events.append(Closed(WholeFile(whole.path, text, whole.reason)))
        else:
            whole.lines.append(line)
