"""Commits: the one that a name means, and what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pairtui.repo.git import Repo

_NAME = re.compile(r"(?P<base>[\w][\w./-]*)(?P<steps>(?:[~^]\d{0,4})*)")
_ID = re.compile(r"[0-9a-f]{7,64}")
_KINDS = ("refs/heads/", "refs/tags/", "refs/remotes/")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full id, that of its first parent or "", and its message."""

    id: str
    parent: str
    message: str

    @property
    def subject(self) -> str:
        """Return the first line of the message."""
        return self.message.partition("\n")[0]


def find(repo: Repo, name: str) -> str:
    """Return the full id of the commit that a name means, or nothing where none is clear.

    Names are HEAD, an id or at least seven digits of it, a branch or a tag, each with steps back
    as in HEAD~2. One that is a branch and a tag, or also begins an id, means nothing here.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return ""
    base, steps = found["base"], found["steps"]
    if base == "HEAD":
        return _verified(repo, f"HEAD{steps}")
    refs = [ref for ref in (f"{kind}{base}" for kind in _KINDS) if _verified(repo, ref)]
    if _ID.fullmatch(base):
        return "" if refs else _verified(repo, f"{base}{steps}")
    return _verified(repo, f"{refs[0]}{steps}") if len(refs) == 1 else ""


def commit(repo: Repo, oid: str) -> Commit:
    """Return a commit by its full id; RepoError where it is not there (any more)."""
    head, _, message = repo.look("cat-file", "commit", oid).partition(b"\n\n")
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\n"):
        name, _, value = line.partition(" ")
        fields.setdefault(name, value)
    return Commit(oid, fields.get("parent", ""), _text(message, fields.get("encoding", "utf-8")))


def recent(repo: Repo, most: int = 30) -> tuple[Commit, ...]:
    """Return the latest commits from HEAD along first parents, the newest first.

    Of their messages they have the first paragraph, as one line.
    """
    done = repo.try_look(
        "rev-list", "--first-parent", f"--max-count={most}", "--format=%P%n%s", "HEAD", "--"
    )
    lines = done.out.decode("utf-8", "replace").split("\n")
    return tuple(
        Commit(head.removeprefix("commit "), parents.partition(" ")[0], subject)
        for head, parents, subject in zip(lines[::3], lines[1::3], lines[2::3], strict=False)
    )


def _verified(repo: Repo, name: str) -> str:
    done = repo.try_look("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    return done.out.decode().strip() if done.code == 0 else ""


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")
