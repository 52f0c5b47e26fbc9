"""Naming: what a person means who names something to be brought into a conversation."""

from __future__ import annotations

import os
from pathlib import Path

from pairtui.context.mention import Unknown, resolve
from pairtui.context.paths import Paths
from pairtui.conversation import Attachment
from pairtui.proposal import Absent, Present, Refused
from pairtui.repo import commits
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.review.lines import cut_lines
from pairtui.session.defined import defined, named, qualified
from pairtui.session.mapping import Mapping


def attach(
    repo: Repo, spec: str, known: Paths, here: str = "", mapping: Mapping | None = None
) -> Attachment | Refused:
    """Return what a person named, or why it cannot come in.

    `here` is the folder that a path means first, as in a shell; without it, and where it has no
    such file, paths begin at the top of the repository. `mapping` knows definitions by their
    names alone.
    """
    if os.path.realpath(Path(here or repo.root, spec)) == os.path.realpath(repo.root):
        return Attachment("./", kind="folder")
    below = _below(repo, spec, here) if here else ""
    found = resolve(below, known) if below else Unknown(spec)
    if isinstance(found, Unknown) or not below.startswith(found.path):
        found = resolve(below if below and _climbs(spec) else spec, known)
    if isinstance(found, Unknown) and not found.candidates:
        for folder in (f"{name}/" for name in (below, found.spec) if name):
            if known.folder(folder):
                return Attachment(folder, kind="folder")
        found = otherwise(repo, found, known, mapping)
    if isinstance(found, Unknown):
        return _unknown(repo, found)
    return readable(repo, found) if found.kind == "file" else found


def otherwise(
    repo: Repo, unknown: Unknown, known: Paths, mapping: Mapping | None = None
) -> Attachment | Unknown:
    """Return the definition or the commit that a name means which is no file's and no folder's."""
    path, sign, name = unknown.spec.partition("#")
    if unknown.candidates:
        return unknown
    if sign and path:
        return _symbol(repo, path, name, known) or unknown
    oid = "" if sign else commits.find(repo, unknown.spec)
    if oid:
        return Attachment("", kind="commit", name=oid)
    return _anywhere(mapping, name if sign else unknown.spec) or unknown if mapping else unknown


def _anywhere(mapping: Mapping, name: str) -> Attachment | Unknown | None:
    """Return the one definition of the repository that has this name."""
    found = {
        (one.path, full)
        for one in mapping.find(name.rpartition(".")[2])
        if f".{(full := qualified(one.name, one.within))}".endswith(f".{name}")
    }
    if len(found) > 1:
        return Unknown(name, tuple(sorted(f"{path}#{full}" for path, full in found)))
    return next((Attachment(path, kind="symbol", name=full) for path, full in found), None)


def _symbol(repo: Repo, path: str, name: str, known: Paths) -> Attachment | Unknown | None:
    match resolve(path, known):
        case Attachment(kind="file", lines=None, path=file):
            state = read(repo, file)
            there = isinstance(state, Present) and named(defined(file, state.data), name)
            return Attachment(file, kind="symbol", name=name) if there else None
        case Unknown(candidates=several) if several:
            return Unknown(f"{path}#{name}", tuple(f"{one}#{name}" for one in several))
        case _:
            return None


def _unknown(repo: Repo, found: Unknown) -> Refused:
    if found.candidates:
        several = ", ".join(found.candidates[:5])
        return Refused(f"that could be any of {several}; write more of the path")
    state = read(repo, found.spec.rpartition(":")[0] or found.spec)
    if isinstance(state, Refused):
        return state
    return Refused("no such file here, or git ignores it")


def readable(repo: Repo, found: Attachment) -> Attachment | Refused:
    """Return a file, whole or by lines, or why it cannot come in as it is now."""
    match read(repo, found.path):
        case Refused() as refused:
            return refused
        case Absent():
            return Refused("the file is not there any more")
        case Present(data=data):
            last = len(cut_lines(data))
            if found.lines and found.lines[0] > max(last, 1):
                return Refused(f"it has only {last} lines")
            return found


def _below(repo: Repo, spec: str, here: str) -> str:
    """Return what a shell in a folder would mean, from the repository's root; or nothing."""
    place = Path(here, spec)
    folder = os.path.realpath(place.parent)
    root = os.path.realpath(repo.root)
    if folder != root and not folder.startswith(f"{root}/"):
        return ""
    return f"{folder}/{place.name}"[len(root) + 1 :] + ("/" if spec.endswith("/") else "")


def _climbs(spec: str) -> bool:
    """Tell whether a path cannot be meant from the top of the repository."""
    return spec.startswith("/") or ".." in spec.split("/")
