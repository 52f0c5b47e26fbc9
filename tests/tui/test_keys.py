"""Every arrow and function key, torn at every byte, in a text box and outside one."""

from __future__ import annotations

import itertools

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key

from pairtui.tui.keys import EscapeTail, Press

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "up, application": "\x1bOA", "left, application": "\x1bOD",
    "home": "\x1b[H", "end": "\x1b[F", "home, old": "\x1b[1~", "end, old": "\x1b[4~",
    "insert": "\x1b[2~", "delete": "\x1b[3~", "page up": "\x1b[5~", "page down": "\x1b[6~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f1, console": "\x1b[[A",
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~",
    "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~", "shift tab": "\x1b[Z",
    "ctrl up": "\x1b[1;5A", "shift f5": "\x1b[15;2~", "kitty escape": "\x1b[27u",
}  # fmt: skip
GAPS = (0.15, 0.3, 0.9)


def arriving(*pieces: str, gap: float) -> list[tuple[Key, float]]:
    """Return the keys that Textual's own parser makes of pieces that far apart, with their times.

    A piece that ends inside a sequence is given up on after the parser's delay.
    """
    parser = XTermParser()
    found: list[tuple[Key, float]] = []
    now = 100.0
    for piece in pieces:
        found += [(event, now) for event in parser.feed(piece) if isinstance(event, Key)]
        if parser._timeout_time is not None:
            parser._timeout_time = 0.001  # the delay is over before the next piece comes
        found += [(event, now + 0.1) for event in parser.tick() if isinstance(event, Key)]
        now += gap
    return found


def through(events: list[tuple[Key, float]], *, in_text_box: bool) -> list[Press]:
    """Return what is left of some keys, and of what was held when time had passed."""
    tail = EscapeTail()
    left: list[Press] = []
    for event, now in events:
        left += tail.feed(event.key, event.character, now, in_text_box=in_text_box)
    assert events, "the parser made nothing of it"
    return [*left, *tail.expire(events[-1][1] + 1.0)]


def splits(sequence: str) -> list[tuple[str, ...]]:
    """Return every way to tear a sequence in two, and the one that tears it everywhere."""
    two = [(sequence[:at], sequence[at:]) for at in range(1, len(sequence))]
    return [*two, tuple(sequence)]


CASES = [
    pytest.param(pieces, gap, id=f"{name} {'|'.join(pieces)!r} {gap}")
    for name, sequence in KEYS.items()
    for pieces in splits(sequence)
    for gap in GAPS
]


@pytest.mark.parametrize(("pieces", "gap"), CASES)
def test_a_torn_key_types_nothing_into_a_text_box(pieces: tuple[str, ...], gap: float) -> None:
    left = through(arriving(*pieces, gap=gap), in_text_box=True)
    assert [press for press in left if press.key != "escape"] == []


@pytest.mark.parametrize(("pieces", "gap"), CASES)
def test_a_torn_key_decides_nothing_in_the_review(pieces: tuple[str, ...], gap: float) -> None:
    left = through(arriving(*pieces, gap=gap), in_text_box=False)
    # Its first key may have done what it does; `[` only moves.
    assert {press.key for press in left} <= {"escape", "left_square_bracket"}


def typed(text: str, gap: float) -> list[tuple[Key, float]]:
    return [
        (event, 100.0 + index * gap)
        for index, character in enumerate(text)
        for event in XTermParser().feed(character)
        if isinstance(event, Key)
    ]


@pytest.mark.parametrize("gap", [0.05, 0.3, 0.9, 2.0])
@pytest.mark.parametrize(
    "text", ["[link](a.md)", "see [A] and [B]", "a[1;2]~", "O[O", "OPEN", "[[wiki]]", "x[15] = y"]
)
def test_what_is_typed_by_hand_stays(text: str, gap: float) -> None:
    left = through(typed(text, gap), in_text_box=True)
    assert "".join(press.typed for press in left) == text


def test_an_escape_and_then_typing_is_two_things() -> None:
    events = [(Key("escape", "\x1b"), 1.0), *typed("hello", 0.2)]
    left = through([(event, 1.0 + index * 0.2) for index, (event, _) in enumerate(events)],
                   in_text_box=True)  # fmt: skip
    assert [press.key for press in left] == ["escape", *"hello"]


def test_a_bracket_after_an_escape_is_typed_when_nothing_follows() -> None:
    tail = EscapeTail()
    assert tail.feed("escape", "\x1b", 1.0, in_text_box=True) == (Press("escape", "\x1b"),)
    assert tail.feed("left_square_bracket", "[", 1.2, in_text_box=True) == ()
    assert tail.deadline == pytest.approx(2.2)
    assert tail.expire(2.1) == ()
    assert tail.expire(2.2) == (Press("left_square_bracket", "["),)
    assert tail.deadline is None


def test_two_files_back_are_two_keys() -> None:
    left = through(typed("[[", 0.3), in_text_box=False)
    assert [press.key for press in left] == ["left_square_bracket"] * 2


def test_letters_after_an_escape_decide_as_ever() -> None:
    tail = EscapeTail()
    tail.feed("escape", "\x1b", 1.0, in_text_box=False)
    assert tail.feed("a", "a", 1.3, in_text_box=False) == (Press("a", "a"),)


def test_whole_keys_pass_at_once() -> None:
    tail = EscapeTail()
    for key in ("up", "f5", "enter", "ctrl+s"):
        assert tail.feed(key, None, 1.0, in_text_box=True) == (Press(key),)
        assert tail.deadline is None


def test_every_sequence_of_an_arrow_or_function_key_is_known() -> None:
    wanted = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "delete"}
    wanted |= {f"f{number}" for number in range(1, 25)}
    sequences = [
        sequence
        for sequence, keys in ANSI_SEQUENCES_KEYS.items()
        if isinstance(keys, tuple)
        and len(keys) == 1
        and keys[0].value.split("+")[-1] in wanted
        and sequence.startswith(("\x1b[", "\x1bO"))
    ]
    assert len(sequences) > 100
    for sequence, gap in itertools.product(sequences, (0.3,)):
        left = through(arriving(*sequence, gap=gap), in_text_box=True)
        assert [press.key for press in left] == ["escape"], repr(sequence)
