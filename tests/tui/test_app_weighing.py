"""The room that stands above the prompt is what the next request takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.conversation import Asked
from pairtui.tui.conversation.facts import Facts
from tests.tui.stage import Stage, on_stage, repository

pytestmark = pytest.mark.anyio


async def taken(stage: Stage) -> int:
    """Return what the pane shows, once that is about what /context counts."""
    session = await stage.main.session()
    talk = stage.main.pane.conversation
    assert talk is not None
    found = await session.foreseeing.next(Asked("", talk))
    await stage.until(lambda: stage.main.pane.takes == pytest.approx(found.tokens, rel=0.3))
    return stage.main.pane.takes or 0


async def test_the_room_taken_is_that_of_the_next_request(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop", **{"AGENTS.md": "Use decimals.\n" * 400})
    async with on_stage(root, "Done.", kept=True, weighs=True) as stage:
        await stage.say("/add price.py")
        first = await taken(stage)
        assert first > 1200, "rules and what we say count, too"
        shown = str(stage.main.pane.query_one(Facts).render())
        assert f"≈{first / 1000:.1f}k/" in shown
        await stage.say("What does it do? " * 300)
        assert await taken(stage) > first + 1000
        await stage.say("/drop price.py")
        talked = await taken(stage)
        await stage.say("/new")
        await stage.until(lambda: stage.main.pane.takes is None)
        assert talked > 1200
