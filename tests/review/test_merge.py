from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.merge import Conflict, joined, relocate, transplant
from pairtui.review.result import splice
from tests.review.made import change, changes, texts

LINES = [b"%d\n" % at for at in range(1, 21)]
BASE = b"".join(LINES)


def at_line(number: int) -> int:
    return sum(map(len, LINES[: number - 1]))


def line_change(number: int, new: bytes) -> FileChange:
    return change(BASE, (at_line(number), at_line(number + 1), new))


def pieces(file: FileChange) -> tuple[tuple[Hunk, bytes], ...]:
    return tuple((hunk, hunk.new) for hunk in file.hunks)


def data(file: FileChange) -> bytes:
    assert isinstance(file.base, Present)
    return file.base.data


def git_merge(folder: Path, ours: bytes, base: bytes, theirs: bytes) -> bytes | None:
    """Return git's merge of two versions, None where it sees a conflict."""
    for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
        (folder / name).write_bytes(text)
    done = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else None


@given(changes())
def test_the_same_file_takes_everything(file: FileChange) -> None:
    base = data(file)
    assert transplant(pieces(file), base, base) == splice(base, pieces(file))
    assert relocate(file, Present(base)) == (file, {})


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[FileChange, bytes]:
    """One change of some lines into unheard-of ones, and another version of the file.

    Unheard-of, because git may see the cut of one of two equal lines as the cut of the other.
    """
    alphabet = draw(st.integers(2, 10))
    lines = [
        b"%d\n" % (draw(st.integers(0, 99)) % alphabet) for _ in range(draw(st.integers(1, 12)))
    ]
    low = draw(st.integers(0, len(lines)))
    high = draw(st.integers(low, min(low + 2, len(lines))))
    other = list(lines)
    for at, gone, new in draw(
        st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2), st.integers(0, 12)), max_size=2)
    ):
        other[at : at + gone] = [b"%d\n" % new] if new else []
    start = len(b"".join(lines[:low]))
    span = (start, start + len(b"".join(lines[low:high])), b"unheard of\n")
    return change(b"".join(lines), span), b"".join(other)


@settings(
    max_examples=200,
    # Where lines repeat, several ways to match two versions are equally good; one in some
    # thousands of such made-up files has git choose another than we do.
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
    deadline=None,
)
@given(versions=two_versions())
def test_what_is_carried_is_what_git_would_merge(
    tmp_path: Path, versions: tuple[FileChange, bytes]
) -> None:
    file, other = versions
    base = data(file)
    carried = transplant(pieces(file), base, other)
    assume(isinstance(carried, bytes))
    merged = git_merge(tmp_path, other, base, splice(base, pieces(file)))
    assert merged is None or merged == carried


def test_a_change_is_carried_to_a_version_that_differs_elsewhere() -> None:
    file = line_change(10, b"ten\n")
    other = b"0\n" + BASE.replace(b"18\n", b"")
    assert transplant(pieces(file), BASE, other) == other.replace(b"10\n", b"ten\n")


def test_several_changes_are_carried_or_the_ones_that_cannot_be_are_named() -> None:
    spans = [(at_line(n), at_line(n + 1), b"x%d\n" % n) for n in (3, 9, 15)]
    file = change(BASE, *spans)
    other = BASE.replace(b"9\n", b"nine\n", 1)
    assert transplant(pieces(file), BASE, other) == Conflict((file.hunks[1].id,))
    free = BASE.replace(b"12\n", b"")
    carried = transplant(pieces(file), BASE, free)
    assert isinstance(carried, bytes)
    assert [carried.count(b"x%d\n" % n) for n in (3, 9, 15)] == [1, 1, 1]


def test_part_of_a_line_is_carried_with_its_line() -> None:
    base = b"One sentence. Another one. A third.\nend\n"
    file = change(base, (14, 26, b"Two."))
    other = b"before\n" + base
    assert transplant(pieces(file), base, other) == other.replace(b"Another one.", b"Two.")
    touched = base.replace(b"third", b"fourth")
    assert transplant(pieces(file), base, touched) == Conflict((file.hunks[0].id,))


@pytest.mark.parametrize(
    ("offset", "other", "clean"),
    [
        (0, BASE + b"more\n", True),
        (0, b"less\n" + BASE, False),
        (len(BASE), b"more\n" + BASE, True),
        (len(BASE), BASE + b"more\n", False),
        (at_line(5), BASE.replace(b"15\n", b""), True),
        (at_line(5), BASE.replace(b"5\n", b"five\n", 1), False),
        (at_line(5), BASE.replace(b"4\n", b"four\n", 1), False),
        (at_line(5), BASE.replace(b"4\n5\n", b"4\nnew\n5\n", 1), False),
    ],
)
def test_an_insertion_needs_its_neighbours(offset: int, other: bytes, clean: bool) -> None:
    file = change(BASE, (offset, offset, b"in\n"))
    carried = transplant(pieces(file), BASE, other)
    assert isinstance(carried, bytes) == clean
    if isinstance(carried, bytes):
        assert sorted(carried.split()) == sorted([*other.split(), b"in"])


