"""NEED lines: what an answer asks to see, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.formats.needed import needed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NEED: cart/price.py", ["cart/price.py"]),
        ("I see.\r\nNEED: a.py:10-80\r\n", ["a.py:10-80"]),
        ("- **NEED:** `my notes.md`:3\n1. NEED: `b.py:1-2`.", ["my notes.md:3", "b.py:1-2"]),
        ("NEED: x.py, y.py:4\nNEED: x.py", ["x.py", "y.py:4"]),
        ("**NEED: @z.py**", ["z.py"]),
        ("NEED: my notes.md", ["my notes.md"]),
        ("```\nNEED: a.py\n```\nNEED: b.py", ["b.py"]),
        ("~~~\n```\nNEED: a.py\n~~~\nNEED: b.py", ["b.py"]),
        ("````md\n```\nNEED: a.py\n```py\n```\n````", []),
        ("I NEED: a.py", []),
        ("need: a.py", []),
        ("NEED:", []),
        ("> NEED: a.py", []),
    ],
)
def test_what_asks_and_what_does_not(text: str, names: list[str]) -> None:
    assert list(needed(text)) == names


@given(st.text(alphabet="NEED: `~a.py,-*@\n", max_size=60))
def test_whatever_is_named_stands_in_the_text(text: str) -> None:
    for name in needed(text):
        assert name
        assert "\n" not in name
