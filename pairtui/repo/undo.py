"""Undo: put the files of a save back, and take back or revert its commit; all of it or nothing.

Doing again what was undone is the same, from the receipt of the undo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from pairtui.landing import (
    Foretold,
    JournalFault,
    Landed,
    LandedFile,
    NotLanded,
    Undone,
)
from pairtui.repo.alone import alone
from pairtui.repo.back import write_again, write_files
from pairtui.repo.chains import turned
from pairtui.repo.commit import NotCommitted, Waiting
from pairtui.repo.entries import in_index
from pairtui.repo.foretell import foretold, same
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.ground import branch
from pairtui.repo.journal import Journal, Point, reached, unwatched
from pairtui.repo.perform import STAGED, WRITTEN, Task, begin, end, entries_of, history, receipt
from pairtui.repo.process import never
from pairtui.repo.retrace import Plan, plan
from pairtui.repo.settle import Settled, set_index, settle
from pairtui.repo.swap import words
from pairtui.repo.write import NotWritten

NOTHING = "Nothing was changed."
ANEW = "U shows how it stands now."
Some = TypeVar("Some")


def foretell(
    repo: Repo, landed: Landed, *, now: float, journal: Journal, again: Landed | None = None
) -> Foretold | NotLanded:
    """Return what undoing a save would come to, or why it cannot be; nothing is changed.

    With the receipts of an undo and, as `again`, of the save: what doing it again would.
    """

    def told() -> Foretold | NotLanded:
        made = _prepared(repo, journal, landed, now, again, looking=True)
        return made if isinstance(made, NotLanded) else foretold(repo, landed, made)

    return _guarded(told)


def undo(
    repo: Repo,
    landed: Landed,
    *,
    now: float,
    journal: Journal,
    progress: Callable[[str], None] = lambda _: None,
    cancelled: Callable[[], bool] = never,
    limit: float = 600.0,
    shown: Foretold | None = None,
    point: Point = unwatched,
) -> Undone | NotLanded:
    """Undo a save: the old bytes and permissions come back, and the commit goes.

    A commit that is still the newest and nowhere else is taken back; one that others may have is
    reverted by a new commit, also where an amend or a rebase has put another in its place. What
    was changed since in the files stays, where it can be told apart; else nothing is done. With
    what was `shown` to the person nothing is done either where it would come to something else.
    """
    task = Task(repo, journal, Waiting(progress, cancelled, limit), point)
    return _guarded(lambda: _undone(task, landed, now, shown))


def redo(
    repo: Repo,
    undone: Landed,
    landed: Landed,
    *,
    now: float,
    journal: Journal,
    progress: Callable[[str], None] = lambda _: None,
    cancelled: Callable[[], bool] = never,
    limit: float = 600.0,
    shown: Foretold | None = None,
    point: Point = unwatched,
) -> Landed | NotLanded:
    """Do a save again that was undone, from the receipts of the undo and of the save.

    The files become what they were before the undo, and the commit comes back: the very same one
    if the branch has not moved since, else a new one with its changes and its message. The receipt
    has an id of its own, and can be undone. `shown` is as for `undo`.
    """
    task = Task(repo, journal, Waiting(progress, cancelled, limit), point)

    def again() -> Landed | NotLanded:
        with alone(repo):
            made = _prepared(repo, journal, undone, now, landed, shown=shown)
            if isinstance(made, NotLanded):
                return made
            done, says = _carry_out(task, undone, made)
            done = replace(done, checked=says)
            return replace(done, notes=(*done.notes, *end(task, made.intent, "finished", done)))

    return _guarded(again)


def _prepared(
    repo: Repo,
    journal: Journal,
    landed: Landed,
    now: float,
    again: Landed | None = None,
    *,
    shown: Foretold | None = None,
    looking: bool = False,
) -> Plan | NotLanded:
    """Return what is to be done, or why it cannot be; nothing is changed."""
    try:
        if turned(journal.outlines(), landed.id):
            what = "done again" if again else "undone"
            return NotLanded(f"Nothing was changed: it was {what} in the meantime.", ANEW)
    except JournalFault as error:
        raise RepoError(
            f"The journal cannot be read, so nothing was changed: {error.says}"
        ) from error
    made = plan(repo, landed, now, again, looking=looking)
    if shown is None or isinstance(made, NotLanded):
        return made
    if not same(shown, made.intent):
        return NotLanded("Nothing was changed: it is not any more what was shown.", ANEW)
    return made


def _undone(task: Task, landed: Landed, now: float, shown: Foretold | None) -> Undone | NotLanded:
    with alone(task.repo):
        made = _prepared(task.repo, task.journal, landed, now, shown=shown)
        if isinstance(made, NotLanded):
            return made
        done, says = _carry_out(task, landed, made)
        problems = end(task, made.intent, "finished", done)
    return Undone(landed.id, (*says, *done.notes, *problems), done)


def _carry_out(task: Task, landed: Landed, made: Plan) -> tuple[Landed, tuple[str, ...]]:
    """Do what is planned, wholly or not at all; return the receipt and how it was done."""
    intent, way = made.intent, made.way
    begin(task, intent)
    try:
        files = write_files(task, intent)
    except NotWritten as error:
        if not error.left:
            end(task, intent, "failed")
        raise
    reached(task.journal, intent, WRITTEN, task.point)
    try:
        commit = history(task, intent)
    except (NotCommitted, RepoError):
        write_again(task, intent, files)
        end(task, intent, "failed")
        raise
    settled = _settled(task, made, commit)
    reached(task.journal, intent, STAGED, task.point)
    done = replace(
        receipt(intent, files, commit),
        branch=branch(task.repo),
        notes=(*settled.notes, *made.notes, *way.says),
        restaged=settled.restaged,
    )
    return done, (*_history_says(landed, made, commit), *_files_say(made, files))


def _settled(task: Task, made: Plan, commit: str) -> Settled:
    """Bring what is staged along; whatever else was staged meanwhile stays."""
    repo, intent = task.repo, made.intent
    try:
        task.point("stage")
        if commit:
            return replace(
                settle(repo, commit, entries_of(intent.entries), made.results), checked=()
            )
        wanted = entries_of(intent.staged)
        index = in_index(repo, wanted)
        restaged, problems = set_index(repo, index, wanted)
        return Settled(restaged, notes=problems)
    except RepoError as error:
        return Settled(notes=(f"What is staged could not be brought back: {error.says}",))
    except OSError as error:
        return Settled(notes=(f"What is staged could not be brought back: {words(error)}.",))


def _history_says(landed: Landed, made: Plan, commit: str) -> tuple[str, ...]:
    way, again = made.way, made.intent.kind == "landing"
    if commit:
        verb = "makes again" if again and landed.took_back else "undoes"
        return (f"The new commit {commit[:7]} {verb} {way.of[:7]}: {way.why}.",)
    if way.kind == "move":
        returns = again and made.intent.moves_to == way.of
        back = "is back on the branch" if returns else "is taken back"
        return (f"Commit {way.of[:7]} {back}.",)
    there = "is there" if again else "was gone"
    return (f"No commit was made: all of it {there} already.",) if way.kind == "commit" else ()


def _files_say(made: Plan, files: tuple[LandedFile, ...]) -> tuple[str, ...]:
    says = []
    again = made.intent.kind == "landing"
    exact = [path for path in made.paths if path not in made.merged]
    if exact:
        verb, when = (
            "is" if len(exact) == 1 else "are",
            "it was saved" if again else "before the save",
        )
        says.append(f"{', '.join(exact)} {verb} byte for byte as {when} (checked).")
    if made.merged:
        verb = "keeps" if len(made.merged) == 1 else "keep"
        turned_to = "in" if again else "out"
        says.append(
            f"{', '.join(made.merged)} {verb} what was changed since; only the changes of that "
            f"save are {turned_to} (merged)."
        )
    return tuple(says)


def _guarded(work: Callable[[], Some | NotLanded]) -> Some | NotLanded:
    try:
        return work()
    except RepoError as error:
        return NotLanded(error.says, error.remedy)
    except NotWritten as error:
        left = f"Not put back: {', '.join(error.left)}." if error.left else NOTHING
        return NotLanded(f"{error.path} could not be put back: {error.reason}.", left)
    except OSError as error:
        return NotLanded(f"Nothing was changed: {words(error)}.")
    except NotCommitted as error:
        return NotLanded(error.says, NOTHING, output=error.output)
