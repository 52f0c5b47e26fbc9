"""Text pasted with escape sequences in it is neither typed, nor sent, nor a decision."""

from __future__ import annotations

import pytest

from tests.providers.server import Reply
from tests.terminal.conftest import SitDown
from tests.terminal.test_journeys import ASK, two_edits

PASTE = b"\x1b[200~aaa \x1b[31mxa\x1b[0m ra\r\x1b[Ax\r\x1b[201~"
CUTS = [1, 3, 5, 6, 11, 13, len(PASTE) - 3]
"""Inside both marks, behind them, and inside what is pasted."""
SLOW = 0.15


def test_a_paste_with_escapes_lands_in_the_prompt_and_is_not_sent(sit_down: SitDown) -> None:
    desk = sit_down(Reply("hello"))
    shown = desk.terminal
    shown.settle(300)
    for _ in range(3):
        shown.send(PASTE)
        shown.wait_for("control characters were left out")
        shown.settle(200)
        assert "› aaa [31mxa[0m ra" in shown.screen
        assert desk.server.requests == []
        shown.send("\x03")
        shown.wait_for("Ask for a change")


@pytest.mark.parametrize("cut", [0, *CUTS])
def test_a_paste_with_escapes_decides_nothing(sit_down: SitDown, cut: int) -> None:
    desk = sit_down(two_edits)
    shown = desk.terminal
    desk.ask(ASK)
    shown.wait_for("2 open")
    desk.to_review()
    shown.settle(700)
    sent = len(desk.server.requests)
    shown.send_split(PASTE, cut, SLOW)
    shown.settle(700)
    assert "2 open" in shown.screen
    assert "Save" not in shown.screen
    assert len(desk.server.requests) == sent
    desk.press("a", "1 taken")
