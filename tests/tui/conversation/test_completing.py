"""Which word is completed."""

from __future__ import annotations

import pytest

from pairtui.tui.conversation.completing import Word, word_at


@pytest.mark.parametrize(
    ("before", "first", "word"),
    [
        ("@", True, Word("file", "")),
        ("see @src/ma", True, Word("file", "src/ma")),
        ("(@a", False, Word("file", "a")),
        ("/ti", True, Word("command", "ti")),
        ("/ti", False, None),
        ("/ti x", True, None),
        ("me@host", True, None),
        ("plain", True, None),
    ],
)
def test_word(before: str, first: bool, word: Word | None) -> None:
    assert word_at(before, first=first) == word
