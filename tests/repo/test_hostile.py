"""A repository made to run something: looking at it, and refusing, must not run it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pairtui.repo.files import list_files, read
from pairtui.repo.glance import glance
from pairtui.repo.ground import ground, tracking
from pairtui.repo.watch import mark
from tests.repo.workbench import Bench


@pytest.fixture
def hostile(bench: Bench, tmp_path: Path) -> tuple[Bench, Path]:
    bench.commit({"a.txt": b"a\n", "b.txt": b"b\n"})
    marker = tmp_path / "it-ran"
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{marker}'\ncat\n")
    script.chmod(0o755)
    evil = str(script)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    names = (
        "pre-commit", "post-index-change", "reference-transaction", "post-checkout",
        "fsmonitor-watchman", "prepare-commit-msg", "commit-msg", "post-commit",
    )  # fmt: skip
    for name in names:
        (hooks / name).symlink_to(script)
    settings = {
        "core.fsmonitor": evil,
        "core.hooksPath": str(hooks),
        "core.pager": evil,
        "core.editor": evil,
        "core.sshCommand": evil,
        "core.askPass": evil,
        "diff.external": evil,
        "diff.evil.textconv": evil,
        "diff.evil.command": evil,
        "filter.evil.clean": evil,
        "filter.evil.smudge": evil,
        "filter.evil.required": "true",
        "filter.long.process": evil,
        "filter.a=b.c.clean": evil,
        "merge.evil.driver": evil,
        "gpg.program": evil,
        "log.showSignature": "true",
        "alias.status": f"!{evil}",
        "alias.ls-files": f"!{evil}",
        "alias.rev-parse": f"!{evil}",
        "credential.helper": evil,
        "interactive.diffFilter": evil,
        "uploadpack.packObjectsHook": evil,
        "trailer.evil.command": evil,
    }
    for key, value in settings.items():
        bench.git("config", key, value)
    attributes = b"a.txt filter=evil diff=evil merge=evil\nb.txt filter=a=b.c\nc.txt filter=long\n"
    bench.put(".gitattributes", attributes)
    # Same size, other bytes, a time git has not seen: git would have to run the filter.
    bench.put("a.txt", b"A\n")
    bench.put("b.txt", b"B\n")
    bench.put("c.txt", b"c\n")
    for name in ("a.txt", "b.txt"):
        os.utime(bench.root / name, (1, 1))
    marker.unlink(missing_ok=True)
    return bench, marker


def test_looking_runs_nothing(hostile: tuple[Bench, Path]) -> None:
    bench, marker = hostile
    repo = bench.repo
    paths = ("a.txt", "b.txt", "new.txt")
    seen = ground(repo, now=0.0)
    assert (seen.staged, seen.unstaged) == (0, 2)
    assert tracking(repo, glance(repo, paths), paths)["a.txt"].own
    assert "a.txt" in list_files(repo)
    read(repo, "a.txt")
    mark(repo, ("a.txt",))
    assert not marker.exists(), marker.read_text()


def test_git_itself_would_have_run_it(hostile: tuple[Bench, Path]) -> None:
    bench, marker = hostile
    bench.git("status")
    assert marker.exists()


def test_a_refused_save_runs_nothing(hostile: tuple[Bench, Path]) -> None:
    bench, marker = hostile
    result = bench.taken("b.txt", b"new\n")
    bench.put("b.txt", b"moved on\n")
    bench.refused(result, planned=bench.head)
    assert not marker.exists(), marker.read_text()


def test_writing_only_runs_nothing(hostile: tuple[Bench, Path]) -> None:
    bench, marker = hostile
    bench.saved(bench.taken("b.txt", b"new\n"), mode="write", planned=bench.head)
    assert not marker.exists(), marker.read_text()
