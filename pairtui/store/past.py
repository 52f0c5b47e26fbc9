"""Past: what is kept in one place, only read; nothing is made, mended or brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from pairtui.landing import Operation
from pairtui.store import conversations, proposals, search, sessions
from pairtui.store.codec import Unreadable
from pairtui.store.journal import Journal
from pairtui.store.nouns import (
    Ambiguous,
    Exchange,
    Found,
    KeptLanding,
    KeptProposal,
    ProposalCard,
    Resumed,
    SessionEntry,
)
from pairtui.store.opening import JOURNAL_FILE, STORE_FILE
from pairtui.store.place import Place, StoreFault, holds
from pairtui.store.readonly import ReadOnly
from pairtui.store.resumed import resumed
from pairtui.store.tables import STORE


@dataclass(frozen=True, slots=True)
class Past:
    """The store and the journal of one place, each None where there is none.

    Each method blocks; raises StoreFault.
    """

    store: ReadOnly | None
    journal: Journal | None

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all proposals."""
        return self.store.read(proposals.ids) if self.store else ()

    def cards(self, limit: int) -> tuple[ProposalCard, ...]:
        """Return the proposals, the latest first."""
        if self.store is None:
            return ()
        return self.store.read(lambda connection: proposals.cards(connection, limit, pending=False))

    def card(self, proposal: str) -> ProposalCard | None:
        """Return one proposal as it is in a list, or None if it cannot be read."""
        if self.store is None:
            return None
        return self.store.read(lambda connection: proposals.card(connection, proposal))

    def landings(self, proposal: str) -> tuple[KeptLanding, ...]:
        """Return what landed of a proposal, the earliest first; nothing where it is damaged."""

        def work(connection: Connection) -> tuple[KeptLanding, ...]:
            try:
                return tuple(proposals.landings(connection, proposal))
            except Unreadable:
                return ()

        return self.store.read(work) if self.store else ()

    def landing_ids(self) -> frozenset[str]:
        """Return the ids of everything that landed of a proposal which is kept."""
        return self.store.read(proposals.landing_ids) if self.store else frozenset()

    def find(self, prefix: str) -> tuple[str, ...]:
        """Return the id that begins so, or those that do; the first ones, if they are many."""
        if self.store is None:
            return ()
        match self.store.read(lambda connection: proposals.find(connection, prefix)):
            case str(found):
                return (found,)
            case Ambiguous(ids=ids):
                return ids
            case None:
                return ()

    def proposal(self, name: str) -> KeptProposal | None:
        """Return one proposal as it stands; raises StoreFault also where that cannot be read."""
        if self.store is None:
            return None
        try:
            return self.store.read(lambda connection: proposals.read(connection, name))
        except Unreadable as error:
            raise StoreFault(f"{name} cannot be read. {error.says}") from error

    def turn_of(self, kept: KeptProposal) -> Exchange | None:
        """Return the turn that a proposal came from, if it is known."""
        if self.store is None:
            return None
        turns = self.store.read(lambda one: tuple(sessions.turns(one, kept.card.session)))
        of = (turn for turn, _ in turns if turn and turn.turn.proposal == kept.card.id)
        return next(of, None)

    def turn(self, number: int) -> Exchange | None:
        """Return one turn, or None if it is not there or cannot be read."""
        return self.store.read(lambda one: sessions.turn(one, number)) if self.store else None

    def sessions(self) -> tuple[SessionEntry, ...]:
        """Return the sessions in which something was said or written, the last used first."""
        return self.store.read(conversations.every) if self.store else ()

    def holding(self, words: str) -> frozenset[str]:
        """Return the sessions in which each of some words stands somewhere."""
        return (
            self.store.read(lambda one: search.sessions(one, words)) if self.store else frozenset()
        )

    def session(self, name: str) -> Resumed | None:
        """Return all of a session, or None if it is not there."""
        return self.store.read(lambda one: resumed(one, name)) if self.store else None

    def words(self, limit: int) -> tuple[str, ...]:
        """Return what the person asked, in all sessions, the latest first."""
        return self.store.read(lambda one: sessions.words(one, limit)) if self.store else ()

    def search(self, words: str, limit: int) -> tuple[Found, ...]:
        """Return where all of some words stand, the best first."""
        return self.store.read(lambda one: search.search(one, words, limit)) if self.store else ()

    def operations(self) -> tuple[Operation, ...]:
        """Return every save and undo, the earliest first, without their long texts."""
        return self.journal.outlines() if self.journal else ()

    def close(self) -> None:
        """Close both."""
        for one in (self.store, self.journal):
            if one is not None:
                one.close()


def open_past(places: Sequence[Place]) -> tuple[tuple[Past, ...], tuple[str, ...]]:
    """Open what is kept in each place; return also why something cannot be read, in sentences."""
    found, says = [], []
    for place in places:
        store, journal = None, None
        try:
            if holds(place, STORE_FILE):
                store = ReadOnly(place.folder / STORE_FILE, STORE)
        except StoreFault as fault:
            says.append(fault.says)
        try:
            if holds(place, JOURNAL_FILE):
                journal = Journal(place.folder / JOURNAL_FILE, reading=True)
        except StoreFault as fault:
            says.append(fault.says)
        if store or journal:
            found.append(Past(store, journal))
    return tuple(found), tuple(dict.fromkeys(says))
