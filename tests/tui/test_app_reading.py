"""Going through the conversation with the keys, in the whole app."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Static

from pairtui.tui.review.finder import Finder
from tests.tui.pictures import Picture
from tests.tui.pictures import picture as picture  # noqa: PLC0414 - a fixture is used by its name
from tests.tui.stage import Stage, on_stage, repository
from tests.tui.test_app_pictures import LOOKS, dressed

pytestmark = pytest.mark.anyio

CODE = "".join(f"    shelf_{number} = book({number})\n" for number in range(40))
ANSWER = (
    "Here is **how**, see [the manual](https://example.org/a).\n\n"
    f"```python\ndef shelves():\n{CODE}```\n\n"
    "| Name | What it does when called | Default |\n|---|---|---|\n"
    "| alpha | sets the first shelf | `3` |\n\nThat is all.\n"
)


def bar(stage: Stage) -> str:
    return str(stage.main.pane.query_one("#bar", Static).render())


async def reading(stage: Stage) -> None:
    """Talk twice, and go into the conversation, to the first answer's code."""
    await stage.say("how do I?")
    await stage.say("and again?")
    await stage.press("ctrl+t", "g", *["right_square_bracket"] * 3)


async def test_keys_there_read_and_copy_and_change_nothing(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), ANSWER) as stage:
        await stage.press("ctrl+t")
        assert bar(stage) == "nothing was said yet"
        await stage.type("half")
        await stage.press("ctrl+c")
        await reading(stage)
        assert bar(stage) == "turn 1/2 · o folds · Y copies · Esc"
        await stage.press("Y")
        assert stage.app.clipboard == f"def shelves():\n{CODE}"
        assert bar(stage).startswith("copied this code, 41 lines")
        await stage.press("Y")
        await stage.sheet("CopySheet")
        await stage.press("escape")
        await stage.until(lambda: bar(stage) == "no file was written")
        await stage.press("x")
        assert bar(stage).startswith("nothing here on x")
        assert stage.main.pane.prompt.text == ""
        await stage.press("ctrl+g")
        assert stage.desk.reviewing.has_focus
        await stage.press("ctrl+g")
        assert stage.main.pane.prompt.has_focus


async def test_words_are_looked_for_and_esc_closes_one_thing_a_press(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), ANSWER) as stage:
        await reading(stage)
        await stage.press("slash")
        await stage.until(lambda: stage.app.query(Finder))
        await stage.type("first shelf")
        await stage.until(lambda: bar(stage) == "Enter next · ↑ before · Esc stays")
        await stage.press("escape")
        await stage.until(lambda: not stage.app.query(Finder))
        transcript = stage.main.pane.transcript
        assert transcript.has_focus
        row = stage.app.cursor_position.y - transcript.region.y
        assert "first shelf" in transcript.render_line(row).text
        assert not stage.main.turning
        await stage.press("escape")
        assert stage.main.pane.prompt.has_focus


async def test_a_sheet_over_it_leaves_what_is_read_back_where_it_is(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), ANSWER * 2) as stage:
        await stage.say("how do I?")
        transcript = stage.main.pane.transcript
        await stage.press("pageup")
        top = transcript.scroll_offset.y
        assert 0 < top < transcript.max_scroll_y
        await stage.press("f1")
        await stage.sheet("HelpSheet")
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is stage.main)
        await stage.pilot.pause()
        assert transcript.scroll_offset.y == top


@LOOKS
async def test_pictures(tmp_path: Path, picture: Picture, look: str) -> None:
    async with dressed(repository(tmp_path / "shop"), ANSWER, look=look) as stage:
        await reading(stage)
        picture(stage.app, f"app-reading-{look}")
        await stage.press("slash")
        await stage.until(lambda: stage.app.query(Finder))
        await stage.type("first shelf")
        await stage.until(lambda: "Enter next" in bar(stage))
        await stage.pilot.pause()
        picture(stage.app, f"app-finding-{look}")
        await stage.press("escape", "escape")
        await stage.until(lambda: stage.main.pane.prompt.has_focus)
        await stage.type("look at ")
        stage.main.pane.prompt.post_message(Paste("a row\n" * 120))
        await stage.until(lambda: "pasted" in stage.main.pane.prompt.text)
        await stage.pilot.pause()
        picture(stage.app, f"app-pasted-{look}")
