"""Suggesting: what the beginning of a name may become, best first."""

from __future__ import annotations

import asyncio
import re
from typing import TypeAlias

from pairtui.context.definitions import definitions
from pairtui.context.mention import DIFF, resolve
from pairtui.context.paths import MOST, Paths
from pairtui.conversation import SHORT, Attachment
from pairtui.proposal import Present
from pairtui.repo.commits import recent
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.session.expanding import qualified

Option: TypeAlias = tuple[str, str]
"""What a name can become, and what that is, or nothing where the name says it."""
_ID = re.compile(r"[0-9a-f]{4,}")


async def suggest(repo: Repo, known: Paths, prefix: str) -> tuple[Option, ...]:
    """Return what a person may be about to name."""
    path, sign, name = prefix.partition("#")
    if sign:
        return await asyncio.to_thread(_symbols, repo, known, path, name)
    found: list[Option] = []
    if DIFF.spec.startswith(prefix) and DIFF.spec not in known:
        found.append((DIFF.spec, "what changed since the last commit"))
    found += [(one, "") for one in known.complete(prefix)]
    if prefix and ("HEAD".startswith(prefix) or prefix.startswith("HEAD")):
        found = [*await asyncio.to_thread(_commits, repo, prefix), *found]
    elif not found and _ID.match(prefix):
        found = await asyncio.to_thread(_commits, repo, prefix)
    return tuple(found[:MOST])


def _symbols(repo: Repo, known: Paths, path: str, name: str) -> tuple[Option, ...]:
    """Return the definitions of one file whose name continues what is written."""
    item = resolve(path, known)
    state = read(repo, item.path) if isinstance(item, Attachment) and item.kind == "file" else None
    if not isinstance(state, Present):
        return ()
    wanted = name.casefold()
    found = dict.fromkeys(
        qualified(part)
        for part in definitions(path, state.data)
        if wanted in qualified(part).casefold()
    )
    best = sorted(found, key=lambda one: not one.casefold().startswith(wanted))
    return tuple((f"{path}#{one}", "") for one in best[:MOST])


def _commits(repo: Repo, prefix: str) -> list[Option]:
    """Return the latest commits, by the steps back from HEAD or by their ids."""
    found = []
    for steps, one in enumerate(recent(repo)):
        name = f"HEAD~{steps}" if steps else "HEAD"
        if _ID.match(prefix):
            name = one.id[: max(SHORT, len(prefix))]
        if name.startswith(prefix):
            found.append((name, one.message))
    return found[:1] if found and not prefix.startswith("HEAD") and prefix in "HEAD" else found
