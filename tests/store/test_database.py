from __future__ import annotations

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from pairtui.store.database import Database, Schema
from pairtui.store.opening import JOURNAL_FILE, STORE_FILE, open_kept
from pairtui.store.place import NewerStore, Place, StoreFault, prepare
from tests.store.made import Clock

ONE = ("CREATE TABLE things (name TEXT)",)
TWO = ("ALTER TABLE things ADD COLUMN size INTEGER", "INSERT INTO things VALUES ('two', 2)")
SCHEMA = Schema(7, (ONE,))


def database(folder: Path, schema: Schema = SCHEMA, patience: float = 10.0) -> Database:
    return Database(folder / "a.db", schema, clock=Clock(), patience=patience)


def put(database: Database, name: str) -> None:
    database.write(lambda c: c.execute("INSERT INTO things (name) VALUES (?)", (name,)))


def put_many(database: Database) -> None:
    many = [(f"{number}" * 40,) for number in range(400)]
    database.write(lambda c: c.executemany("INSERT INTO things (name) VALUES (?)", many))


def names(database: Database) -> list[str]:
    return database.read(lambda c: [row[0] for row in c.execute("SELECT name FROM things")])


def test_what_is_kept_is_private_and_synchronised(tmp_path: Path) -> None:
    prepare(Place(tmp_path / "kept"))
    made = Database(tmp_path / "kept" / "a.db", SCHEMA)
    put(made, "one")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "kept").iterdir()}
    assert modes == {"a.db": 0o600, "a.db-wal": 0o600, "a.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
    pragmas = ("journal_mode", "synchronous", "secure_delete")
    found = made.read(lambda c: [c.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas])
    assert found == ["wal", 3, 1]
    made.close()
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.db"]


def test_a_folder_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir(0o755)
    prepare(Place(tmp_path / "kept"))
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700


def test_work_is_done_wholly_or_not_at_all(tmp_path: Path) -> None:
    made = database(tmp_path)

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO things (name) VALUES ('half')")
        raise KeyError

    with pytest.raises(KeyError):
        made.write(half)
    assert names(made) == []
    put(made, "one")
    assert names(made) == ["one"]


def test_an_older_file_is_brought_up_to_date_step_by_step(tmp_path: Path) -> None:
    old = database(tmp_path)
    put(old, "one")
    old.close()
    assert names(database(tmp_path, Schema(7, (ONE, TWO)))) == ["one", "two"]
    assert names(database(tmp_path, Schema(7, (ONE, TWO)))) == ["one", "two"]


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    old = database(tmp_path)
    put(old, "one")
    old.close()
    broken = Schema(7, (ONE, (*TWO, "NO STATEMENT")))
    with pytest.raises(StoreFault):
        database(tmp_path, broken)
    assert names(database(tmp_path)) == ["one"]


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    new = database(tmp_path, Schema(7, (ONE, TWO)))
    new.close()
    before = (tmp_path / "a.db").read_bytes()
    with pytest.raises(NewerStore, match="newer version of pairtui") as refused:
        database(tmp_path)
    assert str(tmp_path / "a.db") in refused.value.says
    assert (tmp_path / "a.db").read_bytes() == before
    assert [path.name for path in tmp_path.glob("a.db*")] == ["a.db"]


def test_a_file_of_another_program_is_set_aside(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "a.db")
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    made = database(tmp_path)
    put(made, "one")
    assert "not of this program" in made.troubles[0]
    aside = sqlite3.connect(tmp_path / "a.db.damaged-20270115-080000")
    assert aside.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    aside.close()


def test_two_files_damaged_in_one_second_are_both_kept(tmp_path: Path) -> None:
    for text in (b"first, " * 200, b"second, " * 200):
        (tmp_path / "a.db").write_bytes(text)
        made = database(tmp_path)
        assert made.anew == 1
        made.close()
    kept = sorted(path.read_bytes()[:6] for path in tmp_path.glob("a.db.damaged-*"))
    assert kept == [b"first,", b"second"]


def test_damage_while_it_is_open_is_mended_too(tmp_path: Path) -> None:
    made = database(tmp_path)
    put_many(made)
    made.shrink()
    size = (tmp_path / "a.db").stat().st_size
    with (tmp_path / "a.db").open("r+b") as file:
        file.write(os.urandom(size))
    (tmp_path / "a.db-wal").write_bytes(b"")
    made.close()
    put(made, "after")
    assert names(made) == ["after"]
    assert made.anew == 1


def test_one_that_another_process_set_aside_is_left_behind(tmp_path: Path) -> None:
    made = database(tmp_path)
    put(made, "before")
    for path in tmp_path.glob("a.db*"):
        path.rename(tmp_path / f"gone-{path.name}")
    other = database(tmp_path)
    put(other, "theirs")
    put(made, "mine")
    assert names(made) == names(other) == ["theirs", "mine"]
    assert made.troubles == ["a.db was set aside by another process."]


def test_checking_finds_damage_no_reading_has_found(tmp_path: Path) -> None:
    made = database(tmp_path)
    put_many(made)
    made.close()
    assert made.check()
    made.close()
    with (tmp_path / "a.db").open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 4096)
    assert not made.check()
    assert made.check()
    assert "was damaged" in made.troubles[0]


