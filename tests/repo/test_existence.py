"""Deletion, renaming and mode as changes that land: on real git, which is also the oracle."""

from __future__ import annotations

import errno
import itertools
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.landing import Landed, LandedFile, Mode, NotLanded
from pairtui.proposal import (
    Absent,
    ChangeMode,
    Delete,
    Edit,
    Present,
    Proposal,
    Provenance,
    Rename,
    SearchReplace,
    Snapshot,
    WholeFile,
)
from pairtui.repo.files import read
from pairtui.repo.write import NotWritten, Write, write_all
from pairtui.review.decide import Review, Take, fold
from pairtui.review.propose import extend
from pairtui.review.result import FileResult, results
from pairtui.session.land import plan
from tests.repo.test_faults import fail_at
from tests.repo.workbench import NOW, Bench

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n"
NEW = LINES.replace(b"two", b"2")
TWO = SearchReplace("a.txt", "two", "2")
MOVE = Rename("a.txt", "in/b.txt")
RUNS = ChangeMode("a.txt", executable=True)


def proposed(bench: Bench, *edits: Edit) -> Proposal:
    """Return what edits come to on the files as they are now."""
    paths = {path for edit in edits for path in (edit.path, getattr(edit, "to", edit.path))}
    known = Snapshot({path: read(bench.repo, path) for path in paths})
    found = Proposal("p", "Tidy up", Provenance("AI", "m", "h"))
    for edit in edits:
        found = extend(found, edit, known)
    assert not found.unplaced, found.unplaced
    return found


def taken(bench: Bench, *edits: Edit, kinds: str = "delete rename mode text") -> Review:
    found = proposed(bench, *edits)
    return fold(found, [Take(hunk.id) for hunk in found.hunks if hunk.kind in kinds.split()])


def come_to(bench: Bench, *edits: Edit, kinds: str = "delete rename mode text") -> list[FileResult]:
    return list(results(taken(bench, *edits, kinds=kinds)))


def everything(bench: Bench) -> dict[str, tuple[bytes, int] | None]:
    """Return all files and folders with bytes and permission bits, but for git's own."""
    found: dict[str, tuple[bytes, int] | None] = {}
    for place in bench.root.rglob("*"):
        name = place.relative_to(bench.root)
        if name.parts[0] != ".git":
            mode = place.stat().st_mode & 0o777
            found[str(name)] = (place.read_bytes(), mode) if place.is_file() else None
    return found


def state(bench: Bench) -> tuple[object, ...]:
    return everything(bench), bench.status(), bench.says("ls-files", "--stage"), bench.head


def raw(bench: Bench) -> list[str]:
    """Return what the last commit changed: modes, letter and path."""
    lines = bench.says("diff", "--no-renames", "--raw", "HEAD^", "HEAD").splitlines()
    return [
        " ".join((*line[1:].split()[:2], line.split()[4], line.split("\t")[1])) for line in lines
    ]


def back(bench: Bench, landed: Landed, before: tuple[object, ...]) -> None:
    """Undo, and see that everything is as it was."""
    bench.undone(landed)
    assert state(bench) == before
    bench.clean_up_is_done()


@pytest.fixture
def on(bench: Bench) -> Bench:
    bench.commit({"a.txt": LINES, "x/y/old.txt": b"old\n", "run": b"#!\n"})
    return bench


