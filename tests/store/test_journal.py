from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from pairtui.landing import Intent, Landed, LandedFile, Restaged
from pairtui.proposal import Absent, Present
from pairtui.store.journal import Journal
from tests.store.made import Clock

BEFORE, AFTER = Present(b"before\n" * 200), Present(b"after\n" * 200, 0o755)
FILES = (
    LandedFile("caf\udce9.txt", BEFORE, AFTER),
    LandedFile("new.txt", Absent(), Present(b"new\n")),
    LandedFile("gone.txt", BEFORE, Absent(), ("sub",)),
)
NUMBERS = itertools.count()
RECEIPT = Landed("l1", 2.5, "commit", FILES, changes=3, commit="c" * 40)


def journal(folder: Path, clock: Clock | None = None) -> Journal:
    return Journal(folder / "journal.db", clock=clock or Clock())


def intend(journal: Journal, clock: Clock | None = None, of: str = "") -> str:
    """Write down an intent with everything in it, and return its id."""
    name = f"i{next(NUMBERS)}"
    journal.intend(
        Intent(
            name,
            (clock or Clock()).now,
            "undo" if of else "landing",
            FILES,
            branch="m\udce9",
            head="h",
            message="Why",
            pid=9,
            of=of,
            tree="worktrees/caf\udce9",
            entries=(Restaged("new.txt", "", "100644 abc"),),
            moves_to="" if of else None,
        )
    )
    return name


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
    assert entry.intent.entries == (Restaged("new.txt", "", "100644 abc"),)
    assert (entry.intent.tree, entry.intent.moves_to) == ("worktrees/caf\udce9", None)
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
    undo = intend(made, of="l1")
    assert [entry.result and entry.result.landed for entry in made.landings()] == receipts
    made.finish(undo, "finished")
    found = [entry.result and entry.result.landed for entry in made.landings()]
    assert found == [receipts[0], receipts[2]]
    assert len(made.entries()) == 4


def test_pruning_never_takes_what_is_open_or_can_be_undone(tmp_path: Path) -> None:
    clock = Clock()
    made = journal(tmp_path, clock)
    still = intend(made, clock)
    old = intend(made, clock)
    made.finish(old, "finished", RECEIPT)
    clock.now += 100
    new = intend(made, clock)
    made.finish(new, "finished", replace(RECEIPT, id="l2"))
    assert made.prune(50).entries == 0
    rehearsed = made.prune(50, undoable=lambda _: False, rehearse=True)
    assert len(made.entries()) == 3
    pruned = made.prune(50, undoable=lambda _: False)
    assert pruned == rehearsed
    assert pruned.entries == 1
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