def test_repeated_lines_leave_doubt_and_doubt_is_a_conflict() -> None:
    base, other = b"x\nx\n", b"x\nx\nx\n"
    for start in (0, 2):
        file = change(base, (start, start + 2, b"y\n"))
        assert transplant(pieces(file), base, other) == Conflict((file.hunks[0].id,))


def test_an_empty_file_takes_text_only_in_an_empty_file() -> None:
    file = change(b"", (0, 0, b"text\n"))
    assert transplant(pieces(file), b"", b"") == b"text\n"
    assert isinstance(transplant(pieces(file), b"", b"x\n"), Conflict)


def test_a_missing_last_newline_is_part_of_its_line() -> None:
    base = b"a\nb\nc"
    file = change(base, (4, 5, b"C"))
    assert transplant(pieces(file), base, b"z\na\nb\nc") == b"z\na\nb\nC"
    assert isinstance(transplant(pieces(file), base, b"a\nb\nc\n"), Conflict)


@given(changes(), texts())
def test_a_moved_change_still_stands_on_its_own_bytes(file: FileChange, new: bytes) -> None:
    moved, lost = relocate(file, Present(new))
    assert {hunk.id for hunk in moved.hunks} == {hunk.id for hunk in file.hunks}
    for hunk in moved.hunks:
        there = new[hunk.start : hunk.end]
        assert there == (b"" if hunk.id in lost else hunk.old)
    spans = [(hunk.start, hunk.end) for hunk in moved.hunks]
    assert spans == sorted(spans)
    assert all(high <= low for (_, high), (low, _) in itertools.pairwise(spans))
    assert all(0 <= start <= end <= len(new) for start, end in spans)
    assert all(says.startswith("the file moved on: ") for says in lost.values())


@given(changes())
def test_lines_before_and_after_move_changes_along(file: FileChange) -> None:
    new = b"unheard 1\nunheard 2\n" + data(file)
    moved, lost = relocate(file, Present(new))
    for hunk, old in zip(moved.hunks, file.hunks, strict=False):
        if hunk.id in lost:
            # Only what stands at the very top touches what was put there.
            continue
        assert (hunk.start - old.start, hunk.moved) == (len(new) - len(data(file)), 2)


def test_a_change_whose_text_was_changed_moved_on() -> None:
    file = line_change(10, b"ten\n")
    moved, lost = relocate(file, Present(BASE.replace(b"10\n", b"zehn\n")))
    assert lost == {file.hunks[0].id: "the file moved on: what this change is about was changed"}
    (hunk,) = moved.hunks
    assert (hunk.start, hunk.end, hunk.old, hunk.new) == (
        at_line(10),
        at_line(10),
        b"10\n",
        b"ten\n",
    )


def test_text_that_moved_as_a_whole_is_found_again() -> None:
    file = line_change(3, b"three\n")
    new = BASE.replace(b"2\n3\n4\n", b"", 1) + b"2\n3\n4\n"
    moved, lost = relocate(file, Present(new))
    assert not lost
    (hunk,) = moved.hunks
    assert (new[hunk.start - 2 : hunk.end + 2], hunk.moved) == (b"2\n3\n4\n", 16)


def test_text_that_now_stands_twice_has_no_place() -> None:
    file = line_change(3, b"three\n")
    new = b"2\n3\n4\nelse\n2\n3\n4\nmore\n"
    _, lost = relocate(file, Present(new))
    assert "several places" in lost[file.hunks[0].id]


def test_a_new_file_that_has_appeared_moved_on() -> None:
    file = FileChange("n", Absent(), (Hunk("1", "n", 0, 0, b"", b"text\n"),))
    moved, lost = relocate(file, Present(b"other\n"))
    assert lost == {"1": "the file moved on: there was none, and now there is one"}
    assert moved.base == Present(b"other\n")


def test_more_changes_of_another_version_are_joined_in() -> None:
    now = FileChange("a.txt", Present(b"0\n" + BASE), ())
    more = line_change(4, b"four\n")
    both, lost = joined(now, more.hunks, more.base)
    assert not lost
    assert splice(b"0\n" + BASE, pieces(both)) == b"0\n" + BASE.replace(b"4\n", b"four\n", 1)
    again, lost = joined(both, line_change(4, b"vier\n").hunks, Present(BASE))
    assert set(lost) == {line_change(4, b"vier\n").hunks[0].id}
    assert len(again.hunks) == 2
    gone, lost = joined(FileChange("a.txt", Absent()), more.hunks, more.base)
    assert [(hunk.start, hunk.end) for hunk in gone.hunks] == [(0, 0)]
    assert len(lost) == 1
