"""Pictures of the whole app, at the two sizes people work at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.providers.scripted import Reply
from pairtui.review.counts import counts
from tests.tui.pictures import Picture
from tests.tui.pictures import picture as picture  # noqa: PLC0414 - a fixture is used by its name
from tests.tui.stage import FIRST, SECOND, TWO_CHANGES, on_stage, repository
from tests.tui.test_app_rounds import AGAIN

pytestmark = pytest.mark.anyio

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


def named(state: str, size: tuple[int, int]) -> str:
    return f"app-{state}-{size[0]}x{size[1]}"


@SIZES
async def test_the_start(tmp_path: Path, picture: Picture, size: tuple[int, int]) -> None:
    async with on_stage(repository(tmp_path / "shop"), size=size) as stage:
        picture(stage.app, named("start", size))


@SIZES
async def test_after_an_answer(tmp_path: Path, picture: Picture, size: tuple[int, int]) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, size=size) as stage:
        await stage.say("fix @price.py")
        picture(stage.app, named("answered", size))


@SIZES
async def test_while_an_answer_comes_in(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    whole = f"TITLE: Fix rounding\n\nI will **round** it.\n\n{FIRST}"
    reply = Reply(f"{whole}{SECOND}", stall=len(whole) + 60)
    async with on_stage(repository(tmp_path / "shop"), reply, size=size) as stage:
        stage.main.pane.prompt.write("fix @price.py")
        await stage.press("enter")
        await stage.until(lambda: len(stage.main.pane.transcript.text.split("change in")) == 3)
        await stage.press("ctrl+g")
        await stage.until(lambda: counts(stage.review).open == 1)
        await stage.press("a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.pilot.pause()
        picture(stage.app, named("streaming", size))
        await stage.press("ctrl+g", "escape")
        await stage.until(lambda: not stage.main.turning)


@SIZES
async def test_in_the_review(tmp_path: Path, picture: Picture, size: tuple[int, int]) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, size=size) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.pilot.pause()
        picture(stage.app, named("reviewing", size))


@SIZES
async def test_completing(tmp_path: Path, picture: Picture, size: tuple[int, int]) -> None:
    root = repository(tmp_path / "shop", **{"prices.md": "Prices.\n"})
    async with on_stage(root, size=size) as stage:
        await stage.type("see @pri")
        await stage.until(lambda: len(stage.main.pane.prompt.options) == 2)
        await stage.press("down")
        await stage.pilot.pause()
        picture(stage.app, named("completing", size))


@SIZES
async def test_leaving(tmp_path: Path, picture: Picture, size: tuple[int, int]) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, size=size) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("ctrl+q")
        await stage.sheet("ChoiceSheet")
        picture(stage.app, named("leaving", size))


@SIZES
async def test_keys(tmp_path: Path, picture: Picture, size: tuple[int, int]) -> None:
    async with on_stage(repository(tmp_path / "shop"), size=size) as stage:
        await stage.press("f1")
        await stage.sheet("HelpSheet")
        picture(stage.app, named("keys", size))


@SIZES
async def test_commented_and_the_second_round(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, AGAIN, size=size) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("int cents")
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments)
        await stage.pilot.pause()
        picture(stage.app, named("commented", size))
        await stage.press("S")
        await stage.looked_at("SendSheet")
        picture(stage.app, named("sheet-send", size))
        await stage.press("enter")
        await stage.until(lambda: stage.review.rounds and stage.review.rounds[-1].ending)
        await stage.pilot.pause()
        picture(stage.app, named("second-round", size))
