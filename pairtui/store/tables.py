"""Tables: how the store's file is made, step by step.

Columns are for finding things; what is read is in the bodies, which carry a checksum (`codec`).
"""

from __future__ import annotations

from pairtui.store.database import Schema
from pairtui.store.search import prepare

STORE = Schema(
    0x70745374,
    (
        (
            """CREATE TABLE blobs (
                 digest TEXT PRIMARY KEY, data BLOB NOT NULL)""",
            """CREATE TABLE uses (
                 owner TEXT NOT NULL, digest TEXT NOT NULL,
                 PRIMARY KEY (owner, digest)) WITHOUT ROWID""",
            "CREATE INDEX uses_digest ON uses (digest)",
            """CREATE TABLE sessions (
                 id TEXT PRIMARY KEY, used REAL NOT NULL, body BLOB NOT NULL)""",
            """CREATE TABLE turns (
                 id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL,
                 body BLOB NOT NULL)""",
            "CREATE INDEX turns_session ON turns (session)",
            """CREATE TABLE proposals (
                 number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL,
                 session TEXT NOT NULL, changed REAL NOT NULL, pending INTEGER NOT NULL,
                 card BLOB NOT NULL, body BLOB NOT NULL, told BLOB)""",
            "CREATE INDEX proposals_session ON proposals (session)",
            "CREATE INDEX proposals_pending ON proposals (number) WHERE pending",
            """CREATE TABLE events (
                 id INTEGER PRIMARY KEY AUTOINCREMENT, proposal TEXT NOT NULL,
                 at REAL NOT NULL, body BLOB NOT NULL)""",
            "CREATE INDEX events_proposal ON events (proposal)",
            """CREATE TABLE landings (
                 number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL,
                 proposal TEXT NOT NULL, body BLOB NOT NULL, undone BLOB)""",
            "CREATE INDEX landings_proposal ON landings (proposal)",
            """CREATE TABLE drafts (
                 session TEXT NOT NULL, place TEXT NOT NULL, about TEXT NOT NULL,
                 body BLOB NOT NULL, PRIMARY KEY (session, place, about)) WITHOUT ROWID""",
            """CREATE TABLE texts (
                 id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref TEXT NOT NULL,
                 owner TEXT NOT NULL, at REAL NOT NULL, said TEXT NOT NULL,
                 UNIQUE (kind, ref))""",
            "CREATE INDEX texts_owner ON texts (owner)",
            "CREATE TABLE marks (name TEXT PRIMARY KEY) WITHOUT ROWID",
        ),
        ("CREATE INDEX sessions_used ON sessions (used)",),
    ),
    prepare,
)
