"""Came: how far an operation came that has no result, told from the files and from git."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pairtui.landing import Fate, Intent, Interrupted, Operation
from pairtui.proposal import FileState
from pairtui.repo.fates import fate
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.repo.ground import branch, head
from pairtui.repo.leftovers import leftovers
from pairtui.repo.perform import COMMITTED, entries_of
from pairtui.repo.settle import changes_in
from pairtui.repo.way import elsewhere


@dataclass(frozen=True, slots=True)
class Came:
    """Whether the history is as it was to become, and else whether it can still become so.

    `commit` is the one that was made, `to` where the branch was moved, by it or without one.
    `newest` says that nothing was built on that since.
    """

    done: bool
    possible: bool = True
    commit: str = ""
    to: str = ""
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How far an operation came: what its files are now, what it has left, and the history."""

    operation: Operation
    now: Mapping[str, FileState]
    left: tuple[str, ...]
    history: Came

    @property
    def intent(self) -> Intent:
        """Return what was to be done."""
        return self.operation.intent

    @property
    def fates(self) -> dict[str, Fate]:
        """Return what became of each file, by path."""
        return {file.path: fate(file, self.now[file.path]) for file in self.intent.files}

    @property
    def no_finish(self) -> str:
        """Return why the rest of it cannot be done any more, or nothing."""
        if self._other or self.history.done or self.history.possible:
            return self._other
        return "the branch has moved on, so the commit that was meant cannot be made"

    def no_put_back(self, repo: Repo) -> str:
        """Return why it cannot be put back any more, or nothing."""
        to, head = self.history.to, self.intent.head
        if self._other or not self.history.done or to == head:
            return self._other
        if not self.history.newest or branch(repo) != self.intent.branch:
            return "the branch has moved on from it"
        others = elsewhere(repo, self.history.commit, branch(repo)) if self.history.commit else []
        return f"{others[0]} has its commit too" if others else ""

    @property
    def _other(self) -> str:
        paths = [path for path, fate in self.fates.items() if fate == "other"]
        verb = "are" if len(paths) > 1 else "is"
        listed = ", ".join(paths)
        return f"{listed} {verb} neither as before nor as it was to become" if paths else ""

    def told(self, repo: Repo) -> Interrupted:
        """Return it as the person is to hear of it."""
        return Interrupted(
            self.intent,
            self.fates,
            self.history.commit,
            self.left,
            self.no_finish,
            self.no_put_back(repo),
        )


def find(repo: Repo, operation: Operation) -> Found:
    """Return how far an operation came, having changed nothing."""
    intent = operation.intent
    now = {file.path: read(repo, file.path) for file in intent.files}
    return Found(operation, now, leftovers(repo, intent), came(repo, operation))


def came(repo: Repo, operation: Operation) -> Came:
    """Return how far an operation came in the history."""
    intent = operation.intent
    if intent.moves_to is None and not (intent.message and intent.entries):
        return Came(done=True, to=intent.head, newest=True)
    tip = _tip(repo, intent)
    still = tip == intent.head and branch(repo) == intent.branch
    if intent.moves_to is not None:
        to = intent.moves_to
        return Came(_moved(repo, intent, tip), still, to=to, newest=tip == to)
    commit = _committed(repo, operation, tip)
    return Came(bool(commit), still, commit, commit, newest=bool(commit) and tip == commit)


def _tip(repo: Repo, intent: Intent) -> str:
    """Return the newest commit of the branch that an operation was done on."""
    if not intent.branch:
        return head(repo)
    done = repo.try_look(
        "rev-parse", "--verify", "--quiet", f"refs/heads/{intent.branch}^{{commit}}"
    )
    return done.out.decode().strip() if done.code == 0 else ""


def _moved(repo: Repo, intent: Intent, tip: str) -> bool:
    to = intent.moves_to or ""
    if tip in (to, intent.head):
        return tip == to
    # Others have committed since: it depends on which of the two they have built.
    back = not to or _within(repo, to, intent.head)
    return not _within(repo, intent.head, tip) if back else _within(repo, to, tip)


def _committed(repo: Repo, operation: Operation, tip: str) -> str:
    """Return the commit that an operation made, if it is in the history, or nothing."""
    for step in operation.steps:
        word, _, commit = step.partition(" ")
        if word == COMMITTED and _within(repo, commit, tip):
            return commit
    intent = operation.intent
    if tip in ("", intent.head) or (intent.head and not _within(repo, intent.head, tip)):
        return ""
    span = f"{intent.head}..{tip}" if intent.head else tip
    listed = repo.look("rev-list", "--reverse", "--first-parent", "--parents", span).decode()
    child, *parents = listed.split("\n")[0].split()
    alone = parents == ([intent.head] if intent.head else [])
    return child if alone and _ours(repo, intent, child) else ""


def _ours(repo: Repo, intent: Intent, commit: str) -> bool:
    """Tell whether a commit holds what was meant; a hook may have changed that, or the message."""
    meant, changes = entries_of(intent.entries), changes_in(repo, commit)
    if not meant.keys() <= changes.keys():
        return False
    if all(changes[path].after == entry for path, entry in meant.items()):
        return True
    said = repo.look("cat-file", "commit", commit).decode("utf-8", "surrogateescape")
    return said.partition("\n\n")[2].strip() == intent.message.strip()


def _within(repo: Repo, commit: str, tip: str) -> bool:
    if not commit or not tip:
        return False
    return repo.try_look("merge-base", "--is-ancestor", commit, tip).code == 0
