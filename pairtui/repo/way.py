"""Way: how the commit of a save can be undone without losing anyone's work."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from pairtui.landing import Landed, NotLanded
from pairtui.repo import ground
from pairtui.repo.git import Repo


@dataclass(frozen=True, slots=True)
class Way:
    """Which way back was chosen, from which commit, and why, as a part of a sentence."""

    kind: Literal["files", "take back", "revert"]
    head: str = ""
    why: str = ""
    says: tuple[str, ...] = ()


def way_back(repo: Repo, landed: Landed) -> Way | NotLanded:
    """Return how to undo the commit of a save, or why that cannot be done here."""
    if not landed.commit:
        return Way("files")
    head, here = ground.head(repo), ground.branch(repo)
    short = landed.commit[:7]
    if head == landed.commit:
        others = _elsewhere(repo, landed.commit, here)
        if others:
            return Way("revert", head, f"{others[0]} has it too")
        return Way("take back", head)
    if head and _follows(repo, landed.commit, head):
        return Way("revert", head, "later commits build on it")
    if head == landed.parent and here == landed.branch:
        return Way("files", head, says=(f"Commit {short} had already left the branch.",))
    if here != landed.branch:
        place = landed.branch or "no branch"
        return NotLanded(
            f"Nothing was undone: that save was made on {place}.",
            f"Go there first: git switch {landed.branch}" if landed.branch else "",
        )
    return NotLanded(
        f"Nothing was undone: commit {short} is no longer in the history of this branch.",
        "It was amended or rebased; undo it by hand.",
    )


def _elsewhere(repo: Repo, commit: str, here: str) -> list[str]:
    """Return the other branches and tags, here or at a remote, that have a commit."""
    listed = repo.look(
        "for-each-ref", f"--contains={commit}", "--format=%(refname)",
        "refs/heads", "refs/remotes", "refs/tags",
    )  # fmt: skip
    names = os.fsdecode(listed).split("\n")
    return [name.split("/", 2)[2] for name in names if name and name != f"refs/heads/{here}"]


def _follows(repo: Repo, commit: str, head: str) -> bool:
    return repo.try_look("merge-base", "--is-ancestor", commit, head).code == 0