@pytest.mark.parametrize(
    ("edits", "kinds", "changed", "files"),
    [
        ([Delete("a.txt")], "delete", ["100644 000000 D a.txt"], {"a.txt": None}),
        (
            [MOVE, TWO],
            "rename text",
            ["100644 000000 D a.txt", "000000 100644 A in/b.txt"],
            {"a.txt": None, "in/b.txt": NEW},
        ),
        (
            [MOVE, TWO],
            "rename",
            ["100644 000000 D a.txt", "000000 100644 A in/b.txt"],
            {"a.txt": None, "in/b.txt": LINES},
        ),
        ([MOVE, TWO], "text", ["100644 100644 M a.txt"], {"a.txt": NEW, "in/b.txt": None}),
        ([RUNS], "mode", ["100644 100755 M a.txt"], {"a.txt": LINES}),
        (
            [MOVE, RUNS],
            "rename mode",
            ["100644 000000 D a.txt", "000000 100755 A in/b.txt"],
            {"in/b.txt": LINES},
        ),
        (
            [WholeFile("bin/go", "go\n"), ChangeMode("bin/go", executable=True)],
            "mode text",
            ["000000 100755 A bin/go"],
            {"bin/go": b"go\n"},
        ),
    ],
)
def test_exactly_what_was_taken_lands_and_comes_back(
    on: Bench, edits: list[Edit], kinds: str, changed: list[str], files: dict[str, bytes | None]
) -> None:
    before = state(on)
    landed = on.saved(*come_to(on, *edits, kinds=kinds))
    assert raw(on) == changed
    assert on.status() == b""
    assert landed.notes == ()
    assert "The commit holds exactly the changes you took (checked)." in landed.checked
    for path, data in files.items():
        assert read(on.repo, path) == Absent() if data is None else on.data(path) == data
        assert data is None or on.blob(f"HEAD:{path}") == data
    for file in landed.files:
        assert read(on.repo, file.path) == file.after
    back(on, landed, before)


def test_a_commit_that_others_build_on_is_reverted(on: Bench) -> None:
    files = everything(on)
    runs = ChangeMode("run", executable=True)
    landed = on.saved(*come_to(on, MOVE, RUNS, TWO, Delete("x/y/old.txt"), runs))
    later = on.commit({"later.txt": b"later\n"})
    on.undone(landed)
    assert on.says("rev-parse", "HEAD^") == later
    assert on.says("diff", "--name-only", landed.parent, "HEAD") == "later.txt"
    assert on.status() == b""
    (on.root / "later.txt").unlink()
    assert everything(on) == files


def test_later_commits_in_a_renamed_file_stay_when_it_is_reverted(on: Bench) -> None:
    landed = on.saved(*come_to(on, MOVE, TWO))
    on.commit({"in/b.txt": NEW.replace(b"nine", b"9 later")})
    on.put("in/b.txt", NEW)
    on.undone(landed)
    assert on.blob("HEAD:a.txt") == LINES.replace(b"nine", b"9 later")
    assert on.says("ls-tree", "-r", "--name-only", "HEAD", "in") == ""
    assert on.data("a.txt") == LINES
    assert on.says("ls-files") == "a.txt\nrun\nx/y/old.txt"


def test_the_mode_is_taken_back_from_later_commits_too(on: Bench) -> None:
    landed = on.saved(*come_to(on, RUNS))
    on.commit({"a.txt": NEW})
    on.put("a.txt", LINES)
    on.undone(landed)
    assert raw(on) == ["100755 100644 M a.txt"]
    assert on.blob("HEAD:a.txt") == NEW


def test_a_deleted_file_that_later_commits_made_again_is_left_to_the_person(on: Bench) -> None:
    landed = on.saved(*come_to(on, Delete("a.txt")))
    on.commit({"a.txt": b"another\n"})
    (on.root / "a.txt").unlink()
    before = state(on)
    refused = on.undo(landed)
    assert isinstance(refused, NotLanded)
    assert "later commits changed" in refused.says
    assert state(on) == before


