"""Search/replace blocks: their markers, what a finished block comes to, and how one is written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pairtui.formats.envelope import LIMIT, Name, fence, name
from pairtui.formats.gathered import Gathered
from pairtui.formats.read_events import Closed, Cut, Malformed, Opened, ReadEvent, Step, Tell
from pairtui.formats.written import cannot, lines_of, named, prove, told
from pairtui.proposal import Edit, SearchReplace

SPLITS = 8
"""So many dividers a block may have; with more it is not read at all."""

LENGTHS = (7, 9, 5, 8, 6)
"""How long markers may be, the usual length first and then those that protect best."""

_OPENS = re.compile(r"[ \t]*(<{5,9}) SEARCH>?:?\s*")
_DIVIDES = re.compile(r"[ \t]*(={5,9})\s*")
_SIGNS = ("<<<<<", "=====", ">>>>>")
_ENDS = re.compile(r"[ \t]*(>{5,9}) REPLACE\s*")


def opens(line: str) -> int:
    """Return the length of the marker that begins a block, or 0."""
    return _run(_OPENS, line)


def divides(line: str) -> int:
    """Return the length of the marker between the two halves, or 0."""
    return _run(_DIVIDES, line)


def ends(line: str) -> int:
    """Return the length of the marker that ends a block, or 0."""
    return _run(_ENDS, line)


def _run(marker: re.Pattern[str], line: str) -> int:
    found = marker.fullmatch(line) if 0 < len(line) <= LIMIT else None
    return len(found[1]) if found else 0


def finishes(ended: int, length: int, divider: int) -> bool:
    """Tell whether a last marker of some length ends a block with these other two.

    The three should agree; a slip of one character is forgiven once there was a divider. So
    markers that are two characters longer or shorter protect what looks like a marker inside.
    """
    return ended == length or (_near(ended, length) and _near(divider, length))


def _near(run: int, length: int) -> bool:
    return run > 0 and abs(run - length) <= 1


class _Body:
    """The lines between the first marker and the last, and where they may divide."""

    def __init__(self, length: int) -> None:
        self.lines = Gathered()
        self._length = length
        self._exact: list[tuple[int, int]] = []
        self._nearly: list[tuple[int, int]] = []

    def add(self, line: str, run: int = 0) -> None:
        """Take a line; `run` is its length as a divider, or 0."""
        found = self._exact if run == self._length else self._nearly
        before = self.lines.size if _near(run, self._length) and len(found) <= SPLITS else -1
        self.lines.add(line)
        if before >= 0:
            found.append((before, self.lines.size))

    def without(self, indent: str) -> _Body:
        """Return it without the indentation of all its lines, if they all have it."""
        if not indent or not all(_indented(line, indent) for line in self.lines.lines()):
            return self
        body = _Body(self._length)
        for line in self.lines.lines():
            body.add(bare := line.removeprefix(indent), divides(bare) if "=" in bare else 0)
        return body

    def halves(self) -> list[tuple[str, str]] | str:
        """Return what is quoted and what replaces it, or a sentence that says what is wrong.

        The divider has the length of the first marker, or is off by one where none has that. Where
        there are several such lines, each may be the divider, and only the file can tell: the
        shortest quotation comes first. None of them ends the replacement: a last one is a slip.
        """
        candidates = self._exact or self._nearly
        if not candidates:
            return "it has no ======= line between what is quoted and what replaces it"
        if len(candidates) > SPLITS:
            return (
                "it has many ======= lines, so what is quoted is not clear; longer or shorter "
                "markers than the lines inside would make it so"
            )
        text = self.lines.text()
        if candidates[-1][1] == len(text):
            candidates = candidates[-1:]
        return [(text[:end], text[begin:]) for end, begin in candidates]


def _indented(line: str, indent: str) -> bool:
    return line.startswith(indent) or not line.strip()


def text_of(lines: Iterable[str]) -> str:
    """Return lines as text, each ended by LF."""
    return "".join(f"{line}\n" for line in lines)


class Block:
    """A block that is being read, from the line after its first marker on."""

    blanks = 0

    def __init__(self, tell: Tell, path: str, marker: str, indent: str, reason: str) -> None:
        self.path = path
        self.rest: Name | None = None
        """A file named right before another block began inside of this one."""
        self._tell = tell
        self._length = opens(marker)
        self._divider = 0
        self._indent = indent
        self._reason = reason
        self._body = _Body(self._length)
        if path:
            tell(Opened(path))

    def take(self, line: str) -> Step:
        """Take the next line; tell what the block came to where it ends."""
        if not line.lstrip(" \t").startswith(_SIGNS):
            self._body.lines.add(line)
            return "on"
        if opens(line) == self._length:
            self._break_off()
            return "before"
        if finishes(ends(line), self._length, self._divider):
            self._finish()
            return "over"
        run = divides(line)
        self._body.add(line, run)
        if self._divider != self._length and run:
            self._divider = run
        return "on"

    def close(self) -> None:
        """Tell that the block was cut off."""
        self._tell(Cut(self.path, self._body.lines.text()))

    def break_off(self, line: str) -> None:
        """Tell that the block was cut off inside a line."""
        if line:
            self._body.add(line)
        self.close()

    def _break_off(self) -> None:
        says = "it has no REPLACE line before the next one begins"
        self._tell(Malformed(self.path, says, self._body.lines.text()))
        last = self._body.lines.last(3)
        rest = [line for line in last if fence(line) is None and line.strip()]
        self.rest = name(rest[-1]) if rest else None

    def _finish(self) -> None:
        body = self._body.without(self._indent)
        found = body.halves()
        if isinstance(found, str):
            self._tell(Malformed(self.path, found, body.lines.text()))
        elif not self.path:
            self._tell(Malformed("", "it names no file", body.lines.text()))
        else:
            splits = tuple(found) if len(found) > 1 else ()
            self._tell(Closed(SearchReplace(self.path, *found[0], self._reason, splits=splits)))


def write(edits: Iterable[Edit]) -> str:
    """Return edits as the blocks a model would write; the reader gives the same edits back.

    Raises ValueError for one that a block cannot say.
    """
    return "".join(_block(edit) for edit in edits)


def _block(edit: Edit) -> str:
    if not isinstance(edit, SearchReplace) or edit.splits:
        raise cannot(edit, "it is not one passage and what stands there instead")
    search, wanted = lines_of(edit, edit.search), lines_of(edit, edit.replace)
    ticks = max((len(run) for run in re.findall("`{3,}", edit.search + edit.replace)), default=2)
    fence = "`" * min(ticks + 1, LIMIT)
    head = f"{told(edit, edit.reason)}{named(edit)}\n{fence}\n"
    for length in LENGTHS:
        marker = f"{'<' * length} SEARCH"
        lines = [*search, "=" * length, *wanted, f"{'>' * length} REPLACE"]
        events: list[ReadEvent] = []
        try:
            prove(Block(events.append, edit.path, marker, "", edit.reason), events, lines, [edit])
        except ValueError:
            continue
        return f"{head}{text_of([marker, *lines])}{fence}\n\n"
    raise cannot(edit, "it holds markers of every length")
