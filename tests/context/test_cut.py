"""Cut: which lines of a large text are shown, and that its gaps say what is left out."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.cut import Cut, cut
from pairtui.prompts import Prompts
from pairtui.review.placeholder import placeholder
from pairtui.tokens import estimate

RENDER = Prompts.load().render
CODE = "import os\n\n\n" + "".join(
    f'class Shop{at}:\n    """A shop."""\n\n    def price_{at}(self, items):\n'
    f"        rounded = {at}\n" + "        items.append(0)\n" * 20 + "\n\n"
    for at in range(60)
)
GAP = re.compile(r"⋯ ([\d,]+) lines? left out")


def shown(words: str, tokens: int = 900, path: str = "a.py", text: str = CODE) -> list[str]:
    found = cut(path, text.encode(), words, tokens, count=estimate, render=RENDER)
    assert found is not None
    assert found.text.count("\n") + 1 == len(found.text.split("\n"))
    return found.text.split("\n")


def test_the_outline_comes_first_the_outermost_before_the_rest() -> None:
    lines = shown("What is this?", tokens=2400)
    assert sum(line.startswith("class Shop") for line in lines) > 40
    assert lines[0] == "import os"


def test_what_the_words_name_is_shown_with_what_stands_around_it() -> None:
    lines = shown("Why is price_37 wrong?")
    at = lines.index("    def price_37(self, items):")
    assert lines[at + 1] == "        rounded = 37"
    assert "        items.append(0)" in lines[at + 2 : at + 4]
    every = CODE.split("\n")
    wanted = every[700:703]
    lines = shown("Mend lines 701-703, please")
    assert any(lines[at : at + 3] == wanted for at in range(len(lines)))


def test_a_word_that_stands_everywhere_does_not_crowd_out_a_rare_one() -> None:
    assert "        rounded = 51" in shown("append items in price_51 with rounded")


def test_the_headings_of_prose_are_its_outline() -> None:
    text = "".join(f"## Chapter {at}\n\n" + "It rained on.\n" * 40 for at in range(30))
    lines = shown("?", path="novel.md", text=text)
    assert sum(line.startswith("## ") for line in lines) > 15


def test_a_gap_that_is_echoed_is_no_text() -> None:
    gaps = [line for line in shown("?") if GAP.fullmatch(line)]
    assert gaps
    assert all(placeholder(line, frozenset()) == line for line in gaps)


def test_nothing_can_be_shown_of_one_endless_line() -> None:
    assert cut("a", b"x" * 90_000, "x", 500, count=estimate, render=RENDER) is None


TEXTS = st.lists(st.sampled_from(["", "def a():", "x = a", "⋯", "Größe", "y" * 90]), min_size=1)


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.integers(1, 30), st.integers(20, 400), st.sampled_from(["a y", "line 3", ""]))
def test_what_is_shown_is_the_text_in_order_and_the_gaps_add_up(
    some: list[str], many: int, tokens: int, words: str
) -> None:
    lines = some * many
    text = "\n".join(lines)
    found = cut("a.py", text.encode(), words, tokens, count=estimate, render=RENDER)
    if found is None:
        return
    assert isinstance(found, Cut)
    assert estimate(found.text) <= tokens
    every = text.split("\n") if not text.endswith("\n") else text.split("\n")[:-1]
    assert found.total == len(every)
    at = kept = 0
    for line in found.text.split("\n"):
        if gap := GAP.fullmatch(line):
            at += int(gap[1].replace(",", ""))
        else:
            assert line == every[at]
            at, kept = at + 1, kept + 1
    assert (at, kept) == (len(every), found.shown)
