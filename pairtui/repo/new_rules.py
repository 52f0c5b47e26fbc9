"""New rules: which files of a save git stores by other rules once it has changed .gitattributes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pairtui.proposal import Present
from pairtui.repo.blobs import CONVERTING, RULES
from pairtui.repo.files import read
from pairtui.repo.folders import folders_of, name_of
from pairtui.repo.foresee import LINE_ENDS
from pairtui.repo.git import Repo
from pairtui.repo.names import objection
from pairtui.review.result import FileResult

STORING = (*CONVERTING, *LINE_ENDS)
"""The attributes that say which bytes git stores for a file."""


def foreseen(repo: Repo, results: Iterable[FileResult]) -> tuple[str, ...]:
    """Return a note if a save changes the rules by which git stores other files in it.

    Attributes are compared, and nothing is stored: to store a file would run its filters. They are
    read from a folder that holds nothing but the rules as they will be.
    """
    results = tuple(results)
    rules = [one for one in results if RULES in (name_of(one.path), name_of(one.goal))]
    goals = [one.goal for one in results if one.data is not None and name_of(one.goal) != RULES]
    if not rules or not goals:
        return ()
    before = _attributes(repo, goals)
    with tempfile.TemporaryDirectory(prefix="pairtui-rules-") as folder:
        _lay_out(repo, Path(folder), rules, goals)
        after = _attributes(repo, goals, f"--git-dir={repo.git_dir}", f"--work-tree={folder}")
    paths = [path for path in goals if before[path] != after[path]]
    if not paths:
        return ()
    names = {name for path in paths for name, _ in before[path] ^ after[path]}
    what = f"{', '.join(paths)} ({', '.join(sorted(names))})"
    says = f"The new {RULES} changes the rules by which git stores {what}"
    return (f"{says}, so it may count as changed afterwards.",)


def _lay_out(repo: Repo, folder: Path, rules: list[FileResult], goals: list[str]) -> None:
    """Write the rules as they will be, for some files, and nothing else, into a folder."""
    texts: dict[str, bytes] = {}
    for path in goals:
        for above in ("", *folders_of(path)):
            place = f"{above}/{RULES}" if above else RULES
            state = read(repo, place)
            if isinstance(state, Present):
                texts[place] = state.data
    for one in rules:
        if name_of(one.path) == RULES:
            texts[one.path] = b""  # git would look among what is staged where there is no file
        if name_of(one.goal) == RULES and one.data is not None:
            texts[one.goal] = one.data
    for place, text in texts.items():
        if objection(place):
            continue
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(text)


def _attributes(repo: Repo, paths: list[str], *where: str) -> dict[str, frozenset[tuple[str, str]]]:
    feed = b"".join(os.fsencode(path) + b"\0" for path in paths)
    listed = repo.look(*where, "check-attr", "-z", "--stdin", *STORING, feed=feed)
    fields = [os.fsdecode(field) for field in listed.split(b"\0")]
    found: dict[str, set[tuple[str, str]]] = {path: set() for path in paths}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        found[path].add((name, value))
    return {path: frozenset(pairs) for path, pairs in found.items()}
