"""Writing: the thread in which things are kept, in order, and what waits while they cannot be.

Where nothing can be kept the work goes on, and why is said once. What cannot be for a while, as on
a full disk, waits for the next thing that can.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import TypeAlias, TypeVar

from pairtui.store.opening import Kept, found, open_kept
from pairtui.store.place import Place, StoreFault
from pairtui.store.store import Store

Work: TypeAlias = Callable[[Store], object]
Came = TypeVar("Came")
WAITED = 5.0
"""Seconds that what is still to be written is waited for at the end."""


class Writing:
    """Store and journal of one place, opened when they are first needed, and one thread for them.

    `troubles` are sentences about what could not be kept, or was set aside.
    """

    def __init__(self, places: Sequence[Place], clock: Callable[[], float]) -> None:
        self._places = places
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, "keeping")
        self._opening = Lock()
        self._kept: Kept | None = None
        self._off = not places
        self._waiting: deque[Work] = deque()
        self._behind = False
        self.troubles: list[str] = []
        self._told = 0

    @property
    def off(self) -> bool:
        """Tell whether nothing can be kept at all."""
        return self._off

    @property
    def keeps(self) -> bool:
        """Tell whether what happens is being kept."""
        return not self._off and not self._behind

    def news(self) -> tuple[str, ...]:
        """Return the troubles that were not returned before."""
        fresh = tuple(self.troubles[self._told :])
        self._told += len(fresh)
        return fresh

    @property
    def begun(self) -> bool:
        """Tell whether anything was ever kept here."""
        return found(self._places)

    def open(self) -> Kept:
        """Return store and journal, opened now if they are not; blocks, raises StoreFault."""
        with self._opening:
            if self._kept is None:
                self._kept = open_kept(self._places, self._clock)
                store, journal = self._kept.store, self._kept.journal
                self.troubles += (*self._kept.says, *store.troubles, *journal.troubles)
            return self._kept

    def write(self, work: Work) -> None:
        """Let some writing be done, after all before it."""
        if not self._off:
            self._thread.submit(self._written, work)

    def after(self, work: Callable[[], object]) -> None:
        """Let something be done once all before it is written, or cannot be."""
        self._thread.submit(work)

    async def done(self, work: Callable[[Store], Came]) -> Came | None:
        """Do some work once all before it is written, and return what came; raises StoreFault.

        None where nothing was ever kept.
        """

        def now() -> Came | None:
            if self._waiting:
                self._catch_up()
            return None if self._off or not self.begun else work(self.open().store)

        return await asyncio.wrap_future(self._thread.submit(now))

    def check(self) -> None:
        """Let both files be looked through, beside the keys; a large one is not at opening."""
        self._thread.submit(self._check)

    def cannot(self, error: StoreFault | OSError) -> None:
        """Keep nothing more, and say why."""
        self._off = True
        self.troubles.append(f"Nothing more is kept of this: {cause(error)}")

    async def aclose(self, last: Callable[[], object]) -> None:
        """Write what is left, do the last thing, and close the files."""

        def end() -> None:
            if self._waiting:
                self._catch_up()
            last()
            if self._kept is not None:
                self._kept.close()

        ended = asyncio.wrap_future(self._thread.submit(end))
        with suppress(TimeoutError):
            await asyncio.wait_for(ended, WAITED)
        self._thread.shutdown(wait=False)

    # In the thread

    def _check(self) -> None:
        try:
            kept = self.open()
            for file in (kept.store, kept.journal):
                file.check()
                self.troubles += [says for says in file.troubles if says not in self.troubles]
        except StoreFault as fault:
            self.cannot(fault)

    def _written(self, work: Work) -> None:
        if not self._off:
            self._waiting.append(work)
            self._catch_up()

    def _catch_up(self) -> None:
        """Do all the writing that waits, in order; what cannot be done goes on waiting."""
        try:
            store = self.open().store
            while self._waiting:
                self._waiting[0](store)
                self._waiting.popleft()
            self.troubles += [says for says in store.troubles if says not in self.troubles]
        except (StoreFault, OSError) as error:
            self._cannot_now(error)
            return
        if self._behind:
            self._behind = False
            self.troubles.append("All that could not be kept is kept now.")

    def _cannot_now(self, error: StoreFault | OSError) -> None:
        """Let what waits go on waiting; where the store was never there, nothing ever will be."""
        if self._kept is None:
            self._waiting.clear()
            self.cannot(error)
        elif not self._behind:
            self._behind = True
            until = "What you do is not kept for a crash until this is mended:"
            self.troubles.append(f"{until} {cause(error)}")


def cause(error: StoreFault | OSError) -> str:
    """Return why something cannot be kept, in a sentence."""
    return error.says if isinstance(error, StoreFault) else f"{error.strerror}."
