"""Many files saved at once: git is asked once for all, and stores what it would for each alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pairtui.repo import git as door
from pairtui.repo.compose import FOLDER
from pairtui.repo.entries import Entry, in_commit, in_index
from pairtui.repo.ground import branch, ground
from pairtui.repo.process import Done
from pairtui.review.result import FileResult
from tests.repo.workbench import Bench

OLD, NEW = b"one\ntwo\nthree\n", b"one\n2\nthree\n"


@contextmanager
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note what git is asked to do meanwhile."""
    real = door.run
    words: list[str] = []

    def noted(program: str, folder: str, arguments: tuple[str, ...], **named: Any) -> Done:
        words.append(" ".join(arguments))
        return real(program, folder, arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(door, "run", noted)
        yield words


def changed(bench: Bench, files: Mapping[str, bytes]) -> list[FileResult]:
    return [bench.taken(path, data.replace(b"two", b"2")) for path, data in files.items()]


def stored(bench: Bench, path: str) -> bytes:
    """Return what `git add` stores for a file as it is, which must be what the commit holds."""
    oid = bench.says("hash-object", "-w", f"--path={path}", "--", path)
    assert bench.says("rev-parse", f"HEAD:{path}") == oid
    return bench.blob(oid)


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)])
def test_more_files_need_no_more_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    counts = []
    for count in (2, 40):
        bench = Bench.make(tmp_path / f"{count}", *options)
        files = {f"part_{number // 10}/{number}.txt": OLD for number in range(count)}
        bench.commit(files)
        results = changed(bench, files)
        with asked(monkeypatch) as words:
            bench.saved(*results)
        assert bench.status() == b""
        assert all(bench.blob(f"HEAD:{path}") == NEW for path in files)
        counts.append(len(words))
    assert counts[0] == counts[1] < 30


def test_line_ends_and_encodings_are_those_of_the_rules_on_disk(bench: Bench) -> None:
    crlf = b"one\r\n2\r\n"
    new = {
        "a.txt": crlf,
        "b.bin": crlf,
        "in/c.txt": b"one\n2 $Id: mine $\n",
        "in/deep/d.md": crlf,
        "in/deep/new.md": crlf,
        "loose.sh": crlf,
    }
    rules = {".gitattributes": b"*.txt text eol=lf\n", "in/.gitattributes": b"*.txt ident\n"}
    bench.commit({**rules, **{path: OLD for path in new if "new" not in path}})
    # Not in the index, and in force all the same.
    bench.put("in/deep/.gitattributes", b"*.md text\n")
    bench.put(".gitattributes", b"*.txt text eol=lf\n*.bin -text\n")
    bench.saved(*(bench.taken(path, data) for path, data in new.items()))
    assert {path: stored(bench, path) for path in new} == {
        "a.txt": b"one\n2\n",
        "b.bin": crlf,
        "in/c.txt": b"one\n2 $Id$\n",
        "in/deep/d.md": b"one\n2\n",
        "in/deep/new.md": b"one\n2\n",
        "loose.sh": crlf,
    }


@pytest.mark.parametrize(
    ("rule", "old"), [(b"ident", b"one $Id: mine $\ntwo\n"), (b"text", b"one\r\ntwo\r\n")]
)
def test_what_was_stored_before_there_was_a_rule_stays_as_it_is(
    bench: Bench, rule: bytes, old: bytes
) -> None:
    files = {"a.txt": old, "b.txt": old}
    bench.commit(files)
    bench.put(".gitattributes", b"*.txt " + rule + b"\n")
    bench.saved(*changed(bench, files))
    assert {bench.blob(f"HEAD:{path}") for path in files} == {old.replace(b"two", b"2")}


def test_a_filter_runs_where_the_files_are(bench: Bench) -> None:
    bench.commit({"tool.sh": b"#!/bin/sh\ntr a-z A-Z\n", ".gitattributes": b"*.up filter=up\n"})
    bench.git("config", "filter.up.clean", "sh ./tool.sh")
    files = {"a.up": OLD, "b.up": OLD, "c.txt": OLD, "d.txt": OLD}
    bench.commit(files)
    bench.saved(*changed(bench, files))
    assert stored(bench, "a.up") == stored(bench, "b.up") == NEW.upper()
    assert stored(bench, "c.txt") == stored(bench, "d.txt") == NEW


