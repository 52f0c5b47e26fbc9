"""Existence: an edit that deletes a file, renames it, or lets it be run."""

from __future__ import annotations

from typing import TypeAlias

from pairtui.proposal import (
    Absent,
    ChangeMode,
    Delete,
    Edit,
    FileChange,
    FileState,
    Hunk,
    Kind,
    Present,
    Proposal,
    Refused,
    Rename,
    Unplaced,
    hunk_id,
)
from pairtui.review.result import EXECUTABLE, PLAIN, with_bit

OnFile: TypeAlias = Delete | Rename | ChangeMode


def place_on_file(
    edit: OnFile, state: Present | Absent, target: FileState | None, known: FileChange | None
) -> tuple[Hunk, ...] | Unplaced:
    """Return the one hunk about the file itself, none if it is so already, or why not.

    `state` is the file, `target` what is at the path it is renamed to, `known` are the changes of
    the file that were placed before. A file that is not there can only be made one that runs,
    together with the change that makes it.
    """
    if isinstance(state, Absent):
        makes = known is not None and any(hunk.kind == "text" for hunk in known.hunks)
        if isinstance(edit, ChangeMode) and makes:
            return (_hunk(edit, "", b"", "mode", EXECUTABLE),) if edit.executable else ()
        return Unplaced(edit, "not found", f"There is no file {edit.path}.")
    match edit:
        case Delete():
            return (_hunk(edit, state.digest, state.data, "delete"),)
        case ChangeMode(executable=executable):
            if with_bit(state.mode, executable=executable) == state.mode:
                return ()
            to = EXECUTABLE if executable else PLAIN
            return (_hunk(edit, state.digest, b"", "mode", to),)
        case Rename(to=to):
            if to == edit.path:
                return ()
            return _taken(edit, target) or (_hunk(edit, state.digest, b"", "rename", to),)


def renamed(edit: Edit, proposal: Proposal) -> str:
    """Return the path an edit is really about: the old one, where it names a file's new one."""
    for hunk in proposal.hunks:
        if hunk.kind == "rename" and hunk.to == edit.path:
            return hunk.path
    return edit.path


def claimed(edit: Edit, proposal: Proposal) -> Unplaced | None:
    """Return why a file cannot get a path that the proposal itself puts another file at."""
    if not isinstance(edit, Rename):
        return None
    for change in proposal.files:
        makes = change.creates and change.path == edit.to
        moves = any(hunk.kind == "rename" and hunk.to == edit.to for hunk in change.hunks)
        if makes or (moves and change.path != edit.path):
            says = f"This answer already puts another file at {edit.to}."
            return Unplaced(edit, "unsuitable", says)
    return None


def _taken(edit: Rename, target: FileState | None) -> Unplaced | None:
    match target:
        case Absent():
            return None
        case Refused(reason=reason):
            return Unplaced(edit, "path", f"It cannot become {edit.to}: {reason}.")
        case Present():
            says = f"There is a file {edit.to} already, so {edit.path} cannot become it."
            return Unplaced(edit, "unsuitable", says)
        case None:
            return Unplaced(edit, "path", f"{edit.to} has not been looked at.")


def _hunk(edit: OnFile, base: str, old: bytes, kind: Kind, to: str = "") -> Hunk:
    name = hunk_id(edit.path, base, 0, old, b"", kind=kind, to=to)
    return Hunk(name, edit.path, 0, len(old), old, b"", edit.reason, kind=kind, to=to)
