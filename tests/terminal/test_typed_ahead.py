"""A slow line brings many keys in one piece; each still does its work before the next one."""

from __future__ import annotations

from tests.providers.server import Reply
from tests.terminal.conftest import SitDown
from tests.terminal.desk import NEW_LINE, OTHER_PANE
from tests.terminal.test_journeys import ASK, two_edits

BACK, HOME, END = "\x7f", "\x1b[H", "\x1b[F"


def test_corrections_and_line_breaks_stay_where_they_were_typed(sit_down: SitDown) -> None:
    desk = sit_down(Reply("Yes."))
    shown = desk.terminal
    shown.send(f"teh{BACK * 2}he book{NEW_LINE}is lost{HOME}it {END}.")
    shown.wait_for(r"it is lost\.")
    shown.send("\r")
    shown.wait_for(r"Yes\.")
    assert desk.server.requests[0]["messages"][-1]["content"].endswith("the book\nit is lost.")


def test_words_after_going_to_the_prompt_decide_nothing(sit_down: SitDown) -> None:
    desk = sit_down(two_edits)
    shown = desk.terminal
    desk.ask(ASK)
    shown.wait_for("2 open")
    desk.to_review()
    shown.settle(700)
    shown.send(OTHER_PANE + "axa what now")
    shown.wait_for("› axa what now")
    shown.settle(200)
    assert "2 open" in shown.screen


def test_words_after_sending_are_the_next_ones(sit_down: SitDown) -> None:
    desk = sit_down(Reply("Yes."))
    shown = desk.terminal
    shown.send("first\rsecond")
    shown.wait_for(r"Yes\.")
    shown.wait_for("› second")
    assert desk.server.requests[0]["messages"][-1]["content"].endswith("first")
