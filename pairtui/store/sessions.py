"""Sessions: conversations with their turns, half-typed texts, and the place on the screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pairtui.store import search
from pairtui.store.codec import Unreadable, dump, load
from pairtui.store.nouns import Draft, Exchange, Found, SessionCard, Spot

_SPOT = "spot"
FIRST_WORDS = 200
"""Characters of a session's first words that its card has, at most."""


def keep_card(connection: sqlite3.Connection, card: SessionCard) -> None:
    """Keep what is known of a session, in the place of what was."""
    connection.execute(
        "INSERT OR REPLACE INTO sessions (id, used, body) VALUES (?, ?, ?)",
        (card.id, card.used, dump(card, SessionCard)),
    )


def card(connection: sqlite3.Connection, session: str) -> SessionCard | None:
    """Return what is known of a session; raises Unreadable."""
    row = connection.execute("SELECT body FROM sessions WHERE id = ?", (session,)).fetchone()
    return None if row is None else _card(row[0])


def touch(connection: sqlite3.Connection, session: str, now: float, **changes: Any) -> None:
    """Note that a session was used, with what else changed of it; it is begun if it is unknown."""
    try:
        known = card(connection, session) or SessionCard(session, now, now)
    except Unreadable:
        known = SessionCard(session, now, now)
    keep_card(connection, replace(known, used=now, **changes))


def note_turn(connection: sqlite3.Connection, session: str, exchange: Exchange, now: float) -> None:
    """Note that a turn was taken: the first one names the session, the last says who answers."""
    try:
        known = card(connection, session)
    except Unreadable:
        known = None
    words = (known.words if known else "") or first_words(exchange)
    model = exchange.model or (known.model if known else "")
    touch(connection, session, now, words=words, model=model)


def first_words(exchange: Exchange) -> str:
    """Return how the words of a turn begin, on one line."""
    return " ".join(exchange.turn.words.split())[:FIRST_WORDS]


def keep_turn(
    connection: sqlite3.Connection, session: str, exchange: Exchange, number: int | None
) -> int:
    """Keep a turn, in the place of the one of a number if there is one; return its number.

    What is said while it runs is found once it has ended.
    """
    made = connection.execute(
        "INSERT OR REPLACE INTO turns (id, session, body) VALUES (?, ?, ?)",
        (number, session, dump(exchange, Exchange)),
    )
    if number is not None and not exchange.turn.ending:
        return number
    number = made.lastrowid or 0
    said = f"{exchange.turn.words}\n{exchange.turn.reply}"
    found = Found("turn", str(number), exchange.at, "")
    search.index(connection, found, turn_owner(number), said=said)
    return number


def turns(connection: sqlite3.Connection, session: str) -> Iterator[tuple[Exchange | None, str]]:
    """Yield the turns of a session; None and a sentence for one that cannot be read."""
    rows = connection.execute("SELECT body FROM turns WHERE session = ? ORDER BY id", (session,))
    yield from readable(rows, Exchange)


def last_turn(connection: sqlite3.Connection, session: str) -> int | None:
    """Return the number of the last turn of a session."""
    row = connection.execute("SELECT max(id) FROM turns WHERE session = ?", (session,)).fetchone()
    return None if row[0] is None else int(row[0])


def words(connection: sqlite3.Connection, limit: int) -> tuple[str, ...]:
    """Return the person's words of the latest turns of all sessions, the latest first."""
    rows = connection.execute("SELECT body FROM turns ORDER BY id DESC LIMIT ?", (limit,))
    return tuple(found.turn.words for found, _ in readable(rows, Exchange) if found)


def turn(connection: sqlite3.Connection, number: int) -> Exchange | None:
    """Return one turn, or None if it is not there or cannot be read."""
    rows = connection.execute("SELECT body FROM turns WHERE id = ?", (number,))
    return next((found for found, _ in readable(rows, Exchange)), None)


def keep_draft(connection: sqlite3.Connection, session: str, draft: Draft) -> None:
    """Keep a half-typed text in the place of what was there; an empty one is forgotten."""
    where = (session, draft.place, _name(draft.about))
    if not draft.text:
        connection.execute(
            "DELETE FROM drafts WHERE session = ? AND place = ? AND about = ?", where
        )
        return
    connection.execute(
        "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", (*where, dump(draft, Draft))
    )


def drafts(connection: sqlite3.Connection, session: str) -> Iterator[tuple[Draft | None, str]]:
    """Yield the half-typed texts of a session; None and a sentence for one not to be read."""
    rows = connection.execute(
        "SELECT body FROM drafts WHERE session = ? AND place <> ? ORDER BY place, about",
        (session, _SPOT),
    )
    yield from readable(rows, Draft)


def keep_spot(connection: sqlite3.Connection, session: str, spot: Spot) -> None:
    """Keep the place on the screen."""
    connection.execute(
        "INSERT OR REPLACE INTO drafts VALUES (?, ?, '', ?)", (session, _SPOT, dump(spot, Spot))
    )


def spot(connection: sqlite3.Connection, session: str) -> Spot | None:
    """Return the place on the screen, if it is known and can be read."""
    rows = connection.execute(
        "SELECT body FROM drafts WHERE session = ? AND place = ?", (session, _SPOT)
    )
    return next((found for found, _ in readable(rows, Spot)), None)


def forget(connection: sqlite3.Connection, session: str) -> None:
    """Remove a session with its turns and its half-typed texts."""
    rows = connection.execute("SELECT id FROM turns WHERE session = ?", (session,)).fetchall()
    for (number,) in rows:
        search.drop(connection, turn_owner(number))
    connection.execute("DELETE FROM turns WHERE session = ?", (session,))
    connection.execute("DELETE FROM drafts WHERE session = ?", (session,))
    connection.execute("DELETE FROM sessions WHERE id = ?", (session,))


def turn_owner(number: int) -> str:
    """Return under which name the texts of a turn are found."""
    return f"turn {number}"


def readable(rows: sqlite3.Cursor, kind: Any) -> Iterator[tuple[Any, str]]:
    """Yield what each row's only column stands for; None and a sentence where it is damaged."""
    for (body,) in rows.fetchall():
        try:
            yield load(body, kind), ""
        except Unreadable as error:
            yield None, error.says


def _card(body: Any) -> SessionCard:
    found: SessionCard = load(body, SessionCard)
    return found


def _name(text: str) -> str:
    """Return a text as SQLite can hold it."""
    return text.encode("utf-8", "backslashreplace").decode()
