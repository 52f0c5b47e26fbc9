from __future__ import annotations

import os
import subprocess

import pytest

from pairtui.repo.files import list_files, read
from pairtui.repo.glance import glance
from pairtui.repo.ground import Tracked, ground, tracking
from pairtui.repo.watch import mark
from tests.repo.workbench import NOW, Bench

LINES = b"one\ntwo\nthree\n"


def test_a_plain_branch(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES, "b.txt": b"b\n", "c.txt": b"c\n"})
    bench.put("a.txt", b"staged\n")
    bench.git("add", "a.txt")
    bench.put("a.txt", b"and more\n")
    bench.put("b.txt", b"mine\n")
    bench.put("n/new1", b"")
    bench.put("n/new2", b"")
    here = ground(bench.repo, now=NOW)
    assert (here.branch, here.head) == ("main", first)
    assert (here.staged, here.unstaged, here.untracked) == (1, 2, 2)
    assert (here.busy, here.locked, here.identity) == ("", "", True)
    assert not here.detached
    assert not here.unborn


def test_unborn_and_detached(bench: Bench) -> None:
    here = ground(bench.repo)
    assert here.unborn
    assert here.branch == "main"
    bench.commit({"a.txt": LINES})
    bench.git("checkout", "--quiet", "--detach")
    assert ground(bench.repo).detached


@pytest.mark.parametrize(
    ("begin", "name"),
    [
        ("git merge side", "merge"),
        ("git rebase side", "rebase"),
        ("git rebase --apply side", "rebase"),
        ("git cherry-pick side", "cherry-pick"),
        ("git revert HEAD~1", "revert"),
        ("git format-patch -1 side --stdout | git am", "patch series (git am)"),
        ("git bisect start", "bisect"),
    ],
)
def test_an_unfinished_operation_is_named_and_gets_no_commit(
    bench: Bench, begin: str, name: str
) -> None:
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    bench.git("checkout", "--quiet", "-b", "side")
    bench.commit({"a.txt": b"side\n"})
    bench.git("checkout", "--quiet", "main")
    bench.commit({"a.txt": b"main 1\n"})
    bench.commit({"a.txt": b"main 2\n"})
    subprocess.run(begin, shell=True, cwd=bench.root, capture_output=True, check=False)  # noqa: S602  # a line of this file
    assert ground(bench.repo).busy == name
    status, head = bench.status(), bench.head
    refused = bench.refused(bench.taken("b.txt", b"B\n"))
    assert f"A {name} is not finished" in refused.says
    assert (bench.status(), bench.head) == (status, head)
    landed = bench.saved(bench.taken("b.txt", b"B\n"), mode="write")
    assert bench.data("b.txt") == b"B\n"
    bench.undone(landed)
    assert bench.status() == status


@pytest.mark.parametrize("lock", ["index.lock", "HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_is_named_with_its_age_and_never_removed(bench: Bench, lock: str) -> None:
    first = bench.commit({"a.txt": LINES})
    place = bench.root / ".git" / lock
    place.write_bytes(b"")
    os.utime(place, (NOW - 300, NOW - 300))
    assert f"{place}, made 5 minutes ago" in ground(bench.repo, now=NOW).locked
    refused = bench.refused(bench.taken("a.txt", b"new\n"))
    assert str(place) in refused.remedy
    assert bench.data("a.txt") == LINES
    assert place.exists()
    assert bench.head == first


def test_a_conflict_is_not_staged(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    bench.git("checkout", "--quiet", "-b", "side")
    bench.commit({"a.txt": b"side\n"})
    bench.git("checkout", "--quiet", "main")
    bench.commit({"a.txt": b"main\n"})
    subprocess.run(
        ["git", "-C", str(bench.root), "merge", "side"], capture_output=True, check=False
    )
    refused = bench.refused(bench.taken("a.txt", b"solved\n"), mode="stage")
    assert "conflict" in refused.says


def test_how_git_knows_each_file(bench: Bench) -> None:
    bench.commit({"a.txt": LINES, "b.txt": b"b\n", "c.txt": b"c\n", ".gitignore": b"*.log\nout/\n"})
    bench.put("b.txt", b"mine\n")
    bench.put("c.txt", b"staged\n")
    bench.git("add", "c.txt")
    bench.put("u.txt", b"u\n")
    bench.put("s.txt", b"s\n")
    bench.git("add", "s.txt")
    bench.put("x.log", b"x\n")
    paths = (
        "a.txt", "b.txt", "c.txt", "u.txt", "s.txt", "x.log", "new.txt", "n.log", "out/x", "-n",
        "*", ":(top)x",
    )  # fmt: skip
    assert tracking(bench.repo, glance(bench.repo, paths), paths) == {
        "a.txt": Tracked("tracked"),
        "b.txt": Tracked("tracked", own=True),
        "c.txt": Tracked("tracked", own=True),
        "u.txt": Tracked("untracked", own=True),
        "s.txt": Tracked("untracked", own=True),
        "x.log": Tracked("ignored", own=True),
        "new.txt": Tracked("new"),
        "n.log": Tracked("ignored"),
        "out/x": Tracked("ignored"),
        "-n": Tracked("new"),
        "*": Tracked("new"),
        ":(top)x": Tracked("new"),
    }
    assert tracking(bench.repo, glance(bench.repo), ()) == {}


def test_looking_changes_nothing_at_all(bench: Bench) -> None:
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    bench.put("a.txt", b"One\ntwo\nthree\n")
    os.utime(bench.root / "b.txt", (1, 1))

    def everything() -> dict[str, tuple[int, int, bytes]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes())
            for path in bench.root.rglob("*")
            if path.is_file()
        }

    before, repo = everything(), bench.repo
    ground(repo, now=NOW)
    paths = ("a.txt", "b.txt", "new/x.txt")
    tracking(repo, glance(repo, paths), paths)
    list_files(repo)
    for path in ("a.txt", "new/x.txt", ".git/config"):
        read(repo, path)
    mark(repo, ("a.txt",))
    bench.refused(bench.taken("a.txt", b"new\n"), planned="0" * 40)
    assert everything() == before


def test_a_name_is_not_guessed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ground(bench.repo).identity
    bench.git("config", "--global", "--unset", "user.email")
    assert not ground(bench.repo).identity
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "a@example.org")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "a@example.org")
    assert ground(bench.repo).identity
