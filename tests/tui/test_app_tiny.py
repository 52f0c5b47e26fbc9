"""A tiny model on the whole app: it is given one task for one passage, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stage import on_stage, repository

pytestmark = pytest.mark.anyio

ARTICLE = (
    "The train was late and it had been late on every single day since the strike began.\n\n"
    "There were two men who were standing by the door and who watched her for a while.\n"
)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sheets be answered at once; the gate's own tests show that it waits."""
    monkeypatch.setattr("pairtui.tui.review.gate.QUIET", 0.0)


async def test_a_clear_task_is_named_before_it_is_asked(tmp_path: Path) -> None:
    root = repository(tmp_path / "novel", **{"ch01.md": ARTICLE})
    async with on_stage(
        root, "The train was late on every day since the strike began.", endpoint="embedded"
    ) as stage:
        await stage.say("shorten paragraph 1 of @ch01.md")
        assert "Asked of the tiny model" in stage.said
        assert "paragraph 1" in stage.said
        assert "ch01.md" in [change.path for change in stage.review.proposal.files]
        assert "tiny" in str(stage.main.pane.query_one("#heading").render())


async def test_unclear_words_open_the_task_sheets(tmp_path: Path) -> None:
    root = repository(tmp_path / "novel", **{"ch01.md": ARTICLE})
    async with on_stage(root, "Two men watched her.", endpoint="embedded") as stage:
        stage.main.pane.prompt.write("make @ch01.md nicer please")
        await stage.press("enter")
        await stage.sheet("ChoiceSheet")
        first = stage.app.screen
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen not in (first, stage.main))
        await stage.pilot.pause()
        await stage.press("down", "enter")
        await stage.until(lambda: not stage.main.turning)
        assert "Asked of the tiny model" in stage.said


async def test_going_back_from_the_task_sheet_asks_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path / "novel", **{"ch01.md": ARTICLE})
    async with on_stage(root, "Never said.", endpoint="embedded") as stage:
        stage.main.pane.prompt.write("make @ch01.md nicer please")
        await stage.press("enter")
        await stage.sheet("ChoiceSheet")
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        assert "nothing was asked" in stage.said
        assert stage.main.pane.prompt.text == "make @ch01.md nicer please"
        assert stage.provider.requests == []  # type: ignore[attr-defined]


async def test_what_it_cannot_do_is_said(tmp_path: Path) -> None:
    root = repository(tmp_path / "novel", **{"ch01.md": ARTICLE})
    async with on_stage(root, "Never said.", endpoint="embedded") as stage:
        await stage.say("translate @ch01.md into French")
        assert stage.provider.requests == []  # type: ignore[attr-defined]
        assert not stage.desk.shelf.reviews
        assert len(stage.said) > len("you: translate @ch01.md into French")
