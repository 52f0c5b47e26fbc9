"""Land: write exactly what was taken, then commit or stage exactly that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from pairtui.landing import Intent, JournalFault, Landed, LandedFile, NotLanded, SaveChoice
from pairtui.proposal import Absent, Present
from pairtui.repo.alone import alone
from pairtui.repo.commit import NotCommitted, Waiting
from pairtui.repo.compose import Composition, composed, looked_up, paths_of
from pairtui.repo.entries import in_index
from pairtui.repo.files import read_all
from pairtui.repo.folders import drop_emptied
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.glance import Glance, glance
from pairtui.repo.intend import halves, intended
from pairtui.repo.journal import Journal, Point, reached, unwatched
from pairtui.repo.leftovers import sweep_texts
from pairtui.repo.made import left_written, made_earlier
from pairtui.repo.others import Others, others
from pairtui.repo.perform import STAGED, WRITTEN, Task, begin, end, history, receipt
from pairtui.repo.process import never
from pairtui.repo.receipt import checked
from pairtui.repo.refuse import holds, refusal
from pairtui.repo.rules import changed, stored
from pairtui.repo.settle import Settled, set_index, settle
from pairtui.repo.swap import words
from pairtui.repo.write import NotWritten, Write, write_all
from pairtui.review.result import FileResult

STAYS = "The files are written. Try again, put the files back, or leave them."


def land(
    repo: Repo,
    results: tuple[FileResult, ...],
    choice: SaveChoice,
    *,
    trailer: str,
    now: float,
    progress: Callable[[str], None],
    head: str,
    branch: str | None = None,
    journal: Journal,
    cancelled: Callable[[], bool] = never,
    limit: float = 600.0,
    point: Point = unwatched,
) -> Landed | NotLanded:
    """Write the results and, as chosen, commit or stage them; or say why not.

    Everything is checked, and then written into the journal, before the first byte is written:
    `head` is the commit the save was planned on, and `branch`, where one is given, the branch; each
    file must still be what was shown, or already hold the result. `limit` is how long, in seconds,
    the commit with its hooks may take; `cancelled` stops it.
    """
    task = Task(repo, journal, Waiting(progress, cancelled, limit), point)
    try:
        with alone(repo):
            seen = glance(repo, looked_up(results))
            there = read_all(repo, paths_of(results))
            left = left_written(journal, (one for one in results if not holds(there, one)), there)
            refused = refusal(
                repo, seen, results, choice, head=head, branch=branch, there=there, left=left
            )
            if refused:
                return refused
            wanted = _wanted(repo, results, choice, seen)
            intent = _intent(repo, wanted, left, trailer, now)
            return _landed(task, intent, wanted)
    except RepoError as error:
        return NotLanded(error.says, error.remedy or "Nothing was written.")
    except OSError as error:
        return NotLanded(f"Nothing was written: {words(error)}.")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be saved, how, what git is to get, what it had, what else there was, the rules."""

    results: tuple[FileResult, ...]
    choice: SaveChoice
    composed: Composition
    seen: Glance
    before: Others
    rules: Mapping[str, str]


def _wanted(
    repo: Repo, results: tuple[FileResult, ...], choice: SaveChoice, seen: Glance
) -> _Wanted:
    sweep_texts()  # a save that was killed may have left some where texts are stored from
    before = others(repo, seen, paths_of(results))
    rules = {} if choice.mode == "write" else stored(repo, seen.settings, results)
    return _Wanted(results, choice, composed(repo, seen, results, choice), seen, before, rules)


def _intent(
    repo: Repo, wanted: _Wanted, left: Mapping[str, Present], trailer: str, now: float
) -> Intent:
    """Return what is about to be done; what an earlier save `left` is what is written over."""
    of = wanted.results, wanted.choice, wanted.composed
    intent = intended(repo, wanted.seen, *of, trailer=trailer, now=now)
    files = (replace(file, before=left.get(file.path, file.before)) for file in intent.files)
    return replace(intent, files=tuple(files))


