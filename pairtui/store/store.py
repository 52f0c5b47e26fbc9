"""The store: sessions, turns, proposals and every decision, kept at the key that made it.

Each method blocks and may be called from any thread. What cannot be kept raises StoreFault, in a
sentence for a person; a damaged file never does (`database`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from sqlite3 import Connection

from pairtui.conversation import Attachment
from pairtui.landing import Landed
from pairtui.proposal import Proposal
from pairtui.review.decide import Seen
from pairtui.review.replay import Event, PutBack, Saved, SavedAgain, Standing
from pairtui.store import proposals, sessions
from pairtui.store import prune as pruning
from pairtui.store import search as searching
from pairtui.store.codec import Unreadable
from pairtui.store.conversations import Conversations
from pairtui.store.database import Database
from pairtui.store.nouns import (
    Ambiguous,
    Draft,
    Exchange,
    Found,
    KeptProposal,
    ProposalCard,
    Pruned,
    Resumed,
    SessionCard,
    Spot,
    Told,
)
from pairtui.store.place import StoreFault
from pairtui.store.resumed import resumed
from pairtui.store.tables import STORE


class Store:
    """What a repository's sessions leave behind, in one file."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.time,
        point: Callable[[str], None] | None = None,
    ) -> None:
        self.path = path
        self._clock = clock
        self._database = Database(path, STORE, clock=clock, point=point)
        self.conversations = Conversations(self._database, clock)
        """All sessions together: what there is to choose from, fork and remove."""
        self._latest: dict[str, Proposal] = {}
        """The last state of each proposal that grows, as it is in the file."""

    @property
    def troubles(self) -> tuple[str, ...]:
        """Return what went wrong with the file so far and was mended, in sentences."""
        return tuple(self._database.troubles)

    # What happens

    def begin_session(self, *, branch: str = "") -> str:
        """Begin a session and return its id."""
        name, now = secrets.token_hex(8), self._clock()
        card = SessionCard(name, now, now, branch)
        self._database.write(lambda connection: sessions.keep_card(connection, card))
        return name

    def keep_attached(self, session: str, attached: Sequence[Attachment]) -> None:
        """Keep which files are in the conversation."""
        now, files = self._clock(), tuple(attached)
        self._database.write(
            lambda connection: sessions.touch(connection, session, now, attached=files)
        )

    def record_turn(self, session: str, exchange: Exchange, number: int | None = None) -> int:
        """Keep a turn and return its number; with a number, in the place of what it was."""
        now = self._clock()

        def work(connection: Connection) -> int:
            sessions.note_turn(connection, session, exchange, now)
            return sessions.keep_turn(connection, session, exchange, number)

        return self._database.write(work)

    def record(
        self, session: str, after: Standing, *events: Event, branch: str | None = None
    ) -> None:
        """Keep a proposal that has arrived, or what happened to it; `after` is how it stands then.

        What was only looked at outlives the process, every other event a power cut.
        """
        self._record(session, after, events, branch=branch)

    def record_landing(
        self,
        session: str,
        after: Standing,
        event: Saved | SavedAgain,
        landed: Landed,
        *,
        used: bool = True,
    ) -> None:
        """Keep that what was taken of a proposal has landed, with the receipt.

        Without `used` the session is not the last used one for it.
        """
        self._record(session, after, (event,), landed=landed, used=used)

    def record_undo(
        self,
        session: str,
        after: Standing,
        event: PutBack,
        landed: Landed,
        says: Sequence[str],
        *,
        used: bool = True,
    ) -> None:
        """Keep that a landing was undone, and how; `used` is as for a landing."""
        undone = says or ("Undone.",)
        self._record(session, after, (event,), landed=landed, undone=undone, used=used)

    def record_told(self, told: dict[str, Told]) -> None:
        """Keep which decisions the model knows of, by proposal."""

        def work(connection: Connection) -> None:
            for proposal, decisions in told.items():
                proposals.keep_told(connection, proposal, decisions)

        self._database.write(work)

    def keep_draft(self, session: str, draft: Draft) -> None:
        """Keep a half-typed text in the place of what it was; an empty one is forgotten."""
        self._database.write(lambda connection: sessions.keep_draft(connection, session, draft))

    def keep_spot(self, session: str, spot: Spot) -> None:
        """Keep the place on the screen."""
        self._database.write(
            lambda connection: sessions.keep_spot(connection, session, spot), lasting=False
        )

    # What there is

    def resume(self, session: str) -> Resumed | None:
        """Return everything it takes to stand where one was, or None if there is no such session.

        What cannot be read is left out, and said.
        """
        return self._database.read(lambda connection: resumed(connection, session))

    def proposals(self, limit: int = 100, *, pending: bool = False) -> tuple[ProposalCard, ...]:
        """Return the proposals of all sessions, the latest first; or only those to be decided."""
        return self._database.read(
            lambda connection: proposals.cards(connection, limit, pending=pending)
        )

    def proposal(self, prefix: str) -> KeptProposal | Ambiguous | None:
        """Return the proposal whose id begins so; raises StoreFault if it cannot be read."""

        def work(connection: Connection) -> KeptProposal | Ambiguous | None:
            found = proposals.find(connection, prefix)
            return proposals.read(connection, found) if isinstance(found, str) else found

        try:
            return self._database.read(work)
        except Unreadable as error:
            raise StoreFault(f"{prefix} cannot be read. {error.says}") from error

    def owners(self) -> dict[str, ProposalCard]:
        """Return of which proposal each landing is, by the landing."""
        return self._database.read(proposals.owners)

    def search(self, words: str, limit: int = 50) -> tuple[Found, ...]:
        """Return where all of some words stand, the best first."""
        return self._database.read(lambda connection: searching.search(connection, words, limit))

    # What goes

    def prune(
        self,
        older_than: float,
        bytes_over: int | None = None,
        undoable: pruning.Undoable = lambda _: True,
        *,
        rehearse: bool = False,
    ) -> Pruned:
        """Remove what nobody touched for so many seconds, and more if the file is too large.

        Never anything pending, and no landing that `undoable` says can still be undone. What goes
        leaves no trace in the file. With `rehearse` only say what it would come to.
        """
        before = self._clock() - older_than

        def work(connection: Connection) -> Pruned:
            return pruning.prune(connection, before, bytes_over, undoable)

        if rehearse:
            return self._database.rehearse(work)
        pruned = self._database.write(work)
        self._database.shrink()
        return pruned

    def check(self) -> bool:
        """Look through the whole file; tell whether it was whole. A damaged one is begun anew."""
        return self._database.check()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _record(
        self,
        session: str,
        after: Standing,
        events: Sequence[Event],
        *,
        branch: str | None = None,
        landed: Landed | None = None,
        undone: Sequence[str] = (),
        used: bool = True,
    ) -> None:
        proposal, now, anew = after.review.proposal.id, self._clock(), self._database.anew
        seen = bool(events) and all(isinstance(event, Seen) for event in events)

        def work(connection: Connection) -> Proposal | None:
            latest = self._latest.get(proposal) if self._database.anew == anew else None
            if used and not seen:
                sessions.touch(connection, session, now)
            latest = proposals.record(
                connection, session, after, events, latest=latest, branch=branch, now=now
            )
            if landed is not None:
                proposals.keep_landing(connection, proposal, landed, undone)
            return latest

        latest = self._database.write(work, lasting=not seen)
        if latest is not None:
            self._latest[proposal] = latest
