"""Perform: the steps that every save and every undo is made of, each told to the journal.

An intent is written down, then files are written, then git gets its commit or the branch moves,
then what is staged is set, then the result is written down. Whoever finds an intent without a
result can tell from the files and from git how far it came.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pairtui.landing import Intent, JournalFault, Landed, LandedFile, Outcome, Restaged
from pairtui.repo.commit import NotCommitted, Waiting, commit, move
from pairtui.repo.entries import Entry, parsed, written
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.journal import Journal, Point, reached, unwatched
from pairtui.repo.swap import words

WRITTEN = "written"
COMMITTED = "committed"
MOVED = "moved"
STAGED = "staged"
"""The steps that the journal hears of; the second comes with the id of the commit."""


@dataclass(frozen=True, slots=True)
class Task:
    """With what an operation is done: where, who writes it down, how long git may take."""

    repo: Repo
    journal: Journal
    waiting: Waiting
    point: Point = unwatched


def new_id() -> str:
    """Return a name for an operation, which no other has."""
    return secrets.token_hex(8)


def begin(task: Task, intent: Intent) -> None:
    """Write down what is about to be done; RepoError if that cannot be, and nothing may be done."""
    try:
        task.point("intend")
        task.journal.intend(intent)
    except (JournalFault, OSError) as error:
        says = error.says if isinstance(error, JournalFault) else f"{words(error)}."
        raise RepoError(
            f"Nothing was changed, because the journal cannot be written: {says}",
            "Without it, nobody could tell what a crash had left half done.",
        ) from error
    try:
        task.point("intended")
    except OSError as error:
        end(task, intent, "failed")
        raise RepoError(f"Nothing was changed: {words(error)}.") from error


def history(task: Task, intent: Intent) -> str:
    """Make the commit, or move the branch; return the id of the commit, or nothing.

    NotCommitted or RepoError where that could not be done; then it is as it was.
    """
    try:
        if intent.moves_to is not None:
            task.point("move")
            move(task.repo, intent.head, intent.moves_to, f"pairtui: {_what(intent)}")
            reached(task.journal, intent, MOVED, task.point)
            return ""
        if not intent.message or not intent.entries:
            return ""
        task.point("commit")
        made = commit(
            task.repo,
            intent.head,
            entries_of(intent.entries),
            intent.message,
            task.waiting,
            operation=intent.id,
        )
    except OSError as error:
        raise NotCommitted(f"The commit was not made: {words(error)}.") from error
    reached(task.journal, intent, f"{COMMITTED} {made}", task.point)
    return made


def end(
    task: Task,
    intent: Intent,
    outcome: Outcome,
    landed: Landed | None = None,
    says: Iterable[str] = (),
) -> tuple[str, ...]:
    """Write down what came of an intent; return a sentence if that could not be done."""
    try:
        task.point("result")
        task.journal.finish(intent.id, outcome, landed, tuple(says))
    except (JournalFault, OSError) as error:
        why = error.says if isinstance(error, JournalFault) else f"{words(error)}."
        return (f"The journal cannot be written, so the next start will ask about this: {why}",)
    return ()


def receipt(intent: Intent, files: tuple[LandedFile, ...], commit: str) -> Landed:
    """Return what came of an intent: these files, and this commit if one was made.

    An undo that moved the branch names the commit it took back; what is done again has the commit
    it had, if that is on the branch again.
    """
    moved = intent.moves_to is not None
    done = Landed(
        intent.id,
        intent.at,
        intent.mode,
        files,
        intent.changes,
        commit,
        intent.head if commit else intent.moves_to or "",
        committed=tuple(one.path for one in intent.entries) if commit else (),
        took_back=intent.head if moved and intent.kind == "undo" else "",
    )
    again = intent.again
    if again is None or commit:
        return done
    return replace(done, commit=again.commit, parent=again.parent, committed=again.committed)


def restaged(
    before: Mapping[str, Entry] | Mapping[str, Entry | None], after: Mapping[str, Entry | None]
) -> tuple[Restaged, ...]:
    """Return in text what changes between the entries there are and those there will be."""
    return tuple(
        Restaged(path, written(before.get(path)), written(entry))
        for path, entry in after.items()
        if before.get(path) != entry
    )


def entries_of(changes: Iterable[Restaged]) -> dict[str, Entry | None]:
    """Return the entries that some changes come to, by path."""
    return {one.path: parsed(one.after) for one in changes}


def _what(intent: Intent) -> str:
    return "undo a save" if intent.kind == "undo" else "save again what was undone"
