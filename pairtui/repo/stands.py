"""Stands: whether what a save or an undo did is still there, so that it could be taken back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from pairtui.landing import Landed, Operation
from pairtui.repo.files import read
from pairtui.repo.found import find
from pairtui.repo.git import Repo
from pairtui.repo.ground import head

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Standing:
    """Which saves and undos of a repository can still be undone.

    `operations` are all the journal has. A save, its undo, and the save done again are one chain:
    while the last of it stands, one can go back from there, so none of it may be forgotten.
    """

    def __init__(self, repo: Repo, operations: Iterable[Operation]) -> None:
        done = [one for one in operations if one.result and one.result.outcome == "finished"]
        self._repo = repo
        self._head = head(repo)
        self._after = {one.intent.of: one for one in done if one.intent.of}
        self._by_id = {one.intent.id: one for one in done}
        self._asked = {one.result.landed.commit for one in done if one.result and one.result.landed}
        self._there = in_history(repo, self._asked)
        self._known: dict[str, bool] = {}

    def undoable(self, landed: Landed) -> bool:
        """Tell whether this can be undone, or done again where it was undone."""
        last = self._last(landed.id)
        receipt = last.result.landed if last and last.result and last.result.landed else landed
        if receipt.id not in self._known:
            tree = last.intent.tree if last else self._repo.tree
            self._known[receipt.id] = self._stands(receipt, tree)
        return self._known[receipt.id]

    def keeps(self, operation: Operation) -> bool:
        """Tell whether an entry of the journal is still needed; one that came to nothing is not."""
        result = operation.result
        if result is None or result.landed is None or result.outcome != "finished":
            return result is None
        return self.undoable(result.landed)

    def _last(self, name: str) -> Operation | None:
        seen: set[str] = set()
        while name in self._after and name not in seen:
            seen.add(name)
            name = self._after[name].intent.id
        return self._by_id.get(name)

    def _stands(self, landed: Landed, tree: str) -> bool:
        """Tell whether its commit is in some history, or else one of its files is as it left it.

        What an amend or a rebase has put in the place of its commit counts as that. In another
        work tree than this one the files are not looked at: they stand as long as it is there.
        """
        if landed.commit not in self._asked:
            self._asked.add(landed.commit)
            self._there |= in_history(self._repo, {landed.commit})
        if landed.commit in self._there:
            return True
        if tree != self._repo.tree:
            return Path(self._repo.common_dir, tree).is_dir()
        if any(read(self._repo, file.path) == file.after for file in landed.files):
            return True
        return bool(landed.commit) and find(self._repo, landed, self._head) is not None


def in_history(repo: Repo, commits: Collection[str]) -> frozenset[str]:
    """Return which commits a branch, a tag, a remote or the HEAD of a work tree has."""
    known = sorted(commit for commit in commits if _ID.fullmatch(commit))
    if not known:
        return frozenset()
    asked = repo.look("cat-file", "--batch-check", feed=_lines(known)).decode()
    facts = (line.split() for line in asked.split("\n"))
    present = {fact[0] for fact in facts if fact[1:2] == ["commit"]}
    if not present:
        return frozenset()
    lost = repo.look("rev-list", "--stdin", "--not", "--all", feed=_lines(sorted(present)))
    return frozenset(present - set(lost.decode().split()))


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()
