"""The person's hooks and signing run, and whatever they do, nothing is lost or hidden."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from pairtui.landing import NotLanded
from pairtui.repo import hooks
from pairtui.repo.entries import write_index
from pairtui.repo.git import Repo
from tests.repo.workbench import Bench

OLD, NEW = b"one\ntwo\nthree\n", b"one\n2\nthree\n"


@pytest.fixture
def begun(bench: Bench) -> Bench:
    bench.commit({"a.txt": OLD, "b.txt": b"b\n"})
    return bench


def test_hooks_run_as_in_a_shell(begun: Bench) -> None:
    begun.hook("pre-commit", "git diff --cached --name-only > seen.ignored")
    begun.hook("commit-msg", 'echo "Change-Id: 42" >> "$1"')
    begun.hook("post-commit", "git rev-parse HEAD > after.ignored")
    begun.put(".git/info/exclude", b"*.ignored\n")
    landed = begun.saved(begun.taken("a.txt", NEW))
    assert begun.data("seen.ignored") == b"a.txt\n"
    assert begun.data("after.ignored").decode().strip() == landed.commit
    assert "Change-Id: 42" in begun.says("log", "-1", "--format=%B")


def test_a_failing_hook_leaves_the_files_and_makes_no_commit(begun: Bench) -> None:
    first = begun.head
    begun.hook("pre-commit", "echo 'line 2 is too terse \x1b[31m'; echo more >&2; exit 1")
    result = begun.taken("a.txt", NEW)
    refused = begun.refused(result)
    assert refused.says == "The pre-commit hook said no."
    assert "line 2 is too terse" in refused.output
    assert "more" in refused.output
    assert [file.path for file in refused.written] == ["a.txt"]
    assert begun.data("a.txt") == NEW
    assert begun.head == first
    assert begun.blob(":a.txt") == OLD
    # Try again, once the hook is mended: the disk already holds the result.
    begun.hook("pre-commit", "exit 0")
    landed = begun.saved(result)
    assert begun.blob("HEAD:a.txt") == NEW
    begun.undone(landed)
    assert begun.data("a.txt") == OLD


def test_after_a_failing_hook_the_files_go_back(begun: Bench) -> None:
    begun.hook("pre-commit", "exit 1")
    refused = begun.refused(begun.taken("a.txt", NEW), begun.taken("x/new.txt", b"new\n"))
    assert begun.put_back(refused) == ()
    assert begun.status() == b""
    assert not (begun.root / "x").exists()


def test_what_changed_since_is_not_put_back(begun: Bench) -> None:
    begun.hook("pre-commit", "exit 1")
    refused = begun.refused(begun.taken("a.txt", NEW), begun.taken("b.txt", b"B\n"))
    begun.put("a.txt", b"mine\n")
    assert begun.put_back(refused) == ("a.txt",)
    assert (begun.data("a.txt"), begun.data("b.txt")) == (b"mine\n", b"b\n")


def test_a_hanging_hook_is_named_and_stopped(begun: Bench) -> None:
    first = begun.head
    begun.hook("pre-commit", "read answer; trap '' INT; sleep 600")
    said: list[str] = []
    began = time.monotonic()
    refused = begun.refused(begun.taken("a.txt", NEW), progress=said.append, limit=2.5)
    assert time.monotonic() - began < 60
    assert refused.says == "The commit took too long and was stopped."
    assert said[0] == "the pre-commit hook is running, 2 s"
    assert begun.head == first
    assert not (begun.root / ".git/index.lock").exists()
    begun.clean_up_is_done()


def test_a_hook_can_be_stopped_by_the_person(begun: Bench) -> None:
    marker = begun.root / ".git/begun"
    begun.hook("pre-commit", "touch .git/begun; sleep 600")
    refused = begun.refused(begun.taken("a.txt", NEW), cancelled=marker.exists)
    assert refused.says == "You stopped the commit."
    assert refused.written


def test_a_hook_that_reads_gets_nothing(begun: Bench) -> None:
    begun.hook("pre-commit", 'read answer; test -z "$answer"')
    begun.saved(begun.taken("a.txt", NEW))


def test_a_hook_that_rewrites_the_file_is_found_out(begun: Bench) -> None:
    begun.hook("pre-commit", "printf 'HOOK\\n' > a.txt; git add a.txt")
    landed = begun.saved(begun.taken("a.txt", NEW))
    assert "A hook changed a.txt in the commit." in landed.notes
    assert "a.txt was changed again on disk, by a hook or another program." in landed.notes
    assert not any("exactly" in sentence for sentence in landed.checked)
    assert begun.blob("HEAD:a.txt") == b"HOOK\n"
    assert begun.status() == b""
    refused = begun.undo(landed)
    assert isinstance(refused, NotLanded)
    assert list(refused.stale) == ["a.txt"]
    assert begun.data("a.txt") == b"HOOK\n"


def test_a_hook_that_adds_a_file_is_found_out(begun: Bench) -> None:
    begun.hook("pre-commit", "echo log > extra.txt; git add extra.txt")
    landed = begun.saved(begun.taken("a.txt", NEW))
    assert "A hook put extra.txt into the commit." in landed.notes
    assert begun.says("diff", "--name-only", "HEAD^", "HEAD").split() == ["a.txt", "extra.txt"]
    assert begun.status() == b""
    begun.undone(landed)
    assert begun.data("extra.txt") == b"log\n"
    assert begun.status() == b"? extra.txt\0"


def test_a_hook_that_touches_the_persons_other_work_is_found_out(begun: Bench) -> None:
    begun.put("b.txt", b"mine\n")
    begun.put("new.txt", b"new\n")
    begun.hook("post-commit", "echo hook >> b.txt")
    landed = begun.saved(begun.taken("a.txt", NEW))
    assert landed.notes == ("Changed meanwhile, not by this save: b.txt.",)
    assert not any("as before" in sentence for sentence in landed.checked)


def test_staged_work_of_the_person_is_not_swept_up_by_a_hook(begun: Bench) -> None:
    begun.put("b.txt", b"b staged\n")
    begun.git("add", "b.txt")
    begun.hook("pre-commit", "git diff --cached --name-only > .git/seen")
    begun.saved(begun.taken("a.txt", NEW))
    assert begun.data(".git/seen") == b"a.txt\n"
    assert begun.blob(":b.txt") == b"b staged\n"
    assert begun.blob("HEAD:b.txt") == b"b\n"


def test_someone_commits_while_the_hook_runs(begun: Bench) -> None:
    begun.hook(
        "pre-commit",
        "test -e .git/once && exit 0; touch .git/once\n"
        "unset GIT_INDEX_FILE; echo theirs > b.txt; git add b.txt\n"
        "git commit --no-verify -qm theirs",
    )
    refused = begun.refused(begun.taken("a.txt", NEW))
    assert refused.written
    assert "cannot lock ref" in refused.output
    assert begun.says("log", "-1", "--format=%s") == "theirs"
    assert begun.blob("HEAD:b.txt") == b"theirs\n"
    begun.clean_up_is_done()


def test_someone_commits_just_before_us(begun: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(repo: Repo, *arguments: Any) -> None:
        write_index(repo, *arguments)
        begun.commit({"b.txt": b"theirs\n"}, "theirs")

    result, planned = begun.taken("a.txt", NEW), begun.head
    monkeypatch.setattr("pairtui.repo.commit.write_index", late)
    refused = begun.refused(result, planned=planned)
    assert "The branch moved while the commit was made" in refused.says
    assert begun.says("log", "-1", "--format=%s") == "theirs"
    assert begun.blob("HEAD:b.txt") == b"theirs\n"
    assert begun.data("a.txt") == NEW


def test_a_commit_stopped_in_its_last_hook_is_still_made(begun: Bench) -> None:
    begun.hook("post-commit", "touch .git/begun; sleep 600")
    marker = begun.root / ".git/begun"
    landed = begun.saved(begun.taken("a.txt", NEW), cancelled=marker.exists)
    assert landed.commit == begun.head
    assert begun.status() == b""


def test_a_hook_that_commits_on_top_is_told_apart(begun: Bench) -> None:
    begun.hook(
        "post-commit",
        "test -e .git/once && exit 0; touch .git/once\n"
        "unset GIT_INDEX_FILE; git commit --allow-empty --no-verify -qm 'on top'",
    )
    landed = begun.saved(begun.taken("a.txt", NEW))
    assert landed.commit == begun.says("rev-parse", "HEAD^")


def test_another_git_that_takes_the_lock_meanwhile_is_said(
    begun: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pairtui.repo.settle.PAUSES", (0.01,))
    begun.hook("post-commit", "touch .git/index.lock")
    landed = begun.saved(begun.taken("a.txt", NEW))
    assert landed.commit
    assert "index.lock" in landed.notes[0]
    assert "git reset -- a.txt" in landed.notes[0]
    (begun.root / ".git/index.lock").unlink()
    begun.git("reset", "--quiet", "--", "a.txt")
    assert begun.status() == b""


def test_only_the_outermost_gits_hooks_are_named(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    events = [
        {"event": "child_start", "sid": "1", "child_id": 0, "child_class": "hook",
         "hook_name": "pre-commit"},
        {"event": "child_start", "sid": "1/2", "child_id": 0, "child_class": "hook",
         "hook_name": "inner"},
        {"event": "child_exit", "sid": "1/2", "child_id": 0, "code": 1},
    ]  # fmt: skip
    lines = [json.dumps(event) for event in events]
    trace.write_text("\n".join([*lines, '{"event": "child_ex']))
    assert hooks.running(str(trace)) == "the pre-commit hook"
    assert hooks.failed(str(trace)) == ""
    last = {"event": "child_exit", "sid": "1", "child_id": 0, "code": 1}
    trace.write_text("\n".join([*lines, json.dumps(last)]))
    assert hooks.running(str(trace)) == ""
    assert hooks.failed(str(trace)) == "pre-commit"
    assert hooks.running(str(tmp_path / "none")) == ""


def test_other_files_are_not_read_through_their_filters_again(begun: Bench) -> None:
    begun.commit({".gitattributes": b"*.big filter=slow\n"})
    begun.git("config", "filter.slow.clean", "echo ran >> .git/ran; cat")
    begun.commit({"x.big": b"large\n"})
    # A while later, so that git need not doubt the times it has noted.
    os.utime(begun.root / "x.big", (1, 1))
    begun.git("update-index", "--refresh")
    os.utime(begun.root / ".git/index", (2_000_000_000, 2_000_000_000))
    (begun.root / ".git/ran").unlink()
    begun.saved(begun.taken("a.txt", NEW))
    assert not (begun.root / ".git/ran").exists()


def test_a_signature_that_fails_means_no_commit(begun: Bench) -> None:
    first = begun.head
    begun.put("gpg", b"#!/bin/sh\necho 'no secret key' >&2\nexit 1\n", 0o755)
    begun.git("config", "commit.gpgsign", "true")
    begun.git("config", "gpg.program", str(begun.root / "gpg"))
    refused = begun.refused(begun.taken("a.txt", NEW))
    assert refused.says == "The commit could not be signed."
    assert "gpg failed to sign" in refused.output
    assert begun.head == first
    assert begun.data("a.txt") == NEW


def test_without_a_name_nothing_is_written(begun: Bench) -> None:
    for key in ("user.name", "user.email"):
        begun.git("config", "--global", "--unset", key)
    refused = begun.refused(begun.taken("a.txt", NEW))
    assert "does not know your name" in refused.says
    assert begun.data("a.txt") == OLD
    begun.saved(begun.taken("a.txt", NEW), mode="write")
