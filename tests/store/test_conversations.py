"""All sessions together: listed without reading them, searched, forked, and removed for good."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.conversation import Attachment, Turn
from pairtui.review.decide import Review, Take
from pairtui.review.replay import Standing
from pairtui.store import search, sessions
from pairtui.store.codec import dump
from pairtui.store.database import Database
from pairtui.store.nouns import Draft, Exchange, Origin, SessionCard, Spot
from pairtui.store.store import Store
from pairtui.store.tables import STORE
from tests.review.happened import FILE, ONE, PROPOSAL
from tests.store.made import Clock, open_store
from tests.store.test_store import played, rows, saved, settled

MORE = 1000


def turn(words: str, reply: str = "Here.", ending: str = "done") -> Exchange:
    return Exchange(Turn(words, reply, ending), 5.0, "model-a", "host")


def said(store: Store, *words: str, reply: str = "Here.") -> str:
    """Keep a session in which these words were said, and return its id."""
    name = store.begin_session(branch="main")
    for one in words:
        store.record_turn(name, turn(one, reply))
    return name


def test_a_list_says_what_is_in_each_session_the_last_used_first(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    first = said(store, "fix the\nrounding", "and now?")
    store.keep_attached(first, (Attachment("", kind="diff"), Attachment("tax.py")))
    store.record(first, played(store, first, Standing(Review(PROPOSAL)), Take(ONE)))
    clock.now += 10
    second = said(store, "tighten it")
    store.conversations.named(second, "Chapter 1")
    store.begin_session()
    clock.now += 10
    half = store.begin_session()
    store.keep_draft(half, Draft("prompt", "", "and th"))
    one, two, three = store.conversations.every()
    assert (one.card.id, one.turns, one.draft) == (half, 0, "and th")
    assert (two.card.name, two.card.words, two.turns) == ("Chapter 1", "tighten it", 1)
    assert (three.card.words, three.turns, three.card.model) == ("fix the rounding", 2, "model-a")
    assert (three.open, three.to_save) == (len(tuple(PROPOSAL.hunks)) - 1, 1)
    assert three.paths[:2] == ("tax.py", FILE.path)
    store.conversations.used(first)
    assert store.conversations.every()[0].card.id == first


def test_a_list_reads_no_turn_but_of_a_store_from_before(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    new, old = said(store, "new words"), said(store, "old words", "later")
    store._database.write(
        lambda connection: sessions.keep_card(connection, SessionCard(old, 1.0, 1.0, "main"))
    )
    spoiled = "UPDATE turns SET body = x'00' WHERE session = ?"
    store._database.write(lambda connection: connection.execute(spoiled, (new,)))
    found = {entry.card.id: entry for entry in store.conversations.every()}
    assert (found[new].card.words, found[new].turns) == ("new words", 1)
    assert (found[old].card.words, found[old].card.model) == ("old words", "model-a")


def test_a_thousand_sessions_are_listed_with_four_questions(tmp_path: Path) -> None:
    asked: list[str] = []
    store = Store(tmp_path / "store.db", point=asked.append)

    def work(connection: sqlite3.Connection) -> None:
        for number in range(MORE):
            name = f"{number:016x}"
            sessions.note_turn(connection, name, turn(f"words {number}"), float(number))
            body = dump(turn("words", "x" * 2_000), Exchange)
            connection.execute("INSERT INTO turns (session, body) VALUES (?, ?)", (name, body))

    store._database.write(work)
    asked.clear()
    entries = store.conversations.every()
    assert len(entries) == MORE
    assert entries[0].card.words == f"words {MORE - 1}"
    questions = [one for one in asked if one.startswith("SELECT")]
    assert len(questions) == 4
    assert not [one for one in questions if "body FROM turns" in one]


@pytest.mark.parametrize("indexed", [True, False])
def test_words_are_looked_for_in_all_texts_of_a_session_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, indexed: bool
) -> None:
    if not indexed:
        monkeypatch.setattr(search, "has_index", lambda: False)
    store = open_store(tmp_path)
    one = said(store, "about rounding", "and about tax")
    two = said(store, "about rounding alone")
    settled(store, two, "p1")
    holding = store.conversations.holding
    assert holding("rounding") == {one, two}
    assert holding("rounding tax") == {one}
    assert holding("ROUND") == {one, two}
    assert holding("rounding p1") == {two}
    assert holding("100%_ nothing") == frozenset()
    assert holding("") == frozenset()


def test_what_comes_in_is_found_once_the_turn_has_ended(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    name = store.begin_session()
    number = store.record_turn(name, turn("please", "", ""))
    store.record_turn(name, turn("please", "half an answer", ""), number)
    assert store.conversations.holding("please") == {name}
    assert store.conversations.holding("half") == frozenset()
    assert store.conversations.pending() == (name,)
    store.record_turn(name, turn("please", "half an answer", "broke off"), number)
    assert store.conversations.holding("half") == {name}
    assert store.conversations.pending() == ()


def test_a_fork_has_the_turns_up_to_there_and_the_files_and_no_proposal(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    old = said(store, "one", "two", "three")
    store.keep_attached(old, (Attachment("tax.py", (1, 2)),))
    store.record(old, Standing(Review(PROPOSAL)))
    store.keep_draft(old, Draft("prompt", "", "half"))
    made = store.conversations.forked(old, 2, branch="draft")
    assert made is not None
    found = store.resume(made)
    assert found is not None
    assert [one.turn.words for one in found.exchanges] == ["one", "two"]
    assert (found.card.origin, found.card.branch) == (Origin(old, 2), "draft")
    assert found.card.attached == (Attachment("tax.py", (1, 2)),)
    assert (found.proposals, found.drafts) == ((), ())
    before = store.resume(old)
    assert before is not None
    assert (len(before.exchanges), len(before.proposals), len(before.drafts)) == (3, 1, 1)
    assert store.conversations.holding("two") == {old, made}
    assert store.conversations.holding("three") == {old}
    assert store.conversations.forked("nothing", 1) is None


def test_what_is_removed_leaves_no_trace_and_takes_nothing_else_along(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    kept, gone = said(store, "stays here"), said(store, "secretwords", reply="secretanswer")
    for name, session in (("stays", kept), ("secretproposal", gone)):
        settled(store, session, name)
    store.keep_draft(gone, Draft("reason", ONE, "secretdraft"))
    after = saved(store, gone, played(store, gone, Standing(Review(PROPOSAL)), Take(ONE)))
    assert after.before
    assert store.conversations.undoable(gone) == 1
    assert store.conversations.undoable(kept) == 0
    assert (
        b"secret" in (tmp_path / "store.db").read_bytes() + (tmp_path / "store.db-wal").read_bytes()
    )
    store.conversations.forget(gone)
    assert store.resume(gone) is None
    assert [entry.card.id for entry in store.conversations.every()] == [kept]
    assert store.conversations.holding("secretwords") == frozenset()
    still = store.resume(kept)
    assert still is not None
    assert (len(still.exchanges), len(still.proposals), still.unread) == (1, 1, ())
    assert rows(store, "landings") == 0
    store.close()
    for file in tmp_path.glob("store.db*"):
        assert b"secret" not in file.read_bytes()


def test_a_store_from_before_opens_and_takes_the_step(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    before = replace(STORE, steps=STORE.steps[:1])
    old = Database(path, before)
    old.write(lambda connection: sessions.keep_card(connection, SessionCard("s", 1.0, 2.0)))
    old.close()
    store = open_store(tmp_path)
    store.record_turn("s", turn("here"))
    assert [entry.card.words for entry in store.conversations.every()] == ["here"]
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT body FROM sessions ORDER BY used DESC, rowid DESC"
        ).fetchall()
    assert "sessions_used" in str(plan)


def test_half_typed_words_outlive_a_power_cut_and_what_was_looked_at_need_not(
    tmp_path: Path,
) -> None:
    asked: list[str] = []
    store = Store(tmp_path / "store.db", point=asked.append)
    session = store.begin_session()
    asked.clear()
    store.keep_draft(session, Draft("prompt", "", "half"))
    assert "PRAGMA synchronous = NORMAL" not in asked
    store.keep_spot(session, Spot("prompt"))
    assert "PRAGMA synchronous = NORMAL" in asked