def test_new_rules_do_not_rule_their_own_save(bench: Bench) -> None:
    files = {"a.txt": OLD, "b.txt": OLD}
    bench.commit(files)
    results = [bench.taken(path, b"one\r\n2\r\n") for path in files]
    rules = bench.taken(".gitattributes", b"* text\n")
    landed = bench.saved(rules, *results)
    assert [bench.blob(f"HEAD:{path}") for path in files] == [b"one\r\n2\r\n"] * 2
    assert any("makes git store a.txt, b.txt otherwise" in note for note in landed.notes)


def test_odd_names_are_stored_like_all_others(bench: Bench) -> None:
    files = dict.fromkeys(('"a"', "-n", "*", ":(top)x", "ä b", os.fsdecode(b"\xff")), OLD)
    bench.commit(files)
    bench.saved(*changed(bench, files))
    assert bench.status() == b""
    assert all(stored(bench, path) == NEW for path in files)


def test_what_git_ignores_is_never_stored(bench: Bench) -> None:
    files = {"a.txt": OLD, "b.txt": OLD}
    bench.commit({**files, ".gitignore": b"secret*\n"})
    bench.put("secret", b"two keys\n")
    bench.put("secret2", b"two more\n")
    secrets = [bench.taken(path, b"2 keys\n") for path in ("secret", "secret2")]
    bench.saved(*changed(bench, files), *secrets)
    listed = bench.says("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    for data in (b"two keys\n", b"2 keys\n"):
        assert bench.git("hash-object", "--stdin", feed=data).decode().strip() not in listed


def test_a_linked_work_tree_has_rules_of_its_own(bench: Bench, tmp_path: Path) -> None:
    files = {"a.txt": OLD, "b.txt": OLD}
    bench.commit(files)
    bench.git("worktree", "add", "--quiet", str(tmp_path / "other"))
    other = Bench(tmp_path / "other")
    other.put(".gitattributes", b"* text\n")
    other.saved(*(other.taken(path, b"one\r\n2\r\n") for path in files))
    assert [stored(other, path) for path in files] == [b"one\n2\n"] * 2


def test_nothing_of_it_stays_among_temporary_files(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    files = {"a.txt": OLD, "in/b.txt": OLD}
    bench.commit(files)
    real = door.run
    seen: list[int] = []

    def noted(program: str, folder: str, arguments: tuple[str, ...], **named: Any) -> Done:
        seen.extend(stat.S_IMODE(one.stat().st_mode) for one in Path(tmp_path).glob("temporary/*"))
        return real(program, folder, arguments, **named)

    monkeypatch.setattr(door, "run", noted)
    bench.saved(*changed(bench, files))
    assert set(seen) == {0o700}
    assert not list((tmp_path / "temporary").iterdir())


def test_a_save_removes_what_a_killed_one_has_left_among_temporary_files(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "temporary"
    monkeypatch.setattr("tempfile.tempdir", str(there))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    kept = {f"pairtui-texts-{os.getpid()}-x", "pairtui-texts-x", f"{os.getpid()}-texts"}
    for name in (f"pairtui-texts-{gone.pid}-x", *kept):
        (there / name / "in").mkdir(parents=True)
    bench.commit({"a.txt": OLD})
    bench.saved(bench.taken("a.txt", NEW))
    assert {path.name for path in there.iterdir()} == kept


def test_a_branch_is_called_by_its_own_name(bench: Bench) -> None:
    bench.commit({"a.txt": OLD})
    bench.git("switch", "--quiet", "--create", "(detached)")
    bench.git("tag", "(detached)")
    assert ground(bench.repo).branch == branch(bench.repo) == "(detached)"
    bench.git("switch", "--quiet", "--detach")
    assert not ground(bench.repo).branch


def test_more_names_than_fit_a_command_are_found_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = bench.commit({"a.txt": OLD, "in/b.txt": OLD, "in/deep/c.txt": OLD, "-n": OLD})
    paths, repo = ("a.txt", "in", "in/b.txt", "-n", "in/no.txt"), bench.repo
    files = in_index(repo, paths)
    folder = Entry(FOLDER, bench.says("rev-parse", "HEAD:in"))
    assert list(files) == ["-n", "a.txt", "in/b.txt"]
    assert {"in": folder, **in_commit(repo, commit, paths)} == {"in": folder, **files}
    monkeypatch.setattr("pairtui.repo.entries.ROOM", 1)
    assert in_index(repo, paths) == files
    assert in_commit(repo, commit, paths) == {"in": folder, **files}