def test_a_writer_that_does_not_end_is_said_after_a_while(tmp_path: Path) -> None:
    made, other = database(tmp_path, patience=0.01), database(tmp_path)
    held = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFault, match="another process is writing"):
        put(made, "mine")
    held.execute("ROLLBACK")
    held.close()
    put(made, "mine")
    assert names(other) == ["mine"]


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    made = database(tmp_path)
    pages = made.read(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
    made.read(lambda c: c.execute(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreFault, match="the disk is full"):
        put(made, "much" * 100_000)
    made.read(lambda c: c.execute("PRAGMA max_page_count = 100000"))
    put(made, "little")
    assert names(made) == ["little"]


def test_any_thread_may_use_it(tmp_path: Path) -> None:
    made = database(tmp_path)
    threads = [threading.Thread(target=put, args=(made, f"{count}")) for count in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(names(made)) == [f"{count}" for count in range(8)]


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "kept").symlink_to(outside)
    with pytest.raises(StoreFault, match="symbolic link"):
        prepare(Place(tmp_path / "kept"))
    (tmp_path / "a.db").symlink_to(outside / "b.db")
    with pytest.raises(StoreFault, match="not a file of yours"):
        database(tmp_path)
    assert list(outside.iterdir()) == []


def test_folders_above_are_only_made_where_that_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="no such file"):
        prepare(Place(tmp_path / "gone" / "kept"))
    prepare(Place(tmp_path / "state" / "kept", parents=True))
    assert (tmp_path / "state" / "kept").is_dir()


def test_where_one_place_cannot_be_used_the_next_is_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "git").write_bytes(b"a file where a folder should be")
    places = (Place(tmp_path / "git" / "pairtui"), Place(tmp_path / "state" / "x", parents=True))
    kept = open_kept(places, Clock())
    assert kept.store.path == tmp_path / "state" / "x" / STORE_FILE
    assert kept.journal.path == tmp_path / "state" / "x" / JOURNAL_FILE
    assert kept.says == (
        f"{places[0].folder} cannot be used: not a directory.",
        f"What is kept goes to {places[1].folder} instead.",
    )
    kept.close()
    with pytest.raises(StoreFault, match="not a directory"):
        open_kept(places[:1], Clock())


def test_in_the_first_place_there_is_nothing_to_say(tmp_path: Path) -> None:
    kept = open_kept((Place(tmp_path / "a"), Place(tmp_path / "b")), Clock())
    assert kept.says == ()
    assert not (tmp_path / "b").exists()
    kept.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_not_forced(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir(0o500)
    with pytest.raises(StoreFault, match="read-only"):
        prepare(Place(tmp_path / "kept"))


def test_a_read_only_file_system_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StoreFault, match="is read-only"):
        prepare(Place(tmp_path / "kept"))


def test_a_newer_store_is_not_begun_again_elsewhere(tmp_path: Path) -> None:
    kept = open_kept((Place(tmp_path / "a"),), Clock())
    kept.close()
    newer = sqlite3.connect(tmp_path / "a" / STORE_FILE)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(NewerStore):
        open_kept((Place(tmp_path / "a"), Place(tmp_path / "b")), Clock())
    assert not (tmp_path / "b").exists()
