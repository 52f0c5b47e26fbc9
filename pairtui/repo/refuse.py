"""Refuse: everything that stands in the way of a save, found before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pairtui.landing import NotLanded, SaveChoice
from pairtui.proposal import Absent, FileState, Present, Refused
from pairtui.repo import ground
from pairtui.repo.folders import folders_of
from pairtui.repo.git import Repo
from pairtui.repo.glance import Glance
from pairtui.review.result import EXECUTABLE, FileResult

GITLINK = "160000"


def refusal(
    repo: Repo,
    seen: Glance,
    results: tuple[FileResult, ...],
    choice: SaveChoice,
    *,
    head: str,
    branch: str | None = None,
    there: Mapping[str, FileState],
    left: Mapping[str, Present],
) -> NotLanded | None:
    """Return why this save cannot be made, or None; nothing is changed by asking.

    What git has was `seen` a moment ago, and so were the files that are `there`. `head` and
    `branch` are where it was planned; any branch will do where none is given. What a save `left`
    whose commit failed may be written over.
    """
    if not results:
        return NotLanded("Nothing is taken, so there is nothing to save.")
    return (
        _of_branch(seen, head, branch)
        or _of_choice(repo, seen, choice)
        or _of_ground(repo, seen, results, choice)
        or _of_files(seen, results, there, left)
    )


def holds(now: Mapping[str, FileState], result: FileResult) -> bool:
    """Tell whether files as they are `now` hold the result."""
    if result.to and not isinstance(now[result.path], Absent):
        return False
    state = now[result.goal]
    if isinstance(state, Present) and result.git_mode:
        runs = bool(state.mode & 0o100)
        return state.data == result.data and runs == (result.git_mode == EXECUTABLE)
    if result.data is None:
        return state == result.after
    return isinstance(state, Present) and state.data == result.data


def _moved(now: Mapping[str, FileState], result: FileResult) -> str:
    """Return why a result cannot be written over files as they are `now`, or nothing."""
    if holds(now, result):
        return ""
    reason = _moved_on(result, now[result.path])
    if reason or not result.to:
        return reason
    match now[result.to]:
        case Absent():
            return ""
        case Present():
            return f"there is a file {result.to} now"
        case Refused(reason=reason):
            return f"it cannot become {result.to}: {reason}"


def _of_branch(seen: Glance, head: str, branch: str | None) -> NotLanded | None:
    here = branch if branch is None else seen.branch
    if here != branch:
        was, now = branch or "no branch", here or "no branch"
        return NotLanded(
            f"This save was planned on {was}, and now you are on {now}, so nothing was written.",
            "Go back there, or look at the changes again, then save.",
        )
    if seen.head == head:
        return None
    return NotLanded(
        "The branch has moved since this save was planned, so nothing was written.",
        "Look at the changes again, then save.",
    )


def _of_choice(repo: Repo, seen: Glance, choice: SaveChoice) -> NotLanded | None:
    if choice.mode != "commit":
        return None
    if not choice.message.strip():
        return NotLanded("The commit has no message.", "Write one, or only write the files.")
    if "\0" in choice.message:
        return NotLanded("The message holds a NUL character, which git would cut it at.")
    if not ground.has_identity(repo, seen.settings):
        return NotLanded(
            "git does not know your name, so it cannot commit.",
            'Tell it: git config user.name "Your Name"; git config user.email you@example.org',
        )
    return None


def _of_ground(
    repo: Repo, seen: Glance, results: tuple[FileResult, ...], choice: SaveChoice
) -> NotLanded | None:
    if choice.mode == "write":
        return None
    locked = ground.locked(repo, here=seen.branch)
    if locked:
        return NotLanded("Nothing was written.", locked)
    busy = ground.busy(repo)
    if busy and choice.mode == "commit":
        return NotLanded(
            f"A {busy} is not finished, so nothing was written or committed.",
            "Finish or abort it first, or only write the files.",
        )
    paths = {path for result in results for path in result.paths}
    unmerged = sorted({path for kind, path in seen.changed if kind in ground.UNMERGED} & paths)
    if unmerged:
        return NotLanded(
            f"{', '.join(unmerged)} has a conflict that is not resolved.",
            "Resolve it first, or only write the files.",
        )
    return None


def _of_files(
    seen: Glance,
    results: tuple[FileResult, ...],
    now: Mapping[str, FileState],
    left: Mapping[str, Present],
) -> NotLanded | None:
    inner = {path for path, entry in seen.index.items() if entry.mode == GITLINK}
    stale = {}
    for result in results:
        inside = (_in_submodule(inner, path) for path in result.paths)
        ours = now[result.path] == left.get(result.path)
        reason = "" if ours else _moved(now, result)
        reason = reason or next(filter(None, inside), "")
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


def _in_submodule(inner: Collection[str], path: str) -> str:
    """Say so where git keeps another repository that is not checked out at the moment."""
    above = next((step for step in folders_of(path) if step in inner), "")
    return f"it lies in the submodule {above}" if above else ""
