from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairtui.proposal import (
    Absent,
    ChangeMode,
    Delete,
    Edit,
    FileChange,
    Hunk,
    Present,
    Proposal,
    Rename,
    Snapshot,
    WholeFile,
)
from pairtui.review.decide import Rewrite, Take, fold
from pairtui.review.diff import proposal_diff, unified
from pairtui.review.propose import extend
from pairtui.review.result import file_result, results
from tests.review.made import change, changes, proposal


def git_apply(folder: Path, diff: bytes) -> None:
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=folder, input=diff, check=True, capture_output=True,
    )  # fmt: skip


def new_file(path: str, text: bytes) -> FileChange:
    return FileChange(path, Absent(), (Hunk(path, path, 0, 0, b"", text),))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(file=changes())
def test_git_applies_it_to_the_same_bytes(tmp_path: Path, file: FileChange) -> None:
    assert isinstance(file.base, Present)
    target = tmp_path / file.path
    target.write_bytes(file.base.data)
    whole = proposal(file)
    review = fold(whole, [Take(hunk.id) for hunk in file.hunks])
    diff = proposal_diff(whole)
    assert diff == unified(results(review))
    (result,) = [*results(review)] or [file_result(file, review, lambda state: True)]
    if result.data == file.base.data:
        assert diff == b""
        return
    git_apply(tmp_path, diff)
    assert target.read_bytes() == result.data


def test_it_reads_as_expected() -> None:
    base = b"".join(b"line %d\n" % at for at in range(1, 21))
    start = base.index(b"line 4\n")
    file = change(base, (start, start + 7, b"line four\n"), (len(base) - 8, len(base), b"end"))
    assert proposal_diff(proposal(file)).decode() == (
        "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n"
        "@@ -1,7 +1,7 @@\n line 1\n line 2\n line 3\n-line 4\n+line four\n"
        " line 5\n line 6\n line 7\n"
        "@@ -17,4 +17,4 @@\n line 17\n line 18\n line 19\n-line 20\n+end\n"
        "\\ No newline at end of file\n"
    )


@pytest.mark.parametrize(
    "path", ["new.txt", "in/a folder/with space.txt", 'q"uo\\te', "tab\there", "Grüße.md", "a\nb"]
)
@pytest.mark.parametrize("text", [b"", b"one\ntwo\n", b"no newline", b"crlf\r\n"])
def test_git_makes_new_files_from_it(tmp_path: Path, path: str, text: bytes) -> None:
    git_apply(tmp_path, proposal_diff(proposal(new_file(path, text))))
    assert (tmp_path / path).read_bytes() == text


def test_files_with_strange_names_are_changed_too(tmp_path: Path) -> None:
    for path in ("a b.txt", "tab\tx", "ü.txt"):
        (tmp_path / path).write_bytes(b"a\n")
        git_apply(tmp_path, proposal_diff(proposal(change(b"a\n", (0, 2, b"b\n"), path=path))))
        assert (tmp_path / path).read_bytes() == b"b\n"


def test_a_program_stays_one() -> None:
    result = file_result(new_file("run", b"x\n"), fold(proposal(), []), lambda state: True)
    assert b"new file mode 100644" in unified([result])


def test_several_files_and_only_what_is_taken(tmp_path: Path) -> None:
    one, two = change(b"a\n", (0, 2, b"b\n"), path="1"), change(b"a\n", (0, 2, b"b\n"), path="2")
    review = fold(proposal(one, two), [Rewrite(two.hunks[0].id, b"mine\n")])
    diff = unified(results(review))
    assert b"a/1" not in diff
    assert b"+mine\n" in diff


def test_a_rewrite_back_to_the_old_text_is_no_change() -> None:
    file = change(b"a\n", (0, 2, b"b\n"))
    assert unified(results(fold(proposal(file), [Rewrite(file.hunks[0].id, b"a\n")]))) == b""


def about(base: Present | Absent, *edits: Edit, path: str = "a.txt") -> Proposal:
    known = {path: base, "in/new name.txt": Absent(), 'q"uo\\te\n': Absent()}
    found = proposal()
    for edit in edits:
        found = extend(found, edit, Snapshot(known))
    assert not found.unplaced
    return found


def put(folder: Path, path: str, base: Present) -> None:
    (folder / path).write_bytes(base.data)
    (folder / path).chmod(base.mode)


def applied(folder: Path, whole: Proposal) -> None:
    """Let git apply a proposal, and compare what is there with what it comes to."""
    (change,) = whole.files
    folder /= "work"
    folder.mkdir()
    if isinstance(change.base, Present):
        put(folder, change.path, change.base)
    (result,) = results(fold(whole, [Take(hunk.id) for hunk in whole.hunks]))
    assert unified([result]) == proposal_diff(whole)
    git_apply(folder, proposal_diff(whole))
    left = {str(place.relative_to(folder)) for place in folder.rglob("*") if place.is_file()}
    assert left == (set() if result.data is None else {result.goal})
    if result.data is not None:
        assert (folder / result.goal).read_bytes() == result.data
        assert bool((folder / result.goal).stat().st_mode & 0o100) == bool(result.mode & 0o100)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    file=changes(),
    mode=st.sampled_from([0o644, 0o755]),
    to=st.sampled_from(["", "in/new name.txt", 'q"uo\\te\n']),
    turns=st.booleans(),
)
def test_git_renames_and_changes_modes_from_it(
    tmp_path_factory: pytest.TempPathFactory, file: FileChange, mode: int, to: str, turns: bool
) -> None:
    assert isinstance(file.base, Present)
    base = Present(file.base.data, mode)
    edits: list[Edit] = [Rename(file.path, to)] if to else []
    if not edits or turns:
        edits = [*edits, ChangeMode(file.path, executable=mode == 0o644)]
    found = about(base, *edits)
    (whole,) = found.files
    hunks = (*whole.hunks, *file.hunks)
    applied(tmp_path_factory.mktemp("t"), proposal(FileChange(file.path, base, hunks)))


@pytest.mark.parametrize("text", [b"", b"one\ntwo\n", b"no newline", b"\r\n"])
@pytest.mark.parametrize("path", ["a.txt", "with space", "tab\there"])
@pytest.mark.parametrize("mode", [0o644, 0o755])
def test_git_deletes_files_from_it(tmp_path: Path, path: str, text: bytes, mode: int) -> None:
    applied(tmp_path, about(Present(text, mode), Delete(path), path=path))


@pytest.mark.parametrize("text", ["", "echo\n"])
def test_git_makes_programs_from_it(tmp_path: Path, text: str) -> None:
    applied(
        tmp_path, about(Absent(), WholeFile("a.txt", text), ChangeMode("a.txt", executable=True))
    )


def test_a_whole_file_reads_as_git_writes_it() -> None:
    base = Present(b"a\n", 0o755)
    edits = (Rename("a.txt", "in/new name.txt"), ChangeMode("a.txt", executable=False))
    assert proposal_diff(about(base, *edits)).decode() == (
        "diff --git a/a.txt b/in/new name.txt\nold mode 100755\nnew mode 100644\n"
        "rename from a.txt\nrename to in/new name.txt\n"
    )
    assert proposal_diff(about(base, Delete("a.txt"))).decode() == (
        "diff --git a/a.txt b/a.txt\ndeleted file mode 100755\n"
        "--- a/a.txt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n"
    )
