"""The journal: what a save was about to do, written down before it does it, and what came of it.

A database file of its own, so that a damaged store never costs an open landing. Rows are only ever
added: an intent, the steps that were reached, and one result. An intent without a result is open:
the process ended in between, and the files say how far it came.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pairtui.landing import Intent, Landed, Operation, Outcome, Result
from pairtui.store.blobs import fetching, keeping, release
from pairtui.store.codec import Fetch, Unreadable, dump, load
from pairtui.store.database import Database, Schema
from pairtui.store.nouns import Pruned
from pairtui.store.prune import size
from pairtui.store.readonly import ReadOnly

JOURNAL = Schema(
    0x7074754A,
    (
        (
            "CREATE TABLE blobs (digest TEXT PRIMARY KEY, data BLOB NOT NULL)",
            """CREATE TABLE uses (
                 owner TEXT NOT NULL, digest TEXT NOT NULL,
                 PRIMARY KEY (owner, digest)) WITHOUT ROWID""",
            "CREATE INDEX uses_digest ON uses (digest)",
            """CREATE TABLE intents (
                 number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL,
                 at REAL NOT NULL, body BLOB NOT NULL)""",
            """CREATE TABLE steps (
                 number INTEGER PRIMARY KEY AUTOINCREMENT, intent TEXT NOT NULL,
                 at REAL NOT NULL, step TEXT NOT NULL)""",
            "CREATE INDEX steps_intent ON steps (intent)",
            """CREATE TABLE results (
                 number INTEGER PRIMARY KEY AUTOINCREMENT, intent TEXT NOT NULL,
                 at REAL NOT NULL, body BLOB NOT NULL)""",
            "CREATE INDEX results_intent ON results (intent)",
        ),
    ),
)
_ALL = """SELECT intents.id, intents.body, results.body FROM intents LEFT JOIN results
  ON results.number = (SELECT max(number) FROM results WHERE intent = intents.id)"""
_OPEN = "WHERE results.number IS NULL ORDER BY intents.number"
_LATEST = "ORDER BY intents.number DESC LIMIT"
_EVERY = "ORDER BY intents.number"


class Journal:
    """The intents and results of one repository. Each method blocks; raises StoreFault.

    One that is opened for `reading` makes, mends and changes nothing.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.time,
        point: Callable[[str], None] | None = None,
        reading: bool = False,
    ) -> None:
        self._clock = clock
        kind = ReadOnly if reading else Database
        self._database = kind(path, JOURNAL, clock=clock, point=point)

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return self._database.path

    @property
    def troubles(self) -> tuple[str, ...]:
        """Return what went wrong with the file so far, in sentences."""
        return tuple(self._database.troubles)

    def intend(self, intent: Intent) -> None:
        """Write down what is about to be done; it is on the disk when this returns."""

        def work(connection: sqlite3.Connection) -> None:
            body = dump(intent, Intent, keeping(connection, intent.id))
            connection.execute(
                "INSERT INTO intents (id, at, body) VALUES (?, ?, ?)", (intent.id, intent.at, body)
            )

        self._database.write(work)

    def mark(self, intent: str, step: str) -> None:
        """Write down that a step is reached."""
        row = (intent, self._clock(), step)
        self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO steps (intent, at, step) VALUES (?, ?, ?)", row
            )
        )

    def finish(
        self, intent: str, outcome: Outcome, landed: Landed | None = None, says: Sequence[str] = ()
    ) -> None:
        """Write down what came of it."""
        result, now = Result(outcome, landed, tuple(says)), self._clock()

        def work(connection: sqlite3.Connection) -> None:
            body = dump(result, Result, keeping(connection, intent))
            connection.execute(
                "INSERT INTO results (intent, at, body) VALUES (?, ?, ?)", (intent, now, body)
            )

        self._database.write(work)

    def open_intents(self) -> tuple[Operation, ...]:
        """Return the intents that nothing came of yet, the earliest first.

        One that cannot be read is named among the troubles.
        """
        return self._entries(_OPEN)

    def entries(self, limit: int = 100) -> tuple[Operation, ...]:
        """Return the latest landings and undos, the earliest first."""
        return self._entries(f"{_LATEST} {limit:d}")[::-1]

    def outlines(self) -> tuple[Operation, ...]:
        """Return every landing and undo, the earliest first, without their long texts."""
        return self._entries(_EVERY, lambda _: b"")

    def operation(self, intent: str) -> Operation | None:
        """Return one landing or undo, or None if it is not there or cannot be read."""
        return next(iter(self._entries("WHERE intents.id = ?", None, intent)), None)

    def landings(self) -> tuple[Operation, ...]:
        """Return every landing that came through and was not undone since, the earliest first."""
        done = [
            (entry.intent, entry.result.landed, entry)
            for entry in self._entries(_EVERY)
            if entry.result is not None and entry.result.outcome == "finished"
        ]
        undone = {intent.of for intent, _, _ in done if intent.kind == "undo"}
        return tuple(
            entry
            for intent, landed, entry in done
            if intent.kind == "landing" and landed is not None and landed.id not in undone
        )

    def prune(
        self,
        older_than: float,
        undoable: Callable[[Operation], bool] = lambda _: True,
        *,
        rehearse: bool = False,
    ) -> Pruned:
        """Remove entries older than so many seconds.

        Never one that is open, and none of which `undoable` says that it can still be undone. With
        `rehearse` only say what it would come to.
        """
        before = self._clock() - older_than

        def work(connection: sqlite3.Connection) -> Pruned:
            was = size(connection)
            old = [
                entry.intent.id
                for entry in _entries(connection, _EVERY, [])
                if entry.result and entry.intent.at < before and not undoable(entry)
            ]
            for name in old:
                for table in ("steps", "results"):
                    connection.execute(f"DELETE FROM {table} WHERE intent = ?", (name,))  # noqa: S608 - ours
                connection.execute("DELETE FROM intents WHERE id = ?", (name,))
                release(connection, name)
            left = size(connection)
            return Pruned(entries=len(old), freed=was - left, left=left)

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

    def _entries(
        self, which: str, fetch: Fetch | None = None, *values: str
    ) -> tuple[Operation, ...]:
        unread: list[str] = []
        found = self._database.read(
            lambda connection: tuple(_entries(connection, which, unread, fetch, values))
        )
        self._database.troubles += [says for says in unread if says not in self.troubles]
        return found


def _entries(
    connection: sqlite3.Connection,
    which: str,
    unread: list[str],
    fetch: Fetch | None = None,
    values: tuple[str, ...] = (),
) -> Iterator[Operation]:
    """Yield entries with the last result of each; name those that cannot be read."""
    rows = connection.execute(f"{_ALL} {which}", values).fetchall()
    fetch = fetch or fetching(connection)
    for name, body, result in rows:
        steps = connection.execute(
            "SELECT step FROM steps WHERE intent = ? ORDER BY number", (name,)
        )
        try:
            yield Operation(
                load(body, Intent, fetch),
                tuple(str(step) for (step,) in steps.fetchall()),
                None if result is None else load(result, Result, fetch),
            )
        except Unreadable as error:
            unread.append(f"An entry of the journal ({name}) cannot be read. {error.says}")
