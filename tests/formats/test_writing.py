"""Writing: every edit is written so that it is read again, or it is refused; never a third text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.formats import search_replace, unified_diff, v4a, whole_file
from pairtui.formats.reader import Cut, Malformed
from pairtui.proposal import ChangeMode, Delete, Edit, Rename, SearchReplace, WholeFile
from pairtui.request import Format
from tests.formats.replies import edits, read

Write = Callable[[Iterable[Edit]], str]
WRITERS: dict[str, tuple[Write, Format]] = {
    "search_replace": (search_replace.write, "search_replace"),
    "unified_diff": (unified_diff.write, "search_replace"),
    "v4a": (v4a.write, "search_replace"),
    "whole_file": (whole_file.write, "whole_file"),
}
EACH = pytest.mark.parametrize(("write", "form"), WRITERS.values(), ids=WRITERS.keys())

lines = st.sampled_from(
    [
        "", " ", "x", "a.md", "```", "````", "```py", "~~~", "=======", "======", "<<<<<<< SEARCH",
        "<<<<< SEARCH", ">>>>>>> REPLACE", ">>>>>> REPLACE", "<<<<<<< HEAD", "--- a/x", "+++ b/x",
        "-- a/x", "++ b/x", "@@ -1 +1 @@", "@@", "*** Begin Patch", "*** End Patch", "*** x",
        "*** Update File: x", "diff --git a/x b/x", "rename to y", "EOF", "apply_patch <<'EOF'",
        "\\ No newline at end of file", "\x0c", "\u2028", "é", "y\r", "TITLE: x", "<think>", "a\nb",
    ]
) | st.text(max_size=5)  # fmt: skip
texts = st.builds(
    lambda parts, end: "\n".join(parts) + end,
    st.lists(lines, max_size=7),
    st.sampled_from(["\n", "\n", "\n", ""]),
)
paths = st.sampled_from(
    [
        "a.md", "pkg/b.py", "a/b.py", "b/c.py", "Makefile", "two words.txt", 'q"uo`te`', "é.md",
        "`x`", "a b/c b/d.py", "x.patch", "--- x.md", "TITLE: x.md", "/dev/null", "a\tb.md",
        "\\x.md", "2020-01-01 00:00 x", "a\nb.md", "no-ending", "l" * 310 + ".md", "",
    ]
)  # fmt: skip
reasons = st.sampled_from(
    ["", "", "It is shorter.", "a.md", "- One.", "TITLE: x", "```", "--- a/x", "<think>", "a\nb"]
)
passages = st.builds(
    SearchReplace,
    paths,
    texts,
    texts,
    reasons,
    st.integers(0, 3),
    st.lists(lines, max_size=2).map(tuple),
    st.booleans(),
)
anything = st.one_of(
    passages,
    st.builds(SearchReplace, paths, st.just(""), texts, reasons),
    st.builds(WholeFile, paths, texts, reasons),
    st.builds(Delete, paths, reasons),
    st.builds(Rename, paths, paths, reasons),
    st.builds(ChangeMode, paths, st.booleans(), reasons),
)


def unhinted(found: Iterable[Edit]) -> list[Edit]:
    return [
        replace(edit, line=0, scope=(), at_end=False) if isinstance(edit, SearchReplace) else edit
        for edit in found
    ]


@EACH
@settings(deadline=None, max_examples=250)
@given(made=st.lists(anything, min_size=1, max_size=2))
def test_whatever_is_written_is_read_again(write: Write, form: Format, made: list[Edit]) -> None:
    written: list[Edit] = []
    reply = ""
    for edit in made:
        try:
            reply += write([edit])
        except ValueError:
            continue
        written.append(edit)
    events = read(reply, form=form)
    assert unhinted(edits(events)) == unhinted(written)
    assert not any(isinstance(event, Cut | Malformed) for event in events)


@EACH
@settings(deadline=None, max_examples=120)
@given(made=st.lists(anything.map(lambda edit: replace(edit, reason="", path="a.md")), max_size=5))
def test_edits_of_one_file_are_read_in_their_order(
    write: Write, form: Format, made: list[Edit]
) -> None:
    try:
        reply = write(made)
    except ValueError:
        return
    assert unhinted(edits(read(reply, form=form))) == unhinted(made)


ABOUT: list[Edit] = [
    SearchReplace("a.py", "a\n", "b\n"),
    Rename("a.py", "pkg/b.py"),
    Delete("old name.py"),
    SearchReplace("run", "", "#!/bin/sh\n"),
]


def test_a_patch_says_what_happens_to_files_under_one_head() -> None:
    reply = v4a.write(ABOUT)
    assert edits(read(reply)) == ABOUT
    assert reply == (
        "*** Begin Patch\n*** Update File: a.py\n*** Move to: pkg/b.py\n@@\n-a\n+b\n"
        "*** Delete File: old name.py\n*** Add File: run\n+#!/bin/sh\n*** End Patch\n\n"
    )


def test_a_diff_says_what_happens_to_files_as_git_does() -> None:
    made = [*ABOUT, ChangeMode("run", executable=True), ChangeMode("x", executable=False)]
    reply = unified_diff.write(made)
    assert edits(read(reply)) == made
    assert reply == (
        "```diff\ndiff --git a/a.py b/pkg/b.py\nrename from a.py\nrename to pkg/b.py\n"
        "--- a/a.py\n+++ b/pkg/b.py\n@@ ... @@\n-a\n+b\n"
        "diff --git a/old name.py b/old name.py\ndeleted file mode 100644\n"
        "diff --git a/run b/run\nnew file mode 100755\n--- /dev/null\n+++ b/run\n"
        "@@ -0,0 +1,1 @@\n+#!/bin/sh\n"
        "diff --git a/x b/x\nold mode 100755\nnew mode 100644\n```\n\n"
    )


def test_a_diff_and_a_patch_give_the_hints_they_have_words_for() -> None:
    made = SearchReplace("a.py", "a\nb\n", "a\nc\n", line=7)
    assert edits(read(unified_diff.write([made]))) == [made]
    made = SearchReplace("a.py", "a\n", "c\n", scope=("class A:", "    def f(self):"), at_end=True)
    assert edits(read(v4a.write([made]))) == [made]


@EACH
def test_a_file_that_is_renamed_first_is_changed_under_its_old_name(
    write: Write, form: Format
) -> None:
    made: list[Edit] = [Rename("a.py", "b.py"), SearchReplace("a.py", "a\n", "b\n")]
    if write in (v4a.write, unified_diff.write):
        assert edits(read(write(made), form=form)) == made
    else:
        with pytest.raises(ValueError, match=r"a\.py cannot be written"):
            write(made)


NO_END = [
    SearchReplace("a.py", "a", "b"),
    SearchReplace("a.py", "a\n", "b"),
    SearchReplace("a.py", "a\r\n", "b\r\n"),
    WholeFile("a.py", "a"),
    WholeFile("a.py", "a\r\n"),
]


@EACH
@pytest.mark.parametrize("edit", NO_END, ids=lambda edit: repr(edit)[:45])
def test_other_ends_of_lines_are_refused(write: Write, form: Format, edit: Edit) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        write([edit])


def test_only_a_diff_can_make_a_file_without_a_last_newline() -> None:
    made = SearchReplace("a.py", "", "a\nb")
    assert edits(read(unified_diff.write([made]))) == [made]
    for write in (v4a.write, search_replace.write):
        with pytest.raises(ValueError, match="newline"):
            write([made])


def test_markers_of_every_length_are_refused() -> None:
    ends = "".join(f"{'>' * size} REPLACE\n" for size in range(5, 10))
    with pytest.raises(ValueError, match="markers of every length"):
        search_replace.write([SearchReplace("a.md", "a\n", ends)])


def test_fences_too_long_to_be_fences_are_put_into_others() -> None:
    made = WholeFile("a.md", "```\n" + "`" * 300 + "\n")
    assert edits(read(whole_file.write([made]), form="whole_file")) == [made]


def test_a_file_that_begins_like_an_edit_is_refused() -> None:
    for text in ("<<<<<<< SEARCH\n", "*** Begin Patch\n", "--- a/x\n+++ b/x\n", "a.md\n" * 2):
        made = WholeFile("a.md", text)
        if text.startswith("a"):
            assert edits(read(whole_file.write([made]), form="whole_file")) == [made]
        else:
            with pytest.raises(ValueError, match="first lines"):
                whole_file.write([made])


@pytest.mark.parametrize("write", [v4a.write, unified_diff.write], ids=["v4a", "diff"])
@pytest.mark.parametrize("finished", [False, True], ids=["cut", "whole"])
def test_no_beginning_of_a_reply_deletes_or_renames(write: Write, finished: bool) -> None:
    for edit in (Delete("a.py"), Rename("a.py", "pkg/b.py")):
        reply = write([edit]).rstrip("\n")
        end = reply.rindex("\n") + 1
        assert edits(read(reply)) == [edit]
        for cut in range(end + 1):
            assert edits(read(reply[:cut], finished=finished)) == []
