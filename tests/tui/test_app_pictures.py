"""Pictures of the whole app, at the two sizes people work at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pairtui.providers.scripted import Reply
from pairtui.review.counts import counts
from tests.tui.pictures import Picture
from tests.tui.pictures import picture as picture  # noqa: PLC0414 - a fixture is used by its name
from tests.tui.stage import FIRST, SECOND, TWO_CHANGES, Stage, on_stage, repository
from tests.tui.test_app_rounds import AGAIN

pytestmark = pytest.mark.anyio

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


LOOKS = pytest.mark.parametrize("look", ["120x40", "80x24", "ansi", "no-color"])


@asynccontextmanager
async def dressed(root: Path, *replies: Reply | str, look: str) -> AsyncIterator[Stage]:
    """Open the app at a size, or at 80x24 in the terminal's own colours or without any."""
    with pytest.MonkeyPatch.context() as patch:
        if look == "no-color":
            patch.setenv("NO_COLOR", "1")
        size = (120, 40) if look == "120x40" else (80, 24)
        async with on_stage(root, *replies, size=size) as stage:
            if look == "ansi":
                stage.app.theme = "ansi-dark"
            yield stage


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


@LOOKS
async def test_while_an_answer_comes_in(tmp_path: Path, picture: Picture, look: str) -> None:
    whole = f"TITLE: Fix rounding\n\nI will **round** it.\n\n{FIRST}"
    reply = Reply(f"{whole}{SECOND}", stall=len(whole) + 60)
    async with dressed(repository(tmp_path / "shop"), reply, look=look) as stage:
        stage.main.pane.prompt.write("fix @price.py")
        await stage.press("enter")
        await stage.until(lambda: len(stage.main.pane.transcript.text.split("change in")) == 3)
        await stage.press("ctrl+g")
        await stage.until(lambda: counts(stage.review).open == 1)
        await stage.press("a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.pilot.pause()
        picture(stage.app, f"app-streaming-{look}")
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


@LOOKS
async def test_keys(tmp_path: Path, picture: Picture, look: str) -> None:
    async with dressed(repository(tmp_path / "shop"), look=look) as stage:
        await stage.press("f1")
        await stage.sheet("HelpSheet")
        picture(stage.app, f"app-keys-{look}")


@LOOKS
async def test_commented_and_the_second_round(tmp_path: Path, picture: Picture, look: str) -> None:
    async with dressed(repository(tmp_path / "shop"), TWO_CHANGES, AGAIN, look=look) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("int cents")
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments)
        await stage.pilot.pause()
        picture(stage.app, f"app-commented-{look}")
        await stage.press("S")
        await stage.looked_at("SendSheet")
        picture(stage.app, f"app-sheet-send-{look}")
        await stage.press("enter")
        await stage.until(lambda: stage.review.rounds and stage.review.rounds[-1].ending)
        await stage.pilot.pause()
        picture(stage.app, f"app-second-round-{look}")
