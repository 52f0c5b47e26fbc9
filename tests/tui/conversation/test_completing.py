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
        ('in @"my no', True, Word("file", "my no", quoted=True)),
        ('in @"my notes.md" ', True, None),
        ("/add src/ma", True, Word("file", "src/ma")),
        ("/add a.md @b", True, Word("file", "b")),
        ('/read "my no', True, Word("file", "my no", quoted=True)),
        ("/drop ", True, Word("dropped", "")),
        ("/drop", True, Word("command", "drop")),
        ("/drop a", False, None),
        ("/model a", True, None),
        ("/ti", True, Word("command", "ti")),
        ("/ti", False, None),
        ("/ti x", True, None),
        ("me@host", True, None),
        ("plain", True, None),
    ],
)
def test_word(before: str, first: bool, word: Word | None) -> None:
    assert word_at(before, first=first) == word


@pytest.mark.parametrize(
    ("option", "written"),
    [
        ("a.md", "a.md "),
        ("my notes.md", '"my notes.md" '),
        ("cart/", "cart/"),
        ("my cart/", '"my cart/'),
    ],
)
def test_what_is_written_for_an_option(option: str, written: str) -> None:
    assert Word("file", "").taken(option) == written
