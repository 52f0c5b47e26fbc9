"""Back: the way of written files back to what they were, keeping what was changed since."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pairtui.landing import Intent, LandedFile
from pairtui.proposal import Absent, FileState, Present, Refused
from pairtui.repo.alone import alone
from pairtui.repo.commit import Waiting
from pairtui.repo.files import read
from pairtui.repo.folders import drop_folders, missing
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.inverse import inverses
from pairtui.repo.journal import Journal, Point, unwatched
from pairtui.repo.perform import Task, begin, end, new_id
from pairtui.repo.write import NotWritten, Write, write_all
from pairtui.review.merge import Conflict, transplant
from pairtui.review.result import FileResult

CHANGED = "it changed since it was saved"


@dataclass(frozen=True, slots=True)
class Retreat:
    """What to write so that files are as before a save.

    The `merged` ones keep what was changed in them since. `refused` says why others cannot go
    back, by path.
    """

    files: tuple[LandedFile, ...]
    merged: tuple[str, ...]
    refused: Mapping[str, str]


def retreat(repo: Repo, files: Iterable[LandedFile], *, merging: bool = True) -> Retreat:
    """Return how written files go back: exactly where nobody changed them since, else merged.

    A file that is already as it was is left alone. Merging takes the changes of the save out of
    the file as it is now, where the lines they made stand beyond doubt.
    """
    by_path = {file.path: file for file in files}
    back: list[LandedFile] = []
    merged: list[str] = []
    refused: dict[str, str] = {}
    for result in inverses(by_path.values()):
        file, old = by_path[result.path], by_path.get(result.to)
        now, target = read(repo, file.path), _target(repo, result, file, old, merging=merging)
        if isinstance(target, str):
            refused[file.path] = target
        elif target is not None and not isinstance(now, Refused):
            back += _halves(repo, file, old, now, target)
            if now != file.after:
                merged.append(old.path if old else file.path)
    return Retreat(tuple(back), tuple(merged), refused)


def write_files(task: Task, intent: Intent) -> tuple[LandedFile, ...]:
    """Write the files of an undo, all or none; return them with the folders made for them.

    Folders that it may leave behind go if they are empty. NotWritten where one of the files is
    not what it was a moment ago.
    """
    written = {one.path: one for one in write_all(task.repo, writes_of(intent.files), intent.id,
                                                  task.point)}  # fmt: skip
    drop_folders(task.repo, intent.drops)
    return tuple(
        replace(file, after=written[file.path].after, made=written[file.path].made)
        for file in intent.files
    )


def write_again(task: Task, intent: Intent, files: Iterable[LandedFile]) -> None:
    """Write once more what had just been put back."""
    files = tuple(files)
    again = [replace(file, before=file.after, after=file.before) for file in files]
    write_all(task.repo, writes_of(again), intent.id, task.point)
    for file in files:
        drop_folders(task.repo, file.made)


def drops_of(files: Iterable[LandedFile]) -> tuple[str, ...]:
    """Return the folders that were made for some files, each after the one it lies in."""
    return tuple(sorted(folder for file in files for folder in file.made))


def put_back(
    repo: Repo,
    files: Iterable[LandedFile],
    *,
    journal: Journal,
    now: float,
    point: Point = unwatched,
) -> tuple[str, ...]:
    """Put written files back, each on its own; return the paths that could not be put back.

    A file that changed since it was written is left alone, and is among them. The two halves of a
    renamed file are put back together or not at all. `now` is in seconds since the epoch.
    """
    task = Task(repo, journal, Waiting(lambda _: None), point)
    by_path = {file.path: file for file in files}
    # A folder was made for the first file in it, and can only go with the last.
    drops = drops_of(by_path.values())
    left: list[str] = []
    for file in by_path.values():
        other = by_path.get(file.other)
        if other is not None and isinstance(file.after, Absent):
            continue
        both = (file, other) if other else (file,)
        try:
            with alone(repo):
                _put_back(task, both, drops, now)
        except (NotWritten, RepoError, OSError):
            left += [one.path for one in both]
    return tuple(left)


def _put_back(
    task: Task, files: tuple[LandedFile, ...], drops: tuple[str, ...], now: float
) -> None:
    way = retreat(task.repo, files, merging=False)
    for path, reason in way.refused.items():
        raise NotWritten(path, reason)
    intent = Intent(
        new_id(), now, "undo", way.files, mode="write", pid=os.getpid(), tree=task.repo.tree,
        drops=drops,
    )  # fmt: skip
    begin(task, intent)
    try:
        write_files(task, intent)
    except NotWritten:
        end(task, intent, "failed")
        raise
    end(task, intent, "finished")


def _target(
    repo: Repo, result: FileResult, file: LandedFile, old: LandedFile | None, *, merging: bool
) -> Present | Absent | str | None:
    """Return what a file goes back to, why it cannot, or None where it is there already."""
    now, goal = read(repo, file.path), old.before if old else file.before
    if old is not None:
        there = read(repo, old.path)
        if isinstance(there, Refused):
            return f"it cannot become {old.path}: {there.reason}"
        if isinstance(there, Present):
            back = there == goal and isinstance(now, Absent)
            return None if back else f"there is a file {old.path} now"
    elif now == goal:
        return None
    if now == file.after:
        return goal
    return _merged(result, now, file.after, goal) if merging else CHANGED


def _merged(
    result: FileResult, now: FileState, after: Present | Absent, goal: Present | Absent
) -> Present | str:
    if isinstance(now, Refused):
        return now.reason
    if isinstance(now, Absent):
        return "it is gone"
    if isinstance(after, Absent):
        return "there is a file now"
    if isinstance(goal, Absent):
        return CHANGED
    data = transplant(result.hunks, after.data, now.data)
    if isinstance(data, Conflict):
        return f"{CHANGED}, in the same lines"
    if now.mode != after.mode != goal.mode != now.mode:
        return "its permissions changed since it was saved"
    return Present(data, goal.mode if now.mode == after.mode else now.mode)


def _halves(
    repo: Repo,
    file: LandedFile,
    old: LandedFile | None,
    now: Present | Absent,
    target: Present | Absent,
) -> tuple[LandedFile, ...]:
    if old is None:
        made = missing(repo, file.path) if isinstance(now, Absent) else ()
        return (LandedFile(file.path, now, target, made),)
    return (
        LandedFile(file.path, now, Absent(), other=old.path),
        LandedFile(old.path, Absent(), target, missing(repo, old.path), other=file.path),
    )


def writes_of(files: Iterable[LandedFile], *, exact: bool = True) -> list[Write]:
    """Return what to write; what goes comes last, so that at no moment a text is nowhere.

    `exact` gives a file that is made the permission bits it is to have, and not the umask's.
    """
    return [
        Write(
            file.path,
            file.before,
            file.after,
            returns=exact,
            like=file.other if isinstance(file.before, Absent) else "",
        )
        for file in sorted(files, key=lambda file: isinstance(file.after, Absent))
    ]
