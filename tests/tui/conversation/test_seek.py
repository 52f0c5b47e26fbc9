"""Where words stand, however the lines were folded."""

from __future__ import annotations

import pytest

from pairtui.tui.conversation.seek import Seek


@pytest.mark.parametrize(
    ("words", "rows", "want"),
    [
        ("two", ["one two", "two"], (((0, 4, 7),), ((1, 0, 3),))),
        ("one two", ["is one", "two too"], (((0, 3, 6), (1, 0, 3)),)),
        ("abcdef", ["xxxxxxxabc", "def"], (((0, 7, 10), (1, 0, 3)),)),
        ("a.c", ["abc a.c"], (((0, 4, 7),),)),
        ("Two", ["two Two"], (((0, 4, 7),),)),
        ("none", ["one"], ()),
    ],
)
def test_words_are_found_across_rows(
    words: str, rows: list[str], want: tuple[tuple[tuple[int, int, int], ...], ...]
) -> None:
    assert Seek(words).found(rows, 10) == want


def test_what_was_not_read_yet_is_read_where_the_words_may_be() -> None:
    seek = Seek("bold word")
    assert seek.perhaps(("", "A **bold** word."))
    assert seek.perhaps(("A BOLD", "a word, Bold"))
    assert not seek.perhaps(("bold", "word"))
    assert not Seek("Bold").perhaps(("bold",))