def _landed(task: Task, intent: Intent, wanted: _Wanted) -> Landed | NotLanded:
    begin(task, intent)
    try:
        files, notes = _write(task, intent, wanted.results)
    except NotWritten as error:
        refused = _not_written(error)
        return replace(refused, remedy=_and(refused.remedy, end(task, intent, "failed")))
    reached(task.journal, intent, WRITTEN, task.point)
    try:
        made = history(task, intent)
    except NotCommitted as error:
        return _stays(task, intent, NotLanded(error.says, STAYS, output=error.output), files)
    except RepoError as error:
        return _stays(task, intent, NotLanded(error.says, error.remedy or STAYS), files)
    landed = replace(receipt(intent, files, made), notes=(*notes, *wanted.composed.notes))
    settled = _settle(task, made, wanted)
    reached(task.journal, intent, STAGED, task.point)
    landed = checked(task.repo, landed, settled, wanted.before, wanted.seen)
    ruled = changed(task.repo, wanted.seen.settings, wanted.rules, wanted.results)
    landed = replace(landed, notes=(*landed.notes, *ruled))
    return replace(landed, notes=(*landed.notes, *end(task, intent, "finished", landed)))


def _stays(
    task: Task, intent: Intent, refused: NotLanded, files: tuple[LandedFile, ...]
) -> NotLanded:
    """Say that the files are written and the commit is not made."""
    said = end(task, intent, "failed", says=(refused.says,))
    return replace(refused, remedy=_and(refused.remedy, said), written=files)


def _and(remedy: str, more: tuple[str, ...]) -> str:
    return " ".join((remedy, *more))


def _write(
    task: Task, intent: Intent, results: tuple[FileResult, ...]
) -> tuple[tuple[LandedFile, ...], tuple[str, ...]]:
    """Write what is not there yet; return the files, and notes about what came otherwise."""
    repo = task.repo
    now = read_all(repo, paths_of(results))
    fresh = {result.path for result in results if not holds(now, result)}
    # What an earlier try left is written over; to undo it is to be back before that.
    there = {file.path: file for result in results for file in halves(result)}
    over = {file.path: file.before for file in intent.files}
    if len(fresh) < len(results) or any(over[path] != there[path].before for path in over):
        for path, made in _made_earlier(task).items():
            if path in there:
                there[path] = replace(there[path], made=made)
    notes = []
    writes = _writes((one for one in results if one.path in fresh), over)
    for done in write_all(repo, writes, intent.id, task.point):
        made = done.made or there[done.path].made
        there[done.path] = replace(there[done.path], after=done.after, made=made)
        if done.links > 1:
            notes.append(
                f"{done.path} had {done.links} names (hard links); the others keep the old text."
            )
    for result in results:
        state = now[result.goal]
        if result.path not in fresh and isinstance(state, Present):
            there[result.goal] = replace(there[result.goal], after=state)
        if result.goal != result.path or result.data is None:
            drop_emptied(repo, result.path)
        kept = there[result.goal].after
        if isinstance(kept, Present) and result.git_mode and (kept.mode ^ result.mode) & 0o100:
            notes.append(f"The disk does not keep whether {result.goal} can be run.")
    return tuple(there.values()), tuple(notes)


def _made_earlier(task: Task) -> Mapping[str, tuple[str, ...]]:
    """Return the folders that an earlier try made; none where that is not known any more."""
    try:
        return made_earlier(task.journal.outlines())
    except JournalFault:
        return {}


def _writes(results: Iterable[FileResult], over: Mapping[str, Present | Absent]) -> list[Write]:
    """Return what to write over what; what goes comes last, so that no text is ever nowhere."""
    files = [file for result in results for file in halves(result)]
    files.sort(key=lambda file: isinstance(file.after, Absent))
    return [
        Write(
            file.path,
            over[file.path],
            file.after,
            like=file.other if isinstance(file.before, Absent) else "",
        )
        for file in files
    ]


def _settle(task: Task, made: str, wanted: _Wanted) -> Settled:
    repo, composed, mode = task.repo, wanted.composed, wanted.choice.mode
    try:
        task.point("stage")
        if made:
            return settle(repo, made, composed.news, wanted.results)
        if mode == "stage":
            now = in_index(repo, composed.entries)
            set_now, problems = set_index(repo, now, composed.news)
            return Settled(set_now, notes=problems)
    except RepoError as error:
        return Settled(notes=(f"What is staged could not be brought along: {error.says}",))
    except OSError as error:
        return Settled(notes=(f"What is staged could not be brought along: {words(error)}.",))
    if mode == "commit" and composed.entries:
        paths = ", ".join(composed.entries)
        return Settled(notes=(f"The last commit already holds the changes of {paths}.",))
    return Settled()


def _not_written(error: NotWritten) -> NotLanded:
    says = f"{error.path} could not be written: {error.reason}."
    if error.left:
        left = ", ".join(error.left)
        return NotLanded(says, f"These files could not be put back and hold the new text: {left}.")
    return NotLanded(says, "No file was changed. Mend the cause, then save again.")
