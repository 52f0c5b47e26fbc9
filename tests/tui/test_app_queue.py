"""Words sent while an answer comes in: they wait in view, go out in order, and are never lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from textual.widgets import Static

from pairtui.providers.scripted import Reply
from pairtui.request import Delta, Fault, Finish, Request, TextDelta
from pairtui.session.talks import Talks
from pairtui.tui.screens.switching import go_to
from tests.tui.stage import Stage, on_stage, repository

pytestmark = pytest.mark.anyio


class Gated:
    """A model that answers with the person's own words, each when its gate is opened."""

    name, host = "scripted", "script"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.fault: Fault | None = None

    async def models(self) -> tuple[str, ...]:
        return ("gated",)

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        self.asked.append(request.messages[-1].text.split("\n")[-1])
        yield TextDelta(f"Heard {self.asked[-1]}.\n\n")
        await self.gate.wait()
        self.gate.clear()
        if self.fault is not None:
            raise self.fault
        yield Finish("stop")

    async def aclose(self) -> None:
        pass


async def send(stage: Stage, words: str) -> None:
    stage.main.pane.prompt.write(words)
    await stage.press("enter")


def rows(stage: Stage) -> list[str]:
    found = stage.main.pane.query("#waiting")
    return [] if not found else str(found.first(Static).render()).split("\n")


async def begun(stage: Stage, *words: str) -> None:
    """Send some words, and while they are answered the others."""
    first, *rest = words
    await send(stage, first)
    await stage.until(lambda: f"Heard {first}." in stage.said)
    for more in rest:
        await send(stage, more)
    await stage.until(lambda: len(rows(stage)) >= min(len(rest), 1))


async def test_words_that_wait_are_shown_and_go_out_in_order(tmp_path: Path) -> None:
    model = Gated()
    async with on_stage(repository(tmp_path / "shop"), provider=model) as stage:
        await begun(stage, "one", "two", "three\nlines")
        await stage.until(lambda: rows(stage) == ["next: two", "then: three lines"])
        assert stage.main.pane.prompt.text == ""
        model.gate.set()
        await stage.until(lambda: "Heard two." in stage.said)
        assert rows(stage) == ["next: three lines"]
        model.gate.set()
        await stage.until(lambda: "Heard lines." in stage.said)
        assert not stage.main.pane.query_one("#waiting").display
        model.gate.set()
        await stage.until(lambda: not stage.main.turning)
        assert model.asked == ["one", "two", "lines"]


@pytest.mark.parametrize("how", ["escape", "fault"])
async def test_after_an_answer_without_its_end_they_are_held_back(tmp_path: Path, how: str) -> None:
    model = Gated()
    async with on_stage(repository(tmp_path / "shop"), provider=model) as stage:
        await begun(stage, "one", "two")
        if how == "fault":
            model.fault = Fault("cut", "script", "it broke off", "Press Enter.")
            model.gate.set()
        else:
            await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        await stage.pilot.pause()
        assert rows(stage) == ["held: two", "Enter alone sends it, ↑ takes it back"]
        assert model.asked == ["one"]
        model.fault = None
        model.gate.clear()
        stage.main.pane.prompt.write("")
        await stage.press("enter")
        await stage.until(lambda: "Heard two." in stage.said)
        model.gate.set()
        await stage.until(lambda: not stage.main.turning)


async def test_up_in_an_empty_prompt_takes_the_last_back(tmp_path: Path) -> None:
    model = Gated()
    async with on_stage(repository(tmp_path / "shop"), provider=model) as stage:
        await begun(stage, "one", "two", "three")
        await stage.until(lambda: len(rows(stage)) == 2)
        await stage.press("up", "up")
        await stage.until(lambda: stage.main.pane.prompt.text == "three")
        assert rows(stage) == ["next: two"]
        await stage.press("escape")
        model.gate.set()
        await stage.until(lambda: not stage.main.turning)
        assert stage.main.pane.prompt.text == "three"
        assert rows(stage)[0] == "held: two"


