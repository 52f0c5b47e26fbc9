"""Database: one SQLite file that is wholly there or wholly absent, and never fatal.

Write-ahead log with full synchronising, so that what was said to be kept outlives a power cut;
several processes work side by side. A damaged file is set aside, and the work is done in a new one.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pairtui.store.aside import Which, set_aside, which
from pairtui.store.place import NewerStore, StoreFault, make_file

Kept = TypeVar("Kept")
Work = Callable[[sqlite3.Connection], Kept]
PATIENCE = 10.0
"""How long, in seconds, to wait for another process that is writing."""
SMALL = 4 << 20
"""A file of up to so many bytes is looked through when it is opened; it takes milliseconds."""
_IMPLAUSIBLE = 1_000
"""No version of ours will come to that; a damaged number may."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SAYS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
}


class Damaged(sqlite3.DatabaseError):
    """The file is no database of ours, or not a whole one."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a file, made step by step; `application` is how SQLite knows it for ours.

    A step is a list of statements. Steps are only ever added, for files out there have the others.
    `ready` is done, in a transaction of its own, whenever the file is opened.
    """

    application: int
    steps: tuple[tuple[str, ...], ...]
    ready: Callable[[sqlite3.Connection], None] | None = None


class Database:
    """One connection to one file, for one thread at a time.

    `troubles` are sentences about what went wrong and was mended. `anew` counts how often a new
    file was begun in the place of a damaged one: what is to be kept has to be kept again then.
    `point` is told each statement just before it is done: where a test ends the process.
    """

    def __init__(
        self,
        path: Path,
        schema: Schema,
        *,
        clock: Callable[[], float] = time.time,
        point: Callable[[str], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.path = path
        self.troubles: list[str] = []
        self.anew = 0
        self._schema = schema
        self._clock = clock
        self._point = point
        self._patience = patience
        self._which: Which | None = None
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._mending(self._connected)

    def read(self, work: Work[Kept]) -> Kept:
        """Return what some work finds; raises StoreFault."""
        with self._lock:
            return self._mending(lambda: self._transact(work, "BEGIN"))

    def write(self, work: Work[Kept], *, lasting: bool = True) -> Kept:
        """Do some work wholly or not at all; raises StoreFault.

        When this returns, what is `lasting` is on the disk; the rest outlives the process, and
        not a power cut.
        """
        with self._lock:
            return self._mending(lambda: self._written(work, lasting=lasting))

    def rehearse(self, work: Work[Kept]) -> Kept:
        """Return what some work comes to, and take it back; raises StoreFault."""

        def tried() -> Kept:
            connection = self._connected()
            connection.execute("BEGIN IMMEDIATE")
            try:
                return work(connection)
            finally:
                connection.execute("ROLLBACK")

        with self._lock:
            return self._mending(tried)

    def check(self) -> bool:
        """Look through the whole file, and begin a new one if it is damaged; tell if it was whole.

        Takes some seconds for a gigabyte; raises StoreFault.
        """
        with self._lock:
            before = self.anew
            self._mending(lambda: _look_through(self._connected()))
            return self.anew == before

    def shrink(self) -> None:
        """Give the space of what was removed back to the disk, and leave no trace of it."""
        with self._lock:
            self._mending(self._shrunk)

    def close(self) -> None:
        """Close the file; what was kept stays."""
        with self._lock:
            if self._connection is not None:
                with suppress(sqlite3.Error):
                    self._connection.close()
            self._connection = None

    def _mending(self, work: Callable[[], Kept]) -> Kept:
        """Do some work; if the file is damaged, begin a new one and do it there."""
        try:
            try:
                return work()
            except UnicodeDecodeError:
                # SQLite's own words about a damaged definition are not always text.
                self._begin_anew("its definitions are damaged")
                return work()
            except sqlite3.Error as error:
                if _code(error) not in _DAMAGED and not isinstance(error, Damaged):
                    raise
                self._begin_anew(str(error))
                return work()
        except sqlite3.Error as error:
            raise StoreFault(f"{self.path} cannot be used: {_says(error)}.") from error
        except OSError as error:
            raise StoreFault(f"{self.path} cannot be used: {error.strerror}.") from error

    def _begin_anew(self, why: str) -> None:
        self.close()
        there = set_aside(self.path, self._which, self._clock())
        self._open()
        self.anew += 1
        named = f"It is set aside as {there.name}" if there else "It is set aside"
        self.troubles.append(
            f"{self.path.name} was damaged ({why}). {named}, and a new one is begun."
        )

    def _connected(self) -> sqlite3.Connection:
        """Return the connection; a file that another process has set aside is left behind."""
        if self._connection is not None and which(self.path) == self._which:
            return self._connection
        if self._connection is not None:
            self.close()
            self.anew += 1
            self.troubles.append(f"{self.path.name} was set aside by another process.")
        return self._open()

    def _open(self) -> sqlite3.Connection:
        make_file(self.path, self._made)
        self._which = which(self.path)
        if not self.path.stat().st_size:
            # SQLite would take it for a new one, and throw its log away.
            raise Damaged("it is empty")
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        self._connection = connection
        connection.text_factory = _text
        connection.set_trace_callback(self._point)
        try:
            _patiently(lambda: self._begun(connection), self._patience)
        except BaseException:
            self.close()
            raise
        return connection

    def _begun(self, connection: sqlite3.Connection) -> None:
        _within(connection, self._version, "BEGIN")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
        if _within(connection, self._version, "BEGIN") < len(self._schema.steps):
            _within(connection, self._migrate, "BEGIN IMMEDIATE")
        if self.path.stat().st_size <= SMALL:
            _look_through(connection)
        if self._schema.ready is not None:
            _within(connection, self._schema.ready, "BEGIN IMMEDIATE")

    def _version(self, connection: sqlite3.Connection) -> int:
        """Return how many steps the file has; raises Damaged or NewerStore if it is not for us.

        Within a transaction, for another process may be taking steps just now.
        """
        version = _number(connection, "user_version")
        application = _number(connection, "application_id")
        if application != self._schema.application:
            if application or version or _number(connection, "schema_version"):
                raise Damaged("it is not of this program")
            raise Damaged("nothing is left in it")
        if version > _IMPLAUSIBLE:
            raise Damaged("its version cannot be")
        if version > len(self._schema.steps):
            raise NewerStore(
                f"{self.path} was written by a newer version of pairtui, and is left as it is."
            )
        return version

    def _made(self, path: Path) -> None:
        """Make a new file of an empty one, with all its tables and with no log beside it."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.set_trace_callback(self._point)
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            _within(connection, self._steps, "BEGIN IMMEDIATE")
        finally:
            connection.close()

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Take the steps that are missing."""
        self._steps(connection, self._version(connection))

    def _steps(self, connection: sqlite3.Connection, done: int = 0) -> None:
        for step in self._schema.steps[done:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {self._schema.application}")
        connection.execute(f"PRAGMA user_version = {len(self._schema.steps)}")

    def _written(self, work: Work[Kept], *, lasting: bool) -> Kept:
        if lasting:
            return self._transact(work, "BEGIN IMMEDIATE")
        connection = self._connected()
        connection.execute("PRAGMA synchronous = NORMAL")
        try:
            return self._transact(work, "BEGIN IMMEDIATE")
        finally:
            if self._connection is connection:
                connection.execute("PRAGMA synchronous = EXTRA")

    def _transact(self, work: Work[Kept], begin: str) -> Kept:
        return _within(self._connected(), work, begin)

    def _shrunk(self) -> None:
        connection = self._connected()
        connection.executescript("PRAGMA incremental_vacuum")  # `execute` frees one page only
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _within(connection: sqlite3.Connection, work: Work[Kept], begin: str) -> Kept:
    """Do some work between the beginning and the end of a transaction."""
    connection.execute(begin)
    try:
        kept = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise
    return kept


def _look_through(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise Damaged(str(found[0] if found else "it cannot be checked"))


def _patiently(work: Callable[[], None], patience: float) -> None:
    """Do some work again while another process opens the same file; SQLite waits not everywhere."""
    pause, waited = 0.01, 0.0
    while True:
        try:
            return work()
        except sqlite3.Error as error:
            if _code(error) not in _BUSY or waited >= patience:
                raise
        time.sleep(pause)
        waited += pause
        pause = min(pause * 2, 0.2)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _code(error: sqlite3.Error) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0


def _says(error: sqlite3.Error) -> str:
    if _code(error) in _BUSY:
        return "another process is writing and does not end"
    return _SAYS.get(_code(error), str(error))
