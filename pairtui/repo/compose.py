"""Compose: what the commit or the staged files are to hold, decided before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pairtui.landing import SaveChoice
from pairtui.proposal import Absent
from pairtui.repo.blobs import FILES, Blobs, compose, prepare
from pairtui.repo.entries import Entry
from pairtui.repo.folders import folders_of
from pairtui.repo.git import Repo
from pairtui.repo.glance import Glance
from pairtui.repo.ground import Tracked, tracking
from pairtui.review.merge import Conflict
from pairtui.review.result import FileResult

FOLDER = "040000"
"""The mode of an entry that is a folder."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The entries a save is to set, and in sentences what it leaves out.

    An entry that is None is taken away. `before` are the entries of the same paths as they are
    now; None where there is none.
    """

    entries: Mapping[str, Entry | None]
    before: Mapping[str, Entry | None]
    notes: tuple[str, ...] = ()

    @property
    def news(self) -> dict[str, Entry | None]:
        """Return the entries that differ from those there are now."""
        return {path: entry for path, entry in self.entries.items() if entry != self.before[path]}


def composed(
    repo: Repo, seen: Glance, results: tuple[FileResult, ...], choice: SaveChoice
) -> Composition:
    """Return what a commit is to hold, or what is to be staged, as was chosen.

    That is the last commit's version of each file, or the staged one, plus what was taken. What
    git has was `seen` a moment ago, for all that is `looked_up`.
    """
    if choice.mode == "write":
        return Composition({}, {})
    commits = choice.mode == "commit"
    before, done = (seen.committed, "committed") if commits else (seen.index, "staged")
    entries: dict[str, Entry | None] = {}
    notes = []
    known = tracking(repo, seen, paths_of(results))
    reasons = {one.path: barred(one, before, known, choice.whole) for one in results}
    blobs = Blobs(repo, seen.settings)
    prepare(blobs, before, (one for one in results if not reasons[one.path]))
    for result in results:
        reason = reasons[result.path]
        made = None if reason else _entries(blobs, before.get(result.path), result)
        if isinstance(made, Conflict):
            reason = clash(result)
        elif made is not None:
            entries |= made
            if result.git_mode and seen.settings.denies("core.filemode"):
                notes.append(
                    f"git is told not to look at who may run {result.goal} (core.fileMode); "
                    f"that is {done} all the same."
                )
        if reason:
            notes.append(f"{_wrote(result)}, not {done}: {reason}.")
    return Composition(entries, {path: before.get(path) for path in entries}, tuple(notes))


def _entries(
    blobs: Blobs, entry: Entry | None, result: FileResult
) -> Mapping[str, Entry | None] | Conflict:
    """Return the entries of one file; a deletion takes away whatever stands there.

    What was shown to be deleted was the file on disk, with the person's own changes in it.
    """
    if result.data is None:
        return {result.path: None}
    made = compose(blobs, entry, result)
    if isinstance(made, Conflict):
        return made
    gone = {result.path: None} if result.to and entry else {}
    return {**gone, result.goal: made}


def paths_of(results: Iterable[FileResult]) -> list[str]:
    """Return every path that results concern."""
    return [path for result in results for path in result.paths]


def looked_up(results: Iterable[FileResult]) -> list[str]:
    """Return the paths whose entries decide what can be composed: folders may be files there."""
    results = tuple(results)
    return [*paths_of(results), *(step for one in results for step in folders_of(one.goal))]


def barred(
    result: FileResult,
    entries: Mapping[str, Entry],
    known: Mapping[str, Tracked],
    whole: Collection[str],
) -> str:
    """Return why a file stays out of what git has, whatever is in it; or nothing.

    Both halves of a renamed file stay out then.
    """
    entry = entries.get(result.path)
    reason = left_out(known[result.path], result, whole) if entry is None else ""
    if entry and entry.mode not in FILES:
        reason = clash(result)
    # git would drop such a file to make room for the folder.
    above = (step for step in folders_of(result.goal) if step in entries)
    filed = next((step for step in above if entries[step].mode != FOLDER), "")
    if filed and result.goal not in entries:
        reason = reason or f"the history has a file {filed} where its folder should be"
    if reason or not result.to:
        return reason
    if known[result.to].tracking == "ignored":
        return f"git ignores {result.to}"
    return f"the history already has a file {result.to}" if result.to in entries else ""


def left_out(known: Tracked, result: FileResult, whole: Collection[str]) -> str:
    """Return why a file that git has no version of stays out, or nothing."""
    if known.tracking == "ignored":
        return "git ignores it"
    if known.tracking == "tracked":
        return "you staged its removal"
    if isinstance(result.base, Absent) or (result.path in whole and result.data is not None):
        return ""
    return "it is not in the history yet"


def clash(result: FileResult) -> str:
    """Return why the taken changes do not get into the version that git has."""
    if isinstance(result.base, Absent):
        return "the history already has a file of that name"
    return "your own uncommitted changes touch the same lines"


def _wrote(result: FileResult) -> str:
    if result.data is None:
        return f"{result.path} was deleted"
    return (
        f"{result.path} was renamed to {result.to}" if result.to else f"{result.path} was written"
    )
