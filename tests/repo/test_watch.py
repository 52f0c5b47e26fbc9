from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pairtui.repo import git as door
from pairtui.repo.watch import mark
from tests.repo.workbench import Bench


def test_nothing_happened(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.commit({"a.txt": b"a\n", "b.txt": b"b\n"})
    repo = bench.repo
    monkeypatch.setattr(door, "run", None)  # a git process would fail
    before = mark(repo, ("a.txt", "new.txt"))
    bench.put("b.txt", b"not watched\n")
    assert mark(repo, ("a.txt", "new.txt")) == before


def test_each_event_is_noticed_and_named(bench: Bench) -> None:
    first = bench.commit({"a.txt": b"a\n", "sub/b.txt": b"b\n"})
    repo, paths = bench.repo, ("a.txt", "sub/b.txt", "new.txt")

    def named_after(act: str) -> tuple[str, ...]:
        before = mark(repo, paths)
        match act:
            case "edit":
                # Same size, and the old time set again: only the file itself knows.
                facts = (bench.root / "a.txt").stat()
                bench.put("a.txt", b"A\n")
                os.utime(bench.root / "a.txt", ns=(facts.st_atime_ns, facts.st_mtime_ns))
            case "replace":
                bench.put("fresh", b"A\n")
                (bench.root / "fresh").rename(bench.root / "a.txt")
            case "remove":
                shutil.rmtree(bench.root / "sub")
            case "appear":
                bench.put("new.txt", b"n\n")
            case "commit":
                bench.git("commit", "--quiet", "--allow-empty", "-m", "more")
            case "pack":
                bench.git("pack-refs", "--all")
            case "switch":
                bench.git("checkout", "--quiet", "-b", "side")
            case "detach":
                bench.git("checkout", "--quiet", "--detach", first)
        return mark(repo, paths).differs(before)

    assert named_after("edit") == ("a.txt",)
    assert named_after("replace") == ("a.txt",)
    assert named_after("remove") == ("sub/b.txt",)
    assert named_after("appear") == ("new.txt",)
    assert named_after("commit") == ("branch",)
    assert "packed-refs" in named_after("pack")
    assert "HEAD" in named_after("switch")
    assert "HEAD" in named_after("detach")


def test_a_linked_work_tree_watches_its_own_branch(bench: Bench, tmp_path: Path) -> None:
    bench.commit({"a.txt": b"a\n"})
    bench.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    side = Bench(tmp_path / "side")
    repo = side.repo
    before = mark(repo, ())
    bench.git("commit", "--quiet", "--allow-empty", "-m", "on main")
    assert mark(repo, ()) == before
    side.git("commit", "--quiet", "--allow-empty", "-m", "on side")
    assert mark(repo, ()).differs(before) == ("branch",)


def test_a_folder_that_went_away_is_only_different(bench: Bench) -> None:
    bench.commit({"a.txt": b"a\n"})
    repo = bench.repo
    before = mark(repo, ("a.txt", "nul\0name"))
    shutil.rmtree(bench.root)
    assert "a.txt" in mark(repo, ("a.txt", "nul\0name")).differs(before)
