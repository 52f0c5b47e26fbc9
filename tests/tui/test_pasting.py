"""Pasted text is one paste, whatever it holds and wherever the line cuts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from pairtui.tui.keys import EscapeTail, Press
from pairtui.tui.pasting import END, START, PasteParser

COLOURED = "aaa \x1b[31mxa\x1b[0m ra\r\n\x1b"


def arriving(*pieces: str) -> Iterator[Message]:
    """Yield what the parser makes of pieces that come so late that it has given up waiting."""
    parser = PasteParser()
    for piece in pieces:
        yield from parser.feed(piece)
        if parser._timeout_time is not None:
            parser._timeout_time = 0.001
        yield from parser.tick()


def pastes(found: Sequence[Message]) -> list[str]:
    return [event.text for event in found if isinstance(event, Paste)]


def acted_on(found: Sequence[Message], *, in_text_box: bool) -> list[str]:
    """Return the keys that are left after the torn tails are taken out."""
    tail = EscapeTail()
    left: list[Press] = []
    for event in found:
        if isinstance(event, Key):
            left += tail.feed(event.key, event.character, 1.0, in_text_box=in_text_box)
    return [press.key for press in left]


@pytest.mark.parametrize("at", range(1, len(START + COLOURED + END)))
def test_a_paste_torn_anywhere_is_pasted_and_types_nothing(at: int) -> None:
    data = START + COLOURED + END
    found = list(arriving(data[:at], data[at:]))
    assert pastes(found) == [COLOURED]
    assert set(acted_on(found, in_text_box=True)) <= {"escape"}
    # The first key of a torn mark does what it does: it only moves.
    assert set(acted_on(found, in_text_box=False)) <= {"escape", "left_square_bracket"}


def test_a_paste_that_comes_byte_by_byte_is_pasted() -> None:
    found = list(arriving(*START, *COLOURED, *END))
    assert pastes(found) == [COLOURED]
    assert set(acted_on(found, in_text_box=True)) <= {"escape"}


@given(
    st.text(st.sampled_from("\x1b\x9b[2001~a\r\u241b")).filter(
        lambda text: END not in text + END[:-1]
    ),
    st.lists(st.integers(0, 60)),
)
@example("\x1b[200", [])
@example("\x1b[201", [3])
@settings(deadline=None, max_examples=200)
def test_every_text_is_pasted_whole(text: str, cuts: list[int]) -> None:
    data = "b" + START + text + END + "c"
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[low:high] for low, high in pairwise(places) if low < high]
    found = list(arriving(*pieces))
    assert "".join(pastes(found)) == text.replace(START, "")
    keys = [event.key for event in found if isinstance(event, Key)]
    assert (keys[0], keys[-1]) == ("b", "c")


def test_what_is_typed_around_pastes_stays_in_order() -> None:
    found = list(arriving(f"a{START}one{END}", "\r", f"{START}two{END}\x1b[A"))
    said = [event.key if isinstance(event, Key) else event.text for event in found
            if isinstance(event, Key | Paste)]  # fmt: skip
    assert said == ["a", "one", "enter", "two", "up"]


def test_a_forged_end_ends_nothing() -> None:
    found = list(arriving(f"{START}one{END}a\r{START}two{END}"))
    assert pastes(found) == ["onea\rtwo"]
    assert [event for event in found if isinstance(event, Key)] == []


def test_an_escape_is_known_as_fast_as_ever() -> None:
    parser = PasteParser()
    assert list(parser.feed("\x1b")) == []
    assert parser._timeout_time is not None
    parser._timeout_time = 0.001
    assert [event.key for event in parser.tick() if isinstance(event, Key)] == ["escape"]


def test_a_large_paste_in_many_pieces_is_whole() -> None:
    text = "\x1b[31mline\n" * 100_000
    data = START + text + END
    found = list(arriving(*(data[at : at + 4096] for at in range(0, len(data), 4096))))
    assert pastes(found) == [text]
