"""Refuse: everything that stands in the way of a save, found before anything is written."""

from __future__ import annotations

from pairtui.landing import NotLanded, SaveChoice
from pairtui.proposal import Absent, FileState, Present, Refused
from pairtui.repo import ground
from pairtui.repo.entries import in_index
from pairtui.repo.files import read
from pairtui.repo.folders import folders_of
from pairtui.repo.git import Repo
from pairtui.review.result import EXECUTABLE, FileResult

GITLINK = "160000"


def refusal(
    repo: Repo,
    results: tuple[FileResult, ...],
    choice: SaveChoice,
    head: str,
    branch: str | None = None,
) -> NotLanded | None:
    """Return why this save cannot be made, or None; nothing is changed by asking.

    `head` and `branch` are where it was planned; any branch will do where none is given.
    """
    if not results:
        return NotLanded("Nothing is taken, so there is nothing to save.")
    return (
        _of_branch(repo, head, branch)
        or _of_choice(repo, choice)
        or _of_ground(repo, results, choice)
        or _of_files(repo, results)
    )


def already_there(repo: Repo, result: FileResult) -> bool:
    """Tell whether the disk holds the result, as it does after a commit that failed."""
    if result.to and not isinstance(read(repo, result.path), Absent):
        return False
    state = read(repo, result.goal)
    if isinstance(state, Present) and result.git_mode:
        runs = bool(state.mode & 0o100)
        return state.data == result.data and runs == (result.git_mode == EXECUTABLE)
    return state == result.after if result.data is None else _holds(state, result.data)


def moved_on(repo: Repo, result: FileResult) -> str:
    """Return why a result cannot be written over what is on disk now, or nothing."""
    if already_there(repo, result):
        return ""
    reason = _moved_on(result, read(repo, result.path))
    if reason or not result.to:
        return reason
    match read(repo, result.to):
        case Absent():
            return ""
        case Present():
            return f"there is a file {result.to} now"
        case Refused(reason=reason):
            return f"it cannot become {result.to}: {reason}"


def _holds(state: FileState, data: bytes) -> bool:
    return isinstance(state, Present) and state.data == data


def _of_branch(repo: Repo, head: str, branch: str | None) -> NotLanded | None:
    here = branch if branch is None else ground.branch(repo)
    if here != branch:
        was, now = branch or "no branch", here or "no branch"
        return NotLanded(
            f"This save was planned on {was}, and now you are on {now}, so nothing was written.",
            "Go back there, or look at the changes again, then save.",
        )
    if ground.head(repo) == head:
        return None
    return NotLanded(
        "The branch has moved since this save was planned, so nothing was written.",
        "Look at the changes again, then save.",
    )


def _of_choice(repo: Repo, choice: SaveChoice) -> NotLanded | None:
    if choice.mode != "commit":
        return None
    if not choice.message.strip():
        return NotLanded("The commit has no message.", "Write one, or only write the files.")
    if "\0" in choice.message:
        return NotLanded("The message holds a NUL character, which git would cut it at.")
    if not ground.has_identity(repo):
        return NotLanded(
            "git does not know your name, so it cannot commit.",
            'Tell it: git config user.name "Your Name"; git config user.email you@example.org',
        )
    return None


def _of_ground(repo: Repo, results: tuple[FileResult, ...], choice: SaveChoice) -> NotLanded | None:
    if choice.mode == "write":
        return None
    locked = ground.locked(repo)
    if locked:
        return NotLanded("git is locked, so nothing was written.", locked)
    busy = ground.busy(repo)
    if busy and choice.mode == "commit":
        return NotLanded(
            f"A {busy} is not finished, so nothing was written or committed.",
            "Finish or abort it first, or only write the files.",
        )
    paths = [path for result in results for path in result.paths]
    unmerged = sorted(path for kind, path in ground.status(repo, *paths) if kind in ground.UNMERGED)
    if unmerged:
        return NotLanded(
            f"{', '.join(unmerged)} has a conflict that is not resolved.",
            "Resolve it first, or only write the files.",
        )
    return None


def _of_files(repo: Repo, results: tuple[FileResult, ...]) -> NotLanded | None:
    stale = {}
    for result in results:
        inside = (_in_submodule(repo, path) for path in result.paths)
        reason = moved_on(repo, result) or next(filter(None, inside), "")
        if reason:
            stale[result.path] = reason
    if not stale:
        return None
    return NotLanded(
        "Nothing was written, because files moved on since they were shown.",
        "Look at the changes again, then save.",
        stale,
    )


def _moved_on(result: FileResult, state: FileState) -> str:
    match state, result.base:
        case Refused(reason=reason), _:
            return reason
        case Absent(), Present():
            return "it is gone"
        case Present(), Absent():
            return "there is a file now"
        case Present() as now, Present() as shown if now.data != shown.data:
            return "it changed on disk since it was shown"
        case Present() as now, Present() as shown if now.mode != shown.mode:
            return "its permissions changed since it was shown"
    return ""


def _in_submodule(repo: Repo, path: str) -> str:
    """Say so where git keeps another repository that is not checked out at the moment."""
    above = in_index(repo, folders_of(path)).items()
    inner = [place for place, entry in above if entry.mode == GITLINK]
    return f"it lies in the submodule {inner[0]}" if inner else ""
