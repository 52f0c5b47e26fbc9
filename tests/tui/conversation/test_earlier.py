"""Ctrl+R: a message of before is found by its words, and nothing is sent or lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from pairtui.tui.conversation.earlier import Earlier, matching
from pairtui.tui.conversation.pane import KEYS
from tests.tui.stage import Stage, on_stage, repository

pytestmark = pytest.mark.anyio


def test_all_words_in_any_order_whatever_their_capitals() -> None:
    texts = ("Fix the tests", "fix rounding", "Rename it", "Fix the tests")
    assert matching(texts, "") == texts[:3]
    assert matching(texts, "TEST fix") == ("Fix the tests",)
    assert matching(texts, "nowhere") == ()


def rows(stage: Stage) -> list[str]:
    return str(stage.app.query_one(Earlier).query(Static).first().render()).split("\n")


async def test_an_older_message_is_taken_and_the_draft_is_kept(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        prompt = stage.main.pane.prompt
        for text in ("fix the tests", "rename\nit", "fix rounding"):
            prompt.remember(text)
        await stage.type("half")
        await stage.press("ctrl+r")
        await stage.until(lambda: stage.app.query(Earlier))
        assert rows(stage)[:2] == ["▸ fix rounding", "  rename\\nit"]
        await stage.type("fix")
        assert rows(stage)[:2] == ["▸ fix rounding", "  fix the tests"]
        await stage.press("ctrl+r", "ctrl+r")
        assert rows(stage)[1:] == [
            "▸ fix the tests",
            "2 of 2 · Enter takes · ↑ older · Esc back",
        ]
        assert prompt.text == "half"
        await stage.press("enter")
        assert (prompt.text, prompt.has_focus) == ("fix the tests", True)
        assert not stage.app.query(Earlier)
        assert not stage.main.turning
        await stage.press("up")
        assert prompt.text == "half"


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_leaving_changes_nothing(tmp_path: Path, key: str) -> None:
    async with on_stage(repository(tmp_path / "shop"), "A line.\n\n" * 40) as stage:
        await stage.say("tell me")
        transcript = stage.main.pane.transcript
        await stage.type("half")
        await stage.press("ctrl+r", "x", "enter")
        assert rows(stage) == ["no message has all of these words · Esc back"]
        await stage.press(key)
        assert (stage.main.pane.prompt.text, stage.main.pane.prompt.has_focus) == ("half", True)
        assert str(stage.main.pane.query_one("#bar", Static).render()) == KEYS
        assert transcript.scroll_offset.y == transcript.max_scroll_y
        assert not stage.app.query(Earlier)


async def test_going_to_the_other_pane_ends_it(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.press("ctrl+r", "ctrl+g")
        await stage.until(lambda: not stage.app.query(Earlier))
        assert stage.desk.reviewing.has_focus


async def test_messages_of_other_days_are_found_too(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, kept=True) as stage:
        await stage.say("round half even")
    async with on_stage(root, kept=True) as stage:
        assert not stage.main.pane.prompt.remembered
        await stage.press("ctrl+r")
        await stage.until(lambda: rows(stage)[0] == "▸ round half even")
