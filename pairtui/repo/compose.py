"""Compose: what the commit or the staged files are to hold, decided before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pairtui.landing import SaveChoice
from pairtui.proposal import Absent
from pairtui.repo.blobs import compose
from pairtui.repo.entries import Entry, in_commit, in_index
from pairtui.repo.git import Repo
from pairtui.repo.ground import Tracked, tracking
from pairtui.review.merge import Conflict
from pairtui.review.result import FileResult


@dataclass(frozen=True, slots=True)
class Composition:
    """The entries a save is to set, and in sentences what it leaves out.

    `before` are the entries of the same paths as they are now; None where there is none.
    """

    entries: Mapping[str, Entry]
    before: Mapping[str, Entry | None]
    notes: tuple[str, ...] = ()

    @property
    def news(self) -> dict[str, Entry]:
        """Return the entries that differ from those there are now."""
        return {path: entry for path, entry in self.entries.items() if entry != self.before[path]}


def for_commit(
    repo: Repo, head: str, results: tuple[FileResult, ...], choice: SaveChoice
) -> Composition:
    """Return what a commit is to hold: the last one's version of each file plus what was taken."""
    before = in_commit(repo, head, [result.path for result in results])
    return _composed(repo, results, before, choice, "committed")


def for_index(repo: Repo, results: tuple[FileResult, ...], choice: SaveChoice) -> Composition:
    """Return what is to be staged: the staged version of each file plus what was taken."""
    before = in_index(repo, [result.path for result in results])
    return _composed(repo, results, before, choice, "staged")


def _composed(
    repo: Repo,
    results: tuple[FileResult, ...],
    before: Mapping[str, Entry],
    choice: SaveChoice,
    done: str,
) -> Composition:
    entries: dict[str, Entry] = {}
    notes = []
    known = tracking(repo, [result.path for result in results])
    for result in results:
        path = result.path
        entry = before.get(path)
        reason = "" if entry else left_out(known[path], result, choice.whole)
        composed = None if reason else compose(repo, entry, result)
        if isinstance(composed, Conflict):
            reason = clash(result)
        elif composed is not None:
            entries[path] = composed
        if reason:
            notes.append(f"{path} was written, not {done}: {reason}.")
    return Composition(entries, {path: before.get(path) for path in entries}, tuple(notes))


def left_out(known: Tracked, result: FileResult, whole: Collection[str]) -> str:
    """Return why a file that git has no version of stays out, or nothing."""
    if known.tracking == "ignored":
        return "git ignores it"
    if known.tracking == "tracked":
        return "you staged its removal"
    if isinstance(result.base, Absent) or result.path in whole:
        return ""
    return "it is not in the history yet"


def clash(result: FileResult) -> str:
    """Return why the taken changes do not get into the version that git has."""
    if isinstance(result.base, Absent):
        return "the history already has a file of that name"
    return "your own uncommitted changes touch the same lines"
