from __future__ import annotations

import pytest

from tests.terminal.emulator import Emulator


def emulator(columns: int = 20, rows: int = 4) -> tuple[Emulator, list[bytes]]:
    answers: list[bytes] = []
    return Emulator(columns, rows, answers.append), answers


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (b"\x1b[c", b"\x1b[?62;22c"),
        (b"\x1b[>c", b"\x1b[>0;10;1c"),
        (b"\x1b[5n", b"\x1b[0n"),
        (b"ab\r\nc\x1b[6n", b"\x1b[2;2R"),
        (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
        (b"\x1b[?2026h\x1b[?2026$p", b"\x1b[?2026;1$y"),
        (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
        (b"\x1b[18t", b"\x1b[8;4;20t"),
        (b"\x1b]11;?\x1b\\", b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"),
        (b"\x1b]10;?\x07", b"\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\"),
        (b"\x1bP+q544e\x1b\\", b"\x1bP0+r\x1b\\"),
    ],
)
def test_questions_are_answered_however_they_are_cut(question: bytes, answer: bytes) -> None:
    for cut in range(len(question)):
        terminal, answers = emulator()
        terminal.feed(question[:cut])
        terminal.feed(question[cut:])
        assert answers == [answer]


def test_the_kitty_keyboard_question_is_ignored() -> None:
    terminal, answers = emulator()
    terminal.feed(b"\x1b[?u\x1b[>25u")
    assert answers == []
    assert terminal.keyboards == 1
    terminal.feed(b"\x1b[<u")
    assert terminal.keyboards == 0
    assert terminal.lines == ["", "", "", ""]


def test_text_colours_and_places_are_drawn() -> None:
    terminal, _ = emulator()
    terminal.feed("\x1b[2;3H\x1b[1;38;2;255;0;0mZug\x1b[4:3;58;5;9m nach Köln".encode())
    assert terminal.lines[1] == "  Zug nach Köln"
    assert terminal.cell(1, 2).bold
    assert terminal.cell(1, 2).fg == "ff0000"
    assert terminal.cursor == (1, 15)


def test_the_main_screen_comes_back_after_the_alternate_one() -> None:
    terminal, _ = emulator()
    terminal.feed(b"$ run\r\n\x1b[?1049h\x1b[Hfull screen\x1b[?2026h\x1b[?2026l")
    assert terminal.alternate
    assert terminal.lines[0] == "full screen"
    assert terminal.frames == 1
    terminal.feed(b"\x1b[?1049lbye")
    assert terminal.lines[:2] == ["$ run", "bye"]


def test_every_sequence_is_counted_and_a_broken_one_draws_its_text() -> None:
    terminal, _ = emulator()
    terminal.feed(b"\x1b]0;owned\x07\x1b]8;;http://x\x1b\\link\x1b[31mred\x1b\x01!")
    assert terminal.sequences == {"OSC 0": 1, "OSC 8": 1, "CSI m": 1, "broken": 1}
    assert terminal.lines[0] == "linkred!"


def test_a_character_cut_in_the_middle_is_drawn_whole() -> None:
    terminal, _ = emulator()
    for byte in "é漢".encode():
        terminal.feed(bytes([byte]))
    assert terminal.lines[0] == "é漢"
