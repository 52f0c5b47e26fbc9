"""However the program ends, the terminal is given back and the exit code says why."""

from __future__ import annotations

import signal

import psutil
import pytest

from tests.providers.server import Reply
from tests.terminal.conftest import SitDown
from tests.terminal.desk import LEAVE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_gives_the_terminal_back(sit_down: SitDown, number: signal.Signals) -> None:
    shown = sit_down(Reply("hello")).terminal
    shown.settle(200)
    shown.signal(number)
    assert shown.wait_exit() == 128 + number
    assert shown.restored() == []
    assert "Traceback" not in shown.screen


def test_a_signal_in_the_middle_of_an_answer_does_too(sit_down: SitDown) -> None:
    desk = sit_down(Reply("The library is lovely. " * 400, rate=50))
    desk.ask("tell me about the library")
    desk.terminal.wait_for("The library is lovely")
    desk.terminal.signal(signal.SIGTERM)
    assert desk.terminal.wait_exit() == 128 + signal.SIGTERM
    assert desk.terminal.restored() == []
    assert desk.server.hung_up.wait(5)


def test_a_closed_window_ends_the_program_and_all_it_started(sit_down: SitDown) -> None:
    shown = sit_down(Reply("hello")).terminal
    shown.settle(300)
    family = [*psutil.Process(shown.process.pid).children(recursive=True)]
    shown.hang_up()
    assert shown.wait_exit() == 128 + signal.SIGHUP
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_with_nothing_pending_leaving_is_one_key_or_one_enter(sit_down: SitDown) -> None:
    desk = sit_down(Reply("hello"))
    desk.leave()
    assert "Traceback" not in desk.terminal.screen


def test_leaving_before_the_session_is_open_works(sit_down: SitDown) -> None:
    desk = sit_down(Reply("hello"))
    desk.terminal.send(LEAVE)
    desk.terminal.send("\r")
    assert desk.terminal.wait_exit() == 0
    assert desk.terminal.restored() == []
