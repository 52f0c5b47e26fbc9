"""The mouse: it goes where it points, and what it decides is decided as by a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import MouseScrollDown as Wheel
from textual.widgets import Static

from pairtui.review.decide import Take
from pairtui.tui.review.body import Body
from pairtui.tui.screens.save import SaveSheet
from pairtui.tui.screens.sheet import Menu
from tests.tui.review.material import Hand, Host, code, decided, ids, screen, showing
from tests.tui.review.test_sheets import PLAN
from tests.tui.stage import TWO_CHANGES, on_stage, repository

pytestmark = pytest.mark.anyio


def at(host: Host, text: str) -> tuple[int, int]:
    """Return the cell in which some text begins on the screen."""
    return next((row.index(text), y) for y, row in enumerate(screen(host)) if text in row)


async def click(host: Host, hand: Hand, text: str, times: int = 1) -> None:
    hand.clock.now += 1
    await hand.pilot.click(offset=at(host, text), times=times)
    await hand.pilot.pause()


async def test_a_change_is_gone_to_and_a_hint_decides_it_once() -> None:
    async with showing(code(), (100, 40)) as (host, hand):
        two = ids(code())[1]
        await click(host, hand, "r = self.total(items)")
        assert host.pane.current is not None
        assert host.pane.current.id == two
        await click(host, hand, "a take", times=2)
        assert host.said == [Take(two)]


async def test_a_hint_acts_on_nothing_that_was_not_painted() -> None:
    async with showing(code()) as (host, hand):
        hand.clock.now -= 10
        await hand.pilot.click(offset=at(host, "a take"))
        await hand.pilot.pause()
        assert host.said == []
        assert "not yet" in screen(host)[-2]


async def test_lines_that_are_folded_open_and_a_decided_change_at_the_second_click() -> None:
    made = decided(code(), Take(ids(code())[0]))
    async with showing(made, (100, 40)) as (host, hand):
        await click(host, hand, "8 lines the same")
        assert any("from decimal import Decimal" in row for row in screen(host))
        await click(host, hand, "round half even")
        assert not any("return s.quantize" in row for row in screen(host))
        await click(host, hand, "round half even")
        assert any("return s.quantize" in row for row in screen(host))


async def test_a_file_is_gone_to_by_its_name_above() -> None:
    async with showing(code(), (100, 40)) as (host, hand):
        await click(host, hand, "test_price.py")
        assert host.pane.current is not None
        assert host.pane.current.path == "tests/test_price.py"


async def test_the_wheel_moves_what_it_is_over() -> None:
    async with showing(code(), (80, 20)) as (host, hand):
        before = screen(host)[3:-3]
        body = host.query_one(Body)
        body.post_message(Wheel(body, 1, 1, 0, 1, 0, shift=False, meta=False, ctrl=False))
        await hand.pilot.pause()
        assert screen(host)[3:-3] == [*before[3:], *screen(host)[-6:-3]]


async def test_an_answer_is_marked_by_a_click_and_picked_by_the_next() -> None:
    async with showing(code()) as (host, hand):
        answers: list[object] = []
        sheet = SaveSheet(PLAN, clock=hand.clock)
        host.push_screen(sheet, answers.append)
        await hand.pilot.pause()
        await hand.pilot.click(Menu, offset=(3, 0))
        assert "not yet" in "\n".join(screen(host))
        for _ in range(2):
            assert answers == []
            await click(host, hand, "Write the files only")
        assert [getattr(answer, "mode", "") for answer in answers] == ["write"]


async def test_the_line_of_the_other_pane_goes_there(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, size=(80, 24)) as stage:
        await stage.say("fix @price.py")
        facts = stage.main.pane.query_one("#facts", Static)
        await stage.pilot.click(facts, offset=(3, facts.size.height - 1))
        await stage.until(lambda: stage.desk.reviewing.has_focus)
        await stage.pilot.click("#talk-strip")
        await stage.until(lambda: stage.main.pane.prompt.has_focus)
