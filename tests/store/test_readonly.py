from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pairtui.store import proposals
from pairtui.store.journal import Journal
from pairtui.store.past import open_past
from pairtui.store.place import Place, StoreFault, prepare
from pairtui.store.readonly import ReadOnly
from pairtui.store.tables import STORE
from tests.plain.kept import fingerprint
from tests.store.made import open_store
from tests.store.test_store import settled


def opened(folder: Path) -> ReadOnly:
    return ReadOnly(folder / "store.db", STORE)


def ids(database: ReadOnly) -> tuple[str, ...]:
    return database.read(proposals.ids)


def test_looking_leaves_everything_as_it_is(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    settled(store, store.begin_session(), "one")
    store.close()
    Journal(tmp_path / "journal.db").close()
    before = fingerprint(tmp_path)
    (past,), says = open_past((Place(tmp_path), Place(tmp_path / "nowhere")))
    assert past.ids() == ("one",)
    assert past.search("title", 5)
    assert past.operations() == ()
    past.close()
    assert fingerprint(tmp_path) == before
    assert not says


def test_what_another_process_still_has_in_its_log_is_seen(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    settled(store, session, "one")
    reading = opened(tmp_path)
    assert ids(reading) == ("one",)
    settled(store, session, "two")
    assert ids(reading) == ("one", "two")
    store.close()
    reading.close()


def test_what_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    settled(store, store.begin_session(), "one")
    store.close()
    reading, times = opened(tmp_path), []

    def work(connection: sqlite3.Connection) -> tuple[str, ...]:
        found = proposals.ids(connection)
        times.append(found)
        if len(times) == 1:
            other = open_store(tmp_path)
            settled(other, other.begin_session(), "two")
            other.close()
        return found

    assert reading.read(work) == ("one", "two")
    assert len(times) == 2
    reading.close()


def test_nothing_can_be_written(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    reading = opened(tmp_path)
    with pytest.raises(StoreFault, match="read-only"):
        reading.write(lambda one: one.execute("DELETE FROM proposals"))
    with pytest.raises(StoreFault):
        Journal(tmp_path / "journal.db", reading=True)
    assert not (tmp_path / "journal.db").exists()
    reading.close()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "damaged"),
        ("older", "not of this version"),
        (b"no database at all" * 100, "damaged"),
        ("newer", "newer version"),
        ("cut", "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_and_left(tmp_path: Path, data: bytes | str, says: str) -> None:
    path = tmp_path / "store.db"
    if isinstance(data, str):
        open_store(tmp_path).close()
        if data in ("newer", "older"):
            connection = sqlite3.connect(path)
            connection.execute(f"PRAGMA user_version = {99 if data == 'newer' else 0}")
            connection.close()
        else:
            path.write_bytes(path.read_bytes()[:5000])
    else:
        path.write_bytes(data)
    before = fingerprint(tmp_path)
    with pytest.raises(StoreFault, match=says):
        ids(opened(tmp_path))
    assert fingerprint(tmp_path) == before


def test_a_link_is_not_followed_and_a_folder_keeps_its_mode(tmp_path: Path) -> None:
    real, link = Place(tmp_path / "real"), Place(tmp_path / "link")
    prepare(real)
    open_store(real.folder).close()
    link.folder.symlink_to(real.folder)
    pasts, says = open_past((link,))
    assert pasts == ()
    assert "symbolic link" in says[0]
    real.folder.chmod(0o755)
    (past,), _ = open_past((real,))
    past.close()
    assert real.folder.stat().st_mode & 0o777 == 0o755


def test_words_are_found_where_they_are_not_indexed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    settled(store, store.begin_session(), "one")
    store._database.write(lambda one: one.execute("DROP TABLE words"))
    store.close()
    (past,), _ = open_past((Place(tmp_path),))
    assert [found.ref for found in past.search("title one", 5)] == ["one"]
    past.close()
