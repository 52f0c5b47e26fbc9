"""Keeping: what outlives the process, kept at the key that made it, without waiting for the disk.

A review advances here, by the function that tells it again from the store, and what it advanced by
is written down by a thread of its own, in order. Where nothing can be kept the work goes on, and
why is said once. What cannot be for a while, as on a full disk, waits for the next thing that can.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeAlias

from pairtui.conversation import Attachment
from pairtui.landing import Intent, Landed, Operation, Outcome
from pairtui.proposal import Absent, Present, Proposal
from pairtui.repo.journal import InMemory, Journal
from pairtui.review.decide import Review
from pairtui.review.replay import (
    Event,
    Grew,
    PutBack,
    Saved,
    SavedAgain,
    Standing,
    advance,
)
from pairtui.store.hold import Hold, hold
from pairtui.store.nouns import Draft, Exchange, Resumed, Spot, Told
from pairtui.store.opening import Kept, found, open_kept
from pairtui.store.place import Place, StoreFault
from pairtui.store.store import Store

Work: TypeAlias = Callable[[Store, str], object]
WRITING = 5.0
"""Seconds that what is still to be written is waited for at the end."""


@dataclass(slots=True)
class _Growth:
    """The latest state of a proposal that grows faster than it is written down."""

    standing: Standing
    begun: bool = False


class Keeping:
    """The reviews of one session and everything else of it that is to be there again.

    `troubles` are sentences about what could not be kept, or was set aside.
    """

    def __init__(
        self,
        places: Sequence[Place],
        *,
        branch: Callable[[], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._places = places
        self._branch = branch
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, "keeping")
        self._opening = Lock()
        self._kept: Kept | None = None
        self._hold: Hold | None = None
        self._session = ""
        self._turn: int | None = None
        self._standing: dict[str, Standing] = {}
        self._growing: dict[str, _Growth] = {}
        self._off = not places
        self._waiting: deque[Work] = deque()
        self._behind = False
        self._journal: Journal = _Beside(places, self._open) if places else InMemory()
        self.troubles: list[str] = []
        self._told = 0

    # Reviews

    def arrived(self, proposal: Proposal) -> Review:
        """Take in a proposal that is new or has grown, and return its review."""
        known = self._standing.get(proposal.id)
        standing = advance(known, Grew(proposal)) if known else Standing(Review(proposal))
        if standing is known:
            return standing.review
        self._standing[proposal.id] = standing
        growth = self._growing.get(proposal.id)
        if growth is not None and not growth.begun:
            growth.standing = standing
            return standing.review
        growth = self._growing[proposal.id] = _Growth(standing)

        def write(store: Store, session: str) -> None:
            growth.begun = True
            events = (Grew(growth.standing.review.proposal),) if known else ()
            branch = None if known else self._branch()
            store.record(session, growth.standing, *events, branch=branch)

        self._write(write)
        return standing.review

    def happened(self, proposal: str, event: Event) -> Review:
        """Let something happen to a review, such as a decision, and return it as it is then."""
        before = self._standing[proposal]
        after = advance(before, event)
        if after is before:
            return after.review
        self._stands(after)
        self._write(lambda store, session: store.record(session, after, event))
        return after.review

    def moved_to(self, proposal: str, branch: str) -> None:
        """Keep that a proposal belongs to another branch now."""
        standing = self._standing[proposal]
        self._write(lambda store, session: store.record(session, standing, branch=branch))

    def landed(self, proposal: str, landed: Landed) -> Review:
        """Keep that what was taken of a proposal has landed, and return the review after it."""
        event = Saved(landed.id, {file.path: file.after for file in landed.files})
        after = advance(self._standing[proposal], event)
        self._stands(after)
        self._write(lambda store, session: store.record_landing(session, after, event, landed))
        return after.review

    def undone(self, proposal: str, landed: Landed, says: Sequence[str]) -> Review:
        """Keep that a landing was undone, and return the review after it."""
        event = PutBack(landed.id)
        after = advance(self._standing[proposal], event)
        self._stands(after)
        self._write(lambda store, session: store.record_undo(session, after, event, landed, says))
        return after.review

    def landed_again(
        self, proposal: str, landed: Landed, of: str, files: Mapping[str, Present | Absent]
    ) -> Review:
        """Keep that a landing which was undone was done again, and return the review after it.

        `of` is the landing, `files` what is at each of its paths now.
        """
        event = SavedAgain(landed.id, of, files)
        before = self._standing[proposal]
        after = advance(before, event)
        if after is not before:
            self._stands(after)
            self._write(lambda store, session: store.record_landing(session, after, event, landed))
        return after.review

    @property
    def standing(self) -> Mapping[str, Standing]:
        """Return where each proposal of this session stands."""
        return self._standing

    # The conversation

    def said(self, exchange: Exchange, *, again: bool = False) -> None:
        """Keep a turn, or the last one again: one without an ending is still running."""

        def write(store: Store, session: str) -> None:
            self._turn = store.record_turn(session, exchange, self._turn if again else None)

        self._write(write)

    def told(self, told: dict[str, Told]) -> None:
        """Keep which decisions the model knows of, by proposal."""
        self._write(lambda store, _: store.record_told(told))

    def attached(self, files: tuple[Attachment, ...]) -> None:
        """Keep which files are in the conversation."""
        if files or self._session:
            self._write(lambda store, session: store.keep_attached(session, files))

    def drafted(self, draft: Draft) -> None:
        """Keep a half-typed text; an empty one is forgotten."""
        if draft.text or self._session:
            self._write(lambda store, session: store.keep_draft(session, draft))

    def looked(self, spot: Spot) -> None:
        """Keep the place on the screen, with the time."""
        if self._session:
            spot = replace(spot, at=self._clock())
            self._write(lambda store, session: store.keep_spot(session, spot))

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
    def kept_before(self) -> bool:
        """Tell whether anything was ever kept here."""
        return found(self._places)

    def landings(self) -> tuple[Landed, ...]:
        """Return the saves that came through and were not undone, the earliest first; blocks."""
        if not self.kept_before:
            return ()
        results = (one.result for one in self._open().journal.landings())
        return tuple(result.landed for result in results if result and result.landed)

    def store(self) -> Store | None:
        """Return the store, or None where nothing was ever kept; blocks, raises StoreFault."""
        return self._open().store if self.kept_before and not self._off else None

    @property
    def journal(self) -> Journal:
        """Return the journal that lies beside the store; one that ends with us if there is none."""
        return self._journal

    # Beginning and end

    def resume(self) -> Resumed | None:
        """Return where the last session was left, if there is something to go on with; blocks.

        One that another living process has open is left to it. Nothing is made where nothing was
        ever kept.
        """
        try:
            if not found(self._places):
                return None
            store = self._open().store
            waiting = {card.session for card in store.proposals(pending=True)}
            for card in store.sessions(10):
                resumed = store.resume(card.id)
                if resumed is None or not (card.id in waiting or resumed.drafts):
                    continue
                if not self._take(store, card.id):
                    continue
                self._session = card.id
                self._standing = {kept.card.id: kept.standing for kept in resumed.proposals}
                self.troubles += resumed.unread
                self._thread.submit(self._check)
                return resumed
        except (StoreFault, OSError) as error:
            self._cannot(error)
        return None

    async def aclose(self) -> None:
        """Write what is left, let go of the session, and close the files."""
        ended = asyncio.wrap_future(self._thread.submit(self._end))
        with suppress(TimeoutError):
            await asyncio.wait_for(ended, WRITING)
        self._thread.shutdown(wait=False)

    def _check(self) -> None:
        """Look through both files, beside the keys; a large one is not at opening."""
        try:
            kept = self._open()
            for file in (kept.store, kept.journal):
                file.check()
                self.troubles += [says for says in file.troubles if says not in self.troubles]
        except StoreFault as fault:
            self._cannot(fault)

    def _end(self) -> None:
        if self._waiting:
            self._catch_up()
        if self._hold is not None:
            self._hold.release()
        if self._kept is not None:
            self._kept.close()

    def _take(self, store: Store, session: str) -> bool:
        self._hold = hold(store.path.parent, session)
        return self._hold is not None

    def _stands(self, after: Standing) -> None:
        name = after.review.proposal.id
        self._standing[name] = after
        self._growing.pop(name, None)  # what grows from here on comes after this

    def _write(self, work: Work) -> None:
        if not self._off:
            self._thread.submit(self._written, work)

    def _written(self, work: Work) -> None:
        """Do some writing in the thread; a session begins with the first of it."""
        if not self._off:
            self._waiting.append(work)
            self._catch_up()

    def _catch_up(self) -> None:
        """Do all the writing that waits, in order; what cannot be done goes on waiting."""
        try:
            store = self._open().store
            if not self._session:
                self._session = store.begin_session(branch=self._branch())
                self._take(store, self._session)
            while self._waiting:
                self._waiting[0](store, self._session)
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
            self._cannot(error)
        elif not self._behind:
            self._behind = True
            until = "What you do is not kept for a crash until this is mended:"
            self.troubles.append(f"{until} {_says(error)}")

    def _open(self) -> Kept:
        with self._opening:
            if self._kept is None:
                self._kept = open_kept(self._places, self._clock)
                store, journal = self._kept.store, self._kept.journal
                self.troubles += (*self._kept.says, *store.troubles, *journal.troubles)
            return self._kept

    def _cannot(self, error: StoreFault | OSError) -> None:
        self._off = True
        self.troubles.append(f"Nothing more is kept of this: {_says(error)}")


def _says(error: StoreFault | OSError) -> str:
    return error.says if isinstance(error, StoreFault) else f"{error.strerror}."


class _Beside:
    """The journal in the place of the store, opened when it is first needed."""

    def __init__(self, places: Sequence[Place], opened: Callable[[], Kept]) -> None:
        self._places = places
        self._opened = opened

    def intend(self, intent: Intent) -> None:
        """Write down what is about to be done; it is on the disk when this returns."""
        self._opened().journal.intend(intent)

    def mark(self, intent: str, step: str) -> None:
        """Write down that a step is reached."""
        self._opened().journal.mark(intent, step)

    def finish(
        self, intent: str, outcome: Outcome, landed: Landed | None = None, says: Sequence[str] = ()
    ) -> None:
        """Write down what came of it."""
        self._opened().journal.finish(intent, outcome, landed, says)

    def open_intents(self) -> tuple[Operation, ...]:
        """Return the intents that nothing came of yet, the earliest first."""
        return self._opened().journal.open_intents()

    def outlines(self) -> tuple[Operation, ...]:
        """Return everything that was begun, the earliest first; looking makes no file."""
        return self._opened().journal.outlines() if found(self._places) else ()

    def operation(self, intent: str) -> Operation | None:
        """Return one of them with all its bytes, or None if it is not there."""
        return self._opened().journal.operation(intent)
