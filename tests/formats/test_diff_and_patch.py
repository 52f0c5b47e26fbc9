"""Diffs and patches: round trips, beginnings of replies, other writers' diffs, and speed."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.formats import unified_diff, v4a
from pairtui.formats.paths import bare, quoted
from pairtui.formats.reader import Closed, Cut, Malformed, Prose, reader
from pairtui.formats.search_replace import text_of
from pairtui.proposal import Edit, SearchReplace
from tests.formats.replies import edits, read

Write = Callable[[Iterable[SearchReplace]], str]
WRITERS = pytest.mark.parametrize("write", [unified_diff.write, v4a.write], ids=["diff", "v4a"])

lines = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8
) | st.sampled_from(
    [
        "", " ", "x", "-- x", "-- a/x", "++ b/x", "++ y", "--- a/x", "+++ b/x", "@@ -1 +1 @@", "@@",
        "```", "```diff", "*** End Patch", "*** Update File: x", "EOF", "\\ No newline", "- x",
        "<<<<<<< SEARCH", "diff --git a/x b/x", "@@count = 0", "\\",
    ]
)  # fmt: skip
texts = st.lists(lines, max_size=6).map(text_of)
names = st.sampled_from(
    ["a.md", "pkg/b.py", "a/b.py", "b/c.py", "Makefile", "two words.txt", 'q"uo`te`', "é.md", "`x`"]
)
reasons = st.sampled_from(["", "It is shorter.", "One word for two."])
made = st.lists(st.builds(SearchReplace, names, texts, texts, reasons), max_size=5)
files = st.lists(lines.filter(lambda line: line not in ("-- a/x", "++ b/x")), max_size=14)


@WRITERS
@settings(deadline=None, max_examples=300)
@given(made=made)
def test_what_is_written_is_read_again(write: Write, made: list[SearchReplace]) -> None:
    reply = write(made)
    whole = read(reply)
    assert edits(whole) == made
    assert not any(isinstance(one, Cut | Malformed) for one in whole)
    assert read(reply, range(1, len(reply))) == whole


@WRITERS
@settings(deadline=None, max_examples=150)
@given(made=made, data=st.data())
def test_a_beginning_of_a_reply_has_a_beginning_of_its_edits(
    write: Write, made: list[SearchReplace], data: st.DataObject
) -> None:
    reply = write(made)
    cut = data.draw(st.integers(0, len(reply)))
    found = edits(read(reply[:cut], finished=data.draw(st.booleans())))
    assert found == made[: len(found)]


@WRITERS
@settings(deadline=None, max_examples=150)
@given(edit=st.builds(SearchReplace, names, texts, texts), data=st.data())
def test_no_beginning_of_the_last_edit_is_an_edit(
    write: Write, edit: SearchReplace, data: st.DataObject
) -> None:
    reply = write([edit]).rstrip("\n")
    end = reply.rindex("\n") + 1
    cut = data.draw(st.integers(0, end))
    assert edits(read(reply[:cut], finished=data.draw(st.booleans()))) == []


def _bare(old: list[str], new: list[str]) -> str:
    made = difflib.unified_diff(old, new, "a/f.py", "b/f.py", lineterm="", n=2)
    return text_of(made)


def _applied(old: list[str], found: list[Edit]) -> list[str] | None:
    """Return the lines after these edits, made where each first fits after the one before."""
    done: list[str] = []
    at = 0
    for edit in found:
        assert isinstance(edit, SearchReplace)
        search = edit.search.split("\n")[:-1]
        places = range(at, len(old) - len(search) + 1)
        fits = [place for place in places if old[place : place + len(search)] == search]
        if len(fits) != 1:
            return None
        done += [*old[at : fits[0]], *edit.replace.split("\n")[:-1]]
        at = fits[0] + len(search)
    return [*done, *old[at:]]


@settings(deadline=None, max_examples=300)
@given(files.filter(bool), files, st.booleans())
def test_a_diff_of_two_texts_makes_the_one_of_the_other(
    old: list[str], new: list[str], fenced: bool
) -> None:
    reply = _bare(old, new)
    if fenced and reply:
        reply = f"```diff\n{reply}```\n"
    after = _applied(old, edits(read(reply)))
    assert after is None or after == new


@settings(deadline=None, max_examples=300)
@given(files.filter(bool), files, st.data())
def test_a_bare_diff_that_is_cut_off_never_has_a_part_of_a_hunk(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    reply = _bare(old, new)
    whole = edits(read(reply))
    cut = data.draw(st.integers(0, max(0, len(reply) - 1)))
    found = edits(read(reply[:cut], finished=False))
    assert found == whole[: len(found)]
    assert not reply or len(found) < len(whole)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_a_quoted_path_is_the_path(path: str) -> None:
    assert bare(quoted(f"a/{path}")) == f"a/{path}"


def test_a_line_that_goes_is_not_a_file_name() -> None:
    reply = "--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1 @@\n--- old note\n select 1;\n"
    made = SearchReplace("q.sql", "-- old note\nselect 1;\n", "select 1;\n", line=1)
    assert edits(read(reply)) == [made]


def test_a_hunk_is_told_with_the_header_of_the_next() -> None:
    reading = reader("search_replace")
    reading.feed("```diff\n--- a/f.py\n+++ b/f.py\n@@ -1 +1 @@\n-a\n+b\n")
    assert reading.feed("@@ -9 +9 @@\n")[0] == Closed(SearchReplace("f.py", "a\n", "b\n", line=1))


def test_prose_with_dashes_stars_and_commands_is_passed_on() -> None:
    for reply in ("--- that is it\nSo", "*** Note\nhm", "patch -p1 <x\n", "diff --git a b\n\nx"):
        assert read(reply) == [Prose(reply)]


@pytest.mark.parametrize(
    "reply",
    [
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n" + "-a\n+b\n" * 150_000,
        "--- a/x\n+++ b/x\n" + "@@ -1 +1 @@\n-a\n+b\n" * 50_000,
        "--- a/x\n+++ b/x\n@@ @@\n" + "\n" * 500_000 + "-a",
        "```diff\n--- a/x\n+++ b/x\n@@ @@\n" + "--- a/x\n" * 100_000,
        "--- a/x\n" * 100_000,
        "```diff\n" + "diff --git a/x b/x\n" * 50_000,
        "diff --git a/x " + "b/x " * 70 + "\n" + "index 1..2\n" * 80_000,
        "*** Begin Patch\n*** Update File: x\n" + " a\n" * 300_000,
        "*** Begin Patch\n*** Update File: x\n" + "@@\n-a\n" * 100_000,
        "*** Begin Patch\n*** Update File: x\n" + "@@ a\n" * 100_000,
        "```diff\n--- a/x\n+++ /dev/null\n" + "@@ -1 +0,0 @@\n-a\n" * 40_000,
        "--- a/x\n+++ b/x\n@@ @@\n-" + "x" * 1_000_000,
        "--- " + " " * 1_000_000,
    ],
    ids=[
        "lines", "hunks", "blanks", "held", "heads", "git", "index", "v4a", "v4a hunks", "scopes",
        "deleted", "long", "long head",
    ],
)  # fmt: skip
def test_a_long_diff_costs_no_more_than_linear_work(reply: str) -> None:
    def seconds(text: str) -> float:
        reading = reader("search_replace")
        begun = time.process_time()
        for at in range(0, len(text), 40):
            reading.feed(text[at : at + 40])
        reading.close()
        return time.process_time() - begun

    half, whole = seconds(reply[: len(reply) // 2]), seconds(reply)
    assert whole < max(6 * half, 0.5)
