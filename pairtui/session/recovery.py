"""Recovery: what a save that was cut off left behind, and what the person does about it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping

from pairtui.landing import Intent, Interrupted, JournalFault, Landed, NotLanded, Undone
from pairtui.proposal import Absent, Present
from pairtui.repo import recover
from pairtui.repo.git import Repo, RepoError
from pairtui.review.decide import Review
from pairtui.review.result import results
from pairtui.session.keeping import Keeping


class Recovery:
    """The saves and undos of this work tree that have no end in the journal."""

    def __init__(self, repo: Repo, keep: Keeping, stopping: threading.Event) -> None:
        self._repo = repo
        self._keep = keep
        self._stopping = stopping
        self._running: asyncio.Future[Landed | Undone | NotLanded] | None = None

    async def interrupted(self) -> tuple[Interrupted, ...]:
        """Return what was cut off, the earliest first, having changed nothing."""
        if not self._keep.kept_before:
            return ()
        try:
            return await asyncio.to_thread(recover.interrupted, self._repo, self._keep.journal)
        except (JournalFault, RepoError) as error:
            self._keep.troubles.append(error.says)
            return ()

    async def finish(
        self, intent: Intent, progress: Callable[[str], None]
    ) -> Landed | Undone | NotLanded:
        """Take the steps that are missing; `progress` is told what takes long, such as a hook."""
        self._stopping.clear()
        loop = asyncio.get_running_loop()

        def say(text: str) -> None:
            loop.call_soon_threadsafe(progress, text)

        work = asyncio.to_thread(
            recover.finish,
            self._repo,
            intent,
            journal=self._keep.journal,
            progress=say,
            cancelled=self._stopping.is_set,
        )
        self._running = asyncio.ensure_future(work)
        return await asyncio.shield(self._running)

    async def put_back(self, intent: Intent) -> tuple[str, ...] | NotLanded:
        """Take the steps back that were taken; return sentences about it."""
        return await asyncio.to_thread(
            recover.put_back, self._repo, intent, journal=self._keep.journal
        )

    async def leave(self, intent: Intent) -> tuple[str, ...] | NotLanded:
        """Leave everything as it is now, and ask no more."""
        return await asyncio.to_thread(
            recover.leave, self._repo, intent, journal=self._keep.journal
        )

    async def aclose(self) -> None:
        """Wait until what is being finished has ended."""
        if self._running is not None:
            await asyncio.wait({self._running})


def owner(reviews: Mapping[str, Review], landed: Landed) -> str | None:
    """Return which proposal's taken changes come to exactly what has landed, if one does."""
    wanted = {file.path: _bytes(file.after) for file in landed.files}
    for name, review in reviews.items():
        goals = {result.goal: _bytes(result.after) for result in results(review)}
        if goals and goals.items() <= wanted.items():
            return name
    return None


def _bytes(state: Present | Absent) -> bytes | None:
    return state.data if isinstance(state, Present) else None