async def test_a_command_that_asks_nobody_works_while_an_answer_comes_in(tmp_path: Path) -> None:
    model = Gated()
    async with on_stage(repository(tmp_path / "shop"), provider=model) as stage:
        await begun(stage, "one", "/explain @price.py")
        await stage.until(lambda: rows(stage) == ["next: /explain @price.py"])
        await send(stage, "/add price.py")
        await stage.until(lambda: "price.py is in" in stage.said)
        await send(stage, "/ad price.py")
        await stage.until(lambda: "/ad is no command" in stage.said)
        assert stage.main.pane.prompt.text == "/ad price.py"
        assert rows(stage) == ["next: /explain @price.py"]
        assert stage.main.turning
        model.gate.set()
        await stage.until(lambda: len(model.asked) == 2)
        talk = stage.main.pane.conversation
        assert talk is not None
        assert [item.path for item in talk.attached] == ["price.py"]
        assert [turn.words for turn in talk.turns] == ["one"]
        model.gate.set()
        await stage.until(lambda: not stage.main.turning)


async def test_what_waited_is_there_at_the_next_start_and_is_not_sent(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, provider=Gated(), kept=True) as stage:
        await begun(stage, "one", "two", "three", "four")
        await stage.until(lambda: len(rows(stage)) == 3)
        await stage.press("up")
        await stage.until(lambda: stage.main.pane.prompt.text == "four")
        stage.main.pane.prompt.write("")
        await stage.pilot.pause()
    model = Gated()
    async with on_stage(root, provider=model, kept=True) as stage:
        await stage.until(lambda: rows(stage)[:2] == ["held: two", "then: three"])
        await stage.until(lambda: stage.said.count("your words that wait") == 1)
        assert model.asked == []
        stage.main.pane.prompt.write("")
        await stage.press("enter")
        await stage.until(lambda: "Heard two." in stage.said)
        assert rows(stage) == ["next: three"]
        model.gate.set()
        await stage.until(lambda: "Heard three." in stage.said)


async def test_in_a_conversation_that_is_gone_on_with_words_wait_for_the_answer(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, "All is well.", kept=True) as stage:
        await stage.say("hello")
    model = Gated()
    async with on_stage(root, provider=model, kept=True, wants=Talks.want_last) as stage:
        await stage.until(lambda: "All is well." in stage.said)
        await begun(stage, "one", "two")
        await stage.until(lambda: rows(stage) == ["next: two"])
        model.gate.set()
        await stage.until(lambda: "Heard two." in stage.said)


async def test_what_waits_stays_with_its_conversation(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), provider=Gated(), kept=True) as stage:
        await begun(stage, "one", "two")
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        assert rows(stage)[0] == "held: two"
        session = await stage.main.session()
        left = session.talks.current
        await stage.say("/new")
        assert not stage.main.pane.query_one("#waiting").display
        await stage.press("enter")
        assert not stage.main.turning
        assert await go_to(stage.main, left)
        assert rows(stage)[0] == "held: two"
        assert isinstance(stage.provider, Gated)
        stage.provider.gate.set()
        await stage.say("/retry")
        assert stage.provider.asked == ["one", "one"]


async def test_the_conversation_is_read_and_decided_while_an_answer_comes_in(
    tmp_path: Path,
) -> None:
    from tests.tui.stage import TWO_CHANGES

    replies = [Reply(TWO_CHANGES), Reply("Word.\n\n" * 40, stall=200)]
    async with on_stage(repository(tmp_path / "shop"), *replies, size=(120, 24)) as stage:
        await stage.say("fix @price.py")
        await send(stage, "and now?")
        await stage.until(lambda: "Word." in stage.said)
        await stage.press("pageup")
        assert stage.main.turning
        await stage.press("ctrl+g", "n")
        await stage.press("x")
        await stage.until(lambda: len(stage.review.verdicts) == 1)
        assert stage.main.turning
        await stage.press("ctrl+g", "escape")
        await stage.until(lambda: not stage.main.turning)
