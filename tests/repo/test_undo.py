from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.landing import Landed, NotLanded
from tests.repo.workbench import Bench

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n"
NEW = LINES.replace(b"two", b"2")


@pytest.fixture
def saved(bench: Bench) -> tuple[Bench, Landed]:
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    return bench, bench.saved(bench.taken("a.txt", NEW), bench.taken("new.txt", b"new\n"))


def not_undone(bench: Bench, landed: Landed) -> NotLanded:
    status, head = bench.status(), bench.head
    refused = bench.undo(landed)
    assert isinstance(refused, NotLanded), refused
    assert (bench.status(), bench.head) == (status, head)
    return refused


def test_the_newest_commit_is_taken_back(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    undone = bench.undone(landed)
    assert bench.head == landed.parent
    assert bench.status() == b""
    assert bench.data("a.txt") == LINES
    assert not (bench.root / "new.txt").exists()
    assert undone.says == (
        f"Commit {landed.commit[:7]} is taken back.",
        "a.txt, new.txt are byte for byte as before the save (checked).",
    )
    assert "pairtui: undo a save" in bench.says("reflog", "-1")
    bench.clean_up_is_done()


def test_what_was_changed_since_elsewhere_in_the_file_stays(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.put("a.txt", NEW + b"mine\n", 0o755)
    undone = bench.undone(landed)
    assert bench.data("a.txt") == LINES + b"mine\n"
    assert (bench.root / "a.txt").stat().st_mode & 0o777 == 0o755
    assert not (bench.root / "new.txt").exists()
    assert bench.head == landed.parent
    assert undone.says[1:] == (
        "new.txt is byte for byte as before the save (checked).",
        "a.txt keeps what was changed since; only the changes of that save are out (merged).",
    )
    bench.clean_up_is_done()


@pytest.mark.parametrize(
    ("path", "data", "why"),
    [
        ("a.txt", NEW.replace(b"2", b"mine"), "it changed since it was saved, in the same lines"),
        ("new.txt", b"new\nand mine\n", "it changed since it was saved"),
        ("a.txt", b"\0", "it is binary"),
        ("a.txt", None, "it is gone"),
    ],
)
def test_a_file_changed_in_the_same_lines_stops_all_of_it(
    saved: tuple[Bench, Landed], path: str, data: bytes | None, why: str
) -> None:
    bench, landed = saved
    if data is None:
        (bench.root / path).unlink()
    else:
        bench.put(path, data)
    assert not_undone(bench, landed).stale == {path: why}
    assert all(operation.result for operation in bench.journal.operations())


def test_a_commit_that_was_pushed_is_reverted(saved: tuple[Bench, Landed], tmp_path: Path) -> None:
    bench, landed = saved
    Bench.make(tmp_path / "remote", "--bare")
    bench.git("remote", "add", "origin", str(tmp_path / "remote"))
    bench.git("push", "--quiet", "-u", "origin", "main")
    undone = bench.undone(landed)
    assert len(undone.says) == 2
    assert bench.says("rev-parse", "HEAD^") == landed.commit
    assert bench.says("rev-parse", "HEAD^{tree}") == bench.says(
        "rev-parse", f"{landed.parent}^{{tree}}"
    )
    assert "origin/main has it too" in undone.says[0]
    assert f"This reverts commit {landed.commit}." in bench.says("log", "-1", "--format=%B")
    assert bench.status() == b""
    assert bench.data("a.txt") == LINES
    bench.clean_up_is_done()


def test_under_later_commits_only_this_save_is_undone(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    later = bench.commit({"b.txt": b"later\n"})
    bench.undone(landed)
    assert bench.says("rev-parse", "HEAD^") == later
    assert bench.blob("HEAD:b.txt") == b"later\n"
    assert bench.blob("HEAD:a.txt") == LINES
    assert bench.says("ls-tree", "--name-only", "HEAD").split() == ["a.txt", "b.txt"]
    assert bench.status() == b""


def test_later_staged_work_stays_when_a_save_is_reverted(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.commit({"b.txt": b"later\n"})
    bench.put("b.txt", b"staged\n")
    bench.git("add", "b.txt")
    before = bench.status().split(b"\0")
    bench.undone(landed)
    assert bench.status().split(b"\0") == before
    assert bench.blob(":b.txt") == b"staged\n"


def test_a_tagged_commit_stays_in_the_history(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.git("tag", "v1")
    bench.undone(landed)
    assert bench.says("rev-parse", "v1") == landed.commit == bench.says("rev-parse", "HEAD^")


def test_another_branch_stays_as_it_is(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.git("checkout", "--quiet", "-b", "elsewhere", landed.parent)
    bench.put("a.txt", NEW)
    bench.put("new.txt", b"new\n")
    refused = not_undone(bench, landed)
    assert "was made on main" in refused.says
    assert refused.remedy == "Go there first: git switch main"


def test_an_amended_commit_is_found_by_what_it_holds(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.put("b.txt", b"mine\n")
    bench.put("a.txt", NEW.replace(b"nine", b"9 of mine"))
    bench.git("commit", "--quiet", "--all", "--amend", "-m", "mine now")
    amended = bench.head
    undone = bench.undone(landed)
    assert bench.says("rev-parse", "HEAD^") == amended
    assert bench.blob("HEAD:a.txt") == bench.data("a.txt") == LINES.replace(b"nine", b"9 of mine")
    assert bench.says("ls-tree", "--name-only", "HEAD").split() == ["a.txt", "b.txt"]
    assert bench.blob("HEAD:b.txt") == b"mine\n"
    assert f"it holds the changes of {landed.commit[:7]}" in undone.says[0]
    assert bench.says("log", "-1", "--format=%s") == 'Undo "mine now"'
    assert bench.status() == b""


def test_a_rebased_commit_is_found_by_what_it_holds(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.git("checkout", "--quiet", "-b", "side", landed.parent)
    bench.commit({"a.txt": b"zero\n" + LINES})
    bench.git("checkout", "--quiet", "main")
    bench.git("rebase", "--quiet", "side")
    bench.git("branch", "--quiet", "-D", "side")
    bench.git("reflog", "expire", "--expire=now", "--all")
    bench.git("update-ref", "-d", "ORIG_HEAD")
    bench.git("prune", "--expire=now")
    bench.undone(landed)
    assert bench.data("a.txt") == bench.blob("HEAD:a.txt") == b"zero\n" + LINES
    assert bench.status() == b""


def test_changes_that_an_amend_dropped_are_said_to_be_gone(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.git("rm", "--quiet", "--cached", "new.txt")
    bench.git("commit", "--quiet", "--amend", "-m", "without it")
    refused = not_undone(bench, landed)
    assert "no commit of it has the same changes" in refused.says


def test_a_commit_the_person_took_back_leaves_the_files_to_undo(
    saved: tuple[Bench, Landed],
) -> None:
    bench, landed = saved
    bench.git("reset", "--quiet", "--soft", "HEAD^")
    undone = bench.undone(landed)
    assert bench.status() == b""
    assert "had already left the branch" in undone.says[-1]


def test_a_commit_taken_back_with_what_was_staged(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.git("reset", "--quiet", "--mixed", "HEAD^")
    undone = bench.undone(landed)
    assert bench.status() == b""
    assert len(undone.says) == 2


def test_what_later_commits_undid_is_only_put_back(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.git("rm", "--quiet", "--cached", "new.txt")
    oid = bench.git("hash-object", "-w", "--stdin", feed=LINES).decode().strip()
    bench.git("update-index", "--cacheinfo", f"100644,{oid},a.txt")
    bench.git("commit", "--quiet", "-m", "back by hand")
    head = bench.head
    bench.undone(landed)
    assert bench.head == head
    assert bench.status() == b""
    assert bench.data("a.txt") == LINES


def test_staged_since_in_the_same_file_keeps_what_is_the_persons(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    landed = bench.saved(bench.taken("a.txt", NEW))
    bench.put("a.txt", NEW.replace(b"nine", b"9 staged"))
    bench.git("add", "a.txt")
    bench.put("a.txt", NEW)
    bench.undone(landed)
    assert bench.blob(":a.txt") == LINES.replace(b"nine", b"9 staged")
    assert bench.data("a.txt") == LINES
    assert bench.head == landed.parent


def test_a_locked_repository_is_not_touched(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.put(".git/index.lock", b"")
    refused = bench.undo(landed)
    assert isinstance(refused, NotLanded)
    assert "index.lock" in refused.remedy
    assert bench.data("a.txt") == NEW


def test_a_hook_that_forbids_the_revert_leaves_all_as_it_was(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.commit({"b.txt": b"later\n"})
    bench.hook("commit-msg", "echo never; exit 1")
    refused = not_undone(bench, landed)
    assert "never" in refused.output
    assert bench.data("a.txt") == NEW
    assert bench.data("new.txt") == b"new\n"


def test_a_hook_that_forbids_moving_the_branch_leaves_all_as_it_was(
    saved: tuple[Bench, Landed],
) -> None:
    bench, landed = saved
    bench.hook("reference-transaction", 'test "$1" != prepared')
    not_undone(bench, landed)
    assert bench.data("a.txt") == NEW


def test_later_commits_on_the_same_lines_are_not_undone(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.commit({"a.txt": LINES.replace(b"two", b"II")})
    bench.put("a.txt", NEW)
    refused = not_undone(bench, landed)
    assert "later commits changed the same lines of a.txt" in refused.says


def test_a_save_is_undone_once(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    back = bench.undone(landed)
    refused = bench.undo(landed)
    assert refused == NotLanded(
        "Nothing was changed: it was undone in the meantime.", "U shows how it stands now."
    )
    again = bench.redone(back, landed)
    twice = bench.redo(back, landed)
    assert isinstance(twice, NotLanded)
    assert bench.head == again.commit


def test_a_commit_that_was_taken_back_by_hand_is_said(saved: tuple[Bench, Landed]) -> None:
    bench, landed = saved
    bench.git("reset", "--quiet", "--hard", "HEAD^")
    undone = bench.undone(landed)
    assert bench.head == landed.parent
    assert bench.status() == b""
    assert "had already left" in undone.says[-1]