def test_emptied_folders_go_and_come_back_and_used_ones_stay(
    on: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(on)
    landed = on.saved(*come_to(on, Delete("x/y/old.txt")))
    assert not (on.root / "x").exists()
    back(on, landed, before)
    on.put("x/mine.txt", b"mine\n")
    before = state(on)
    landed = on.saved(*come_to(on, Rename("x/y/old.txt", "old.txt")))
    assert [name for name in everything(on) if name.startswith("x")] == ["x", "x/mine.txt"]
    back(on, landed, before)
    monkeypatch.chdir(on.root / "x/y")
    on.saved(*come_to(on, Delete("x/y/old.txt")))
    assert (on.root / "x/y").is_dir()


@pytest.mark.parametrize("edits", [[Delete("run")], [Rename("run", "b/run")]])
def test_permissions_go_along_and_come_back_whatever_the_umask(
    on: Bench, edits: list[Edit]
) -> None:
    (on.root / "run").chmod(0o700)
    on.git("commit", "--quiet", "-am", "runs")
    before = state(on)
    old = os.umask(0o077)
    try:
        landed = on.saved(*come_to(on, *edits))
        if (on.root / "b/run").exists():
            assert (on.root / "b/run").stat().st_mode & 0o777 == 0o700
            assert raw(on) == ["000000 100755 A b/run", "100755 000000 D run"]
    finally:
        os.umask(old)
    back(on, landed, before)


def test_a_private_file_stays_private_under_its_new_name(on: Bench) -> None:
    (on.root / "a.txt").chmod(0o600)
    before = state(on)
    landed = on.saved(*come_to(on, MOVE, RUNS))
    assert (on.root / "in/b.txt").stat().st_mode & 0o777 == 0o700
    back(on, landed, before)


@pytest.mark.parametrize("edit", [Rename("a.txt", "run/b"), WholeFile("run/b", "b\n")])
def test_a_file_of_the_history_never_makes_room_for_a_folder(on: Bench, edit: Edit) -> None:
    (on.root / "run").unlink()
    before = state(on)
    review = taken(on, edit, ChangeMode("a.txt", executable=True))
    says = "the history has a file run where its folder should be"
    assert says in {
        file.not_committed
        for file in plan(on.repo, review, "commit", now=NOW, journal=on.journal).files
    }
    landed = on.saved(*results(review))
    assert "D run" not in " ".join(raw(on) if landed.commit else [])
    assert says in landed.notes[0]
    back(on, landed, before)


def test_what_is_staged_under_the_new_name_stays(on: Bench) -> None:
    on.put("in/b.txt", b"staged\n")
    on.git("add", "in/b.txt")
    (on.root / "in/b.txt").unlink()
    before = state(on)
    landed = on.saved(*come_to(on, MOVE, TWO))
    assert on.blob("HEAD:in/b.txt") == NEW
    assert on.blob(":in/b.txt") == b"staged\n"
    assert "What you have staged in in/b.txt does not hold these changes." in landed.notes
    back(on, landed, before)


@pytest.mark.parametrize("mode", ["commit", "stage"])
def test_own_changes_move_along_on_disk_and_stay_out_of_the_commit(on: Bench, mode: Mode) -> None:
    staged = LINES.replace(b"nine", b"9 staged")
    on.put("a.txt", staged)
    on.git("add", "a.txt")
    on.put("a.txt", own := staged.replace(b"six", b"6 mine"))
    before = state(on)
    landed = on.saved(*come_to(on, MOVE, TWO, RUNS), mode=mode)
    assert on.data("in/b.txt") == own.replace(b"two", b"2")
    assert on.blob(":in/b.txt") == staged.replace(b"two", b"2")
    assert on.says("ls-files", "--stage", "a.txt", "in/b.txt").startswith("100755")
    if mode == "commit":
        assert on.blob("HEAD:in/b.txt") == NEW
        assert raw(on) == ["100644 000000 D a.txt", "000000 100755 A in/b.txt"]
    else:
        assert on.head == before[-1]
    assert landed.notes == ()
    back(on, landed, before)


def test_a_file_with_own_changes_is_deleted_as_it_was_shown(on: Bench) -> None:
    on.put("a.txt", LINES + b"mine\n")
    before = state(on)
    review = taken(on, Delete("a.txt"))
    made = plan(on.repo, review, "commit", now=NOW, journal=on.journal)
    assert (made.files[0].own, made.files[0].deletes) == (True, True)
    assert (made.files[0].not_committed, made.files[0].not_staged) == ("", "")
    landed = on.saved(*results(review))
    assert raw(on) == ["100644 000000 D a.txt"]
    assert on.status() == b""
    back(on, landed, before)


def test_staged_text_that_nobody_saw_is_not_thrown_away_by_a_deletion(on: Bench) -> None:
    on.put("a.txt", LINES + b"staged\n")
    on.git("add", "a.txt")
    on.put("a.txt", LINES)
    before = state(on)
    landed = on.saved(*come_to(on, Delete("a.txt")))
    assert raw(on) == ["100644 000000 D a.txt"]
    assert on.blob(":a.txt") == LINES + b"staged\n"
    assert "What you have staged in a.txt does not hold these changes." in landed.notes
    back(on, landed, before)


def test_staged_later_in_the_renamed_file_keeps_what_is_the_persons(on: Bench) -> None:
    landed = on.saved(*come_to(on, MOVE, TWO))
    on.put("in/b.txt", NEW.replace(b"nine", b"9 staged"))
    on.git("add", "in/b.txt")
    on.put("in/b.txt", NEW)
    on.undone(landed)
    assert on.blob(":a.txt") == LINES.replace(b"nine", b"9 staged")
    assert on.says("ls-files", "in") == ""
    assert on.data("a.txt") == LINES


def test_what_is_only_written_says_why_and_comes_back(on: Bench) -> None:
    on.commit({".gitignore": b"*.log\n", "gone": b"gone\n"})
    (on.root / "gone").unlink()
    for path in ("u", "v", "w", "x.log"):
        on.put(path, b"text\n", 0o640)
    before = state(on)
    review = taken(
        on, Delete("u"), Rename("v", "to"), ChangeMode("w", executable=True), Delete("x.log"),
        Rename("a.txt", "a.log"), Rename("run", "gone"),
    )  # fmt: skip
    made = plan(on.repo, review, "commit", now=NOW, journal=on.journal)
    # These two may go in whole, if that is chosen.
    assert [file.path for file in made.files if not file.not_committed] == ["v", "w"]
    landed = on.saved(*results(review))
    assert on.head == before[-1]
    assert landed.notes == (
        "u was deleted, not committed: it is not in the history yet.",
        "v was renamed to to, not committed: it is not in the history yet.",
        "w was written, not committed: it is not in the history yet.",
        "x.log was deleted, not committed: git ignores it.",
        "a.txt was renamed to a.log, not committed: git ignores a.log.",
        "run was renamed to gone, not committed: the history already has a file gone.",
    )
    assert {"a.log", "gone", "to"} < everything(on).keys()
    assert not {"a.txt", "run", "u", "v", "x.log"} & everything(on).keys()
    back(on, landed, before)


def test_an_untracked_file_goes_in_whole_under_its_new_name(on: Bench) -> None:
    on.put("u", b"u\n")
    before = state(on)
    landed = on.saved(*come_to(on, Rename("u", "v")), whole=frozenset({"u"}))
    assert raw(on) == ["000000 100644 A v"]
    assert "and the whole of v (checked)." in landed.checked[1]
    back(on, landed, before)


def test_staging_sets_the_entries_alike(on: Bench) -> None:
    before = state(on)
    runs = ChangeMode("run", executable=True)
    found = come_to(on, MOVE, TWO, Delete("x/y/old.txt"), runs)
    landed = on.saved(*found, mode="stage")
    assert on.says("diff", "--name-only") == ""
    staged = on.says("diff", "--cached", "--no-renames", "--name-status").split()
    assert staged == ["D", "a.txt", "A", "in/b.txt", "M", "run", "D", "x/y/old.txt"]
    back(on, landed, before)


def test_a_path_that_is_taken_meanwhile_stops_all_of_it(on: Bench) -> None:
    found = come_to(on, SearchReplace("run", "#!", "#!/bin/sh"), MOVE)
    on.put("in/b.txt", b"mine\n")
    before = state(on)
    refused = on.refused(*found)
    assert refused.stale == {"a.txt": "there is a file in/b.txt now"}
    assert state(on) == before


def test_the_plan_says_what_happens_to_each_file(on: Bench) -> None:
    review = taken(on, MOVE, RUNS, Delete("run"))
    made = plan(on.repo, review, "commit", now=NOW, journal=on.journal)
    assert [(file.path, file.to, file.mode, file.deletes) for file in made.files] == [
        ("a.txt", "in/b.txt", "100755", False),
        ("run", "", "", True),
    ]
    on.put("in/b.txt", b"mine\n")
    assert (
        plan(on.repo, review, "commit", now=NOW, journal=on.journal).files[0].stale
        == "there is a file in/b.txt now"
    )


def test_where_git_is_told_not_to_look_at_modes_it_is_said(on: Bench) -> None:
    on.git("config", "core.fileMode", "false")
    before = state(on)
    landed = on.saved(*come_to(on, RUNS))
    assert raw(on) == ["100644 100755 M a.txt"]
    told = "git is told not to look at who may run a.txt (core.fileMode)"
    assert landed.notes == (f"{told}; that is committed all the same.",)
    assert on.status() == b""
    back(on, landed, before)


def test_a_disk_that_keeps_no_modes_is_said(on: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fchmod
    monkeypatch.setattr(os, "fchmod", lambda file, mode: real(file, mode & ~0o111))
    landed = on.saved(*come_to(on, RUNS))
    assert raw(on) == ["100644 100755 M a.txt"]
    assert "The disk does not keep whether a.txt can be run." in landed.notes


def test_a_hook_that_fails_leaves_all_to_be_put_back_or_tried_again(on: Bench) -> None:
    moves = Rename("a.txt", "x/b.txt")
    before = state(on)
    found = come_to(on, moves, TWO, Delete("x/y/old.txt"), ChangeMode("run", executable=True))
    on.hook("pre-commit", "exit 1")
    refused = on.refused(*found)
    assert on.put_back(refused) == ()
    (on.root / ".git/hooks/pre-commit").unlink()
    assert state(on) == before
    on.hook("pre-commit", "exit 1")
    on.refused(*found)
    (on.root / ".git/hooks/pre-commit").unlink()
    landed = on.saved(*found)
    assert len(raw(on)) == 4
    back(on, landed, before)


def test_half_of_a_renamed_file_is_never_put_back(on: Bench) -> None:
    on.hook("pre-commit", "exit 1")
    refused = on.refused(*come_to(on, MOVE, Delete("run")))
    on.put("in/b.txt", b"mine\n")
    before = everything(on)
    assert set(on.put_back(refused)) == {"a.txt", "in/b.txt"}
    assert everything(on) == {**before, "run": (b"#!\n", 0o644)}


def test_at_no_moment_a_text_is_nowhere(on: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., None] = os.unlink
    seen = []

    def unlink(name: str, **named: int) -> None:
        if name == "a.txt":
            seen.append(on.data("in/b.txt"))
        real(name, **named)

    monkeypatch.setattr(os, "unlink", unlink)
    on.saved(*come_to(on, MOVE, TWO))
    assert seen == [NEW]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *((name, errno.EIO) for name in ("open", "fsync", "rename", "unlink", "mkdir", "fchmod")),
        # A disk that cannot give a file a second name.
        *(("link", code) for code in (errno.EIO, errno.EPERM)),
    ],
)
def test_all_or_none_whatever_the_system_refuses(
    on: Bench, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    repo, before = on.repo, everything(on)
    text = Present(LINES)
    there = [
        Write("in/b.txt", Absent(), Present(NEW), like="a.txt"),
        Write("run", Present(b"#!\n"), Present(b"#!\n", 0o755)),
        Write("a.txt", text, Absent()),
        Write("x/y/old.txt", Present(b"old\n"), Absent()),
    ]
    again = [replace(one, before=one.after, after=one.before) for one in reversed(there)]
    back = [replace(one, returns=True, like="") for one in again]
    for number in itertools.count(1):
        with monkeypatch.context() as faults:
            calls = fail_at(faults, name, number, code)
            try:
                written = write_all(repo, there, "test")
            except NotWritten:
                written = ()
        for stray in on.root.rglob(".pairtui-*"):
            stray.unlink()
        if written:
            assert {path: data for path, data in everything(on).items() if data} == {
                "in/b.txt": (NEW, 0o644),
                "run": (b"#!\n", 0o755),
            }
            write_all(repo, back, "test")
            (on.root / "in").rmdir()
        assert everything(on) == before, number
        if calls() < number:
            break


MIXED = ("a", "d/b", "d/e/c", "f")
PARTS = st.sampled_from(["", "text", "rename", "mode", "rename text", "mode rename text", "delete"])


@settings(deadline=None, max_examples=4)
@given(
    parts=st.tuples(PARTS, PARTS, PARTS, PARTS).filter(any),
    own=st.sets(st.sampled_from(MIXED)),
    staged=st.sets(st.sampled_from(MIXED)),
    mode=st.sampled_from([0o644, 0o755, 0o640]),
    program=st.booleans(),
)
def test_any_mix_lands_exactly_and_comes_back_byte_for_byte(
    parts: tuple[str, ...], own: set[str], staged: set[str], mode: int, program: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.make(Path(folder) / "work")
        bench.put("d/b", LINES, mode)
        bench.commit(dict.fromkeys(MIXED, LINES))
        for path in staged:
            bench.put(path, LINES.replace(b"six", b"6 staged"))
        bench.git("add", ".")
        for path in own:
            bench.put(path, bench.data(path).replace(b"nine", b"9 mine"))
        before = state(bench)
        edits: list[Edit] = [WholeFile("n/new", "new\n"), ChangeMode("n/new", executable=program)]
        for path, what in zip(MIXED, parts, strict=True):
            edits += [one for one in _edits(bench, path) if _kind(one) in what.split()]
        landed = bench.saved(*come_to(bench, *edits))
        expected = [f"000000 {'100755' if program else '100644'} A n/new"]
        for path, what in zip(MIXED, parts, strict=True):
            expected += _raw("100755" if path == "d/b" and mode == 0o755 else "100644", path, what)
        assert sorted(raw(bench)) == sorted(expected)
        for path, what in zip(MIXED, parts, strict=True):
            if what and what != "delete":
                goal = f"to/{path}" if "rename" in what else path
                assert bench.blob(f"HEAD:{goal}") == (NEW if "text" in what else LINES)
        for file in landed.files:
            assert read(bench.repo, file.path) == file.after
        back(bench, landed, before)


def _edits(bench: Bench, path: str) -> list[Edit]:
    runs = bool((bench.root / path).stat().st_mode & 0o100)
    return [
        SearchReplace(path, "two", "2"),
        Rename(path, f"to/{path}"),
        ChangeMode(path, executable=not runs),
        Delete(path),
    ]


def _kind(edit: Edit) -> str:
    names = {SearchReplace: "text", Rename: "rename", ChangeMode: "mode", Delete: "delete"}
    return names[type(edit)]


def _raw(mode: str, path: str, what: str) -> list[str]:
    new = {"100644": "100755", "100755": "100644"}[mode] if "mode" in what else mode
    if what == "delete":
        return [f"{mode} 000000 D {path}"]
    if "rename" in what:
        return [f"{mode} 000000 D {path}", f"000000 {new} A to/{path}"]
    return [f"{mode} {new} M {path}"] if what else []


def test_a_landed_rename_names_both_its_halves(on: Bench) -> None:
    landed = on.saved(*come_to(on, MOVE))
    assert landed.files == (
        LandedFile("a.txt", Present(LINES), Absent(), other="in/b.txt"),
        LandedFile("in/b.txt", Absent(), Present(LINES), ("in",), other="a.txt"),
    )
    assert landed.committed == ("a.txt", "in/b.txt")
    assert landed.changes == 1


def test_a_new_folder_of_several_files_goes_when_they_are_put_back(on: Bench) -> None:
    found = come_to(on, Rename("a.txt", "new/in/b.txt"), Rename("run", "new/run"),
                    WholeFile("new/in/c", "c\n"))  # fmt: skip
    before = state(on)
    on.hook("pre-commit", "exit 1")
    refused = on.refused(*found)
    assert on.put_back(refused) == ()
    (on.root / ".git/hooks/pre-commit").unlink()
    assert state(on) == before
