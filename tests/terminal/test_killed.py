"""Whatever kills the program, the next start stands where it was."""

from __future__ import annotations

import signal

from tests.providers.server import Reply
from tests.terminal.conftest import SitDown
from tests.terminal.desk import ESC
from tests.terminal.test_journeys import ASK, two_edits

KEPT = 1.5
"""Seconds after which what was typed is kept; it takes 0.9 and the writing of it."""


def test_after_a_kill_decisions_and_half_a_reason_are_there_again(sit_down: SitDown) -> None:
    desk = sit_down(two_edits)
    desk.ask(ASK)
    desk.terminal.wait_for("2 open")
    desk.to_review()
    desk.press("a", "1 taken")
    desk.press("r", "(?i)say why")
    desk.terminal.send("keep the ye")
    desk.terminal.wait_for("keep the ye")
    desk.terminal.pause(KEPT)
    desk.terminal.signal(signal.SIGKILL)
    desk.terminal.wait_exit()

    again = sit_down(Reply("nobody asked"), root=desk.root)
    again.terminal.wait_for("keep the ye")
    assert "shorten the first two" in again.conversation
    assert "Why?" in again.terminal.screen
    again.terminal.send(ESC)
    again.terminal.wait_for("nothing happened")
    assert "1 taken  1 open" in again.terminal.screen
    assert again.server.connections == 0
    again.leave()
