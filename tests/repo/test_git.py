from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pairtui.repo import git as door
from pairtui.repo.files import list_files
from pairtui.repo.git import Repo, RepoError, find_git, run
from pairtui.repo.process import Patience
from tests.repo.workbench import Bench


def refusal(path: Path) -> RepoError:
    with pytest.raises(RepoError) as caught:
        Repo.discover(str(path))
    assert "\n" not in caught.value.says
    return caught.value


def test_the_root_is_found_from_below(bench: Bench) -> None:
    bench.put("a/b/c.txt", b"")
    for start in (bench.root, bench.root / "a/b", bench.root / "a/b/c.txt"):
        repo = Repo.discover(str(start))
        assert (repo.root, repo.git_dir) == (str(bench.root), f"{bench.root}/.git")
    assert repo.name == "work"


def test_outside_of_a_repository(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert "is not in a git repository" in error.says
    assert "pairtui init" in error.remedy
    assert "no folder" in refusal(tmp_path / "nowhere" / "deep").says


def test_bare_and_inside_of_git(bench: Bench, tmp_path: Path) -> None:
    Bench.make(tmp_path / "bare", "--bare")
    assert "bare repository" in refusal(tmp_path / "bare").says
    assert "git's own folder" in refusal(bench.root / ".git").says


def test_someone_elses_repository(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(door, "KEPT", (*door.KEPT, "GIT_TEST_"))
    error = refusal(bench.root)
    assert "belongs to someone else" in error.says
    assert "safe.directory" in error.remedy


def test_broken_repositories_say_so_in_gits_words(bench: Bench, tmp_path: Path) -> None:
    (bench.root / ".git/config").write_text("[core\n")
    assert "bad config" in refusal(bench.root).says
    (bench.root / ".git/config").write_text("[core]\n\trepositoryformatversion = 99\n")
    assert "version" in refusal(bench.root).says
    extended = "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tnosuch = true\n"
    (bench.root / ".git/config").write_text(extended)
    assert refusal(bench.root).says.endswith("unknown repository extension found: nosuch")
    pointed = tmp_path / "pointed"
    pointed.mkdir()
    (pointed / ".git").write_text("gitdir: /nowhere\n")
    assert "not a git repository: /nowhere" in refusal(pointed).says


def test_linked_work_trees_and_submodules_are_repositories(bench: Bench, tmp_path: Path) -> None:
    bench.commit({"a.txt": b"a\n"})
    bench.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    side = Repo.discover(str(tmp_path / "side"))
    assert side.root == str(tmp_path / "side")
    assert side.git_dir == f"{bench.root}/.git/worktrees/side"
    assert side.common_dir == f"{bench.root}/.git"
    outer = Bench.make(tmp_path / "outer")
    outer.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(bench.root), "sub"
    )
    inner = Repo.discover(str(outer.root / "sub"))
    assert inner.root == str(outer.root / "sub")
    assert inner.git_dir == str(outer.root / ".git/modules/sub")


def test_no_git_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(tmp_path).says == "git is not installed."


def test_a_git_that_is_too_old(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # An old git prints back the options of rev-parse that it does not know.
    old = tmp_path / "bin/git"
    old.parent.mkdir()
    old.write_text(
        '#!/bin/sh\ncase "$*" in *--path-format=*) echo --path-format=absolute; echo .git ;;\n'
        f'*) exec {find_git()} "$@" ;; esac\n'
    )
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}:{os.environ['PATH']}")
    assert refusal(bench.root).says == "This git is too old."


def test_importing_the_room_does_not_import_gitpython() -> None:
    script = (
        "import sys, pairtui.repo.land, pairtui.repo.undo, pairtui.repo.watch, pairtui.repo.start;"
        "sys.exit('git' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_inherited_variables_lead_nowhere(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Bench.make(tmp_path / "other")
    other.commit({"theirs.txt": b"x\n"})
    bench.commit({"mine.txt": b"x\n"})
    monkeypatch.setenv("GIT_DIR", f"{other.root}/.git")
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", f"{other.root}/.git/index")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    assert list_files(Repo.discover(str(bench.root))) == ("mine.txt",)


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"caf\xe9")
    bench = Bench.make(root)
    bench.put("a.txt", b"a")
    assert bench.repo.root == str(root)
    assert list_files(bench.repo) == ("a.txt",)


def test_a_newline_in_the_roots_name(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "two\nlines\n")
    assert bench.repo.root == str(tmp_path / "two\nlines\n")


def test_git_gets_no_input_and_any_amount_of_it(bench: Bench) -> None:
    assert bench.repo.look("hash-object", "--stdin") == bench.git("hash-object", "--stdin")
    much = bytes(range(256)) * 20_000
    oid = bench.repo.look("hash-object", "-w", "--stdin", feed=much).decode().strip()
    assert bench.repo.look("cat-file", "blob", oid) == much


def test_a_slow_git_is_asked_to_stop_and_takes_its_lock_with_it(bench: Bench) -> None:
    bench.commit({"a.txt": b"a\n"})
    # The filter hangs while git holds the lock of the index.
    bench.put(".gitattributes", b"* filter=slow\n")
    bench.git("config", "filter.slow.clean", "sleep 600")
    began = time.monotonic()
    done = run(
        find_git(), str(bench.root), ("add", "a.txt", ".gitattributes"),
        patience=Patience(limit=0.3),
    )  # fmt: skip
    assert done.stopped == "time"
    assert time.monotonic() - began < 30
    assert not (bench.root / ".git/index.lock").exists()


def test_a_program_left_in_the_background_is_not_waited_for(bench: Bench) -> None:
    bench.commit({"a.txt": b"a\n"})
    bench.git("config", "alias.leave", "!sleep 600 & echo $!")
    done = run(find_git(), str(bench.root), ("leave",), patience=Patience(limit=300))
    assert (done.code, done.stopped) == (0, "")
    os.kill(int(done.out), 9)


def test_errors_are_gits_own_words(bench: Bench) -> None:
    with pytest.raises(RepoError, match="git cat-file failed: Not a valid object name nope"):
        bench.repo.look("cat-file", "blob", "nope")
