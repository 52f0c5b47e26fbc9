"""Listing: the files of the repository, listed anew while what was listed serves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pairtui.context.paths import Paths
from pairtui.repo.files import list_files
from pairtui.repo.git import Repo

_FRESH = 5.0
"""Seconds for which a list of the files is good enough."""


class Listing:
    """Lists the files of a repository, at most every few seconds, never twice at a time."""

    def __init__(self, repo: Repo, clock: Callable[[], float]) -> None:
        self._repo = repo
        self._clock = clock
        self._listed = Paths(())
        self._at = float("-inf")
        self._listing: asyncio.Task[Paths] | None = None

    async def now(self) -> Paths:
        """Return the files as they are, or were a few seconds ago."""
        if self._clock() - self._at <= _FRESH:
            return self._listed
        return await asyncio.shield(self._begun())  # who gives up waiting ends it for nobody else

    async def soon(self) -> Paths:
        """Return the files as they were last listed, and list them beside that if it is long ago.

        Only the first time this waits.
        """
        if self._at == float("-inf"):
            return await self.now()
        if self._clock() - self._at > _FRESH:
            self._begun()
        return self._listed

    def _begun(self) -> asyncio.Task[Paths]:
        if self._listing is None or self._listing.done():
            self._listing = asyncio.create_task(self._list())
        return self._listing

    async def _list(self) -> Paths:
        listed = await asyncio.to_thread(_paths, self._repo, self._listed)
        self._listed, self._at = listed, self._clock()
        return listed


def _paths(repo: Repo, before: Paths) -> Paths:
    files = list_files(repo)
    return before if files == before.files else Paths(files)
