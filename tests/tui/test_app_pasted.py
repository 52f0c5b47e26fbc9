"""A folded paste outlives the program, as all of a draft does."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from tests.tui.stage import Stage, on_stage, repository

pytestmark = pytest.mark.anyio


async def test_a_folded_paste_in_the_draft_is_there_again(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    pasted = "".join(f"row {number}\n" for number in range(50))
    async with on_stage(root, kept=True) as stage:
        await stage.type("see ")
        stage.main.pane.prompt.post_message(Paste(pasted))
        await stage.until(lambda: "pasted" in stage.main.pane.prompt.text)
        await left(stage)
    async with on_stage(root, kept=True) as stage:
        prompt = stage.main.pane.prompt
        await stage.until(lambda: prompt.text)
        assert prompt.text == "see ⟦pasted 50 lines⟧"
        assert prompt.whole == f"see {pasted}"
        await stage.press("backspace")
        assert prompt.text == "see "
        await left(stage)
    async with on_stage(root, kept=True) as stage:
        await stage.until(lambda: stage.main.pane.prompt.text)
        assert stage.main.pane.prompt.text == "see "


async def left(stage: Stage) -> None:
    """Lose the line."""
    stage.app.end(129)
    await stage.until(lambda: not stage.app.is_running)
