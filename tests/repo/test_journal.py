"""What is about to be done is written down first, and nothing is done where that cannot be."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from pairtui.landing import Intent, JournalFault, Landed, LandedFile, NotLanded, Outcome, Restaged
from pairtui.proposal import Absent, Present
from pairtui.repo.alone import alone
from pairtui.repo.journal import InMemory, beside
from tests.repo.workbench import NOW, Bench

LINES = b"one\ntwo\nthree\n"
NEW = LINES.replace(b"two", b"2")


class Strict(InMemory):
    """A journal that fails where it is told to."""

    def __init__(self, *failing: str) -> None:
        super().__init__()
        self.failing = set(failing)

    def intend(self, intent: Intent) -> None:
        self._may("intend")
        super().intend(intent)

    def mark(self, intent: str, step: str) -> None:
        self._may("mark")
        super().mark(intent, step)

    def finish(
        self, intent: str, outcome: Outcome, landed: Landed | None = None, says: Sequence[str] = ()
    ) -> None:
        self._may("finish")
        super().finish(intent, outcome, landed, says)

    def _may(self, step: str) -> None:
        if step in self.failing:
            raise JournalFault("The disk is full.")


@pytest.fixture
def on(bench: Bench) -> Bench:
    bench.commit({"a.txt": LINES})
    return bench


def test_all_of_it_is_written_down_before_the_first_byte(on: Bench) -> None:
    before, found = on.status(), []

    class Looking(InMemory):
        def intend(self, intent: Intent) -> None:
            assert on.status() == before
            assert not list(on.root.rglob(".pairtui-*"))
            found.append(intent)
            super().intend(intent)

    journal = Looking()
    bench = Bench(on.root, journal)
    head = bench.head
    landed = bench.saved(bench.taken("a.txt", NEW), bench.taken("x/y/new.txt", b"new\n"))
    (intent,) = found
    assert intent.files == (
        LandedFile("a.txt", Present(LINES), Present(NEW)),
        LandedFile("x/y/new.txt", Absent(), Present(b"new\n"), ("x", "x/y")),
    )
    assert (intent.id, intent.kind, intent.mode, intent.at) == (landed.id, "landing", "commit", NOW)
    assert (intent.branch, intent.head, intent.tree) == ("main", head, ".")
    assert intent.pid == os.getpid()
    assert intent.message == "Say it better\n\nAssisted-by: pairtui:test-model\n"
    oid = bench.says("rev-parse", "HEAD:a.txt")
    old = bench.says("rev-parse", "HEAD^:a.txt")
    assert intent.entries[0] == Restaged("a.txt", f"100644 {old}", f"100644 {oid}")
    assert intent.staged == landed.restaged == intent.entries
    (operation,) = journal.operations()
    assert operation.steps == ("written", f"committed {landed.commit}", "staged")
    assert operation.result is not None
    assert (operation.result.outcome, operation.result.landed) == ("finished", landed)

    undone = bench.undone(landed)
    back = found[1]
    assert (back.kind, back.of, back.moves_to) == ("undo", landed.id, head)
    assert {one.path: (one.before, one.after) for one in back.files} == {
        one.path: (one.after, one.before) for one in landed.files
    }
    assert back.staged == undone.receipt.restaged
    assert journal.operations()[1].steps == ("written", "moved", "staged")


def test_without_a_journal_nothing_is_written(on: Bench) -> None:
    before, head = on.status(), on.head
    result = on.taken("a.txt", NEW)
    refused = Bench(on.root, Strict("intend")).refused(result)
    assert refused.says == (
        "Nothing was changed, because the journal cannot be written: The disk is full."
    )
    assert (on.status(), on.head) == (before, head)
    landed = on.saved(result)
    assert isinstance(Bench(on.root, Strict("intend")).undo(landed), NotLanded)
    assert (on.data("a.txt"), on.head) == (NEW, landed.commit)
    on.hook("pre-commit", "exit 1")
    failed = on.refused(on.taken("a.txt", LINES))
    assert Bench(on.root, Strict("intend")).put_back(failed) == ("a.txt",)
    assert on.data("a.txt") == LINES


def test_a_journal_that_fails_later_cannot_undo_what_is_done(on: Bench) -> None:
    bench = Bench(on.root, Strict("mark", "finish"))
    landed = bench.saved(bench.taken("a.txt", NEW))
    assert landed.commit == bench.head
    assert landed.notes == (
        "The journal cannot be written, so the next start will ask about this: The disk is full.",
    )
    assert len(bench.journal.open_intents()) == 1
    undone = bench.undone(landed)
    assert "the next start will ask" in undone.says[-1]


def test_what_came_of_a_save_that_failed_is_written_down(on: Bench) -> None:
    on.hook("pre-commit", "exit 1")
    refused = on.refused(on.taken("a.txt", NEW))
    on.put_back(refused)
    outcomes = [one.result.outcome for one in on.journal.operations() if one.result]
    assert outcomes == ["failed", "finished"]
    assert on.data("a.txt") == LINES


def test_names_beside_a_file_follow_from_the_operation(on: Bench) -> None:
    seen = []
    on.saved(on.taken("a.txt", NEW), point=lambda _: seen.append(list(on.root.glob(".pairtui-*"))))
    names = {place.name for places in seen for place in places}
    (operation,) = on.journal.operations()
    base = beside(operation.intent.id, "a.txt")
    assert names == {f"{base}.tmp", f"{base}.old"}


def test_two_at_once_are_one_after_the_other(on: Bench) -> None:
    result, head = on.taken("a.txt", NEW), on.head
    landed = on.saved(on.taken("b.txt", b"b\n"), mode="write")
    with alone(on.repo):
        refused = on.refused(result, planned=head)
        kept = on.undo(landed)
        assert on.put_back(NotLanded("", written=landed.files)) == ("b.txt",)
    assert refused.says == "Another pairtui is saving or undoing here at this moment."
    assert isinstance(kept, NotLanded)
    assert on.data("a.txt") == LINES
    on.saved(result)


def test_a_file_system_without_locks_keeps_nobody_out(
    on: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", unknown)
    on.saved(on.taken("a.txt", NEW))
