"""Prune: remove what is old, never anything that is pending or can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from pairtui.store import proposals, search, sessions
from pairtui.store.codec import Unreadable
from pairtui.store.nouns import KeptLanding, Pruned

Undoable = Callable[[KeptLanding], bool]
"""Tell whether a landing can still be undone; who knows the files does."""


def prune(
    connection: sqlite3.Connection, before: float, bytes_over: int | None, undoable: Undoable
) -> Pruned:
    """Remove proposals untouched since a time, then the oldest until the rest is small enough.

    Sessions go with their last proposal. `before` is in seconds since the epoch, `bytes_over` the
    size the file may have.
    """
    removed, was = 0, size(connection)
    for proposal, changed in _untouched(connection):
        if changed >= before and (bytes_over is None or size(connection) <= bytes_over):
            break
        if _settled(connection, proposal, undoable):
            proposals.forget(connection, proposal)
            removed += 1
    gone = _old_sessions(connection, before)
    for session in gone:
        sessions.forget(connection, session)
    if removed or gone:
        search.compact(connection)
    left = size(connection)
    return Pruned(removed, len(gone), freed=was - left, left=left)


def size(connection: sqlite3.Connection) -> int:
    """Return how many bytes hold something."""
    pages, free, each = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * each


def _untouched(connection: sqlite3.Connection) -> Iterator[tuple[str, float]]:
    """Yield what is not pending, the longest untouched first, with when it was touched."""
    rows = connection.execute(
        "SELECT id, changed FROM proposals WHERE NOT pending ORDER BY changed, number"
    )
    for name, changed in rows.fetchall():
        yield str(name), float(changed)


def _settled(connection: sqlite3.Connection, proposal: str, undoable: Undoable) -> bool:
    """Tell whether nothing of a proposal can be decided, saved or undone any more."""
    try:
        if proposals.read(connection, proposal).card.pending:
            return False
        landings = tuple(proposals.landings(connection, proposal))
    except Unreadable:
        return False
    return not any(not kept.undone and undoable(kept) for kept in landings)


def _old_sessions(connection: sqlite3.Connection, before: float) -> list[str]:
    rows = connection.execute(
        "SELECT id FROM sessions WHERE used < ? AND NOT EXISTS"
        " (SELECT 1 FROM proposals WHERE session = sessions.id) AND NOT EXISTS"
        " (SELECT 1 FROM drafts WHERE session = sessions.id AND place <> 'spot')",
        (before,),
    )
    return [str(row[0]) for row in rows.fetchall()]
