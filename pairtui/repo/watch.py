"""Watch: notice cheaply that something may have changed, without running git."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pairtui.repo.git import Repo

Token: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the file system says about HEAD, its branch and some files at one moment.

    Two marks that differ say where to look; they never decide.
    """

    tokens: tuple[tuple[str, Token | None], ...]

    def differs(self, other: Mark) -> tuple[str, ...]:
        """Return the names whose tokens differ, or that only one of the marks has."""
        mine, theirs = dict(self.tokens), dict(other.tokens)
        names = (*mine, *(name for name in theirs if name not in mine))
        unknown = object()
        return tuple(name for name in names if mine.get(name, unknown) != theirs.get(name, unknown))


def mark(repo: Repo, paths: Iterable[str]) -> Mark:
    """Return the mark of HEAD, its branch and these files; never fails."""
    head = f"{repo.git_dir}/HEAD"
    places = [
        ("HEAD", head),
        ("branch", f"{repo.common_dir}/{_branch_file(head)}"),
        ("packed-refs", f"{repo.common_dir}/packed-refs"),
        ("reftable", f"{repo.common_dir}/reftable/tables.list"),
        *((path, f"{repo.root}/{path}") for path in paths),
    ]
    return Mark(tuple((name, _token(place)) for name, place in places))


def _branch_file(head: str) -> str:
    try:
        text = os.fsdecode(Path(head).read_bytes())
    except OSError:
        return "HEAD"
    return text.removeprefix("ref:").strip() if text.startswith("ref:") else "HEAD"


def _token(place: str) -> Token | None:
    try:
        facts = os.lstat(place)
    except (OSError, ValueError):
        return None
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino
