from __future__ import annotations

import os
from pathlib import Path

from pairtui.proposal import Present
from tests.repo.workbench import Bench

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n"


def change(data: bytes, old: bytes, new: bytes) -> bytes:
    assert data.count(old) == 1
    return data.replace(old, new)


def test_a_commit_holds_exactly_what_was_taken(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    new = change(LINES, b"two\n", b"2\n")
    landed = bench.saved(bench.taken("a.txt", new))
    assert bench.data("a.txt") == new
    assert bench.blob("HEAD:a.txt") == new
    assert landed.commit == bench.head
    assert landed.parent == first == bench.says("rev-parse", "HEAD^")
    assert landed.branch == "main"
    assert bench.says("diff", "--name-only", "HEAD^", "HEAD") == "a.txt"
    assert bench.says("log", "-1", "--format=%B").splitlines() == [
        "Say it better", "", "Assisted-by: pairtui:test-model",
    ]  # fmt: skip
    assert bench.status() == b""
    assert landed.notes == ()
    bench.clean_up_is_done()


def test_own_unstaged_changes_stay_out_of_the_commit(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    own = change(LINES, b"nine\n", b"9 of mine\n")
    bench.put("a.txt", own)
    landed = bench.saved(bench.taken("a.txt", change(own, b"two\n", b"2\n")))
    assert bench.blob("HEAD:a.txt") == change(LINES, b"two\n", b"2\n")
    assert bench.blob(":a.txt") == change(LINES, b"two\n", b"2\n")
    assert bench.data("a.txt") == change(own, b"two\n", b"2\n")
    bench.undone(landed)
    assert bench.data("a.txt") == own
    assert bench.blob("HEAD:a.txt") == bench.blob(":a.txt") == LINES
    bench.clean_up_is_done()


def test_staged_and_unstaged_work_in_the_same_file_stays_what_it_was(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES})
    staged = change(LINES, b"nine\n", b"9 staged\n")
    bench.put("a.txt", staged)
    bench.git("add", "a.txt")
    own = change(staged, b"six\n", b"6 not staged\n")
    bench.put("a.txt", own)
    before = bench.status()
    landed = bench.saved(bench.taken("a.txt", change(own, b"two\n", b"2\n")))
    assert bench.blob("HEAD:a.txt") == change(LINES, b"two\n", b"2\n")
    assert bench.blob(":a.txt") == change(staged, b"two\n", b"2\n")
    assert bench.data("a.txt") == change(own, b"two\n", b"2\n")
    bench.undone(landed)
    assert bench.head == first
    assert bench.status() == before
    assert bench.blob(":a.txt") == staged
    assert bench.data("a.txt") == own
    bench.clean_up_is_done()


def test_other_files_are_compared_and_untouched(bench: Bench) -> None:
    bench.commit({"a.txt": LINES, "b.txt": b"b\n", "c.txt": b"c\n", "d.txt": b"d\n"})
    bench.put("b.txt", b"b staged\n")
    bench.git("add", "b.txt")
    bench.put("c.txt", b"c mine\n")
    bench.put("d.txt", b"d mine\n")
    bench.put("new.txt", b"new\n")
    before = bench.status()
    landed = bench.saved(bench.taken("a.txt", change(LINES, b"two\n", b"2\n")))
    assert bench.status() == before
    assert (
        "Your 1 staged, 2 unstaged and 1 untracked file are byte for byte as before (checked)."
        in landed.checked
    )
    bench.undone(landed)
    assert bench.status() == before


def test_changes_on_the_same_lines_are_written_and_not_committed(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES})
    own = change(LINES, b"two\n", b"two of mine\n")
    bench.put("a.txt", own)
    landed = bench.saved(bench.taken("a.txt", change(own, b"two of mine\n", b"2\n")))
    assert bench.head == first
    assert landed.commit == ""
    assert "your own uncommitted changes touch the same lines" in " ".join(landed.notes)
    assert bench.data("a.txt") == change(LINES, b"two\n", b"2\n")
    bench.undone(landed)
    assert bench.data("a.txt") == own


def test_new_files_in_new_folders_are_committed_and_go_again(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    landed = bench.saved(bench.taken("x/y/new.txt", b"fresh\n"))
    assert bench.blob("HEAD:x/y/new.txt") == b"fresh\n"
    assert bench.status() == b""
    assert landed.files[0].made == ("x", "x/y")
    bench.undone(landed)
    assert not (bench.root / "x").exists()
    assert bench.status() == b""
    bench.clean_up_is_done()


def test_a_folder_that_was_there_or_is_used_since_stays(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    (bench.root / "there").mkdir()
    landed = bench.saved(bench.taken("there/deep/new.txt", b"fresh\n"))
    bench.put("there/deep/mine.txt", b"mine\n")
    bench.undone(landed)
    assert bench.data("there/deep/mine.txt") == b"mine\n"
    assert not (bench.root / "there/deep/new.txt").exists()


def test_the_first_commit_of_an_unborn_branch(bench: Bench) -> None:
    bench.put("mine.txt", b"mine\n")
    bench.git("add", "mine.txt")
    before = bench.status()
    landed = bench.saved(bench.taken("a.txt", b"first\n"))
    assert landed.parent == ""
    assert bench.says("ls-tree", "-r", "--name-only", "HEAD") == "a.txt"
    bench.undone(landed)
    assert bench.head == ""
    assert bench.status() == before
    assert bench.says("symbolic-ref", "HEAD") == "refs/heads/main"


def test_a_detached_head_gets_its_commit(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES})
    bench.git("checkout", "--quiet", "--detach")
    landed = bench.saved(bench.taken("a.txt", b"new\n"))
    assert landed.branch == ""
    assert bench.says("rev-parse", "HEAD") == landed.commit
    assert bench.says("rev-parse", "main") == first
    bench.undone(landed)
    assert bench.says("rev-parse", "HEAD") == first
    assert bench.status() == b""


def test_untracked_and_ignored_files_are_written_only(bench: Bench) -> None:
    first = bench.commit({".gitignore": b"*.log\n"})
    bench.put("u.txt", b"u\n")
    bench.put("x.log", b"x\n")
    landed = bench.saved(bench.taken("u.txt", b"U\n"), bench.taken("x.log", b"X\n"))
    assert bench.head == first
    assert landed.commit == ""
    assert landed.notes == (
        "u.txt was written, not committed: it is not in the history yet.",
        "x.log was written, not committed: git ignores it.",
    )
    assert (bench.data("u.txt"), bench.data("x.log")) == (b"U\n", b"X\n")
    bench.undone(landed)
    assert (bench.data("u.txt"), bench.data("x.log")) == (b"u\n", b"x\n")


def test_an_untracked_file_goes_in_whole_when_chosen(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    bench.put("u.txt", b"u\nv\n")
    before = bench.status()
    landed = bench.saved(
        bench.taken("u.txt", b"U\nv\n"),
        bench.taken("w.txt", b"w\n"),
        whole=frozenset({"u.txt"}),
    )
    assert landed.committed == ("u.txt", "w.txt")
    assert bench.blob("HEAD:u.txt") == b"U\nv\n"
    assert bench.status() == b""
    bench.undone(landed)
    assert bench.data("u.txt") == b"u\nv\n"
    assert bench.status() == before


def test_stage_sets_exactly_the_taken_changes(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES})
    staged = change(LINES, b"nine\n", b"9 staged\n")
    bench.put("a.txt", staged)
    bench.git("add", "a.txt")
    own = change(staged, b"six\n", b"6 mine\n")
    bench.put("a.txt", own)
    before = bench.status()
    landed = bench.saved(
        bench.taken("a.txt", change(own, b"two\n", b"2\n")),
        bench.taken("new.txt", b"new\n"),
        mode="stage",
    )
    assert bench.head == first
    assert bench.blob(":a.txt") == change(staged, b"two\n", b"2\n")
    assert bench.blob(":new.txt") == b"new\n"
    bench.undone(landed)
    assert bench.status() == before
    assert bench.blob(":a.txt") == staged


def test_write_touches_neither_commits_nor_the_staged_files(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES})
    index = bench.data(".git/index")
    landed = bench.saved(bench.taken("a.txt", b"new\n"), mode="write")
    assert (bench.head, bench.data(".git/index")) == (first, index)
    assert bench.data("a.txt") == b"new\n"
    bench.undone(landed)
    assert bench.data("a.txt") == LINES


def test_permissions_are_kept(bench: Bench) -> None:
    bench.put("run.sh", b"#!/bin/sh\ntrue\n", 0o755)
    bench.put("secret.txt", b"secret\n", 0o600)
    bench.git("add", ".")
    bench.git("commit", "--quiet", "-m", "modes")
    landed = bench.saved(
        bench.taken("run.sh", b"#!/bin/sh\nfalse\n"), bench.taken("secret.txt", b"more\n")
    )
    assert (bench.root / "run.sh").stat().st_mode & 0o777 == 0o755
    assert (bench.root / "secret.txt").stat().st_mode & 0o777 == 0o600
    assert bench.says("ls-tree", "HEAD", "run.sh").startswith("100755")
    bench.undone(landed)
    assert (bench.root / "run.sh").stat().st_mode & 0o777 == 0o755
    assert bench.status() == b""


def test_a_new_file_follows_the_umask(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    old = os.umask(0o027)
    try:
        landed = bench.saved(bench.taken("new.txt", b"new\n"))
    finally:
        os.umask(old)
    assert (bench.root / "new.txt").stat().st_mode & 0o777 == 0o640
    assert landed.files[0].after == Present(b"new\n", 0o640)


def test_a_broken_hard_link_is_said(bench: Bench, tmp_path: Path) -> None:
    bench.commit({"a.txt": LINES})
    os.link(bench.root / "a.txt", tmp_path / "other-name")
    landed = bench.saved(bench.taken("a.txt", b"new\n"))
    assert (tmp_path / "other-name").read_bytes() == LINES
    assert "a.txt had 2 names (hard links)" in " ".join(landed.notes)
    bench.undone(landed)


def test_what_a_chosen_message_says_is_what_git_keeps(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    bench.git("config", "commit.template", "/nowhere")
    bench.git("config", "commit.verbose", "true")
    bench.git("config", "core.editor", "touch edited; false")
    bench.saved(
        bench.taken("a.txt", b"new\n"),
        message="Größer ist besser\n\n# not a comment\n---\n\nSigned-off-by: A <a@example.org>",
    )
    assert bench.git("log", "-1", "--format=%B").decode() == (
        "Größer ist besser\n\n# not a comment\n---\n\n"
        "Signed-off-by: A <a@example.org>\nAssisted-by: pairtui:test-model\n\n"
    )
    assert not (bench.root / "edited").exists()


def test_a_change_the_last_commit_already_holds_makes_no_empty_commit(bench: Bench) -> None:
    first = bench.commit({"a.txt": b"new\n"})
    bench.put("a.txt", b"old\n")
    landed = bench.saved(bench.taken("a.txt", b"new\n"))
    assert landed.commit == ""
    assert bench.head == first
    assert bench.data("a.txt") == b"new\n"
