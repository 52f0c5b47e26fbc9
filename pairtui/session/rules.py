"""Rules: what a project says about work in it, read from the files that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pairtui.conversation import Attachment, Reference
from pairtui.proposal import FileState, Present, Refused
from pairtui.session.files import gather
from pairtui.session.policy import Policy

NEAREST = "AGENTS.md"
"""Of this the nearest one to each file counts, and the one at the root (https://agents.md)."""
AT_ROOT = ("CONVENTIONS.md", "CLAUDE.md")
LARGEST = 100_000
"""Bytes; what is longer is no set of rules."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that hold, the widest first, and each file that is not sent with the reason."""

    found: tuple[Reference, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def rules_for(policy: Policy, paths: Iterable[str]) -> Rules:
    """Return the rules for work on some files.

    They are read like any other file: no link is followed. A file that is in the conversation by
    itself is not given twice, nor is one text under two names.
    """
    inside = frozenset(paths)
    folders = sorted({_folder(path) for path in inside} | {""})
    wanted = [one for folder in folders for one in _upwards(folder)]
    named = dict.fromkeys((*wanted, *AT_ROOT))
    files = gather(policy, [Attachment(path) for path in named]).snapshot.files
    paths_found = dict.fromkeys(_nearest(files, folders))
    chosen = [one for one in (*paths_found, *AT_ROOT) if one not in inside]
    found: dict[bytes, Reference] = {}
    left_out: list[tuple[str, str]] = []
    for path in sorted(chosen, key=lambda one: one.count("/")):
        match files[path]:
            case Present(data=data) if len(data) > LARGEST:
                left_out.append((path, "it is too long for rules"))
            case Present(data=data) if data.strip():
                found.setdefault(data, Reference(path, data.decode("utf-8", "replace")))
            case Refused(reason=reason):
                left_out.append((path, reason))
            case _:
                pass
    return Rules(tuple(found.values()), tuple(left_out))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _upwards(folder: str) -> Iterator[str]:
    """Yield where the rules for a folder may be, the nearest first."""
    while folder:
        yield f"{folder}/{NEAREST}"
        folder = _folder(folder)
    yield NEAREST


def _nearest(files: Mapping[str, FileState], folders: Iterable[str]) -> Iterator[str]:
    """Yield the nearest file of rules of each folder; an empty one ends the search, too."""
    for folder in folders:
        there = (one for one in _upwards(folder) if isinstance(files[one], Present | Refused))
        yield next(there, NEAREST)
