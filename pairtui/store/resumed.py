"""Resumed: one session read back whole; what cannot be read is left out, and said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sqlite3 import Connection
from typing import TypeVar

from pairtui.store import proposals, sessions
from pairtui.store.codec import Unreadable
from pairtui.store.nouns import KeptProposal, Resumed, SessionCard

Some = TypeVar("Some")


def resumed(connection: Connection, session: str) -> Resumed | None:
    """Return everything it takes to stand where one was, or None if there is no such session.

    What cannot be read is left out, and said.
    """
    unread: list[str] = []
    try:
        card = sessions.card(connection, session)
    except Unreadable as error:
        card = SessionCard(session, 0.0, 0.0)
        unread.append(f"The session's own data: {error.says}")
    if card is None:
        return None
    return Resumed(
        card,
        tuple(_whole(sessions.turns(connection, session), "A turn", unread)),
        tuple(_proposals(connection, session, unread)),
        tuple(_whole(sessions.drafts(connection, session), "A half-typed text", unread)),
        sessions.spot(connection, session),
        tuple(unread),
        sessions.last_turn(connection, session),
    )


def _whole(
    found: Iterable[tuple[Some | None, str]], what: str, unread: list[str]
) -> Iterator[Some]:
    for one, says in found:
        if one is None:
            unread.append(f"{what}: {says}")
        else:
            yield one


def _proposals(connection: Connection, session: str, unread: list[str]) -> Iterator[KeptProposal]:
    for name in proposals.of_session(connection, session):
        try:
            kept = proposals.read(connection, name)
        except Unreadable as error:
            unread.append(f"A proposal ({name}): {error.says}")
            continue
        if kept.unread:
            unread.append(f"A part of “{kept.card.title}”: {kept.unread}")
        yield kept
