"""Place: where an edit stands in the file, byte for byte, or why it stands nowhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pairtui.proposal import (
    Absent,
    ChangeMode,
    Delete,
    Edit,
    FileChange,
    FileState,
    Hunk,
    Present,
    Refused,
    Rename,
    SearchReplace,
    Selection,
    Snapshot,
    Unplaced,
    WholeFile,
)
from pairtui.review.depends import depending
from pairtui.review.dividers import settled
from pairtui.review.existence import place_on_file
from pairtui.review.hunks import changed_runs, hunk
from pairtui.review.lines import body, cut_lines
from pairtui.review.match import gaps
from pairtui.review.merge import collide
from pairtui.review.placeholder import placeholder
from pairtui.review.prose import in_sentences, is_prose
from pairtui.review.quoted import lazy, place_quoted
from pairtui.review.text import Text, indexed
from pairtui.review.unannounced import place_unannounced
from pairtui.review.whole import place_whole


@dataclass(frozen=True, slots=True)
class Placed:
    """An edit that found its place: its hunks, by place; none if it changes nothing."""

    hunks: tuple[Hunk, ...] = ()


def place(
    edit: Edit,
    snapshot: Snapshot,
    known: FileChange | None = None,
    *,
    may_shrink: bool = False,
) -> Placed | Unplaced:
    """Return the hunks an edit comes to, or why it cannot be placed.

    Quoted lines must stand in exactly one place, exactly but for LF or CRLF, or else in the first
    of the forms of `locate` in which they stand at all; its hunks then say so. `known` are the
    changes of the file that were placed before: none is touched again. `may_shrink` says that a
    whole file may come back much shorter, because that was asked for.
    """
    try:
        found = _place(edit, snapshot, known, may_shrink=may_shrink)
    except UnicodeEncodeError:
        return Unplaced(edit, "unsuitable", "It holds characters that no file can hold.")
    if isinstance(found, Unplaced):
        return depending(found, known)
    if not isinstance(edit, Selection):  # where the program chose how fine it is
        found = Placed(tuple(_fine(found.hunks, snapshot.files.get(edit.path))))
    if known is None:
        return found
    ids = {hunk.id for hunk in known.hunks}
    fresh = tuple(hunk for hunk in found.hunks if hunk.id not in ids)
    for one in fresh:
        for other in known.hunks:
            if collide(one, other):
                return Unplaced(edit, "overlaps", _overlaps(one, other))
    return Placed(fresh)


def _fine(found: tuple[Hunk, ...], state: FileState | None) -> Iterator[Hunk]:
    """Yield changes as finely as a person decides about them: prose sentence by sentence."""
    for one in found:
        if isinstance(state, Present) and is_prose(one.path, state.data):
            yield from in_sentences(one, state.digest)
        else:
            yield one


def _overlaps(one: Hunk, other: Hunk) -> str:
    """Return why two changes of a file cannot both be proposed."""
    path = one.path
    if one.kind == other.kind == "text":
        return f"It changes a part of {path} that an earlier change of this answer changes."
    if other.kind == "delete":
        return f"An earlier change of this answer deletes {path}."
    if one.kind == "delete":
        return f"It deletes {path}, which an earlier change of this answer keeps."
    what = f"renames {path}" if one.kind == "rename" else f"says whether {path} can be run"
    return f"An earlier change of this answer {what} otherwise."


def _place(
    edit: Edit, snapshot: Snapshot, known: FileChange | None, *, may_shrink: bool
) -> Placed | Unplaced:
    for path in (edit.path, edit.to) if isinstance(edit, Rename) else (edit.path,):
        if path in snapshot.read_only:
            says = f"{path} is in as reference only; /add it to let it be changed."
            return Unplaced(edit, "reference", says)
    state = snapshot.files.get(edit.path)
    if state is None:
        return Unplaced(edit, "path", f"{edit.path} has not been looked at.")
    if isinstance(state, Refused):
        return Unplaced(edit, "path", state.reason)
    if isinstance(edit, Delete | Rename | ChangeMode):
        target = snapshot.files.get(edit.to) if isinstance(edit, Rename) else None
        about = place_on_file(edit, state, target, known)
        found = about if isinstance(about, Unplaced) else Placed(about)
    elif isinstance(state, Absent):
        return _in_none(edit)
    else:
        found = _in_file(edit, state, may_shrink=may_shrink)
        if isinstance(edit, WholeFile) and edit.path in snapshot.partly:
            found = _of_a_part(edit, found)
    if isinstance(found, Unplaced) or isinstance(state, Absent) or edit.path in snapshot.shown:
        return found
    return Placed(tuple(replace(hunk, unseen=True) for hunk in found.hunks))


def _of_a_part(edit: WholeFile, found: Placed | Unplaced) -> Placed | Unplaced:
    """Refuse the whole text of a file from one who saw only a part of it."""
    if isinstance(found, Placed) and not found.hunks:
        return found
    says = (
        f"It gives the whole of {edit.path}, of which the AI was shown only a part: what it was not"
        " shown would be lost. Quote the lines to change instead."
    )
    return Unplaced(edit, "unsuitable", says)


def _in_none(edit: SearchReplace | WholeFile | Selection) -> Placed | Unplaced:
    """Place an edit where there is no file yet: it must make it."""
    match edit:
        case WholeFile(text=text):
            return _create(edit, text)
        case SearchReplace(search=search, replace=text) if not search.strip():
            # Some models leave a blank line where nothing is to be quoted.
            return _create(edit, text)
        case _:
            return Unplaced(edit, "not found", f"There is no file {edit.path}.")


def _in_file(
    edit: SearchReplace | WholeFile | Selection, state: Present, *, may_shrink: bool
) -> Placed | Unplaced:
    text = indexed(state.data)
    edit = settled(edit, text) if isinstance(edit, SearchReplace) else edit
    match edit:
        case Selection():
            return _place_selection(edit, text)
        case SearchReplace(search=""):
            return _fill(edit, text)
        case SearchReplace():
            found = place_quoted(edit, text)
        case WholeFile(announced=announced):
            placing = place_whole if announced else place_unannounced
            found = placing(edit, text, may_shrink=may_shrink)
    return found if isinstance(found, Unplaced) else Placed(found)


def _create(edit: Edit, text: str) -> Placed | Unplaced:
    """Return the one hunk that makes up a new file; an empty file is one too."""
    if line := placeholder(text, frozenset()):
        return lazy(edit, line)
    new = text.encode()
    return Placed((hunk(edit, "", 0, b"", new),))


def _fill(edit: SearchReplace, text: Text) -> Placed | Unplaced:
    """Place the text of a whole file: in an empty one, or nowhere."""
    new = edit.replace.encode()
    if new == text.data:
        return Placed()
    if text.data:
        says = f"{edit.path} is there already and has text in it, so it cannot be made anew."
        return Unplaced(edit, "unsuitable", says)
    return Placed((hunk(edit, text.digest, 0, b"", new),))


def _place_selection(edit: Selection, text: Text) -> Placed | Unplaced:
    if not 0 <= edit.start <= edit.end <= len(text.data):
        says = f"{edit.path} does not have the passage that was asked about."
        return Unplaced(edit, "unsuitable", says)
    if edit.text.endswith("\n") and _is_lines(edit, text):
        return Placed(_place_lines(edit, text))
    new = edit.text.encode()
    if text.end == b"\r\n":
        new = new.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    old = text.data[edit.start : edit.end]
    return Placed((hunk(edit, text.digest, edit.start, old, new),) if new != old else ())


def _is_lines(edit: Selection, text: Text) -> bool:
    """Tell whether a selection is of whole lines of a file."""
    return all(one in {len(text.data), *text.starts} for one in (edit.start, edit.end))


def _place_lines(edit: Selection, text: Text) -> tuple[Hunk, ...]:
    """Place new lines for some of a file's: only those that change are part of a hunk."""
    first = bisect_left(text.starts, edit.start)
    last = bisect_left(text.starts, edit.end)
    wanted = [body(line) for line in cut_lines(edit.text.encode())]
    runs = gaps(text.bodies[first:last], wanted)
    return tuple(changed_runs(edit, text, first, wanted, runs))
