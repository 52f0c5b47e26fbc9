"""Talks: all conversations of a repository, to go to another one, fork it, name it or remove it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pairtui.session.keeping import Keeping, TakenUp
from pairtui.session.writing import cause
from pairtui.store.hold import hold
from pairtui.store.nouns import Exchange, Resumed, SessionEntry
from pairtui.store.place import StoreFault
from pairtui.store.store import Store

Came = TypeVar("Came")
ELSEWHERE = "that conversation is open in another window, or is not there any more"
NOTHING_SAID = "nothing was said in this conversation yet"
NOT_KEPT = "nothing is kept here, so there is no other conversation"


@dataclass(frozen=True, slots=True)
class NotDone:
    """Why something was not done, in a few words for a person."""

    says: str


class NoTalk(Exception):
    """The conversation that was asked for on the command line cannot be opened."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(says)
        self.says = says
        self.remedy = remedy


class Talks:
    """The conversations of one repository; what changes them waits for what is still to be kept."""

    def __init__(self, keep: Keeping, branch: Callable[[], str]) -> None:
        self._keep = keep
        self._branch = branch
        self._wanted: TakenUp | None = None

    # The first one

    def want_last(self) -> None:
        """Let the program begin with the conversation that was used last, if there is one; blocks.

        One that is open in another window is left to it. Raises StoreFault.
        """
        store = self._keep.store()
        for entry in store.conversations.every() if store else ():
            self._wanted = self._keep.take_up(entry.card.id)
            if self._wanted is not None:
                return

    def want(self, prefix: str) -> None:
        """Let the program begin with the conversation whose id begins so; blocks.

        Raises NoTalk where there is not exactly one, or it is open elsewhere; and StoreFault.
        """
        store = self._keep.store()
        found = [entry.card.id for entry in store.conversations.every()] if store else []
        found = [name for name in found if name.startswith(prefix)]
        if len(found) != 1:
            how = "Several conversations begin" if found else "No conversation begins"
            raise NoTalk(f"{how} with {prefix}", "`pairtui sessions` lists them.")
        self._wanted = self._keep.take_up(found[0])
        if self._wanted is None:
            raise NoTalk(f"{found[0]} is open in another window", "Close it there first.")

    def first(self) -> Resumed | None:
        """Enter what the program is to begin with, and return it; blocks.

        That is what was wanted, else one with something to go on with, else a new one.
        """
        wanted, self._wanted = self._wanted, None
        return self._keep.enter(wanted) if wanted else self._keep.resume()

    # Looking

    @property
    def current(self) -> str:
        """Return the id of the open conversation; it has none before something is kept of it."""
        return self._keep.session

    async def every(self) -> tuple[SessionEntry, ...]:
        """Return every conversation, the last used first; raises StoreFault."""
        return await self._done(lambda store: store.conversations.every()) or ()

    async def holding(self, words: str) -> frozenset[str]:
        """Return those in which each of some words was said or proposed; raises StoreFault."""
        found = await self._done(lambda store: store.conversations.holding(words))
        return found or frozenset()

    async def turns(self, session: str = "") -> tuple[Exchange, ...]:
        """Return the turns of a conversation, of the open one without an id; raises StoreFault."""
        whole = await self.whole(session)
        return whole.exchanges if whole else ()

    async def whole(self, session: str = "") -> Resumed | None:
        """Return all of a conversation, of the open one without an id; raises StoreFault."""
        name = session or self.current
        return await self._done(lambda store: store.resume(name)) if name else None

    async def undoable(self, session: str) -> int:
        """Return how many saves of a conversation are not undone; raises StoreFault."""
        return await self._done(lambda store: store.conversations.undoable(session)) or 0

    # Going

    async def open(self, session: str) -> TakenUp | NotDone:
        """Hold another conversation and read it, while this one stays open."""
        if session == self.current:
            return NotDone("that conversation is the one on the screen")
        try:
            taken = await asyncio.to_thread(self._keep.take_up, session)
        except (StoreFault, OSError) as error:
            return NotDone(cause(error))
        return taken or NotDone(ELSEWHERE)

    def enter(self, taken: TakenUp | None) -> Resumed | None:
        """Go to one that was opened, or to a new one; what was half kept of this one is kept."""
        left = self._keep.enter(taken)
        if left is not None:
            self._keep.writing.write(lambda store: store.conversations.used(left.card.id))
        return left

    # Changing

    async def name(self, words: str, session: str = "") -> NotDone | None:
        """Name a conversation, the open one without an id; without words its first ones do."""
        name = " ".join(words.split())

        def work(store: Store) -> bool:
            here = session or self.current
            if here:
                store.conversations.named(here, name)
            return bool(here)

        done = await self._safely(work)
        return done if isinstance(done, NotDone) else None if done else NotDone(NOTHING_SAID)

    async def fork(self, at: int, session: str = "") -> str | NotDone:
        """Begin a conversation with the first `at` turns of another, and return its id.

        Without an id that is the open one. Its proposals stay where they are.
        """

        def work(store: Store) -> str | None:
            here = session or self.current
            return here and store.conversations.forked(here, at, branch=self._branch())

        return await self._safely(work) or NotDone(NOTHING_SAID)

    async def delete(self, session: str) -> NotDone | None:
        """Remove a conversation for good; one that is open somewhere stays."""

        def work(store: Store) -> bool:
            held = hold(store.path.parent, session)
            if held is None:
                return False
            try:
                store.conversations.forget(session)
            finally:
                held.release()
            return True

        done = await self._safely(work)
        return done if isinstance(done, NotDone) else None if done else NotDone(ELSEWHERE)

    async def _safely(self, work: Callable[[Store], Came]) -> Came | NotDone | None:
        try:
            if self._keep.writing.off:
                return NotDone(NOT_KEPT)
            return await self._done(work)
        except (StoreFault, OSError) as error:
            return NotDone(cause(error))

    async def _done(self, work: Callable[[Store], Came]) -> Came | None:
        return await self._keep.writing.done(work)
