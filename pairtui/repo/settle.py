"""Settle: bring along what the person had staged, and compare what git has with what was meant.

After a commit from an index of its own, the person's index still holds the old version of each
file, which would look like a change back. Only those entries are set, and staged work in the same
file stays staged.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from pairtui.landing import Restaged
from pairtui.proposal import Present
from pairtui.repo.blobs import carried
from pairtui.repo.entries import Entry, in_index, write_index, written
from pairtui.repo.git import Repo, RepoError
from pairtui.review.merge import Conflict
from pairtui.review.result import FileResult

PAUSES = (0.1, 0.2, 0.4, 0.8)
"""How long, in seconds, to wait for another git that holds the index, time after time."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was set in the person's index, what was compared, and what turned out otherwise."""

    restaged: tuple[Restaged, ...] = ()
    checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What one path was and became in a commit; None where there is none."""

    before: Entry | None
    after: Entry | None


def changes_in(repo: Repo, commit: str) -> dict[str, Change]:
    """Return what a commit changed against its first parent, or against nothing."""
    listed = repo.look(
        "diff-tree", "-r", "-z", "--raw", "--root", "--no-renames", "--no-commit-id",
        "--no-ext-diff", "--no-textconv", "--no-abbrev", commit,
    )  # fmt: skip
    fields = listed.split(b"\0")
    changes = {}
    for facts, name in zip(fields[::2], fields[1::2], strict=False):
        mode, new_mode, oid, new_oid, _ = facts.decode().lstrip(":").split(" ")
        before, after = _entry(mode, oid), _entry(new_mode, new_oid)
        changes[os.fsdecode(name)] = Change(before, after)
    return changes


def settle(
    repo: Repo, commit: str, meant: Mapping[str, Entry | None], results: tuple[FileResult, ...]
) -> Settled:
    """Compare a commit with what was meant, and bring the person's index along.

    Never fails, for the commit is made: what cannot be done is among the notes.
    """
    try:
        return _settle(repo, commit, meant, results)
    except RepoError as error:
        return Settled(notes=(f"What is staged could not be brought along: {error.says}",))


def _settle(
    repo: Repo, commit: str, meant: Mapping[str, Entry | None], results: tuple[FileResult, ...]
) -> Settled:
    changes = changes_in(repo, commit)
    notes = [
        f"A hook changed {path} in the commit."
        for path, entry in meant.items()
        if path not in changes or changes[path].after != entry
    ]
    notes += [f"A hook put {path} into the commit." for path in changes if path not in meant]
    exact = () if notes else (_exact(changes, results),)
    index, wanted, left = brought_along(repo, changes, results)
    restaged, problems = set_index(repo, index, wanted)
    return Settled(restaged, exact, (*notes, *left, *problems))


def brought_along(
    repo: Repo,
    changes: Mapping[str, Change],
    results: tuple[FileResult, ...],
    index: Mapping[str, Entry] | None = None,
    *,
    keep: bool = True,
) -> tuple[Mapping[str, Entry], dict[str, Entry | None], tuple[str, ...]]:
    """Return what is staged where a commit changes something, and what is to be staged after it.

    The third are sentences about what cannot be brought along. Nothing is set yet. `index` is what
    is staged, if it was asked for already; without `keep` nothing is stored either.
    """
    notes = []
    by_path = {result.path: result for result in results}
    index = in_index(repo, changes) if index is None else index
    wanted: dict[str, Entry | None] = {}
    # What is carried over may set the new path of a renamed file as well, and comes last.
    more: dict[str, Entry | None] = {}
    for path, change in changes.items():
        now = index.get(path)
        if now == change.before:
            wanted[path] = change.after
        elif now and now != change.after:
            mine = by_path.get(path)
            made = carried(repo, index, mine, keep=keep) if mine else None
            if made is None or isinstance(made, Conflict):
                notes.append(f"What you have staged in {path} does not hold these changes.")
            else:
                more |= made
    return index, wanted | more, tuple(notes)


def set_index(
    repo: Repo, index: Mapping[str, Entry], wanted: Mapping[str, Entry | None]
) -> tuple[tuple[Restaged, ...], tuple[str, ...]]:
    """Set entries of the person's index; return what changed, and sentences where it failed."""
    news = {path: entry for path, entry in wanted.items() if index.get(path) != entry}
    for pause in (*PAUSES, 0.0):
        try:
            write_index(repo, news)
            break
        except RepoError as error:
            if not pause or "index.lock" not in error.says:
                paths = ", ".join(news)
                why = f"What git has staged of {paths} could not be set: {error.says}"
                remedy = f"Until then it shows as changed back; git reset -- {paths} mends that."
                return (), (f"{why} {remedy}",)
            time.sleep(pause)
    restaged = tuple(
        Restaged(path, written(index.get(path)), written(entry)) for path, entry in news.items()
    )
    return restaged, ()


def _exact(changes: Mapping[str, Change], results: tuple[FileResult, ...]) -> str:
    """Say what a commit holds: no more than was taken, of no more files than are in it."""
    inside = [result for result in results if result.goal in changes]
    holds = "The commit holds exactly the changes you took"
    if len(inside) < len(results):
        holds += f" in {inside[0].path}" if len(inside) == 1 else f" in those {len(inside)} files"
    known = {path for path, change in changes.items() if change.before}
    whole = [
        result.goal
        for result in inside
        if result.path not in known and isinstance(result.base, Present)
    ]
    if whole:
        holds += f", and the whole of {', '.join(whole)}"
    return f"{holds} (checked)."


def _entry(mode: str, oid: str) -> Entry | None:
    return Entry(mode, oid) if oid.strip("0") else None
