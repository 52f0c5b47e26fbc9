"""Suggesting: what the beginning of a name may become, best first."""

from __future__ import annotations

import asyncio
import re
from typing import TypeAlias

from pairtui.context.mention import DIFF, resolve
from pairtui.context.paths import MOST, Paths
from pairtui.conversation import SHORT, Attachment
from pairtui.proposal import Present
from pairtui.repo.commits import recent
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.session.defined import defined, qualified
from pairtui.session.mapping import Mapping

Option: TypeAlias = tuple[str, str]
"""What a name can become, and what that is, or nothing where the name says it."""
HEAD = "HEAD"
_ID = re.compile(r"[0-9a-f]{4,}")
_NAME = re.compile(r"\w{2,}")
_FIRST = 3
"""So many paths stand before the definitions that begin alike."""


async def suggest(
    repo: Repo, known: Paths, prefix: str, mapping: Mapping | None = None
) -> tuple[Option, ...]:
    """Return what a person may be about to name; `mapping` knows all definitions by name."""
    path, sign, name = prefix.partition("#")
    if sign and path:
        return await asyncio.to_thread(_symbols, repo, known, path, name)
    if sign:
        return tuple(await _anywhere(mapping, name))
    found: list[Option] = []
    if DIFF.spec.startswith(prefix) and DIFF.spec not in known:
        found.append((DIFF.spec, "what changed since the last commit"))
    paths = [(one, "") for one in known.complete(prefix)]
    symbols = await _anywhere(mapping, prefix) if _NAME.fullmatch(prefix) else []
    found += [*paths[:_FIRST], *symbols, *paths[_FIRST:]]
    if prefix and (HEAD.startswith(prefix) or prefix.startswith(HEAD)):
        found = [*await asyncio.to_thread(_steps_back, repo, prefix), *found]
    elif not found and _ID.fullmatch(prefix):
        found = await asyncio.to_thread(_by_id, repo, prefix)
    return tuple(found[:MOST])


def _symbols(repo: Repo, known: Paths, path: str, name: str) -> tuple[Option, ...]:
    """Return what one file defines under names with these letters, best first.

    A name that steers a terminal is none: it would come into the prompt as it is.
    """
    item = resolve(path, known)
    state = read(repo, item.path) if isinstance(item, Attachment) and item.kind == "file" else None
    if not isinstance(state, Present) or not isinstance(item, Attachment):
        return ()
    wanted = name.casefold()
    every = dict.fromkeys(one.name for one in defined(item.path, state.data))
    found = [one for one in every if wanted in one.casefold() and one.isprintable()]
    found.sort(key=lambda one: not one.casefold().startswith(wanted))
    return tuple((f"{path}#{one}", "") for one in found[:MOST])


async def _anywhere(mapping: Mapping | None, start: str) -> list[Option]:
    """Return what the repository defines under names that begin so."""
    if mapping is None:
        return []
    mapping.begin()
    found = await asyncio.to_thread(mapping.symbols, start, _FIRST * 4)
    names = ((f"{one.path}#{qualified(one.name, one.within)}", one.kind) for one in found)
    return list(dict.fromkeys(names))


def _steps_back(repo: Repo, prefix: str) -> list[Option]:
    """Return the latest commits by the steps back from HEAD; HEAD alone while it is begun."""
    found = [
        (f"{HEAD}~{steps}" if steps else HEAD, one.message)
        for steps, one in enumerate(recent(repo))
    ]
    if not prefix.startswith(HEAD):
        return found[:1]
    return [one for one in found if one[0].startswith(prefix)]


def _by_id(repo: Repo, prefix: str) -> list[Option]:
    """Return the latest commits whose id begins so."""
    length = max(SHORT, len(prefix))
    return [(one.id[:length], one.message) for one in recent(repo) if one.id.startswith(prefix)]
