"""Cutting streamed Markdown into blocks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.tui.conversation.blocks import Block, cut


def kinds(text: str) -> list[tuple[str, str]]:
    found = cut(text)
    blocks = (*found.done, *((found.open,) if found.open else ()))
    return [(block.kind, block.text) for block in blocks]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("one", [("prose", "one")]),
        ("one\ntwo\n\nthree", [("prose", "one\ntwo"), ("prose", "three")]),
        (
            "a\n\n```py\nx\n\ny\n```\nb",
            [("prose", "a"), ("fence", "```py\nx\n\ny\n```"), ("prose", "b")],
        ),
        ("~~~\n```\n~~~\n", [("fence", "~~~\n```\n~~~")]),
        ("````\n```\n````\n", [("fence", "````\n```\n````")]),
        ("- a\n\n  more\n\n- b\n\nend\n", [("prose", "- a\n\n  more\n\n- b"), ("prose", "end")]),
        ("| a |\n|---|\n| 1 |\n\nend", [("table", "| a |\n|---|\n| 1 |"), ("prose", "end")]),
        ("use ```x``` here", [("prose", "use ```x``` here")]),
    ],
)  # fmt: skip
def test_blocks(text: str, blocks: list[tuple[str, str]]) -> None:
    assert kinds(text) == blocks


def test_a_fence_stays_open_until_its_closing_line_is_whole() -> None:
    assert cut("```\nx\n``").done == ()
    assert cut("```\nx\n```").done == ()
    assert cut("```\nx\n```\n").done == (Block("fence", "```\nx\n```"),)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(["a", " ", "\n", "\n\n", "```", "```\n", "- x\n", "| a |\n", "  b\n"]),
        max_size=25,
    ),
    st.integers(1, 6),
)
def test_streaming_gives_the_same_blocks_as_the_whole(parts: list[str], step: int) -> None:
    text = "".join(parts)
    done: list[Block] = []
    rest = ""
    for start in range(0, len(text), step):
        found = cut(rest + text[start : start + step])
        done += found.done
        rest = found.rest
    last = cut(rest)
    streamed = [*done, *last.done, *((last.open,) if last.open else ())]
    whole = cut(text)
    assert streamed == [*whole.done, *((whole.open,) if whole.open else ())]
