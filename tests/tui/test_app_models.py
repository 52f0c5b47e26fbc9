"""The model sheet: what every endpoint offers, and another one answering."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.providers.openai import OpenAIProvider
from pairtui.request import Fault, Model
from pairtui.session.answerers import Answerers, Offered
from tests.providers.server import Reply as Answer
from tests.providers.server import serve
from tests.tui.pictures import Picture
from tests.tui.stage import Stage, on_stage, repository

pytestmark = pytest.mark.anyio
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
WORK = ("gateway/big-model", "gateway/small")


class Known(Answerers):
    """Three endpoints: one that answers now, one that does when it is let, and one that fails."""

    slow: asyncio.Event

    @property
    def places(self) -> tuple[str, ...]:
        return ("main", "work", "dead")

    async def offers(self, place: str) -> Offered:
        match place:
            case "main":
                return Offered("main", "script", ("scripted",))
            case "work":
                await self.slow.wait()
                return Offered("work", "gateway.example.com", WORK)
            case _:
                says = "10.0.0.9:8000 refused the connection. Is it running?"
                return Offered("dead", "10.0.0.9:8000", says=says)

    async def choose(self, spec: str) -> None:
        place, _, name = spec.partition("/")
        if place == "dead":
            raise Fault("refused", "10.0.0.9:8000", "10.0.0.9:8000 is gone", "All is as before.")
        self.place = place
        self.model = Model(name, "gateway.example.com")


async def opened(stage: Stage) -> Known:
    session = await stage.main.session()
    known = Known(session._parts)
    known.slow = asyncio.Event()
    session.answerers = known
    await stage.type("/model")
    await stage.press("enter")
    await stage.sheet("ModelSheet")
    return known


def shown(stage: Stage) -> str:
    return str(stage.app.screen.query_one("#sheet-menu").render())


@SIZES
async def test_it_fills_as_endpoints_answer(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    async with on_stage(repository(tmp_path / "shop"), size=size) as stage:
        known = await opened(stage)
        await stage.until(lambda: "dead: none" in shown(stage) and "main/scripted" in shown(stage))
        assert "work: asking for its models…" in shown(stage)
        assert "> main/scripted   answers now" in shown(stage)
        known.slow.set()
        await stage.until(lambda: "work/gateway/small" in shown(stage))
        assert "> main/scripted   answers now" in shown(stage)
        picture(stage.app, f"sheet-models-{size[0]}x{size[1]}")


async def test_the_picked_one_answers_from_then_on(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        known = await opened(stage)
        known.slow.set()
        await stage.until(lambda: "work/gateway/small" in shown(stage))
        await stage.looked_at("ModelSheet")
        await stage.press("down", "down", "enter")
        await stage.sheet("MainScreen")
        await stage.until(lambda: "answers from now on" in stage.said)
        assert "gateway/small@gateway.example.com answers from now on" in stage.said
        heading = str(stage.main.pane.query_one("#heading").render())
        assert heading.endswith("ai gateway/small@gateway.example.com")


async def test_a_row_without_a_model_picks_nothing_and_says_so(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await opened(stage)
        await stage.until(lambda: "dead: none" in shown(stage))
        await stage.looked_at("ModelSheet")
        await stage.press("up", "enter")
        assert type(stage.app.screen).__name__ == "ModelSheet"
        keys = str(stage.app.screen.query_one("#sheet-keys").render())
        assert keys == "nothing to choose in this row · ↓ goes on"


async def test_rows_that_come_above_the_marked_one_leave_it_marked(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        known = await opened(stage)
        await stage.until(lambda: "main/scripted" in shown(stage))
        await stage.press("down", "up")
        known.model = replace(known.model, name="other") if known.model else None
        known.slow.set()
        await stage.until(lambda: "work/gateway/small" in shown(stage))
        assert "> main/scripted" in shown(stage)


async def test_one_that_cannot_be_reached_changes_nothing(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        session = await stage.main.session()
        session.answerers = Known(session._parts)
        await stage.type("/model dead/x")
        await stage.press("enter")
        await stage.until(lambda: "is gone" in stage.said)
        assert "10.0.0.9:8000 is gone. All is as before." in stage.said
        heading = str(stage.main.pane.query_one("#heading").render())
        assert heading.endswith("ai scripted@script")


async def test_a_name_typed_behind_the_command_shows_in_the_heading(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        session = await stage.main.session()
        session.answerers = Known(session._parts)
        await stage.type("/model work/big")
        await stage.press("enter")
        await stage.until(lambda: "answers from now on" in stage.said)
        heading = str(stage.main.pane.query_one("#heading").render())
        assert heading.endswith("ai big@gateway.example.com")


async def test_the_first_words_ask_who_is_to_answer_them(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    with serve(Answer("Nothing to change."), models=["big", "small"]) as server:
        provider = OpenAIProvider(server.url)
        async with on_stage(root, provider=provider, endpoint="openai") as stage:
            await stage.type("hello")
            await stage.press("enter")
            await stage.sheet("ModelSheet")
            await stage.until(lambda: "small" in shown(stage))
            assert shown(stage).split("\n")[1].strip() == "small"
            await stage.looked_at("ModelSheet")
            await stage.press("down", "enter")
            await stage.until(lambda: "Nothing to change." in stage.said)
            assert [body["model"] for body in server.requests] == ["small"]
            await stage.until(lambda: not stage.main.turning)
