from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.landing import Landed, LandedFile
from pairtui.proposal import Absent, FileState, Present, Refused
from pairtui.store.journal import Journal
from pairtui.store.recover import Fate, fate, fates
from tests.store.made import Clock

BEFORE, AFTER = Present(b"before\n" * 200), Present(b"after\n" * 200, 0o755)
FILES = (
    LandedFile("caf\udce9.txt", BEFORE, AFTER),
    LandedFile("new.txt", Absent(), Present(b"new\n")),
    LandedFile("gone.txt", BEFORE, Absent(), ("sub",)),
)
RECEIPT = Landed("l1", 2.5, "commit", FILES, changes=3, commit="c" * 40)


def journal(folder: Path, clock: Clock | None = None) -> Journal:
    return Journal(folder / "journal.db", clock=clock or Clock())


def intend(journal: Journal) -> str:
    return journal.intend("landing", FILES, branch="m\udce9", head="h", message="Why", pid=9)


def test_an_intent_without_a_result_is_open_and_says_all_it_takes(tmp_path: Path) -> None:
    made = journal(tmp_path)
    name = intend(made)
    for step in ("written", "committed"):
        made.mark(name, step)
    made.close()
    (entry,) = journal(tmp_path).open_intents()
    assert entry.intent.files == FILES
    assert (entry.intent.id, entry.intent.kind, entry.intent.pid) == (name, "landing", 9)
    assert (entry.intent.branch, entry.intent.head, entry.intent.message) == ("m\udce9", "h", "Why")
    assert entry.steps == ("written", "committed")
    assert entry.result is None


def test_what_has_a_result_is_not_open_any_more(tmp_path: Path) -> None:
    made = journal(tmp_path)
    one, two, three = intend(made), intend(made), intend(made)
    made.finish(one, "finished", RECEIPT)
    made.finish(two, "failed", says=("The disk is full.",))
    assert [entry.intent.id for entry in made.open_intents()] == [three]
    assert [entry.result.outcome for entry in made.entries() if entry.result] == [
        "finished",
        "failed",
    ]
    made.finish(two, "put back")
    (_, second, _) = made.entries()
    assert second.result is not None
    assert second.result.outcome == "put back"
    assert [entry.intent.id for entry in made.entries(2)] == [two, three]


def test_any_landing_can_be_found_to_be_undone_until_it_is(tmp_path: Path) -> None:
    made = journal(tmp_path)
    receipts = [replace(RECEIPT, id=f"l{number}") for number in range(3)]
    for receipt in receipts:
        made.finish(intend(made), "finished", receipt)
    undo = made.intend("undo", FILES, of="l1")
    assert [entry.result and entry.result.landed for entry in made.landings()] == receipts
    made.finish(undo, "finished")
    found = [entry.result and entry.result.landed for entry in made.landings()]
    assert found == [receipts[0], receipts[2]]
    assert len(made.entries()) == 4


def test_pruning_never_takes_what_is_open_or_can_be_undone(tmp_path: Path) -> None:
    clock = Clock()
    made = journal(tmp_path, clock)
    still = intend(made)
    old = intend(made)
    made.finish(old, "finished", RECEIPT)
    clock.now += 100
    new = intend(made)
    made.finish(new, "finished", replace(RECEIPT, id="l2"))
    assert made.prune(50) == 0
    assert made.prune(50, undoable=lambda _: False) == 1
    assert [entry.intent.id for entry in made.entries()] == [still, new]
    assert made.entries()[0].intent.files == FILES


def test_an_entry_that_cannot_be_read_is_named_and_not_passed_over(tmp_path: Path) -> None:
    made = journal(tmp_path)
    one, two = intend(made), intend(made)
    spoil = "UPDATE intents SET body = substr(body, 1, 50) WHERE id = ?"
    made._database.write(lambda c: c.execute(spoil, (one,)))
    for _ in range(2):
        assert [entry.intent.id for entry in made.open_intents()] == [two]
    (trouble,) = made.troubles
    assert one in trouble
    assert "checksum" in trouble


@pytest.mark.parametrize(
    ("file", "now", "became"),
    [
        (FILES[0], BEFORE, "not applied"),
        (FILES[0], AFTER, "applied"),
        (FILES[0], replace(AFTER, mode=0o644), "other"),
        (FILES[0], Present(b"mine\n"), "other"),
        (FILES[0], Absent(), "other"),
        (FILES[0], Refused("it is a link"), "other"),
        (FILES[1], Absent(), "not applied"),
        (FILES[1], Present(b"new\n", 0o600), "applied"),
        (FILES[1], Present(b"new\n", 0o755), "other"),
        (FILES[1], Present(b"ne"), "other"),
        (FILES[2], BEFORE, "not applied"),
        (FILES[2], Absent(), "applied"),
        (LandedFile("same", BEFORE, BEFORE), BEFORE, "applied"),
    ],
)
def test_the_file_says_how_far_a_save_came(file: LandedFile, now: FileState, became: Fate) -> None:
    assert fate(file, now) == became


def test_a_file_that_was_not_looked_at_is_none_of_ours() -> None:
    now = {"new.txt": Absent(), "gone.txt": Absent()}
    assert fates(FILES, now) == {
        "caf\udce9.txt": "other",
        "new.txt": "not applied",
        "gone.txt": "applied",
    }
