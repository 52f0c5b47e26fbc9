"""What the terminal gets when an answer has ended; off at first."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.config import Config, Notify, load_config
from pairtui.tui.screens.ringing import signal_of
from tests.providers.server import Reply
from tests.terminal.conftest import SitDown

SAID = "beginning, " + "and others, " * 4 + "ending."
NOTICE = "\x1b]9;pairtui: The answer is there.\x07"


def test_it_is_off_until_it_is_set() -> None:
    config: Config = load_config({}, {})
    assert config.notify == "off"


@pytest.mark.parametrize(
    ("how", "environment", "want"),
    [
        ("off", {}, ""),
        ("bell", {"TMUX": "x"}, "\x07"),
        ("notice", {"TERM": "xterm-256color"}, NOTICE),
        ("notice", {"TERM": "foot"}, "\x1b]777;notify;pairtui;The answer is there.\x07"),
        ("notice", {"VTE_VERSION": "7200"}, "\x1b]777;notify;pairtui;The answer is there.\x07"),
        ("notice", {"TMUX": "x"}, f"\x1bPtmux;\x1b{NOTICE}\x1b\\"),
    ],
)
def test_each_way_has_its_bytes(how: Notify, environment: dict[str, str], want: str) -> None:
    assert signal_of(how, environment) == want


def test_an_answer_that_came_while_one_looked_elsewhere_rings_once(
    sit_down: SitDown, tmp_path: Path
) -> None:
    config = tmp_path / "config" / "pairtui"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('notify = "bell"\n')
    desk = sit_down(
        Reply(SAID, piece=16, rate=4), env={"XDG_CONFIG_HOME": str(config.parent), "TMUX": ""}
    )
    terminal = desk.terminal
    desk.ask("are you there?")
    terminal.wait_for("ending", 20)
    terminal.settle(300)
    before = terminal.mark()
    desk.ask("and now, elsewhere?")
    terminal.wait_for("(?s)elsewhere.*beginning")
    assert b"\x07" not in terminal.bytes_since(before)
    terminal.send("\x1b[O")
    terminal.wait_until(lambda: b"\x07" in terminal.raw[before:], 10, "a bell")
    terminal.settle(300)
    assert terminal.bytes_since(before).count(b"\x07") == 1
