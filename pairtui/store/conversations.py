"""Conversations: all sessions of a store together, to choose from, to fork and to remove.

A list reads cards and counts rows; no turn and no proposal is read for it.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pairtui.store import proposals, search, sessions
from pairtui.store.codec import Unreadable, load
from pairtui.store.database import Database
from pairtui.store.nouns import (
    Draft,
    Exchange,
    Origin,
    ProposalCard,
    SessionCard,
    SessionEntry,
)

LOOKED_AT = 10
"""How many sessions are looked at for something to go on with."""


class Conversations:
    """What is asked of sessions as such. Each method blocks; raises StoreFault."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def pending(self) -> tuple[str, ...]:
        """Return the sessions with something to go on with, the last used first.

        That is something to decide or to save, a text half typed, or a turn that never ended. Only
        the latest few are looked at.
        """
        return self._database.read(_pending)

    def every(self) -> tuple[SessionEntry, ...]:
        """Return every session in which something was said or written, the last used first."""
        return self._database.read(every)

    def holding(self, words: str) -> frozenset[str]:
        """Return the sessions in which each of some words stands somewhere."""
        return self._database.read(lambda connection: search.sessions(connection, words))

    def used(self, session: str) -> None:
        """Note that a session is the last used one."""
        now = self._clock()
        self._database.write(lambda connection: sessions.touch(connection, session, now))

    def named(self, session: str, name: str) -> None:
        """Name a session; without a name its first words stand for it."""
        self._database.write(lambda connection: _rename(connection, session, name))

    def forked(self, session: str, turns: int, *, branch: str = "") -> str | None:
        """Begin a session with the first turns of another one and its files; return its id.

        None if there is no such session. Its proposals stay where they are.
        """
        name, now = secrets.token_hex(8), self._clock()

        def work(connection: sqlite3.Connection) -> str | None:
            return _fork(connection, session, turns, SessionCard(name, now, now, branch))

        return self._database.write(work)

    def undoable(self, session: str) -> int:
        """Return how many saves of a session are not known to be undone."""
        return self._database.read(lambda connection: _landed(connection, session))

    def forget(self, session: str) -> None:
        """Remove a session with its turns, its drafts and its proposals, for good."""

        def work(connection: sqlite3.Connection) -> None:
            for proposal in proposals.of_session(connection, session):
                proposals.forget(connection, proposal)
            sessions.forget(connection, session)
            search.compact(connection)

        self._database.write(work)
        self._database.shrink()


def every(connection: sqlite3.Connection) -> tuple[SessionEntry, ...]:
    """Return every session in which something was said or written, the last used first."""
    counted = dict(
        connection.execute("SELECT session, count(*) FROM turns GROUP BY session").fetchall()
    )
    made = _by_session(connection)
    drafts = _drafts(connection)
    rows = connection.execute("SELECT body FROM sessions ORDER BY used DESC, rowid DESC")
    found = []
    for card, _ in sessions.readable(rows, SessionCard):
        if card is None or not (card.id in counted or card.id in made or drafts.get(card.id)):
            continue
        cards = made.get(card.id, [])
        attached = (item.path for item in card.attached if item.path)
        paths = (*attached, *(path for one in cards for path in one.paths))
        found.append(
            SessionEntry(
                _worded(connection, card) if card.id in counted else card,
                counted.get(card.id, 0),
                sum(one.tally.open for one in cards),
                sum(one.tally.to_save for one in cards),
                tuple(dict.fromkeys(paths)),
                drafts.get(card.id, ""),
            )
        )
    return tuple(found)


def _pending(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT id, EXISTS (SELECT 1 FROM proposals WHERE session = sessions.id AND pending) OR"
        " EXISTS (SELECT 1 FROM drafts WHERE session = sessions.id AND place <> 'spot')"
        " FROM sessions ORDER BY used DESC, rowid DESC LIMIT ?",
        (LOOKED_AT,),
    ).fetchall()
    return tuple(str(name) for name, waits in rows if waits or _runs(connection, str(name)))


def _runs(connection: sqlite3.Connection, session: str) -> bool:
    """Tell whether the last turn of a session never ended."""
    number = sessions.last_turn(connection, session)
    last = None if number is None else sessions.turn(connection, number)
    return last is not None and not last.turn.ending


def _by_session(connection: sqlite3.Connection) -> dict[str, list[ProposalCard]]:
    found: dict[str, list[ProposalCard]] = {}
    for session, body in connection.execute("SELECT session, card FROM proposals ORDER BY number"):
        card = _readable(body, ProposalCard)
        if card is not None:
            found.setdefault(str(session), []).append(card)
    return found


def _drafts(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT session, body FROM drafts WHERE place = 'prompt'").fetchall()
    found = ((str(session), _readable(body, Draft)) for session, body in rows)
    return {session: draft.text for session, draft in found if draft is not None}


def _worded(connection: sqlite3.Connection, card: SessionCard) -> SessionCard:
    """Return a card with its first words; one of an earlier version did not have them."""
    if card.words:
        return card
    ends = connection.execute(
        "SELECT body FROM turns WHERE id IN"
        " (SELECT min(id) FROM turns WHERE session = ?1 UNION"
        " SELECT max(id) FROM turns WHERE session = ?1) ORDER BY id",
        (card.id,),
    )
    turns = [turn for turn, _ in sessions.readable(ends, Exchange) if turn is not None]
    if not turns:
        return card
    return replace(card, words=sessions.first_words(turns[0]), model=turns[-1].model)


def _rename(connection: sqlite3.Connection, session: str, name: str) -> None:
    card = sessions.card(connection, session)
    if card is not None:
        sessions.keep_card(connection, replace(card, name=name))


def _fork(
    connection: sqlite3.Connection, session: str, turns: int, card: SessionCard
) -> str | None:
    """Copy turns into a new session; the drafts and proposals of the old one stay there."""
    try:
        known = sessions.card(connection, session)
    except Unreadable:
        return None
    if known is None:
        return None
    kept = [turn for turn, _ in sessions.turns(connection, session) if turn is not None][:turns]
    made = replace(
        card,
        attached=known.attached,
        words=sessions.first_words(kept[0]) if kept else "",
        model=known.model,
        origin=Origin(session, len(kept)),
    )
    sessions.keep_card(connection, made)
    for turn in kept:
        sessions.keep_turn(connection, made.id, turn, None)
    return made.id


def _landed(connection: sqlite3.Connection, session: str) -> int:
    row = connection.execute(
        "SELECT count(*) FROM landings JOIN proposals ON proposals.id = landings.proposal"
        " WHERE proposals.session = ? AND landings.undone IS NULL",
        (session,),
    ).fetchone()
    return int(row[0])


def _readable(body: Any, kind: Any) -> Any:
    try:
        return load(body, kind)
    except Unreadable:
        return None
