"""Recover: end a save or an undo that was cut off, or put it back; nothing is done unasked.

The journal says what was to be done, and the files and git say how far it came. Ending it takes
the steps that are missing; putting it back takes those that were taken, backwards. Both can be cut
off themselves, and are then offered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from pairtui.landing import (
    Intent,
    Interrupted,
    JournalFault,
    Landed,
    LandedFile,
    NotLanded,
    Restaged,
    Undone,
)
from pairtui.proposal import Absent, Present, Refused
from pairtui.repo import ground
from pairtui.repo.alone import Held, alone
from pairtui.repo.back import writes_of
from pairtui.repo.came import Found, find
from pairtui.repo.commit import NotCommitted, Waiting, move
from pairtui.repo.entries import in_index, parsed
from pairtui.repo.files import read
from pairtui.repo.folders import drop_emptied, drop_folders
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.journal import Journal, Point, reached, unwatched
from pairtui.repo.leftovers import second_name, sweep
from pairtui.repo.perform import STAGED, WRITTEN, Task, end, history, receipt
from pairtui.repo.process import never
from pairtui.repo.settle import set_index
from pairtui.repo.swap import words
from pairtui.repo.write import NotWritten, Write, write_all

OPEN = "It is still open, and can be finished or put back later."
Some = TypeVar("Some")


def interrupted(repo: Repo, journal: Journal) -> tuple[Interrupted, ...]:
    """Return what was cut off in this work tree, the earliest first, having changed nothing.

    One that another process still works on is none. Raises JournalFault and RepoError.
    """
    try:
        with alone(repo):
            return tuple(
                find(repo, operation).told(repo)
                for operation in journal.open_intents()
                if operation.intent.tree == repo.tree
            )
    except Held:
        return ()


def finish(
    repo: Repo,
    intent: Intent,
    *,
    journal: Journal,
    progress: Callable[[str], None] = lambda _: None,
    cancelled: Callable[[], bool] = never,
    limit: float = 600.0,
    point: Point = unwatched,
) -> Landed | Undone | NotLanded:
    """Take the steps of a save or an undo that are missing, and return its receipt.

    Where that cannot be done wholly, it stays open, and the reason is returned.
    """
    task = Task(repo, journal, Waiting(progress, cancelled, limit), point)

    def work(found: Found) -> Landed | Undone | NotLanded:
        problem = found.no_finish
        return NotLanded(f"It was not finished: {problem}.") if problem else _finish(task, found)

    return _guarded(task, intent, work)


def put_back(
    repo: Repo, intent: Intent, *, journal: Journal, point: Point = unwatched
) -> tuple[str, ...] | NotLanded:
    """Take the steps of a save or an undo back that were taken; return sentences about it.

    Where that cannot be done wholly, it stays open, and the reason is returned.
    """
    task = Task(repo, journal, Waiting(lambda _: None), point)

    def work(found: Found) -> tuple[str, ...] | NotLanded:
        problem = found.no_put_back(repo)
        return NotLanded(f"It was not put back: {problem}.") if problem else _put_back(task, found)

    return _guarded(task, intent, work)


def leave(repo: Repo, intent: Intent, *, journal: Journal) -> tuple[str, ...] | NotLanded:
    """Leave everything as it is now, and ask no more; only what lies about is removed."""
    task = Task(repo, journal, Waiting(lambda _: None))

    def work(found: Found) -> tuple[str, ...]:
        sweep(repo, found.intent)
        return end(task, found.intent, "failed", says=("It was cut off, and left as it was.",))

    return _guarded(task, intent, work)


def _guarded(
    task: Task, intent: Intent, work: Callable[[Found], Some | NotLanded]
) -> Some | NotLanded:
    """Do some work on an operation that is still open, and say what went wrong."""
    try:
        with alone(task.repo):
            for operation in task.journal.open_intents():
                if operation.intent.id == intent.id:
                    return _locked(task.repo, intent) or work(find(task.repo, operation))
            return NotLanded("That was settled in the meantime.")
    except NotCommitted as error:
        return NotLanded(error.says, OPEN, output=error.output)
    except (RepoError, JournalFault) as error:
        return NotLanded(error.says, OPEN)
    except NotWritten as error:
        return NotLanded(f"{error.path} could not be written: {error.reason}.", OPEN)
    except OSError as error:
        return NotLanded(f"It was not done: {words(error)}.", OPEN)


def _locked(repo: Repo, intent: Intent) -> NotLanded | None:
    if not (intent.entries or intent.staged or intent.moves_to is not None):
        return None
    locked = ground.locked(repo)
    if locked:
        return NotLanded("Nothing was done.", locked)
    busy = ground.busy(repo)
    if busy:
        return NotLanded(f"A {busy} is not finished, so nothing was done.", "Finish it first.")
    return None


def _finish(task: Task, found: Found) -> Landed | Undone:
    repo, intent = task.repo, found.intent
    sweep(repo, intent)
    todo = [file for file in intent.files if found.fates[file.path] == "not applied"]
    exact = intent.kind == "undo" or bool(intent.of)
    write_all(repo, writes_of(todo, exact=exact), intent.id, task.point)
    if intent.kind == "landing" and not intent.of:
        for file in intent.files:
            if isinstance(file.after, Absent):
                drop_emptied(repo, file.path)
    drop_folders(repo, intent.drops)
    reached(task.journal, intent, WRITTEN, task.point)
    made = found.history.commit if found.history.done else history(task, intent)
    restaged, notes = _restage(task, intent.staged)
    reached(task.journal, intent, STAGED, task.point)
    files = tuple(replace(file, after=_state(repo, file)) for file in intent.files)
    done = replace(
        receipt(intent, files, made), branch=intent.branch, restaged=restaged, notes=notes
    )
    notes = (*notes, *end(task, intent, "finished", done))
    if intent.kind == "landing":
        return replace(done, notes=notes)
    return Undone(intent.of, ("It is finished now.", *notes), done)


def _put_back(task: Task, found: Found) -> tuple[str, ...]:
    repo, intent = task.repo, found.intent
    kept = {
        second_name(intent, file.path) for file in intent.files if isinstance(file.after, Absent)
    }
    sweep(repo, intent, but=kept)
    writes = [write for write in _backward(repo, found) if write.before != write.after]
    written = write_all(repo, writes, intent.id, task.point)
    for file in reversed(intent.files):
        drop_folders(repo, file.made)
    try:
        task.point("move back")
        if found.history.done and found.history.to != intent.head:
            move(repo, found.history.to, intent.head, "pairtui: put back what was cut off")
    except (RepoError, OSError):
        again = [Write(one.path, one.after, one.before, returns=True) for one in reversed(written)]
        write_all(repo, again, intent.id)
        raise
    back = [Restaged(one.path, one.after, one.before) for one in intent.staged]
    _, notes = _restage(task, back)
    sweep(repo, intent)
    return (*notes, *end(task, intent, "put back", says=notes))


def _backward(repo: Repo, found: Found) -> list[Write]:
    """Return what to write so that every file is the old one again.

    One that is gone takes owner and attributes from its second name, if that is still there.
    """
    writes = []
    for file in sorted(found.intent.files, key=lambda file: isinstance(file.before, Absent)):
        now = found.now[file.path]
        if found.fates[file.path] == "applied" and not isinstance(now, Refused):
            second = second_name(found.intent, file.path)
            kept = isinstance(now, Absent) and isinstance(read(repo, second), Present)
            like = second if kept else file.other if isinstance(now, Absent) else ""
            writes.append(Write(file.path, now, file.before, returns=True, like=like))
    return writes


def _restage(
    task: Task, staged: Iterable[Restaged]
) -> tuple[tuple[Restaged, ...], tuple[str, ...]]:
    """Set what is to be staged where git still has what it had; return what was, and the rest."""
    task.point("stage")
    wanted = {one.path: one for one in staged}
    index = in_index(task.repo, wanted)
    mine = {path for path, one in wanted.items() if index.get(path) == parsed(one.before)}
    notes = [
        f"What you have staged in {path} was left as it is."
        for path, one in wanted.items()
        if path not in mine and index.get(path) != parsed(one.after)
    ]
    news = {path: parsed(wanted[path].after) for path in wanted if path in mine}
    done, problems = set_index(task.repo, index, news)
    there = tuple(one for path, one in wanted.items() if index.get(path) == parsed(one.after))
    return (*there, *done), (*notes, *problems)


def _state(repo: Repo, file: LandedFile) -> Present | Absent:
    now = read(repo, file.path)
    return file.after if isinstance(now, Refused) else now
