from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import Rewrite, Take, fold
from pairtui.review.diff import proposal_diff, unified
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
