"""Read only: a database that is looked at and left exactly as it is, with nothing made beside it.

SQLite makes a log and an index beside a file that it only reads. Where there is no log, everything
is in the file, which is then read as one that never changes; should another process change it all
the same, what was read is thrown away and read again.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pairtui.store.aside import which
from pairtui.store.database import Damaged, Database, Kept, Work
from pairtui.store.place import StoreFault

TRIES = 5
State = tuple[int, int, int]
"""Size and time of a file, and the size of its log."""


class ReadOnly(Database):
    """A database that is only read; raises StoreFault where it cannot be as it is.

    One that is damaged, or from an older version, is mended when the program is opened.
    """

    _state: State | None = None
    """What the file was when it was opened, if it is read as one that never changes."""

    def read(self, work: Work[Kept]) -> Kept:
        """Return what some work finds; raises StoreFault."""
        with self._lock:
            for _ in range(TRIES):
                if self._changed():
                    self.close()
                try:
                    found = super().read(work)
                except StoreFault:
                    if not self._changed():
                        raise
                    continue
                if not self._changed():
                    return found
        raise StoreFault(f"{self.path} cannot be read: another process keeps writing.")

    def _changed(self) -> bool:
        return self._state is not None and self._state != _state(self.path)

    def _open(self) -> sqlite3.Connection:
        self._which = which(self.path)
        state = _state(self.path)
        if not state[0]:
            raise Damaged("it is empty")
        self._state = None if state[-1] else state
        how = "mode=ro&immutable=1" if self._state else "mode=ro"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{how}",
            uri=True,
            timeout=self._patience,
            isolation_level=None,
            check_same_thread=False,
        )
        self._connection = connection
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        if self._transact(self._version, "BEGIN") < len(self._schema.steps):
            self.close()
            raise StoreFault(f"{self.path} is not of this version yet; opening pairtui mends that.")
        return connection

    def _begin_anew(self, why: str) -> None:
        self.close()
        raise StoreFault(f"{self.path} is damaged ({why}); opening pairtui sets it aside.")


def _state(path: Path) -> State:
    facts, log = path.stat(), Path(f"{path}-wal")
    return facts.st_size, facts.st_mtime_ns, log.stat().st_size if log.exists() else 0
