"""Way: how the commit of a save can be undone without losing anyone's work, and done again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pairtui.landing import Landed, NotLanded
from pairtui.repo import ground
from pairtui.repo.found import find
from pairtui.repo.git import Repo
from pairtui.repo.settle import Change, changes_in


@dataclass(frozen=True, slots=True)
class Way:
    """Which way was chosen, from which commit, and why, as a part of a sentence.

    The branch is moved `to` a commit, or a new commit makes the `changes` of git's versions, each
    from what it is taken to be to what it was. `loose` are paths of which git may have more than
    that. `of` is the commit that is undone or made again.
    """

    kind: Literal["files", "move", "commit"]
    head: str = ""
    to: str = ""
    of: str = ""
    why: str = ""
    says: tuple[str, ...] = ()
    changes: Mapping[str, Change] = field(default_factory=dict)
    loose: frozenset[str] = frozenset()


def way_back(repo: Repo, landed: Landed) -> Way | NotLanded:
    """Return how to undo what a save or an undo did to the history, or why that cannot be here."""
    if landed.took_back:
        return _way_again(repo, landed)
    if not landed.commit:
        return Way("files")
    head, here = ground.head(repo), ground.branch(repo)
    short = landed.commit[:7]
    changes = _turned(_changes(repo, landed.commit))
    if head == landed.commit:
        others = elsewhere(repo, landed.commit, here)
        if others:
            why = f"{others[0]} has it too"
            return Way("commit", head, of=landed.commit, why=why, changes=changes)
        return Way("move", head, to=landed.parent, of=landed.commit, changes=changes)
    if head and _follows(repo, landed.commit, head):
        why = "later commits build on it"
        return Way("commit", head, of=landed.commit, why=why, changes=changes)
    if head == landed.parent and here == landed.branch:
        says = (f"Commit {short} had already left the branch.",)
        return Way("files", head, says=says, changes=changes)
    if here != landed.branch:
        return _elsewhere_made(landed)
    return _replaced(repo, landed, head)


def _replaced(repo: Repo, landed: Landed, head: str) -> Way | NotLanded:
    """Return the way where an amend or a rebase has put another commit in the place of this."""
    short = landed.commit[:7]
    found = find(repo, landed, head)
    if found is None:
        return NotLanded(
            f"Nothing was changed: commit {short} is no longer in the history of this branch, "
            "and no commit of it has the same changes.",
            "It was amended, rebased or dropped; what is left of it is yours to undo.",
        )
    return Way(
        "commit",
        head,
        of=found.commit,
        why=f"it holds the changes of {short}, which was amended or rebased",
        changes=_turned(found.changes),
        loose=found.loose,
    )


def _way_again(repo: Repo, undone: Landed) -> Way | NotLanded:
    """Return the way to have a commit again that an undo took off the branch."""
    head, here, commit = ground.head(repo), ground.branch(repo), undone.took_back
    if here != undone.branch:
        return _elsewhere_made(undone)
    if repo.try_look("cat-file", "-e", f"{commit}^{{commit}}").code:
        return NotLanded(
            f"Nothing was changed: git has removed commit {commit[:7]} in the meantime."
        )
    changes = _changes(repo, commit)
    if head and _follows(repo, commit, head):
        says = (f"Commit {commit[:7]} is in the history already.",)
        return Way("files", head, of=commit, says=says, changes=changes)
    if head == undone.parent:
        return Way("move", head, to=commit, of=commit, changes=changes)
    return Way("commit", head, of=commit, why="the branch has moved on", changes=changes)


def _elsewhere_made(landed: Landed) -> NotLanded:
    place = landed.branch or "no branch"
    return NotLanded(
        f"Nothing was changed: that save was made on {place}.",
        f"Go there first: git switch {landed.branch}" if landed.branch else "",
    )


def _changes(repo: Repo, commit: str) -> Mapping[str, Change]:
    """Return what a commit changed; nothing where git has removed it."""
    known = repo.try_look("cat-file", "-e", f"{commit}^{{commit}}").code == 0
    return changes_in(repo, commit) if known else {}


def _turned(changes: Mapping[str, Change]) -> dict[str, Change]:
    return {path: Change(one.after, one.before) for path, one in changes.items()}


def elsewhere(repo: Repo, commit: str, here: str) -> list[str]:
    """Return the other branches and tags, here or at a remote, that have a commit."""
    listed = repo.look(
        "for-each-ref", f"--contains={commit}", "--format=%(refname)",
        "refs/heads", "refs/remotes", "refs/tags",
    )  # fmt: skip
    names = os.fsdecode(listed).split("\n")
    return [name.split("/", 2)[2] for name in names if name and name != f"refs/heads/{here}"]


def _follows(repo: Repo, commit: str, head: str) -> bool:
    return repo.try_look("merge-base", "--is-ancestor", commit, head).code == 0
