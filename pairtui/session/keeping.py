"""Keeping: what outlives the process, kept at the key that made it, without waiting for the disk.

What was kept of one session is taken up again here, and another one can take its place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pairtui.conversation import Attachment
from pairtui.landing import Landed
from pairtui.repo.journal import InMemory, Journal
from pairtui.session.advancing import Advancing, Here
from pairtui.session.beside import Beside
from pairtui.session.writing import Writing
from pairtui.store.hold import Hold, hold
from pairtui.store.nouns import Draft, Exchange, Resumed, Spot, Told
from pairtui.store.place import Place, StoreFault
from pairtui.store.store import Store


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A session that was read back, and is held for this process; `enter` it or `release` it."""

    resumed: Resumed
    hold: Hold


class Keeping(Advancing):
    """The open session: its reviews, and everything else of it that is to be there again.

    `troubles` are sentences about what could not be kept, or was set aside.
    """

    def __init__(
        self,
        places: Sequence[Place],
        *,
        branch: Callable[[], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(Writing(places, clock), branch)
        self._clock = clock
        self._journal: Journal = Beside(self._writing) if places else InMemory()
        self.troubles = self._writing.troubles

    # The conversation

    def said(self, exchange: Exchange, *, again: bool = False) -> None:
        """Keep a turn, or the last one again: one without an ending is still running."""
        here = self._here

        def write(store: Store, session: str) -> None:
            here.turn = store.record_turn(session, exchange, here.turn if again else None)

        self._write(write)

    def told(self, told: dict[str, Told]) -> None:
        """Keep which decisions the model knows of, by proposal."""
        self._write(lambda store, _: store.record_told(told))

    def attached(self, files: tuple[Attachment, ...]) -> None:
        """Keep which files are in the conversation."""
        if files or self._here.begins:
            self._write(lambda store, session: store.keep_attached(session, files))

    def drafted(self, draft: Draft) -> None:
        """Keep a half-typed text; an empty one is forgotten."""
        if draft.text or self._here.begins:
            self._write(lambda store, session: store.keep_draft(session, draft))

    def looked(self, spot: Spot) -> None:
        """Keep the place on the screen, with the time."""
        if self._here.begins:
            spot = replace(spot, at=self._clock())
            self._write(lambda store, session: store.keep_spot(session, spot))

    @property
    def keeps(self) -> bool:
        """Tell whether what happens is being kept."""
        return self._writing.keeps

    def news(self) -> tuple[str, ...]:
        """Return the troubles that were not returned before."""
        return self._writing.news()

    @property
    def kept_before(self) -> bool:
        """Tell whether anything was ever kept here."""
        return self._writing.begun

    def landings(self) -> tuple[Landed, ...]:
        """Return the saves that came through and were not undone, the earliest first; blocks."""
        if not self.kept_before:
            return ()
        results = (one.result for one in self._writing.open().journal.landings())
        return tuple(result.landed for result in results if result and result.landed)

    def store(self) -> Store | None:
        """Return the store, or None where nothing was ever kept; blocks, raises StoreFault."""
        return self._writing.open().store if self.kept_before and not self._writing.off else None

    @property
    def journal(self) -> Journal:
        """Return the journal that lies beside the store; one that ends with us if there is none."""
        return self._journal

    # Beginning and end

    @property
    def session(self) -> str:
        """Return the id of the open session, or nothing before something is kept of it."""
        return self._here.id

    @property
    def writing(self) -> Writing:
        """Return the thread in which things are kept."""
        return self._writing

    def resume(self) -> Resumed | None:
        """Enter the last session in which there is something to go on with, and return it; blocks.

        One that another living process has open is left to it. Nothing is made where nothing was
        ever kept.
        """
        try:
            store = self.store()
            if store is None:
                return None
            for session in store.conversations.pending():
                taken = self.take_up(session)
                if taken is not None:
                    self._writing.check()
                    return self.enter(taken)
        except (StoreFault, OSError) as error:
            self._writing.cannot(error)
        return None

    def take_up(self, session: str) -> TakenUp | None:
        """Hold a session and read it back, while the open one stays open; blocks.

        None if there is none, or another process has it open. Raises StoreFault and OSError.
        """
        store = self.store()
        held = hold(store.path.parent, session) if store else None
        if store is None or held is None:
            return None
        try:
            resumed = store.resume(session)
        except BaseException:
            held.release()
            raise
        if resumed is None:
            held.release()
            return None
        return TakenUp(resumed, held)

    def enter(self, taken: TakenUp | None) -> Resumed | None:
        """Leave the open session for one that was taken up, or for a new one.

        What is still to be written of it is written before it is let go.
        """
        left = self._here
        if taken is None:
            self._here = Here()
        else:
            resumed = taken.resumed
            standing = {kept.card.id: kept.standing for kept in resumed.proposals}
            self._here = Here(resumed.card.id, True, taken.hold, resumed.last, standing)
            self.troubles += resumed.unread
        self._writing.after(left.release)
        return taken.resumed if taken else None

    async def aclose(self) -> None:
        """Write what is left, let go of the session, and close the files."""
        here = self._here
        await self._writing.aclose(here.release)
