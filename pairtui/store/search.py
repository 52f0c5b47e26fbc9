"""Search: find what was said, by the person and by the model, in all sessions.

SQLite's FTS5 where it is compiled in (an index over `texts`, by whole words and their beginnings);
where it is not, or finds nothing, the texts themselves are looked through, which also finds parts
of words and scripts without spaces.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache

from pairtui.store.nouns import Found

AROUND = 60
"""Characters of an excerpt on each side of what was found."""
_COLUMNS = "texts.kind, texts.ref, texts.at, texts.said"
_STALE = "words are not all indexed"
_KINDS = {"turn": "turn", "proposal": "proposal", "reason": "reason"}


@cache
def has_index() -> bool:
    """Tell whether this Python's SQLite can index words."""
    connection = sqlite3.connect(":memory:")
    try:
        found = connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")
        return found.fetchone() is not None
    finally:
        connection.close()


def prepare(connection: sqlite3.Connection) -> None:
    """Make the index where there can be one, and bring it up to date where it was not kept so."""
    if not has_index():
        return
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone()
    stale = connection.execute("SELECT 1 FROM marks WHERE name = ?", (_STALE,)).fetchone()
    if not there:
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(said, content='texts', content_rowid='id')"
        )
    if stale or not there:
        connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
        connection.execute("DELETE FROM marks WHERE name = ?", (_STALE,))


def index(
    connection: sqlite3.Connection, found: Found, owner: str, *, said: str | None = None
) -> None:
    """Keep a text to be found again; `said` is all of it, in the place of the excerpt."""
    text = _searchable(found.excerpt if said is None else said)
    row = connection.execute(
        "SELECT id, said FROM texts WHERE kind = ? AND ref = ?", (found.kind, found.ref)
    ).fetchone()
    if row and row[1] == text:
        return
    if row:
        _drop(connection, [row])
    made = connection.execute(
        "INSERT INTO texts (kind, ref, owner, at, said) VALUES (?, ?, ?, ?, ?)",
        (found.kind, found.ref, owner, found.at, text),
    )
    if has_index():
        connection.execute("INSERT INTO words (rowid, said) VALUES (?, ?)", (made.lastrowid, text))
    else:
        connection.execute("INSERT OR IGNORE INTO marks VALUES (?)", (_STALE,))


def drop(connection: sqlite3.Connection, owner: str) -> None:
    """Forget every text of one turn or proposal."""
    rows = connection.execute("SELECT id, said FROM texts WHERE owner = ?", (owner,)).fetchall()
    _drop(connection, rows)


def compact(connection: sqlite3.Connection) -> None:
    """Leave no word of a forgotten text in the index."""
    if has_index():
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def search(connection: sqlite3.Connection, words: str, limit: int) -> tuple[Found, ...]:
    """Return where all of some words stand, the best first, or the latest where all are alike."""
    terms = _searchable(words).split()
    if not terms:
        return ()
    rows = _by_index(connection, terms, limit) if _indexed(connection) else []
    rows = rows or _by_looking(connection, terms, limit)
    return tuple(
        Found(_KINDS[kind], ref, float(at), _excerpt(said, terms))  # type: ignore[arg-type] # a key of it
        for kind, ref, at, said in rows
        if kind in _KINDS
    )


def sessions(connection: sqlite3.Connection, words: str) -> frozenset[str]:
    """Return the sessions in which each of some words stands somewhere, in whichever text."""
    found: frozenset[str] | None = None
    indexed = _indexed(connection)
    for term in _searchable(words).split():
        there = frozenset[str]()
        if indexed:
            match = '"' + term.replace('"', '""') + '"*'
            there = _sessions(
                connection, "id IN (SELECT rowid FROM words WHERE words MATCH ?)", match
            )
        there = there or _sessions(connection, "said LIKE ? ESCAPE '\\'", _like(term))
        found = there if found is None else found & there
    return found or frozenset()


def _sessions(connection: sqlite3.Connection, which: str, term: str) -> frozenset[str]:
    """Return of which sessions the turns and proposals are that some texts belong to."""
    rows = connection.execute(
        f"WITH hits AS MATERIALIZED (SELECT kind, ref, owner FROM texts WHERE {which})"  # noqa: S608 - ours
        " SELECT session FROM turns WHERE id IN"
        " (SELECT CAST(ref AS INTEGER) FROM hits WHERE kind = 'turn')"
        " UNION SELECT session FROM proposals WHERE id IN"
        " (SELECT owner FROM hits WHERE kind <> 'turn')",
        (term,),
    )
    return frozenset(str(session) for (session,) in rows.fetchall())


def _like(term: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", term) + "%"


def _indexed(connection: sqlite3.Connection) -> bool:
    """Tell whether there is an index here; a file that is only read may have been made without."""
    if not has_index():
        return False
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone()
    stale = connection.execute("SELECT 1 FROM marks WHERE name = ?", (_STALE,)).fetchone()
    return there is not None and stale is None


def _by_index(
    connection: sqlite3.Connection, terms: list[str], limit: int
) -> list[tuple[str, str, float, str]]:
    query = " ".join('"' + term.replace('"', '""') + '"*' for term in terms)
    return connection.execute(
        f"SELECT {_COLUMNS} FROM words JOIN texts ON texts.id = words.rowid"  # noqa: S608 - ours
        " WHERE words MATCH ? ORDER BY rank, texts.id DESC LIMIT ?",
        (query, limit),
    ).fetchall()


def _by_looking(
    connection: sqlite3.Connection, terms: list[str], limit: int
) -> list[tuple[str, str, float, str]]:
    each = " AND ".join("said LIKE ? ESCAPE '\\'" for _ in terms)
    wanted = [_like(term) for term in terms]
    return connection.execute(
        f"SELECT {_COLUMNS} FROM texts WHERE {each} ORDER BY id DESC LIMIT ?",  # noqa: S608 - ours
        (*wanted, limit),
    ).fetchall()


def _drop(connection: sqlite3.Connection, rows: list[tuple[int, str]]) -> None:
    if rows and not has_index():
        connection.execute("INSERT OR IGNORE INTO marks VALUES (?)", (_STALE,))
    for row in rows:
        if has_index():
            connection.execute(
                "INSERT INTO words (words, rowid, said) VALUES ('delete', ?, ?)", row
            )
        connection.execute("DELETE FROM texts WHERE id = ?", row[:1])


def _searchable(text: str) -> str:
    """Return a text as SQLite can hold and compare it: no NUL, no half characters."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def _excerpt(said: str, terms: list[str]) -> str:
    low = said.lower()
    places = [place for term in terms if (place := low.find(term.lower())) >= 0]
    at = min(places, default=0)
    start, end = max(at - AROUND, 0), min(at + AROUND, len(said))
    text = " ".join(said[start:end].split())
    return f"{'…' if start else ''}{text}{'…' if end < len(said) else ''}"
