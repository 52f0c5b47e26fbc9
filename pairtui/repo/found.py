"""Found: the commit that holds the changes of a save after an amend or a rebase, by content.

Commits are compared by what they take out and put in, as `git patch-id` does, for a rebase changes
their ids and may move the lines; unlike there, every byte counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pairtui.landing import Landed
from pairtui.proposal import Absent, Present
from pairtui.repo.entries import Entry
from pairtui.repo.git import Repo
from pairtui.repo.inverse import pieces
from pairtui.repo.settle import Change, changes_in

FAR = 200
"""How many commits that touch the same files are looked at."""
Patch: TypeAlias = tuple[bool, bool, tuple[tuple[bytes, bytes], ...]]
"""Whether there was a file before and after, and each run of lines that went, with what came."""


@dataclass(frozen=True, slots=True)
class Found:
    """A commit that holds some changes, what it does to their files, and where it does more."""

    commit: str
    changes: Mapping[str, Change]
    loose: frozenset[str]


def find(repo: Repo, landed: Landed, head: str) -> Found | None:
    """Return the newest commit since the save's parent that holds exactly its changes, or None.

    It may hold more, in these files or in others.
    """
    wanted = _patches(repo, landed)
    if not wanted or not head:
        return None
    for commit in _since(repo, landed.parent, head, tuple(wanted)):
        changes = {path: one for path, one in changes_in(repo, commit).items() if path in wanted}
        if changes.keys() != wanted.keys():
            continue
        there = {path: _patch(repo, path, one) for path, one in changes.items()}
        if all(_holds(there[path], patch) for path, patch in wanted.items()):
            loose = frozenset(path for path, patch in wanted.items() if there[path] != patch)
            return Found(commit, changes, loose)
    return None


def _since(repo: Repo, parent: str, head: str, paths: tuple[str, ...]) -> list[str]:
    """Return the commits on a branch that touch some paths, the newest first."""
    base = ""
    if parent:
        base = repo.try_look("merge-base", parent, head).out.decode().strip()
    span = f"{base}..{head}" if base else head
    listed = repo.look(
        "rev-list", "--no-merges", f"--max-count={FAR}", span, "--", *paths
    )  # fmt: skip
    return listed.decode().split()


def _patches(repo: Repo, landed: Landed) -> dict[str, Patch]:
    """Return what a save put into its commit; from what it wrote if git has removed that."""
    if repo.try_look("cat-file", "-e", f"{landed.commit}^{{commit}}").code == 0:
        changes = changes_in(repo, landed.commit)
        return {
            path: _patch(repo, path, changes[path]) for path in landed.committed if path in changes
        }
    return {
        file.path: _compared(file.path, _bytes(file.before), _bytes(file.after))
        for file in landed.files
        if file.path in landed.committed
    }


def _patch(repo: Repo, path: str, change: Change) -> Patch:
    return _compared(path, _blob(repo, change.before), _blob(repo, change.after))


def _compared(path: str, old: bytes | None, new: bytes | None) -> Patch:
    runs = tuple((hunk.old, to) for hunk, to in pieces(path, old or b"", new or b""))
    return old is not None, new is not None, runs


def _holds(there: Patch, wanted: Patch) -> bool:
    """Tell whether each run of the one is in the other, in this order."""
    if there[:2] != wanted[:2]:
        return False
    runs = iter(there[2])
    return all(run in runs for run in wanted[2])


def _blob(repo: Repo, entry: Entry | None) -> bytes | None:
    return repo.look("cat-file", "blob", entry.oid) if entry else None


def _bytes(state: Present | Absent) -> bytes | None:
    return state.data if isinstance(state, Present) else None
