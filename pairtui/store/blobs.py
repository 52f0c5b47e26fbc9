"""Blobs: long bytes, each kept once, by their SHA-256, and compared with it when read."""

from __future__ import annotations

import sqlite3

from pairtui.proposal import digest
from pairtui.store.codec import Fetch, Keep, Unreadable


def keeping(connection: sqlite3.Connection, owner: str) -> Keep:
    """Return what keeps bytes for an owner: a proposal or an intent."""

    def keep(data: bytes) -> str:
        name = digest(data)
        connection.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?)", (name, data))
        connection.execute("INSERT OR IGNORE INTO uses VALUES (?, ?)", (owner, name))
        return name

    return keep


def fetching(connection: sqlite3.Connection) -> Fetch:
    """Return what fetches bytes by their digest; it raises Unreadable."""

    def fetch(name: str) -> bytes:
        row = connection.execute("SELECT data FROM blobs WHERE digest = ?", (name,)).fetchone()
        if row is None:
            raise Unreadable("Some of its bytes are missing.")
        if not isinstance(row[0], bytes) or digest(row[0]) != name:
            raise Unreadable("Some of its bytes are damaged.")
        return row[0]

    return fetch


def release(connection: sqlite3.Connection, owner: str) -> None:
    """Remove the bytes that only this owner has."""
    connection.execute(
        "DELETE FROM blobs WHERE digest IN (SELECT digest FROM uses WHERE owner = ?1) AND NOT"
        " EXISTS (SELECT 1 FROM uses WHERE uses.digest = blobs.digest AND owner <> ?1)",
        (owner,),
    )
    connection.execute("DELETE FROM uses WHERE owner = ?", (owner,))
