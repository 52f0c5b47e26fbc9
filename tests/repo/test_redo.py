"""What was undone is done again: exact bytes, and the very same commit where that can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.landing import Landed, NotLanded, Undone
from pairtui.proposal import ChangeMode, Delete, Rename, SearchReplace, WholeFile
from tests.repo.test_existence import LINES, NEW, come_to, state
from tests.repo.workbench import Bench

EDITS = (
    Rename("a.txt", "in/b.txt"),
    SearchReplace("a.txt", "two", "2"),
    Delete("x/y/old.txt"),
    ChangeMode("run", executable=True),
    WholeFile("n/new", "new\n"),
)


@pytest.fixture
def on(bench: Bench) -> Bench:
    bench.commit({"a.txt": LINES, "x/y/old.txt": b"old\n", "run": b"#!\n", "other": b"other\n"})
    return bench


def undone(on: Bench) -> tuple[Landed, Undone]:
    landed = on.saved(*come_to(on, *EDITS))
    return landed, on.undone(landed)


def test_back_and_forth_is_exact_as_often_as_one_likes(on: Bench) -> None:
    before = state(on)
    landed, back = undone(on)
    first = landed
    for _ in range(2):
        assert state(on) == before
        landed = on.redone(back, landed)
        assert on.head == landed.commit == first.commit
        assert (landed.parent, landed.committed, landed.changes) == (
            first.parent,
            first.committed,
            first.changes,
        )
        assert on.status() == b""
        back = on.undone(landed)
    on.clean_up_is_done()


def test_on_a_branch_that_moved_the_commit_is_made_anew(on: Bench) -> None:
    landed, back = undone(on)
    later = on.commit({"other": b"later\n"})
    again = on.redone(back, landed)
    assert again.commit == on.head != landed.commit
    assert on.says("rev-parse", "HEAD^") == later == again.parent
    assert on.says("log", "-1", "--format=%B") == "Say it better\n\nAssisted-by: pairtui:test-model"
    assert on.blob("HEAD:in/b.txt") == NEW
    assert on.status() == b""
    on.undone(again)
    assert on.head == later


def test_a_revert_is_taken_back_and_the_commit_is_in_the_history_again(on: Bench) -> None:
    landed = on.saved(*come_to(on, *EDITS))
    after = state(on)
    on.git("tag", "v1")
    back = on.undone(landed)
    again = on.redone(back, landed)
    assert state(on) == after
    assert again.commit == landed.commit
    on.git("tag", "-d", "v1")
    on.undone(again)
    assert on.head == landed.parent


def test_a_revert_that_was_pushed_is_reverted(on: Bench, tmp_path: Path) -> None:
    landed = on.saved(*come_to(on, *EDITS))
    on.git("tag", "v1")
    back = on.undone(landed)
    on.git("tag", "v2")
    again = on.redone(back, landed)
    assert again.parent == back.receipt.commit
    assert on.says("rev-parse", "HEAD^{tree}") == on.says("rev-parse", "v1^{tree}")
    assert on.status() == b""


def test_what_was_changed_since_the_undo_stays(on: Bench) -> None:
    landed = on.saved(on.taken("a.txt", NEW), mode="stage")
    back = on.undone(landed)
    on.put("a.txt", LINES + b"mine\n")
    on.redone(back, landed)
    assert on.data("a.txt") == NEW + b"mine\n"
    assert on.blob(":a.txt") == NEW


def test_what_cannot_be_done_again_changes_nothing(on: Bench) -> None:
    landed = on.saved(on.taken("a.txt", NEW))
    back = on.undone(landed)
    on.put("a.txt", LINES.replace(b"two", b"mine"))
    before = state(on)
    refused = on.redo(back, landed)
    assert isinstance(refused, NotLanded)
    assert "a.txt" in refused.stale
    on.git("checkout", "--quiet", "a.txt")
    on.git("checkout", "--quiet", "-b", "elsewhere")
    refused = on.redo(back, landed)
    assert isinstance(refused, NotLanded)
    assert "main" in refused.says
    on.git("checkout", "--quiet", "main")
    on.git("reflog", "expire", "--expire=now", "--all")
    on.git("prune", "--expire=now")
    refused = on.redo(back, landed)
    assert isinstance(refused, NotLanded)
    assert "git has removed commit" in refused.says
    on.git("branch", "-D", "elsewhere")
    on.put("a.txt", LINES.replace(b"two", b"mine"))
    assert state(on) == before


def test_the_first_commit_of_a_branch_goes_and_comes(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "work")
    landed = bench.saved(bench.taken("a.txt", b"first\n"))
    back = bench.undone(landed)
    assert bench.head == ""
    assert bench.redone(back, landed).commit == bench.head == landed.commit
    assert bench.status() == b""
