"""What the AI asks to see: a sheet lists it, and only what a person leaves in is shown to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.app import App

from pairtui.conversation import Attachment
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.session.needing import Wanted
from pairtui.tokens import Counter, estimate
from pairtui.tui.screens.needing import NeedSheet
from pairtui.tui.screens.sheet import STYLES
from tests.tui.pictures import Picture
from tests.tui.stage import TWO_CHANGES, Stage, on_stage, repository
from tests.tui.test_app_pictures import SIZES, named
from tests.tui.test_app_rounds import AGAIN

pytestmark = pytest.mark.anyio
ASKS = "I cannot tell yet.\n\nNEED: tax.py\nNEED: price.py:4-5\nNEED: .env\n"
FILES = {"tax.py": "RATE = 2\n", ".env": "KEY=1\n", ".gitignore": ".env\n"}


@pytest.fixture(autouse=True)
def _by_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count without the child process: what it counts is tested beside the session."""

    async def count(self: Counter, texts: Sequence[str]) -> list[int]:
        self.exact = False
        return [estimate(text) for text in texts]

    monkeypatch.setattr(Counter, "count", count)


def requests(stage: Stage) -> list[str]:
    assert isinstance(stage.provider, ScriptedProvider)
    return [one.messages[-1].text for one in stage.provider.requests]


async def asked(stage: Stage) -> None:
    stage.main.pane.prompt.write("Why is it too high?")
    await stage.press("enter")
    await stage.looked_at("NeedSheet")


WANTED = (
    Wanted("tax.py", Attachment("tax.py"), 1204),
    Wanted("price.py:4-80", Attachment("price.py", (4, 80)), 640),
    Wanted(".env", why="it is not for the AI: its name says that it holds secrets"),
)


@SIZES
async def test_the_sheet(picture: Picture, size: tuple[int, int]) -> None:
    app = App[None](css_path=STYLES)
    async with app.run_test(size=size) as pilot:
        app.push_screen(NeedSheet(WANTED))
        await pilot.pause()
        await pilot.press("down", "down", "space")
        await pilot.pause()
        picture(app, named("need", size))


async def test_what_is_left_in_is_shown_with_the_same_question(tmp_path: Path) -> None:
    replies = (ASKS, "It is the rate.")
    async with on_stage(repository(tmp_path / "shop", **FILES), *replies) as stage:
        await asked(stage)
        await stage.press("down", "down", "space", "up", "up", "enter")
        await stage.until(lambda: len(requests(stage)) == 2 and not stage.main.turning)
        first, second = requests(stage)
        assert "RATE" not in first
        assert "RATE = 2" in second
        assert "KEY" not in second
        assert "sum(items)" not in second
        assert second.endswith("asked to see: tax.py. This was my question:\n\nWhy is it too high?")
        assert stage.main.pane.conversation is not None
        assert stage.main.pane.conversation.attached == (Attachment("tax.py"),)
        assert "It is the rate." in stage.said


async def test_esc_shows_nothing_and_it_can_be_listed_again(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop", **FILES), ASKS, "Done.") as stage:
        await asked(stage)
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        assert len(requests(stage)) == 1
        assert "nothing was shown" in stage.said
        stage.main.pane.prompt.write("/need")
        await stage.press("enter")
        await stage.looked_at("NeedSheet")
        await stage.press("down", "down", "down", "enter")
        assert len(requests(stage)) == 1, "a row is taken out or in, or says why it cannot be"
        await stage.press("up", "up", "up", "enter")
        await stage.until(lambda: len(requests(stage)) == 2 and not stage.main.turning)
        await stage.say("/need")
        assert "asks to see nothing" in stage.said


async def test_another_conversation_knows_nothing_of_it(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop", **FILES)
    async with on_stage(root, Reply(ASKS), kept=True) as stage:
        await asked(stage)
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        await stage.say("/new")
        await stage.say("/need")
        assert "the last answer asks to see nothing" in stage.said


async def test_no_sheet_comes_over_what_a_person_types_meanwhile(tmp_path: Path) -> None:
    typed = asyncio.Event()
    provider = ScriptedProvider([Reply(ASKS, piece=0)], sleep=lambda _: typed.wait())
    root = repository(tmp_path / "shop", **FILES)
    async with on_stage(root, provider=provider) as stage:
        stage.main.pane.prompt.write("Why?")
        await stage.press("enter")
        await stage.until(lambda: requests(stage))
        await stage.type("next")
        typed.set()
        await stage.until(lambda: not stage.main.turning)
        assert stage.app.screen is stage.main
        assert stage.main.pane.prompt.text == "next"
        assert "the AI asks to see tax.py, price.py:4-5, .env" in stage.said


async def test_what_a_round_asks_to_see_is_said(tmp_path: Path) -> None:
    replies = (TWO_CHANGES, f"{AGAIN}I am not sure.\n\nNEED: tax.py\n")
    async with on_stage(repository(tmp_path / "shop", **FILES), *replies) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("int cents")
        await stage.press("enter", "S")
        await stage.looked_at("SendSheet")
        await stage.press("enter")
        await stage.until(lambda: "for the next round" in stage.said)
        assert "the AI asks to see tax.py · /add brings it in" in stage.said
        assert stage.app.screen is stage.main


async def test_where_nothing_can_be_shown_no_sheet_asks(tmp_path: Path) -> None:
    reply = "NEED: price.py\nNEED: .env"
    async with on_stage(repository(tmp_path / "shop", **FILES), reply) as stage:
        await stage.say("Why is @price.py so slow?")
        assert type(stage.app.screen).__name__ == "MainScreen"
        assert "nothing of that can be shown: price.py: it is in already; .env: " in stage.said
