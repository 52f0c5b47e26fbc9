"""Slash commands in words, by the keys: one that only asks, /commit, and a team's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.config import load_config
from pairtui.session.team import FOLDER
from tests.tui.pictures import Picture
from tests.tui.stage import TWO_CHANGES, Stage, git, on_stage, repository

pytestmark = pytest.mark.anyio
SHOUT = """---
name: shout
version: 1
purpose: say it louder
uses: words
arguments: [WHAT]
for: prose
---
Say it louder, with no [bold]markup[/bold] and no \x1b]52;c;eA==\x07 either: $words
"""


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sheets be answered at once; the gate's own tests show that it waits."""
    monkeypatch.setattr("pairtui.tui.review.gate.QUIET", 0.0)


async def test_a_question_mark_asks_only(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("? what is total in @price.py")
        assert stage.desk.shelf.review is None
        assert "only answers" in stage.said
        assert "<<<<<<< SEARCH" in stage.said


async def test_what_a_command_cannot_do_without_is_said_and_the_words_stay(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.say("/rename total")
        assert "/rename wants OLD NEW" in stage.said
        assert stage.main.pane.prompt.text == "/rename total"


async def test_the_message_for_what_is_taken_waits_on_the_save_sheet(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    message = "Round totals\n\nPrices have two decimals."
    async with on_stage(root, TWO_CHANGES, f"```\n{message}\n```", kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.say("/commit")
        assert "/commit is about what is taken, and nothing is yet" in stage.said
        assert stage.main.pane.prompt.text == "/commit"
        stage.main.pane.prompt.write("")
        await stage.press("ctrl+g", "a", "ctrl+g")
        await stage.say("/commit in two lines")
        (_, request) = stage.provider.requests  # type: ignore[attr-defined]  # it is scripted
        assert "+    return round(sum(items), 2)" in request.messages[-1].text
        assert "items) * 3" not in request.messages[-1].text
        await stage.press("ctrl+g", "enter")
        await stage.sheet("SaveSheet")
        await stage.press("enter")
        await stage.until(lambda: "Saved commit" in stage.said)
        assert git(root, "log", "-1", "--format=%B").startswith(message)
        assert stage.desk.messages == {}


async def test_a_message_written_on_the_sheet_outlives_it_and_the_program(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a", "enter")
        await stage.sheet("SaveSheet")
        await stage.press("e", "end", "!", "ctrl+s", "escape")
        await stage.until(lambda: stage.app.screen is stage.main)
    async with on_stage(root, kept=True) as stage:
        await stage.until(lambda: stage.desk.messages)
        assert all(text.startswith("Fix rounding!") for text in stage.desk.messages.values())


async def trust(stage: Stage) -> None:
    stage.main.pane.prompt.write("/shout the title of @notes.md")
    await stage.press("enter")
    await stage.sheet("TrustSheet")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_teams_command_is_shown_in_full_before_it_is_used(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    root = repository(tmp_path / "shop", **{"notes.md": "# Notes\n"})
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "shout.md").write_text(SHOUT)
    async with on_stage(root, size=size) as stage:
        listed = {name: purpose for name, _, purpose in stage.main.pane.commands}
        assert listed["shout"] == "of this repository, not trusted yet"
        await trust(stage)
        picture(stage.app, f"trust-{size[0]}x{size[1]}")
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        assert stage.main.pane.prompt.text.startswith("/shout")
        assert stage.provider.requests == []  # type: ignore[attr-defined]  # it is scripted
        await trust(stage)
        await stage.press("enter")
        await stage.until(lambda: not stage.main.turning)
        (request,) = stage.provider.requests  # type: ignore[attr-defined]  # it is scripted
        assert "Say it louder, with no [bold]markup[/bold]" in request.messages[-1].text
        (root / FOLDER / "shout.md").write_text(SHOUT.replace("louder", "louder still"))
        await trust(stage)
        shown = " ".join(str(part.render()) for part in stage.app.screen.query("Static"))
        assert "changed since you trusted it" in shown


async def test_the_colours_are_chosen_and_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        assert stage.app.theme == "textual-dark"
        stage.main.pane.prompt.write("/theme")
        await stage.press("enter")
        await stage.sheet("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: stage.app.theme == "textual-light")
        assert 'theme = "textual-light"' in stage.said
    monkeypatch.setattr(
        "tests.line.line.load_config", lambda *_: replace(load_config({}, {}), theme="flexoki")
    )
    async with on_stage(repository(tmp_path / "other")) as stage:
        assert stage.app.theme == "flexoki"
