"""Others: the files a save must not touch, compared before and after."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pairtui.proposal import digest
from pairtui.repo.entries import Entry
from pairtui.repo.files import REGULAR
from pairtui.repo.git import Repo
from pairtui.repo.glance import Glance

ENOUGH = 64_000_000
"""How many bytes of other files are compared at most; beyond, nothing is claimed about them."""
MANY = 5000
"""How many other files are compared at most."""


@dataclass(frozen=True, slots=True)
class Others:
    """The person's other changed files: git's letters, staged entries, and hashes of the bytes.

    `digests` is None where there is too much to read.
    """

    changed: frozenset[tuple[str, str]]
    index: Mapping[str, Entry]
    digests: Mapping[str, str] | None


def others(repo: Repo, seen: Glance, paths: Iterable[str]) -> Others:
    """Look at every file that was seen to be changed, but these."""
    ours = set(paths)
    changed = frozenset((kind, path) for kind, path in seen.changed if path not in ours)
    index = {path: entry for path, entry in seen.index.items() if path not in ours}
    return Others(changed, index, _digests(repo, {path for _, path in changed}))


def compared(before: Others, after: Others) -> tuple[str, str]:
    """Return what is the same, and what is not, as two sentences of which one is empty.

    Only what was compared is claimed.
    """
    touched = _touched(before, after)
    if touched:
        return "", f"Changed meanwhile, not by this save: {', '.join(sorted(touched))}."
    if before.digests is None or after.digests is None:
        return "", ""
    groups = {
        "staged": {path for kind, path in before.changed if kind != "?" and kind[0] != "."},
        "unstaged": {path for kind, path in before.changed if kind != "?" and kind[1] != "."},
        "untracked": {path for kind, path in before.changed if kind == "?"},
    }
    parts = [f"{len(group)} {name}" for name, group in groups.items() if group]
    if not parts:
        return "", ""
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    counts = [len(group) for group in groups.values() if group]
    noun, verb = "file" if counts[-1] == 1 else "files", "is" if sum(counts) == 1 else "are"
    return f"Your {listed} {noun} {verb} byte for byte as before (checked).", ""


def _touched(before: Others, after: Others) -> set[str]:
    touched = {path for _, path in before.changed ^ after.changed}
    paths = before.index.keys() | after.index.keys()
    touched |= {path for path in paths if before.index.get(path) != after.index.get(path)}
    if before.digests is not None and after.digests is not None:
        old, new = before.digests, after.digests
        touched |= {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    return touched


def _digests(repo: Repo, paths: set[str]) -> dict[str, str] | None:
    if len(paths) > MANY:
        return None
    found, total = {}, 0
    for path in sorted(paths):
        try:
            data = _bytes(f"{repo.root}/{path}")
        except OSError:
            data = b""
        total += len(data)
        if total > ENOUGH:
            return None
        found[path] = digest(data)
    return found


def _bytes(place: str) -> bytes:
    """Return what is in a regular file, the target of a link, and nothing for the rest."""
    facts = os.lstat(place)
    if stat.S_ISLNK(facts.st_mode):
        return os.fsencode(os.readlink(place))  # noqa: PTH115  # the target's own bytes
    if not stat.S_ISREG(facts.st_mode):
        return b""
    with os.fdopen(os.open(place, REGULAR), "rb") as stream:
        return stream.read(ENOUGH + 1)
