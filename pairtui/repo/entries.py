"""Entries: which blob stands at a path, in a commit or in the index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pairtui.repo.git import Repo

ROOM = 100_000
"""How many bytes of names are handed to git at most; systems bound what a program can be given."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A blob at a path: its mode in git's digits ("100644") and its object id."""

    mode: str
    oid: str


def in_commit(repo: Repo, commit: str, paths: Iterable[str]) -> dict[str, Entry]:
    """Return the entries of these paths in a commit; none at all for an empty commit id."""
    wanted = set(paths)
    if not commit or not wanted:
        return {}
    # Folders count as entries, too.
    which = ("-r", "-t", commit) if _too_many(wanted) else (commit, "--", *sorted(wanted))
    listed = repo.look("ls-tree", "-z", "--full-tree", *which)
    found = {}
    for line in listed.split(b"\0")[:-1]:
        facts, _, name = line.partition(b"\t")
        mode, _, oid = facts.decode().split(" ")
        found[os.fsdecode(name)] = Entry(mode, oid)
    return {path: entry for path, entry in found.items() if path in wanted}


def in_index(repo: Repo, paths: Iterable[str]) -> dict[str, Entry]:
    """Return the entries of these paths in the index; unmerged ones are left out."""
    wanted = set(paths)
    if not wanted:
        return {}
    which = () if _too_many(wanted) else ("--", *sorted(wanted))
    listed = repo.look("ls-files", "-z", "--stage", *which)
    return {path: entry for path, entry in _staged(listed).items() if path in wanted}


def whole_index(repo: Repo) -> dict[str, Entry]:
    """Return every entry of the index but unmerged ones."""
    return _staged(repo.look("ls-files", "-z", "--stage"))


def write_index(
    repo: Repo, entries: Mapping[str, Entry | None], env: Mapping[str, str] | None = None
) -> None:
    """Set these entries of the index, None removing one; the others stay as they are.

    `env` may name another index file. RepoError if the index is locked.
    """
    gone = "0" * len(empty_tree(repo)) if None in entries.values() else ""
    lines = [
        f"{entry.mode if entry else 0} {entry.oid if entry else gone}\t".encode()
        + os.fsencode(path)
        for path, entry in entries.items()
    ]
    if lines:
        repo.save("update-index", "-z", "--index-info", feed=b"\0".join([*lines, b""]), env=env)


def written(entry: Entry | None) -> str:
    """Return an entry as text: mode, space, object id; or nothing."""
    return f"{entry.mode} {entry.oid}" if entry else ""


def parsed(text: str) -> Entry | None:
    """Return the entry that a text stands for."""
    mode, _, oid = text.partition(" ")
    return Entry(mode, oid) if text else None


def empty_tree(repo: Repo) -> str:
    """Return the id of the tree that holds nothing, in the repository's own hash."""
    return repo.look("hash-object", "-t", "tree", "--stdin", feed=b"").decode().strip()


def _too_many(paths: Iterable[str]) -> bool:
    return sum(len(os.fsencode(path)) + 1 for path in paths) > ROOM


def _staged(listed: bytes) -> dict[str, Entry]:
    found = {}
    for line in listed.split(b"\0")[:-1]:
        facts, _, name = line.partition(b"\t")
        mode, oid, stage = facts.decode().split(" ")
        if stage == "0":
            found[os.fsdecode(name)] = Entry(mode, oid)
    return found
