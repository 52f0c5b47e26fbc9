"""That a model thinks before it answers: a row that counts, and what was thought behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.events import Thinking
from pairtui.providers.scripted import Reply
from pairtui.tui.screens.musing import Musing
from tests.tui.stage import FIRST, Stage, on_stage, repository

pytestmark = pytest.mark.anyio
THOUGHTS = "First I look at it.\nThen I round it.\n" + FIRST


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def rows(stage: Stage) -> list[str]:
    return stage.main.pane.transcript.text.split("\n")


async def test_the_row_counts_and_ends_as_how_long_it_took(tmp_path: Path) -> None:
    clock = Clock()
    async with on_stage(repository(tmp_path / "shop")) as stage:
        musing = Musing(stage.main, clock)
        musing.hear("Let me ")
        assert rows(stage)[-1] == "thinking… 0 s"
        clock.now = 12.2
        musing._tick()
        assert rows(stage)[-1] == "thinking… 12 s"
        assert sum("think" in row for row in rows(stage)) == 1
        musing.hear("see.\x1b[31m")
        musing.end()
        musing.end()
        assert rows(stage)[-2:] == ["thought for 12 s", "  ⋯ 1 more rows, folded"]
        pane = stage.main.pane.transcript
        pane._roll.fold(len(pane._roll) - 1, folded=False)
        assert rows(stage)[-2:] == ["thought for 12 s", r"Let me see.\x1b[31m"]


async def test_what_did_not_get_through_leaves_no_row(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        before = rows(stage)
        musing = Musing(stage.main, Clock())
        musing.begin()
        musing.forget()
        assert rows(stage) == before
        musing.begin()
        musing.end()
        assert rows(stage) == before
        stage.main.say("note", "something else")
        musing.begin()
        stage.main.say("note", "between")
        musing.forget()
        assert rows(stage)[-1] == "between"


@pytest.mark.parametrize(
    "reply",
    [Reply("I round it.", thought=THOUGHTS), Reply(f"<think>{THOUGHTS}</think>I round it.")],
    ids=["told apart", "aloud"],
)
@pytest.mark.parametrize("words", ["round @price.py", "/ask how does @price.py round"])
async def test_thoughts_are_shown_folded_and_are_no_part_of_the_answer(
    tmp_path: Path, reply: Reply, words: str
) -> None:
    async with on_stage(repository(tmp_path / "shop"), reply) as stage:
        await stage.say(words)
        assert "thought for 0 s ⋯" in stage.said
        assert "more rows, folded ai: I round it." in stage.said
        assert "SEARCH" not in stage.said
        assert "<think>" not in stage.said
        assert stage.desk.shelf.review is None, "an edit was looked for in what was thought"


async def test_thoughts_are_events_of_their_own(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), Reply("Yes.", thought="Hm.")) as stage:
        session = await stage.main.session()
        from tests.line.line import talk

        heard = await talk(session, "so?")
        assert "".join(one.text for one in heard.of(Thinking)) == "Hm."
        assert heard.ended.reply == "Yes."
