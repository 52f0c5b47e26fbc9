"""Written: what a writer proves before it hands out a text: that the same edits are read from it.

A format cannot say everything. What it cannot say is refused with a ValueError, so that nothing
third ever comes of writing and reading. Hints that tell equal places apart are no part of that: a
format that has no way to give them leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pairtui.formats import envelope
from pairtui.formats.envelope import Name
from pairtui.formats.paragraph import Paragraph
from pairtui.formats.read_events import Closed, Opened, ReadEvent, Reading
from pairtui.proposal import ChangeMode, Delete, Edit, Rename, SearchReplace

_BEGIN = ("<<<<<", "--- ", "*** ", "diff --git ", "<think>")
_MAY_FOLLOW: dict[str, tuple[str, ...]] = {
    "make": ("run",),
    "text": ("text", "rename", "run", "mode"),
    "rename": ("run", "mode"),
}


def cannot(edit: Edit, says: str) -> ValueError:
    """Return the refusal to write an edit."""
    return ValueError(f"{edit.path} cannot be written in this format: {says}")


def lines_of(edit: Edit, text: str) -> list[str]:
    """Return the lines of an edit's text; ValueError where one does not end with LF alone."""
    *lines, rest = text.split("\n")
    if rest:
        raise cannot(edit, "its text does not end with a newline")
    if any(line.endswith("\r") for line in lines):
        raise cannot(edit, "its lines end with CRLF")
    return lines


def told(edit: Edit, reason: str) -> str:
    """Return the paragraph that gives the reason of an edit; ValueError if it is read otherwise."""
    if not reason:
        return ""
    paragraph = Paragraph()
    paragraph.add(f"{reason}\n\n", code=False)
    if paragraph.take() != reason or not _plain(reason) or envelope.name(reason):
        raise cannot(edit, "its reason would be taken for something else")
    return f"{reason}\n\n"


def named(edit: Edit) -> str:
    """Return a line that names the file of an edit; ValueError if none does."""
    one_line = not {"\n", "\r"} & set(edit.path)
    for line in (edit.path, f"`{edit.path}`"):
        if one_line and envelope.name(line) == Name(edit.path) and _plain(line):
            return line
    raise cannot(edit, "a line with nothing but its path is not taken for one")


def sections(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Yield edits of one file that are said under one head, in the order in which they are read."""
    section: list[Edit] = []
    for edit in edits:
        may = _MAY_FOLLOW.get(_kind(section[-1]), ()) if section else ()
        if section and (edit.path != section[0].path or _kind(edit) not in may):
            yield section
            section = []
        section.append(edit)
    if section:
        yield section


def prove(
    reading: Reading, events: Sequence[ReadEvent], lines: Iterable[str], edits: Sequence[Edit]
) -> None:
    """Read lines and see that they come to these edits alone; ValueError if not.

    `events` are those that the reading tells. Its last line ends it, or the last but one.
    """
    given = "\n".join(lines).split("\n")
    steps = [reading.take(line) for line in given[:-1]]
    if not steps or steps[-1] == "on":
        steps.append(reading.take(given[-1]))
    found = [_unhinted(event.edit) for event in events if isinstance(event, Closed)]
    strange = any(not isinstance(event, Closed | Opened) for event in events)
    over = steps.pop() != "on" and all(step == "on" for step in steps)
    if strange or not over or found != [_unhinted(edit) for edit in edits]:
        raise cannot(edits[0], "something in it would be taken for something else")


def _plain(line: str) -> bool:
    """Tell whether a line begins nothing, whatever else it may be."""
    begins = line.lstrip().lstrip("*`").startswith(_BEGIN) or line.startswith(_BEGIN)
    other = envelope.title(line) or envelope.fence(line) or envelope.command(line) is not None
    return not begins and not other


def _kind(edit: Edit) -> str:
    match edit:
        case SearchReplace(search=search):
            return "text" if search else "make"
        case Delete():
            return "delete"
        case Rename():
            return "rename"
        case ChangeMode(executable=executable):
            return "run" if executable else "mode"
        case _:
            return "whole"


def _unhinted(edit: Edit) -> Edit:
    if isinstance(edit, SearchReplace):
        return replace(edit, line=0, scope=(), at_end=False)
    return edit
