"""The tree of a hunk: which smaller pieces a person is offered, and that any choice is sound."""

from __future__ import annotations

import random
import re
import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Hunk
from pairtui.review.clusters import edge
from pairtui.review.grains import MOST, finer
from pairtui.review.node import Node, tiles


def made(old: bytes, new: bytes) -> Hunk:
    return Hunk("id", "a", 0, len(old), old, new)


def nodes_of(old: str, new: str, *, prose: bool) -> tuple[Node, ...]:
    return finer(made(old.encode(), new.encode()), prose=prose)


def pieces(old: str, new: str, *, prose: bool = True) -> list[tuple[str, str]]:
    before, after = old.encode(), new.encode()
    return [
        (before[node.old : node.old_end].decode(), after[node.new : node.new_end].decode())
        for node in finer(made(before, after), prose=prose)
    ]


def spliced(old: bytes, new: bytes, nodes: tuple[Node, ...]) -> bytes:
    """Return the old bytes with exactly these spans replaced, from the last to the first."""
    for node in reversed(nodes):
        old = old[: node.old] + new[node.new : node.new_end] + old[node.old_end :]
    return old


def choices(old: str, new: str, *, prose: bool = True) -> set[str]:
    """Return what every choice of the smaller pieces comes to."""
    nodes = nodes_of(old, new, prose=prose)
    return {
        spliced(old.encode(), new.encode(), chosen).decode()
        for count in range(len(nodes) + 1)
        for chosen in combinations(nodes, count)
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "def a(x):\n    return x\n",
            "def a(x, y):\n    z = y\n    return x + z\n",
            [
                ("def a(x):\n", "def a(x, y):\n"),
                ("", "    z = y\n"),
                ("    return x\n", "    return x + z\n"),
            ],
        ),
        (
            "first = 1\nsecond = 2\n",
            "import os\nfoo(bar)\n",
            [("first = 1\n", ""), ("second = 2\n", ""), ("", "import os\n"), ("", "foo(bar)\n")],
        ),
        (
            "load(name)\n}\nsave(name)\n",
            "load(other)\n}\nsave(other)\n",
            [("load(name)\n", "load(other)\n"), ("save(name)\n", "save(other)\n")],
        ),
        (
            "total = price * count\n",
            "log(price)\ntotal = price * count * tax\n",
            [("", "log(price)\n"), ("total = price * count\n", "total = price * count * tax\n")],
        ),
        ("", "a\nb", [("", "a\n"), ("", "b")]),
        ("a\nb\n", "", [("a\n", ""), ("b\n", "")]),
        ("x = one\ny", "x = two\ny\nz", [("x = one", "x = two"), ("", "\nz")]),
        ("x = one", "x = one\ny\nz\n", [("", "\ny"), ("", "\nz"), ("", "\n")]),
        ("", "\ny\nz", [("", "\ny"), ("", "\nz")]),
        ("a b\r\n  \r\n", "a c\n\n", [("a b\r\n", "a c\n"), ("  \r\n", "\n")]),
        ("one line\n", "one long line\n", []),
        ("same\n", "same\n", []),
        ("", "", []),
        ("no end", "another", []),
        (
            "\ufeffimport os\n",
            "\ufefffrom x import y\nfoo(1)\n",
            [("import os\n", ""), ("", "from x import y\n"), ("", "foo(1)\n")],
        ),
        ("\ufeffname = 1\n", "name = 2\n", [("\ufeff", ""), ("name = 1\n", "name = 2\n")]),
    ],
)
def test_code_is_parted_into_lines(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(old, new, prose=False) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "The cat sat on the mat. It was happy. He left early.\n",
            "The cat sat down on the mat. He left very early. Then it rained. All went home.\n",
            [
                ("The cat sat on the mat.", "The cat sat down on the mat."),
                ("It was happy. ", ""),
                ("He left early.", "He left very early."),
                ("", " Then it rained."),
                ("", " All went home."),
            ],
        ),
        (
            "She was tired. She went home. It rained.",
            "She was tired, and she went home. It rained. Nobody cared.",
            [
                ("She was tired. She went home.", "She was tired, and she went home."),
                ("", " Nobody cared."),
            ],
        ),
        (
            "The old man who lived there was kind, and his dog was always hungry. It rained.",
            "The old man who lived there was kind. His dog was always hungry. It poured.",
            [
                (
                    "The old man who lived there was kind, and his dog was always hungry.",
                    "The old man who lived there was kind. His dog was always hungry.",
                ),
                ("It rained.", "It poured."),
            ],
        ),
        (
            "One line said it. Nobody knew. We went.",
            "One line said it. Rain fell hard. We left.",
            [("Nobody knew.", "Rain fell hard."), ("We went.", "We left.")],
        ),
        ("", " It rained. All went home.", [("", " It rained."), ("", " All went home.")]),
        ("", "It rained. All went home. ", [("", "It rained. "), ("", "All went home. ")]),
        ("", "It rained. All went home.\n", []),
        (
            "今天天气很好。我们去公园。他回家了。",
            "今天天气不好。我们不去公园了。天黑了。他回家了。",
            [
                ("今天天气很好。", "今天天气不好。"),
                ("我们去公园。", "我们不去公园了。"),
                ("", "天黑了。"),
            ],
        ),
        (
            "- one item\n- two items\n- three\n",
            "- one item here\n- three\n- four things\n",
            [
                ("- one item\n", "- one item here\n"),
                ("- two items\n", ""),
                ("", "- four things\n"),
            ],
        ),
        (
            "First words here.\n\nAbout cats.\n",
            "First words changed.\n\nSomething else.\n\nAbout big cats.\n",
            [
                ("First words here.\n", "First words changed.\n"),
                ("", "Something else.\n\n"),
                ("About cats.\n", "About big cats.\n"),
            ],
        ),
        ("A start.", "A start.\n\nMore.\n\nThe end.", [("", "\n\nMore."), ("", "\n\nThe end.")]),
        ("", "\nMore.\n\nThe end.\n", [("", "\nMore.\n"), ("", "\nThe end.\n")]),
        (
            "One long paragraph. It has two parts. The second is here.\n",
            "One long paragraph. It has two parts.\n\nThe second is there.\n",
            [(" ", "\n\n"), ("here", "there")],
        ),
        (
            "| a | b |\n| c | d |\n",
            "| a | x |\n| c | d |\n| e | f |\n",
            [("| a | b |\n", "| a | x |\n"), ("", "| e | f |\n")],
        ),
        (
            "```\nload(name)\nsave(name)\n```\n",
            "```\nload(other)\nprint(1)\nsave(name, 2)\n```\n",
            [
                ("load(name)\n", "load(other)\n"),
                ("", "print(1)\n"),
                ("save(name)\n", "save(name, 2)\n"),
            ],
        ),
        (
            "",
            "Try this:\n\n```\nx\n\ny\n```\n\nDone.\n",
            [("", "Try this:\n\n"), ("", "```\nx\n\ny\n```\n\n"), ("", "Done.\n")],
        ),
        (
            "See [the old manual](http://x.org/a) and `foo bar` when it rains.",
            "See [the new manual](http://x.org/a) and `foo baz` when it pours.",
            [
                ("[the old manual](http://x.org/a)", "[the new manual](http://x.org/a)"),
                ("`foo bar`", "`foo baz`"),
                ("rains", "pours"),
            ],
        ),
        ("- [ ] Buy milk now.", "- [x] Buy bread now.", [("- [ ] ", "- [x] "), ("milk", "bread")]),
        (
            "A bold word is in here.",
            "A **bold word** is “in” here (maybe).",
            [("bold word", "**bold word**"), ("in", "“in”"), ("", " (maybe)")],
        ),
        (
            "The very long day\nended with rain and\nthe people went home.\n",
            "The day ended with\nrain and the people\nwent home at last.\n",
            [
                ("very long ", ""),
                ("\nended with rain and\nthe people ", " ended with\nrain and the people\n"),
                ("", " at last"),
            ],
        ),
        (
            "Love 👩‍💻 much, 🇩🇪 a lot",
            "Love 👨‍💻 much, 🇩🇰 a lot",
            [("👩‍💻", "👨‍💻"), ("🇩🇪", "🇩🇰")],
        ),
        (
            "A cafe\u0301 opens here now",
            "A cafe opens there now",
            [("cafe\u0301", "cafe"), ("here", "there")],
        ),
        ("Nothing is like it here.", "Quite another text stands there!", []),
    ],
)
def test_prose_is_parted_into_paragraphs_sentences_and_words(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert pieces(old, new) == expected


def test_any_choice_of_sentences_reads_well() -> None:
    old = "The cat sat on the mat. It was happy. He left.\n"
    new = "The cat sat on a mat. Rain fell. Snow fell. He left. Then he slept. All was well.\n"
    for text in choices(old, new):
        assert text.endswith(".\n")
        assert not re.search(r"\.[^\s]|  |^ | $", text)
    assert "The cat sat on the mat. It was happy. He left. All was well.\n" in choices(old, new)


def test_any_choice_of_paragraphs_and_items_reads_well() -> None:
    old = "A start is made here.\n\nThe middle part goes on.\n\nAn end.\n"
    new = (
        "New words.\n\nA start was made here.\n\nQuite another thing.\n\nThe middle goes on.\n\n"
        "- an item\n- one more\n"
    )
    for text in choices(old, new):
        assert text.endswith("\n")
        assert not text.startswith("\n")
        assert "\n\n\n" not in text
        assert not re.search(r"\.\n\w", text)


def test_any_choice_of_lines_keeps_lines_apart() -> None:
    for text in choices("keep = 1\nold_one", "keep = 2\nadded_one()\nadded_two()\n", prose=False):
        for line in text.split("\n"):
            assert line in ("", "keep = 1", "keep = 2", "old_one", "added_one()", "added_two()")


def test_what_concerns_the_whole_file_is_never_parted() -> None:
    gone = Hunk("id", "a", 0, 4, b"a\nb\n", b"", kind="delete")
    assert finer(gone, prose=False) == ()


def test_a_hunk_of_very_many_lines_is_parted_step_by_step() -> None:
    new = "".join(f"line {at}\n" for at in range(9_000))
    nodes = nodes_of("", new, prose=False)
    assert 100 < len(nodes) <= MOST
    assert tiles(nodes, b"", new.encode())
    first = new.encode()[nodes[0].new : nodes[0].new_end].decode()
    assert [piece for _, piece in pieces("", first, prose=False)] == first.splitlines(keepends=True)


BITS = st.lists(
    st.sampled_from([
        "The cat sat. ", "It rained. ", "He left early. ", "Dr. Who came. ", "word ", "a", " ",
        "\n", "\n\n", "\r\n", "- item one\n", "- [ ] do it\n", "1. first\n", "# Title\n", "```\n",
        "| a | b |\n", "---\n", "> q\n", "    x\n", "def f(x):\n", "return x\n", "x = 1\n",
        "`a b` ", "[a b](c) ", "**bold** ", "(so) ", "“q” ", "天気がいい。", "ไม่ไป ", "हिन्दी। ",
        "ق\u064eلم ", "각", "é", "e\u0301", "\u0301", "👩‍👩‍👧", "🇩🇪", "🇫", "\u200d",
        "\ufeff", "\u2028", "\x1b", "\udcff", "\udce2\udc82",
    ]),
    max_size=9,
).map("".join)  # fmt: skip
TEXTS = BITS | st.text(max_size=20)


def raw(text: str) -> bytes:
    """Return the bytes of a text that may hold lone surrogates of any kind."""
    return b"".join(
        letter.encode("utf-8", "surrogateescape" if "\udc80" <= letter <= "\udcff" else "replace")
        for letter in text
    )


@settings(max_examples=150, deadline=None)
@given(TEXTS.map(raw), TEXTS.map(raw), st.booleans(), st.randoms(use_true_random=False))
def test_the_pieces_tile_the_change_at_every_depth(
    old: bytes, new: bytes, prose: bool, dice: random.Random
) -> None:
    def walk(before: bytes, after: bytes) -> bytes:
        """Return the change with some of its pieces taken, each at some depth."""
        nodes = finer(made(before, after), prose=prose)
        assert nodes == finer(made(before, after), prose=prose)
        assert len(nodes) != 1
        assert not nodes or (tiles(nodes, before, after) and spliced(before, after, nodes) == after)
        sides = before.decode("utf-8", "surrogateescape"), after.decode("utf-8", "surrogateescape")
        for node in nodes:
            assert (node.old, node.new) != (node.old_end, node.new_end)
            for side, raws, at, end in (
                (sides[0], before, node.old, node.old_end),
                (sides[1], after, node.new, node.new_end),
            ):
                for place in (at, end):
                    assert edge(side, len(raws[:place].decode("utf-8", "surrogateescape")))
        if not nodes:
            return before if dice.random() < 0.5 else after
        result, place = b"", 0
        for node in nodes:
            result += before[place : node.old]
            result += walk(before[node.old : node.old_end], after[node.new : node.new_end])
            place = node.old_end
        return result + before[place:]

    mixed = walk(old, new)
    if all(_is_utf8(side) for side in (old, new)):
        assert _is_utf8(mixed)


@settings(max_examples=60, deadline=None)
@given(BITS, BITS, st.booleans(), st.data())
def test_any_choice_is_the_same_as_splicing_those_spans(
    one: str, other: str, prose: bool, draw: st.DataObject
) -> None:
    old, new = raw(one), raw(other)
    nodes = finer(made(old, new), prose=prose)
    chosen = tuple(node for node in nodes if draw.draw(st.booleans()))
    result, place, place_new = b"", 0, 0
    for node in nodes:
        assert old[place : node.old] == new[place_new : node.new]
        result += old[place : node.old]
        taken = node in chosen
        result += new[node.new : node.new_end] if taken else old[node.old : node.old_end]
        place, place_new = node.old_end, node.new_end
    assert result + old[place:] == spliced(old, new, chosen)


def test_long_and_hostile_texts_are_parted_at_once() -> None:
    began = time.process_time()
    for old, new in (
        (" ", "\t"), ("- a\n", "- b\n"), ("`a ", "`b "), ("[a](", "[b]("), ("-|", "-|x"),
        ("x = 1\n", "y = 1\n"), ("One two. ", "One three. "), ("e\u0301", "e\u0300"), ("🇩", "🇫"),
        ("```\n", "~~~\n"), ("天", "地"), ("---\na: b\n", "---\na: c\n"), ("> ", ">"),
    ):  # fmt: skip
        for prose in (False, True):
            nodes_of(old * 1_000, new * 1_000, prose=prose)
    assert time.process_time() - began < 10


def _is_utf8(side: bytes) -> bool:
    try:
        side.decode()
    except UnicodeDecodeError:
        return False
    return True
