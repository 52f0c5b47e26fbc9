"""Place: where an edit stands in the file, byte for byte, or why it stands nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pairtui.proposal import (
    Absent,
    Edit,
    FileChange,
    Hunk,
    Present,
    Refused,
    SearchReplace,
    Selection,
    Snapshot,
    Unplaced,
    WholeFile,
    hunk_id,
)
from pairtui.review.lines import body, cut_lines
from pairtui.review.match import Gap, gaps
from pairtui.review.merge import clash
from pairtui.review.near import near
from pairtui.review.placeholder import placeholder
from pairtui.review.text import BOM, Text, indexed

SHOWN_LINES = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """An edit that found its place: its hunks, by place; none if it changes nothing."""

    hunks: tuple[Hunk, ...] = ()


def place(edit: Edit, snapshot: Snapshot, known: FileChange | None = None) -> Placed | Unplaced:
    """Return the hunks an edit comes to, or why it cannot be placed.

    Lines match when their bytes are equal but for LF or CRLF; they must stand in exactly one
    place. `known` are the changes of the file that were placed before: none is touched again.
    """
    try:
        found = _place(edit, snapshot)
    except UnicodeEncodeError:
        return Unplaced(edit, "unsuitable", "It holds characters that no file can hold.")
    if isinstance(found, Unplaced) or known is None:
        return found
    ids = {hunk.id for hunk in known.hunks}
    fresh = tuple(hunk for hunk in found.hunks if hunk.id not in ids)
    if any(
        clash((one.start, one.end), (other.start, other.end))
        for one in fresh
        for other in known.hunks
    ):
        says = f"It changes a part of {edit.path} that an earlier change of this answer changes."
        return Unplaced(edit, "overlaps", says)
    return Placed(fresh)


def _place(edit: Edit, snapshot: Snapshot) -> Placed | Unplaced:
    state = snapshot.files.get(edit.path)
    if state is None:
        return Unplaced(edit, "path", f"{edit.path} has not been looked at.")
    if isinstance(state, Refused):
        return Unplaced(edit, "path", state.reason)
    found = _in_none(edit) if isinstance(state, Absent) else _in_file(edit, state)
    if isinstance(found, Unplaced) or isinstance(state, Absent) or edit.path in snapshot.shown:
        return found
    return Placed(tuple(replace(hunk, unseen=True) for hunk in found.hunks))


def _in_none(edit: Edit) -> Placed | Unplaced:
    """Place an edit where there is no file yet: it must make it."""
    match edit:
        case WholeFile(text=text):
            return _create(edit, text)
        case SearchReplace(search=search, replace=text) if not search.strip():
            # Some models leave a blank line where nothing is to be quoted.
            return _create(edit, text)
        case _:
            return Unplaced(edit, "not found", f"There is no file {edit.path}.")


def _in_file(edit: Edit, state: Present) -> Placed | Unplaced:
    text = indexed(state.data)
    match edit:
        case Selection():
            return _place_selection(edit, text)
        case SearchReplace(search=""):
            return _fill(edit, text)
        case SearchReplace():
            return _place_search(edit, text)
        case WholeFile():
            return _place_whole(edit, text)


def _create(edit: Edit, text: str) -> Placed | Unplaced:
    """Return the one hunk that makes up a new file; an empty file is one too."""
    if line := placeholder(text, frozenset()):
        return _lazy(edit, line)
    new = text.encode()
    return Placed((_hunk(edit, "", 0, b"", new),))


def _fill(edit: SearchReplace, text: Text) -> Placed | Unplaced:
    """Place the text of a whole file: in an empty one, or nowhere."""
    new = edit.replace.encode()
    if new == text.data:
        return Placed()
    if text.data:
        says = f"{edit.path} is there already and has text in it, so it cannot be made anew."
        return Unplaced(edit, "unsuitable", says)
    return Placed((_hunk(edit, text.digest, 0, b"", new),))


def _place_selection(edit: Selection, text: Text) -> Placed | Unplaced:
    if not 0 <= edit.start <= edit.end <= len(text.data):
        says = f"{edit.path} does not have the passage that was asked about."
        return Unplaced(edit, "unsuitable", says)
    new = edit.text.encode()
    if text.end == b"\r\n":
        new = new.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    old = text.data[edit.start : edit.end]
    return Placed((_hunk(edit, text.digest, edit.start, old, new),) if new != old else ())


def _place_search(edit: SearchReplace, text: Text) -> Placed | Unplaced:
    search, wanted = _bodies(edit.search, text), _bodies(edit.replace, text)
    if line := placeholder(edit.replace, frozenset(text.where)):
        return _lazy(edit, line)
    places = text.find(search)
    if len(places) == 1:
        runs = gaps(search, wanted)
        return Placed(tuple(_hunks(edit, text, places[0], wanted, runs)))
    if places:
        lines = tuple(place + 1 for place in places)
        says = f"These lines stand in {len(lines)} places in {edit.path}: {_listed(lines)}."
        return Unplaced(edit, "ambiguous", says, lines=lines)
    return _not_there(edit, text, search, wanted)


def _not_there(
    edit: SearchReplace, text: Text, search: list[bytes], wanted: list[bytes]
) -> Unplaced:
    if any(line.strip() for line in wanted) and len(text.find(wanted)) == 1:
        says = f"{edit.path} already reads like this."
        return Unplaced(edit, "already applied", says, lines=(text.find(wanted)[0] + 1,))
    says = f"These lines do not stand in {edit.path} as they were quoted."
    return Unplaced(edit, "not found", says, near=near(search, text.bodies))


def _place_whole(edit: WholeFile, text: Text) -> Placed | Unplaced:
    if not edit.text.strip() and text.data.strip():
        says = f"The answer would leave nothing of {edit.path}."
        return Unplaced(edit, "unsuitable", says)
    if line := placeholder(edit.text, frozenset(text.where)):
        return _lazy(edit, line)
    wanted = _bodies(edit.text, text)
    ended = edit.text.endswith("\n") or not edit.text
    runs = gaps(text.bodies, wanted)
    return Placed(tuple(_hunks(edit, text, 0, wanted, runs, ended=ended)))


def _hunks(
    edit: Edit,
    text: Text,
    first: int,
    wanted: list[bytes],
    runs: list[Gap],
    *,
    ended: bool | None = None,
) -> Iterable[Hunk]:
    """Yield one hunk for each run of changed lines; equal lines stay the file's own bytes.

    `first` is the line the edit begins at. `ended` says whether the new text ends with a newline,
    None where the edit cannot say: then a missing final newline stays missing.
    """
    unfinished = bool(text.lines) and not text.lines[-1].endswith(b"\n")
    for run in runs:
        low, high = first + run.old, first + run.old_end
        new = wanted[run.new : run.new_end]
        at_end = high == len(text.lines)
        if at_end and low == high and unfinished:
            # Lines are added behind one that has no end yet: it gets one, so it is changed too.
            low, new = low - 1, [text.bodies[-1], *new]
        lines = text.ended(low, high, new)
        open_end = unfinished if ended is None else not ended
        if lines and at_end and open_end:
            # An empty last line is nothing but its end.
            lines[-1] = new[-1] or lines[-1]
        start = text.starts[low]
        old = text.data[start : text.starts[high]]
        if old != b"".join(lines):
            yield _hunk(edit, text.digest, start, old, b"".join(lines))


def _hunk(edit: Edit, base: str, start: int, old: bytes, new: bytes) -> Hunk:
    name = hunk_id(edit.path, base, start, old, new)
    return Hunk(name, edit.path, start, start + len(old), old, new, edit.reason)


def _bodies(words: str, text: Text) -> list[bytes]:
    """Return the lines of an edit's text without their ends, and without the file's own BOM."""
    data = words.encode()
    if text.head:
        data = data.removeprefix(BOM)
    return [body(line) for line in cut_lines(data)]


def _lazy(edit: Edit, line: str) -> Unplaced:
    says = f"It leaves text out instead of giving it: “{line}”."
    return Unplaced(edit, "unsuitable", says)


def _listed(lines: tuple[int, ...]) -> str:
    """Return line numbers as a person lists them."""
    shown = [str(line) for line in lines[:SHOWN_LINES]]
    if len(lines) > SHOWN_LINES:
        return f"lines {', '.join(shown)} and {len(lines) - SHOWN_LINES} more"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"
