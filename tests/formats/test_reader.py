"""The reader: pieces, round trips, speed, and replies that make no sense."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pairtui.formats import search_replace, whole_file
from pairtui.formats.reader import Closed, Cut, Prose, reader
from pairtui.formats.thinking import Thinking
from pairtui.formats.unannounced import MOST
from pairtui.proposal import Delete, Rename, SearchReplace, WholeFile
from pairtui.request import Format
from tests.formats.replies import edits, read

PIECES = (
    "<<<<<<< SEARCH\n", "=======\n", ">>>>>>> REPLACE\n", "```\n", "```python\n", "````md\n",
    "  ```\n", "article.md\n", "**a/b.py**\n", "`x y.md`:\n", "### notes.txt (new file)\n",
    "some prose here\n", "Word", "\n", "  \n", "TITLE: hi\n", "<think>", "</think>", "\r\n",
    "<<<<< SEARCH\n", "====\n", "=====\n", ">>>>> REPLACE\n", "a" * 310 + "\n", " " * 310 + "\n",
    "File: z.md\n", "1. ", "- ", "`", "<", "*", "=", "# ", "/", "//", " b", "\r", "~~~\n",
    "I see `q.py` here:\n", "{}\n", "--- a/x.md\n", "+++ b/x.md\n", "--- x\n",
    "@@ -1 +1 @@\n", "@@\n", "-old\n", "+new\n", " kept\n", "diff --git a/x b/x\n", "index 1..2\n",
    "deleted file mode 100644\n", "```diff\n", "*** Begin Patch\n", "*** Update File: x.md\n",
    "*** Add File: y\n", "*** End Patch\n", "apply_patch <<'EOF'\n", "EOF\n", "\\ No newline\n",
    "new file mode 100755\n", "--- /dev/null\n", "*** ", "--- ", "@@", "+", "-", "x.patch\n",
    "(whole file)", " (new", "Full file:\n", "Here is the complete file article.md:\n",
    "é", "\u2028", "\x0c",
)  # fmt: skip
FORMATS: tuple[Format, ...] = ("search_replace", "whole_file", "selection")

replies = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
lines = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12
) | st.sampled_from(["=======", "<<<<<<< SEARCH", ">>>>>>> REPLACE", "```", "```py", "x.py", ""])
texts = st.lists(lines, max_size=6).map(search_replace.text_of)
names = st.sampled_from(["a.md", "pkg/b.py", "Makefile", "deep/er/c.txt", "d-e_f.rst"])
reasons = st.sampled_from(["", "It is shorter.", "One word for two: see the style guide."])


@settings(deadline=None, max_examples=300)
@given(replies, st.sampled_from(FORMATS), st.data())
def test_any_pieces_give_the_same_events(reply: str, form: Format, data: st.DataObject) -> None:
    whole = read(reply, form=form, known=("article.md",))
    assert read(reply, range(1, len(reply)), form=form, known=("article.md",)) == whole
    cuts = data.draw(st.lists(st.integers(0, len(reply)), max_size=4))
    assert read(reply, cuts, form=form, known=("article.md",)) == whole


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200), st.sampled_from(FORMATS))
def test_no_text_makes_it_raise(reply: str, form: Format) -> None:
    read(reply, form=form)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.builds(SearchReplace, names, texts, texts, reasons), max_size=4))
def test_written_blocks_are_read_again(made: list[SearchReplace]) -> None:
    reply = search_replace.write(made)
    assert edits(read(reply)) == made


@settings(deadline=None, max_examples=200)
@given(st.lists(st.builds(WholeFile, names, texts, reasons), max_size=3))
def test_written_files_are_read_again(made: list[WholeFile]) -> None:
    # A file that begins with a block's first marker cannot be told from a block.
    assume(not any(search_replace.opens(edit.text.split("\n")[0]) for edit in made))
    assert edits(read(whole_file.write(made), form="whole_file")) == made


@settings(deadline=None, max_examples=100)
@given(st.builds(SearchReplace, names, texts, texts, reasons), st.data())
def test_no_beginning_of_a_block_is_an_edit(edit: SearchReplace, data: st.DataObject) -> None:
    reply = search_replace.write([edit])
    end = reply.rindex("REPLACE") + len("REPLACE")
    cut = data.draw(st.integers(0, end - 1))
    assert edits(read(reply[:cut], finished=data.draw(st.booleans()))) == []


def test_a_block_without_its_end_is_cut_off() -> None:
    reply = "a.md\n```\n<<<<<<< SEARCH\nold\n=======\nnew\n"
    assert read(reply)[-1] == Cut("a.md", "old\n=======\nnew\n")


def test_prose_is_passed_on_as_it_comes() -> None:
    reading = reader("search_replace")
    assert reading.feed("I look") == [Prose("I look")]
    assert reading.feed(" at the") == [Prose(" at the")]
    assert reading.feed(" file.\n\n- one thing") == [Prose(" file.\n\n- one thing")]


def test_what_may_be_a_name_or_a_marker_is_held_back() -> None:
    reading = reader("search_replace")
    assert reading.feed("cart/price.py") == []
    assert reading.feed("\n```") == []
    assert reading.feed("\n<<<<<<<") == []
    assert reading.feed(" SEARCH\n") != []


def test_an_edit_is_told_with_its_end_marker() -> None:
    reading = reader("search_replace")
    reading.feed("a.md\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE")
    assert reading.feed("\n") == [Closed(SearchReplace("a.md", "old\n", "new\n"))]


def test_a_line_that_is_too_long_begins_nothing_in_any_pieces() -> None:
    reply = f"a.md\n```diff\n@@ {'x' * 400}\n-old\n+new\n```\n"
    assert read(reply) == read(reply, range(1, len(reply))) == [Prose(reply)]


@pytest.mark.parametrize(
    "line",
    ["> `a.md`", "`a.md`" + " " * 30, "<<<<<<< SEARCH:", "apply_patch<<EOF", "**--- a/x | y"],
)
def test_no_first_character_of_an_edit_passes_for_prose(line: str) -> None:
    assert not any(reader("search_replace").feed(line[:at]) for at in range(1, len(line) + 1))


def test_a_line_that_was_cut_off_does_not_end_a_diff() -> None:
    moved = "diff --git a/a.md b/b.md\nrename from a.md\nrename to b.md\n"
    assert edits(read(f"{moved}similar", finished=False)) == []
    assert edits(read(f"{moved}So it is.\n", finished=False)) == [Rename("a.md", "b.md")]
    hunk = "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-old\n+new\n"
    assert edits(read(f"{hunk}\nSo", finished=False)) == []
    assert len(edits(read(f"{hunk}\nSo", finished=True))) == 1
    gone = "```diff\ndiff --git a/f.py b/f.py\ndeleted file mode 100644\n"
    assert edits(read(f"{gone}--- /dev", finished=False)) == []
    assert edits(read(f"{gone}```\n", finished=False)) == [Delete("f.py")]
    gone = "*** Begin Patch\n*** Delete File: f.py\n"
    assert edits(read(f"{gone}*** Add File: f", finished=False)) == []
    assert edits(read(f"{gone}*** End Patch", finished=False)) == []
    assert edits(read(f"{gone}*** End Patch", finished=True)) == [Delete("f.py")]


def test_a_block_may_come_right_after_a_diff_that_is_whole() -> None:
    diff = "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-old\n+new\n"
    block = "<<<<<<< SEARCH\none\n=======\ntwo\n>>>>>>> REPLACE\n"
    assert len(edits(read(f"{diff}\n{block}"))) == 2


def test_a_whole_file_is_proposed_only_where_the_reply_goes_on_or_is_whole() -> None:
    reply = "api.py (new file)\n```python\nx = 1\n```\n"
    assert edits(read(reply, finished=False)) == []
    assert edits(read(f"{reply} ", finished=False)) == []
    assert edits(read("api.py (new file)\n```\n```", finished=False)) == []
    assert (
        edits(read(f"a.txt{reply.removeprefix('api.py')}\n*** Begin Patch", finished=False)) == []
    )
    cut = f"{reply}{'x' * 310}"
    assert read(cut, finished=False) == read(cut, range(1, len(cut)), finished=False)
    assert edits(read(f"{reply}\nSo", finished=False)) == edits(read(reply)) != []


@pytest.mark.parametrize("blanks", [0, 100, 300])
def test_a_thought_is_left_out_in_any_pieces(blanks: int) -> None:
    reply = " " * blanks + "<think>one</think>\n <think>two</think> Three."
    said = [Prose(reply if blanks > 200 else "Three.")]
    assert read(reply) == read(reply, range(1, len(reply))) == said


def test_one_known_file_needs_no_name() -> None:
    block = "<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n"
    assert edits(read(block, known=("a.md",))) == [SearchReplace("a.md", "old\n", "new\n")]
    assert edits(read(block, known=("a.md", "b.md"))) == []


def test_a_sentence_names_a_known_file_and_not_a_method() -> None:
    block = "<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n"
    said = f"I change `price.total` here:\n{block}"
    assert [edit.path for edit in edits(read(said, known=("cart/price.py",)))] == ["cart/price.py"]
    said = f"I change `b.md` here:\n{block}"
    assert [edit.path for edit in edits(read(said, known=("a.md", "b.md")))] == ["b.md"]


def test_only_some_fences_below_a_known_path_are_looked_at() -> None:
    reply = "".join(f"a.md\n```\n{at}\n```\n" for at in range(2 * MOST))
    found = edits(read(reply, known=("a.md",)))
    assert len(found) == MOST
    assert found[-1] == WholeFile("a.md", f"{MOST - 1}\n", announced=False)


def test_a_long_reason_is_cut_at_a_word() -> None:
    block = "a.md\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n"
    (edit,) = edits(read(f"{'wordy ' * 80}\n\n{block}"))
    assert len(edit.reason) <= 200
    assert edit.reason.endswith("wordy…")


@pytest.mark.parametrize(
    "reply",
    [
        "word " * 200_000,
        "x" * 1_000_000,
        " " * 1_000_000,
        "\n" * 1_000_000,
        "<think>" + "x" * 1_000_000,
        "<think></think>" * 70_000,
        "a.md\n<<<<<<< SEARCH\n" + "y" * 1_000_000,
        "a.md\n```\n" + "`x.py`\n" * 140_000,
        "apply_patch <<EOF\n" * 50_000,
        "<\n" * 300_000,
        ("a.md\n```\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n```\n\n") * 15_000,
    ],
    ids=[
        "words",
        "one line",
        "blanks",
        "lines",
        "thinking",
        "thoughts",
        "block",
        "names",
        "commands",
        "short",
        "blocks",
    ],
)
def test_a_megabyte_costs_no_more_than_linear_work(reply: str) -> None:
    def seconds(text: str, piece: int) -> float:
        reading = reader("whole_file")
        begun = time.process_time()
        for at in range(0, len(text), piece):
            reading.feed(text[at : at + piece])
        reading.close()
        return time.process_time() - begun

    for piece in (40, len(reply)):
        half, whole = seconds(reply[: len(reply) // 2], piece), seconds(reply, piece)
        assert whole < max(3 * half, 3)


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_what_was_thought_is_kept_apart_whole(size: int) -> None:
    reply = " <think>one <b></think>\n<think>two</think> Three. <think>four</think>"
    thinking = Thinking()
    said = "".join(thinking.feed(reply[at : at + size]) for at in range(0, len(reply), size))
    said += thinking.close()
    assert thinking.thoughts() == "one <b>two"
    assert said.strip() == "Three. <think>four</think>"
    assert thinking.thoughts() == ""


def test_thoughts_that_never_end_are_all_there_is() -> None:
    thinking = Thinking()
    assert thinking.feed("<think>one two") == ""
    assert thinking.close() == ""
    assert thinking.thoughts() == "one two"
