"""Waiting for a server that is busy: counted down in the bar, cut short by Enter or Esc."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Static

from pairtui.events import Waiting
from pairtui.providers.scripted import Reply
from pairtui.session.patience import Patience
from pairtui.tui.screens.countdown import Countdown
from tests.tui.pictures import Picture
from tests.tui.stage import Stage, on_stage, repository

pytestmark = pytest.mark.anyio
BUSY = Reply(fault="busy", wait=12)


async def for_ever(seconds: float) -> None:
    await asyncio.Event().wait()


def patient() -> Patience:
    """Return a patience whose waits end only by a key."""
    return Patience(for_ever, lambda: 0.0)


def bar(stage: Stage) -> str:
    return str(stage.main.pane.query_one("#bar", Static).render())


async def send(stage: Stage, words: str) -> None:
    stage.main.pane.prompt.write(words)
    await stage.press("enter")


async def test_a_busy_server_is_waited_for_and_enter_tries_at_once(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, BUSY, BUSY, Reply("Now it works."), patience=patient()) as stage:
        await send(stage, "do it")
        await stage.until(lambda: bar(stage) == "again in 12 s · Enter now · Esc stops")
        await stage.press("enter")
        await stage.until(lambda: len(stage.provider.requests) == 2)  # type: ignore[attr-defined]  # a script has them
        await stage.until(lambda: "again in 12 s" in bar(stage))
        await stage.press("enter")
        await stage.until(lambda: not stage.main.turning)
        assert "Now it works." in stage.said
        assert stage.said.count("“busy”") == 1
        assert bar(stage) == "Enter sends · Ctrl+G review · F1 keys"


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_a_wait_can_be_stopped_and_the_words_are_back(tmp_path: Path, key: str) -> None:
    async with on_stage(repository(tmp_path / "shop"), BUSY, patience=patient()) as stage:
        await send(stage, "do it")
        await stage.until(lambda: "again in" in bar(stage))
        await stage.press(key)
        await stage.until(lambda: not stage.main.turning)
        assert stage.said.endswith("stopped")
        assert stage.main.pane.prompt.text == "do it"
        assert stage.main.pane.conversation is not None
        assert stage.main.pane.conversation.turns == ()
        assert bar(stage) == "Enter sends · Ctrl+G review · F1 keys"


async def test_the_seconds_are_counted_down(tmp_path: Path) -> None:
    now = 100.0
    async with on_stage(repository(tmp_path / "shop"), size=(80, 24)) as stage:
        countdown = Countdown(stage.main, lambda: now)
        countdown.show(Waiting("api.x is busy: slow down", "api.x is busy", 12.4, 1))
        keys = " · Esc stops · Enter tries now"
        assert bar(stage) == f"api.x is busy, tries again in 12 s{keys}"
        now = 107.0
        countdown._tick()
        assert "api.x is busy, tries again in 5 s" in bar(stage)
        countdown.show(Waiting("", "", 0, 1))
        assert bar(stage) == "asking… · Esc stops"
        assert stage.said.count("slow down") == 1


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_what_waits_is_in_view(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, BUSY, patience=patient(), size=size) as stage:
        await send(stage, "fix the rounding")
        await stage.until(lambda: "again in 12 s" in bar(stage))
        assert stage.main.answer is not None
        stage.main.answer._countdown.stop()  # however long the rest takes, it is 12 s
        for words in ("and write a test for it", "then\nexplain", "commit", "x", "y"):
            await send(stage, words)
        await stage.until(lambda: len(stage.main.queue.texts) == 5)  # type: ignore[union-attr]  # the session is open
        await stage.pilot.pause()
        picture(stage.app, f"app-waits-{size[0]}x{size[1]}")
