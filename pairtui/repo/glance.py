"""Glance: what git says about a repository at one moment, asked once for one operation.

Nothing of it outlives the operation: the next one looks again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pairtui.repo.entries import Entry, in_commit, whole_index
from pairtui.repo.git import Repo
from pairtui.repo.names import objection
from pairtui.repo.settings import Settings, settings


@dataclass(frozen=True, slots=True)
class Glance:
    """Settings, where HEAD is, and the changed files as pairs of git's two letters and the path.

    An untracked file has "?" for letters. `head` is nothing before the first commit, `branch` where
    HEAD is on none. `index` are the entries that are staged but for unmerged ones, and `committed`
    those of the asked paths in the last commit.
    """

    settings: Settings
    head: str
    branch: str
    changed: tuple[tuple[str, str], ...]
    index: Mapping[str, Entry] = field(default_factory=dict)
    committed: Mapping[str, Entry] = field(default_factory=dict)


def glance(repo: Repo, paths: Iterable[str] | None = None, told: Settings | None = None) -> Glance:
    """Look at a repository, running nothing it names; at entries only where `paths` are given.

    `told` are settings that were asked for in the same operation. RepoError where git cannot look.
    """
    told = told or settings(repo)
    head, branch, changed = _status(repo, told)
    if paths is None:
        return Glance(told, head, branch, changed)
    # git has no entry of an impossible name, and would rather fail than say so.
    committed = in_commit(repo, head, (path for path in paths if not objection(path)))
    return Glance(told, head, branch, changed, whole_index(repo), committed)


def _status(repo: Repo, told: Settings) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return HEAD, the branch and the changed files.

    The format is the second version of `git status --porcelain`, with renames turned off.
    """
    listed = repo.look(
        "status", "--porcelain=v2", "-z", "--branch", "--no-ahead-behind", "--untracked-files=all",
        "--no-renames", "--ignore-submodules=dirty",
        env=told.unfiltered,
    )  # fmt: skip
    head = branch = ""
    found = []
    for line in listed.split(b"\0"):
        match line[:1]:
            case b"#":
                name, _, value = os.fsdecode(line[2:]).partition(" ")
                head = value if name == "branch.oid" and value != "(initial)" else head
                branch = value if name == "branch.head" else branch
            case b"1":
                found.append((line[2:4].decode(), os.fsdecode(line.split(b" ", 8)[8])))
            case b"u":
                found.append((line[2:4].decode(), os.fsdecode(line.split(b" ", 10)[10])))
            case b"?":
                found.append(("?", os.fsdecode(line[2:])))
    # A branch may have that name, too.
    return head, on(repo) if branch == "(detached)" else branch, tuple(found)


def on(repo: Repo) -> str:
    """Return the name of the current branch, or nothing where HEAD is on none."""
    done = repo.try_look("symbolic-ref", "--quiet", "HEAD")
    name = os.fsdecode(done.out).removesuffix("\n") if done.code == 0 else ""
    # Not git's own short name, which is another one where a tag is called the same.
    return name.removeprefix("refs/heads/")
