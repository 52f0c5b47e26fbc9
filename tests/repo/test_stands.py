"""What is kept because it can still be undone, or done again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pairtui.landing import Landed, Operation, Undone
from pairtui.repo.stands import Standing, in_history
from tests.repo.workbench import Bench

BASE = b"".join(b"line %d\n" % number for number in range(1, 11))
NEW = BASE.replace(b"line 3\n", b"LINE 3\n")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "work")
    made.commit({"a.txt": BASE})
    return made


def operations(bench: Bench) -> Iterable[Operation]:
    """Return everything the journal in memory has, with its results."""
    journal = bench.journal
    for name, intent in journal._intents.items():
        yield Operation(intent, (), journal._results.get(name))


def undoable(bench: Bench, landed: Landed) -> bool:
    return Standing(bench.repo, operations(bench)).undoable(landed)


def test_a_commit_in_any_history_can_be_undone(bench: Bench) -> None:
    landed = bench.saved(bench.taken("a.txt", NEW))
    bench.commit({"a.txt": b"all else\n"})
    assert undoable(bench, landed)
    bench.git("checkout", "--quiet", "-b", "other", "HEAD~2")
    assert undoable(bench, landed)
    bench.git("branch", "-D", "main")
    assert not undoable(bench, landed)
    bench.git("tag", "kept", landed.commit)
    assert undoable(bench, landed)


def test_the_head_of_another_work_tree_is_a_history(bench: Bench, tmp_path: Path) -> None:
    landed = bench.saved(bench.taken("a.txt", NEW))
    bench.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    bench.git("reset", "--quiet", "--hard", "HEAD~1")
    assert undoable(bench, landed)
    bench.git("worktree", "remove", str(tmp_path / "tree"))
    assert not undoable(bench, landed)


def test_an_amended_commit_is_found_by_what_it_holds(bench: Bench) -> None:
    landed = bench.saved(bench.taken("a.txt", NEW))
    bench.put("a.txt", NEW + b"more\n")
    bench.git("commit", "--quiet", "--amend", "--all", "-m", "amended")
    assert landed.commit not in in_history(bench.repo, {landed.commit})
    assert undoable(bench, landed)
    bench.git("reset", "--quiet", "--hard", "HEAD~1")
    bench.put("a.txt", b"all else\n")
    assert not undoable(bench, landed)


def test_what_was_only_written_can_be_undone_while_it_is_there(bench: Bench) -> None:
    landed = bench.saved(bench.taken("a.txt", NEW), mode="write")
    assert undoable(bench, landed)
    bench.put("a.txt", BASE)
    assert not undoable(bench, landed)


def test_of_a_save_and_its_undo_the_last_one_counts(bench: Bench) -> None:
    landed = bench.saved(bench.taken("a.txt", NEW))
    undone = bench.undo(landed)
    assert isinstance(undone, Undone)
    assert undoable(bench, landed)
    standing = Standing(bench.repo, operations(bench))
    assert all(standing.keeps(operation) for operation in operations(bench))
    bench.put("a.txt", b"all else\n")
    assert not undoable(bench, landed)
    standing = Standing(bench.repo, operations(bench))
    assert not any(standing.keeps(operation) for operation in operations(bench))


def test_a_save_in_another_work_tree_stands_as_long_as_that_does(
    bench: Bench, tmp_path: Path
) -> None:
    bench.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    other = Bench(tmp_path / "tree", bench.journal)
    landed = other.saved(other.taken("a.txt", NEW), mode="write")
    assert undoable(bench, landed)
    bench.git("worktree", "remove", "--force", str(tmp_path / "tree"))
    assert not undoable(bench, landed)


def test_what_is_no_commit_is_in_no_history(bench: Bench) -> None:
    blob = bench.says("rev-parse", "HEAD:a.txt")
    asked = {"", "--all", "x" * 40, "0" * 40, blob, bench.head}
    assert in_history(bench.repo, asked) == {bench.head}
    assert in_history(bench.repo, ()) == frozenset()
