from __future__ import annotations

import pytest

from pairtui.context.shrinking import asks_for_less


@pytest.mark.parametrize(
    "words",
    [
        "Shorten this",
        "tighten the intro",
        "remove the unused imports",
        "delete test_b",
        "make it briefer",
    ],
)
def test_words_that_ask_for_less(words: str) -> None:
    assert asks_for_less(words)


@pytest.mark.parametrize(
    "words",
    ["fix the typo", "add a docstring", "translate into French", "explain the function", ""],
)
def test_words_that_do_not(words: str) -> None:
    assert not asks_for_less(words)
