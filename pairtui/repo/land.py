"""Land: write exactly what was taken, then commit or stage exactly that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pairtui.landing import Landed, LandedFile, NotLanded, SaveChoice
from pairtui.proposal import Absent, Present, digest
from pairtui.repo.back import write_back
from pairtui.repo.commit import NotCommitted, Waiting, commit, with_trailer
from pairtui.repo.compose import Composition, for_commit, for_index, paths_of
from pairtui.repo.entries import in_index
from pairtui.repo.files import read
from pairtui.repo.folders import drop_emptied
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.others import Others, others
from pairtui.repo.process import never
from pairtui.repo.receipt import checked
from pairtui.repo.refuse import already_there, refusal
from pairtui.repo.settle import Settled, set_index, settle
from pairtui.repo.swap import words
from pairtui.repo.write import NotWritten, Write, write_all
from pairtui.review.result import FileResult

STAYS = "The files are written. Try again, put the files back, or leave them."


@dataclass(frozen=True, slots=True)
class _Begun:
    """A save whose files are written: what else there was, what git is to get, and remarks."""

    before: Others
    composed: Composition
    files: tuple[LandedFile, ...]
    notes: tuple[str, ...]
    changes: int


def land(
    repo: Repo,
    results: tuple[FileResult, ...],
    choice: SaveChoice,
    *,
    trailer: str,
    now: float,
    progress: Callable[[str], None],
    head: str,
    cancelled: Callable[[], bool] = never,
    limit: float = 600.0,
) -> Landed | NotLanded:
    """Write the results and, as chosen, commit or stage them; or say why not.

    Everything is checked before the first byte is written: `head` is the commit the save was
    planned on, and each file must still be what was shown, or already hold the result. `limit`
    is how long, in seconds, the commit with its hooks may take; `cancelled` stops it.
    """
    begun = _begin(repo, results, choice, head)
    if isinstance(begun, NotLanded):
        return begun
    composed, files = begun.composed, begun.files
    try:
        waiting = Waiting(progress, cancelled, limit)
        made = _commit(repo, head, composed, _message(repo, choice, trailer), waiting)
    except NotCommitted as error:
        return NotLanded(error.says, STAYS, written=files, output=error.output)
    except RepoError as error:
        return NotLanded(error.says, error.remedy or STAYS, written=files)
    landed = _receipt(begun, made, choice, now, head)
    return checked(repo, landed, _settle(repo, made, composed, results, choice), begun.before)


def _receipt(begun: _Begun, made: str, choice: SaveChoice, now: float, head: str) -> Landed:
    composed, paths = begun.composed, [file.path for file in begun.files]
    return Landed(
        digest(f"{now} {made} {paths}".encode())[:16],
        now,
        choice.mode,
        begun.files,
        changes=begun.changes,
        commit=made,
        parent=head if made else "",
        notes=(*begun.notes, *composed.notes),
        committed=tuple(composed.news) if made else (),
    )


def put_back(repo: Repo, files: Iterable[LandedFile]) -> tuple[str, ...]:
    """Put written files back, each on its own; return the paths that could not be put back.

    A file that changed since it was written is left alone, and is among them. The two halves of a
    renamed file are put back together or not at all.
    """
    by_path = {file.path: file for file in files}
    left: list[str] = []
    for file in by_path.values():
        other = by_path.get(file.other)
        if other is not None and isinstance(file.after, Absent):
            continue
        both = (file, other) if other else (file,)
        try:
            write_back(repo, both)
        except (NotWritten, RepoError):
            left += [one.path for one in both]
    return tuple(left)


def _begin(
    repo: Repo, results: tuple[FileResult, ...], choice: SaveChoice, head: str
) -> _Begun | NotLanded:
    """Check everything, then write the files: all of them or none."""
    try:
        refused = refusal(repo, results, choice, head)
        if refused:
            return refused
        before = others(repo, paths_of(results))
        composed = _composed(repo, head, results, choice)
        files, notes = _write(repo, results)
    except RepoError as error:
        return NotLanded(error.says, error.remedy or "Nothing was written.")
    except NotWritten as error:
        return _not_written(error)
    return _Begun(before, composed, files, notes, sum(len(result.hunks) for result in results))


def _composed(
    repo: Repo, head: str, results: tuple[FileResult, ...], choice: SaveChoice
) -> Composition:
    match choice.mode:
        case "commit":
            return for_commit(repo, head, results, choice)
        case "stage":
            return for_index(repo, results, choice)
        case "write":
            return Composition({}, {})


def _write(
    repo: Repo, results: tuple[FileResult, ...]
) -> tuple[tuple[LandedFile, ...], tuple[str, ...]]:
    """Write what is not there yet; return the files, and notes about what came otherwise."""
    fresh = [result for result in results if not already_there(repo, result)]
    wanted = [file for result in results for file in halves(result)]
    there = {file.path: file for file in wanted}
    notes = []
    for done in write_all(repo, _writes(fresh)):
        there[done.path] = replace(there[done.path], after=done.after, made=done.made)
        if done.links > 1:
            notes.append(
                f"{done.path} had {done.links} names (hard links); the others keep the old text."
            )
    for result in results:
        state = read(repo, result.goal)
        if result not in fresh and isinstance(state, Present):
            there[result.goal] = replace(there[result.goal], after=state)
        if result.goal != result.path or result.data is None:
            drop_emptied(repo, result.path)
        kept = there[result.goal].after
        if isinstance(kept, Present) and result.git_mode and (kept.mode ^ result.mode) & 0o100:
            notes.append(f"The disk does not keep whether {result.goal} can be run.")
    return tuple(there.values()), tuple(notes)


def _writes(results: Iterable[FileResult]) -> list[Write]:
    """Return what to write; what goes comes last, so that at no moment a text is nowhere."""
    files = [file for result in results for file in halves(result)]
    files.sort(key=lambda file: isinstance(file.after, Absent))
    return [
        Write(
            file.path,
            file.before,
            file.after,
            like=file.other if isinstance(file.before, Absent) else "",
        )
        for file in files
    ]


def halves(result: FileResult) -> tuple[LandedFile, ...]:
    """Return what a result writes, path by path: a renamed file has two halves."""
    if not result.to:
        return (LandedFile(result.path, result.base, result.after),)
    return (
        LandedFile(result.path, result.base, Absent(), other=result.to),
        LandedFile(result.to, Absent(), result.after, other=result.path),
    )


def _message(repo: Repo, choice: SaveChoice, trailer: str) -> str:
    return with_trailer(repo, choice.message, trailer) if choice.mode == "commit" else ""


def _commit(repo: Repo, head: str, composed: Composition, message: str, waiting: Waiting) -> str:
    """Make the commit and return its id, or nothing where none is to be made."""
    if not message or not composed.news:
        return ""
    try:
        return commit(repo, head, composed.news, message, waiting)
    except OSError as error:
        raise NotCommitted(f"The commit was not made: {words(error)}.") from error


def _settle(
    repo: Repo,
    made: str,
    composed: Composition,
    results: tuple[FileResult, ...],
    choice: SaveChoice,
) -> Settled:
    try:
        if made:
            return settle(repo, made, composed.news, results)
        if choice.mode == "stage":
            now = in_index(repo, composed.entries)
            restaged, problems = set_index(repo, now, composed.news)
            return Settled(restaged, notes=problems)
    except RepoError as error:
        return Settled(notes=(f"What is staged could not be brought along: {error.says}",))
    if choice.mode == "commit" and composed.entries:
        paths = ", ".join(composed.entries)
        return Settled(notes=(f"The last commit already holds the changes of {paths}.",))
    return Settled()


def _not_written(error: NotWritten) -> NotLanded:
    says = f"{error.path} could not be written: {error.reason}."
    if error.left:
        left = ", ".join(error.left)
        return NotLanded(says, f"These files could not be put back and hold the new text: {left}.")
    return NotLanded(says, "No file was changed. Mend the cause, then save again.")
