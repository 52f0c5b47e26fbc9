"""Whatever has become of the file: no exception, and what is lost is said."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pairtui.review.decide import Reject, Seen, Take
from pairtui.review.replay import Standing
from pairtui.store.journal import Journal
from pairtui.store.nouns import Draft, ProposalCard, Resumed
from pairtui.store.store import Store
from tests.review.happened import FOUR, ONE, TWO
from tests.store.made import Clock, open_store
from tests.store.test_journal import RECEIPT, intend, journal
from tests.store.test_store import BEGUN, TURN, played, saved, settled

Damage = Callable[[bytes, int, random.Random], bytes]
PLACES = 10
"""At how many offsets a file is damaged, in each way."""


def cut(data: bytes, at: int, _: random.Random) -> bytes:
    return data[:at]


def cut_at_a_page(data: bytes, at: int, _: random.Random) -> bytes:
    return data[: max(at // 4096, 1) * 4096]


def zeros(data: bytes, at: int, _: random.Random) -> bytes:
    return data[:at] + bytes(len(data[at : at + 64])) + data[at + 64 :]


def garbage(data: bytes, at: int, chance: random.Random) -> bytes:
    return data[:at] + chance.randbytes(64) + data[at + 64 :]


def one_bit(data: bytes, at: int, chance: random.Random) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


WAYS: tuple[Damage, ...] = (cut, cut_at_a_page, zeros, garbage, one_bit)


def offsets(size: int, way: Damage) -> list[int]:
    """Return offsets all over a file, the first page with its header twice as often."""
    chance = random.Random(way.__name__)
    first = [chance.randrange(100, min(size, 4096)) for _ in range(PLACES // 3)]
    return first + [chance.randrange(1, size) for _ in range(PLACES - len(first))]


def fill(store: Store) -> tuple[str, Standing]:
    session = store.begin_session(branch="main")
    store.record_turn(session, TURN)
    store.record(session, BEGUN, branch="main")
    standing = played(store, session, BEGUN, Take(ONE), Reject(TWO, "no"), Seen(FOUR, 0, 3))
    standing = saved(store, session, standing)
    for number in range(12):
        settled(store, session, f"n{number:02}")
    store.keep_draft(session, Draft("prompt", "", "half a sentence"))
    return session, standing


def use(store: Store, session: str) -> tuple[Resumed | None, tuple[ProposalCard, ...]]:
    """Do everything that can be done with a store."""
    found = store.resume(session), store.proposals()
    store.conversations.every()
    store.search("title")
    store.record_turn(session, TURN)
    store.record(session, BEGUN, Seen(ONE, 0, 1))
    store.keep_draft(session, Draft("prompt", "", "more"))
    store.prune(0.0)
    store.check()
    store.close()
    return found


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_damaged_store_is_no_exception_and_what_is_lost_is_said(
    way: Damage, tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    session, _ = fill(store)
    store.close()
    data = (tmp_path / "store.db").read_bytes()
    whole = use(store, session)
    for count, at in enumerate(offsets(len(data), way)):
        folder = tmp_path / f"{count}"
        folder.mkdir()
        (folder / "store.db").write_bytes(way(data, at, random.Random(at)))
        damaged = open_store(folder)
        found, cards = use(damaged, session)
        said = damaged.troubles or (found and found.unread)
        assert said or (found, cards) == whole, f"{way.__name__} at {at}"
        if damaged.troubles:
            (aside,) = folder.glob("store.db.damaged-*[0-9]")
            assert aside.name in damaged.troubles[0]


@pytest.mark.parametrize("way", [cut, zeros, one_bit], ids=lambda way: way.__name__)
def test_a_damaged_log_costs_the_latest_and_nothing_else(way: Damage, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    for _ in range(40):
        store.record_turn(session, TURN)
    files = {name: (tmp_path / name).read_bytes() for name in ("store.db", "store.db-wal")}
    store.close()
    for count, at in enumerate(offsets(len(files["store.db-wal"]), way)):
        folder = tmp_path / f"{count}"
        folder.mkdir()
        (folder / "store.db").write_bytes(files["store.db"])
        log = way(files["store.db-wal"], at, random.Random(at))
        (folder / "store.db-wal").write_bytes(log)
        damaged = open_store(folder)
        found = damaged.resume(session)
        if found is not None:
            assert found.exchanges == (TURN,) * len(found.exchanges)
            assert found.unread == ()
        use(damaged, session)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_damaged_journal_never_hides_an_open_landing(way: Damage, tmp_path: Path) -> None:
    made = journal(tmp_path)
    for _ in range(6):
        made.finish(intend(made), "finished", RECEIPT)
    still = intend(made)
    made.close()
    data = (tmp_path / "journal.db").read_bytes()
    for count, at in enumerate(offsets(len(data), way)):
        folder = tmp_path / f"{count}"
        folder.mkdir()
        (folder / "journal.db").write_bytes(way(data, at, random.Random(at)))
        damaged = Journal(folder / "journal.db", clock=Clock())
        opened = [entry.intent.id for entry in damaged.open_intents()]
        assert damaged.troubles or opened == [still], f"{way.__name__} at {at}"
        intend(damaged)
        damaged.entries()
        damaged.landings()
        damaged.close()


@pytest.mark.parametrize("left", ["", "header", "log"])
def test_a_file_that_nothing_is_left_of_was_damaged_and_is_not_new(
    left: str, tmp_path: Path
) -> None:
    made, store = journal(tmp_path), open_store(tmp_path)
    intend(made)
    fill(store)
    logs = {name: (tmp_path / f"{name}-wal").read_bytes() for name in ("store.db", "journal.db")}
    store.close()
    made.close()
    for name, log in logs.items():
        (tmp_path / name).write_bytes(b"")
        if left == "header":
            connection = sqlite3.connect(tmp_path / name)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.close()
        if left == "log":
            (tmp_path / f"{name}-wal").write_bytes(log)
    for opened in (open_store(tmp_path), journal(tmp_path)):
        (said,) = opened.troubles
        (aside,) = tmp_path.glob(f"{opened.path.name}.damaged-*[0-9]")
        assert aside.name in said
        opened.close()
        # What the log still holds is not thrown away.
        if left == "log":
            assert Path(f"{aside}-wal").read_bytes() == logs[opened.path.name]
    for opened in (open_store(tmp_path), journal(tmp_path)):
        assert opened.troubles == ()


def test_what_was_never_finished_making_is_made_again_and_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "store.db.new").write_bytes(b"half")
    (tmp_path / "store.db.new-wal").write_bytes(b"log")
    store = open_store(tmp_path)
    fill(store)
    assert store.troubles == ()
    assert not list(tmp_path.glob("store.db.new*"))


def test_a_damaged_store_costs_no_open_landing(tmp_path: Path) -> None:
    made, store = journal(tmp_path), open_store(tmp_path)
    name = intend(made)
    store.close()
    made.close()
    (tmp_path / "store.db").write_bytes(b"garbage" * 2000)
    assert open_store(tmp_path).troubles
    assert [entry.intent.id for entry in journal(tmp_path).open_intents()] == [name]
