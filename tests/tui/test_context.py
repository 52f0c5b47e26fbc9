"""/context: the list of what goes out next, and each part of it to its last byte."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.app import App

from pairtui.context.parts import Part
from pairtui.conversation import Asked
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Message, Model
from pairtui.session.foreseeing import Foreseeing, Next
from pairtui.tokens import Counter, estimate
from pairtui.tui.screens.context import ContextSheet
from pairtui.tui.screens.longtext import LongText, TextSheet
from pairtui.tui.screens.sheet import STYLES
from tests.tui.pictures import Picture
from tests.tui.stage import TWO_CHANGES, Stage, on_stage, repository
from tests.tui.test_app_pictures import SIZES, named

pytestmark = pytest.mark.anyio
LARGE = "".join(f"def f{at}(items):\n    return items[{at}:]\n\n" for at in range(9000))
RULES = "# Rules\n\nUse Decimal for money.\n"
WORDS = "/context Why does total add? @price.py @large.py"


@pytest.fixture(autouse=True)
def _by_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count without the child process: what it counts is tested beside the session."""

    async def count(self: Counter, texts: Sequence[str]) -> list[int]:
        self.exact = False
        return [estimate(text) for text in texts]

    monkeypatch.setattr(Counter, "count", count)


async def looks(stage: Stage, words: str = WORDS) -> ContextSheet:
    stage.main.pane.prompt.write(words)
    await stage.press("enter")
    await stage.sheet("ContextSheet")
    assert isinstance(stage.app.screen, ContextSheet)
    return stage.app.screen


MODEL = Model("qwen3-coder", "localhost", budget=32_000)
FILE = "price.py\n```\nimport decimal\n⋯ 1,204 lines left out\ndef total(items):\n    return 0\n```"
FOUND = Next(
    MODEL,
    (
        Part("system", "system/pair", "You work as a pair.", 311, role="system"),
        Part("format", "format/search_replace", "Write each edit so.", 352, role="system"),
        Part("rules", "AGENTS.md", "Use Decimal.", 1204, role="system"),
        Part("map", "context/map", "tax.py", 2010, "40 files not looked at yet", role="system"),
        Part("turn", "turn 1: you", "Fix it.", 4),
        Part("turn", "turn 1: AI", "So be it.", 75, role="assistant"),
        Part(
            "file", "a/long/way/down/into/the/folders/of/it/price.py", FILE, 9120, "⋯ 1,204 lines"
        ),
        Part("words", "your words", "Why does total add?", 11),
    ),
    (Message("system", "You work as a pair."), Message("user", "Why does total add?")),
    tokens=13_095,
    left_out=(("CLAUDE.md", "it is a link"),),
    withheld=(("config.py:12", "it looks like a GitHub token, so it goes as github-token-1"),),
    notes=("The conversation is long: the AI no longer sees the oldest 4 turns.",),
)


async def test_on_the_smallest_screen_figures_and_keys_are_there(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), size=(60, 16)) as stage:
        sheet = await looks(stage, "/context Why? @price.py")
        keys = sheet.query_one("#sheet-keys")
        assert keys.region.bottom <= 16
        menu = sheet.query_one("#sheet-menu")
        assert all(len(f"> {one.says}") <= menu.size.width for one in sheet.options())
        assert sheet.options()[0].says.endswith("%")


@SIZES
async def test_what_goes_out_next(picture: Picture, size: tuple[int, int]) -> None:
    app = App[None](css_path=STYLES)
    async with app.run_test(size=size) as pilot:
        app.push_screen(ContextSheet(FOUND))
        await pilot.pause()
        picture(app, named("context", size))
        await pilot.press(*["down"] * 7)
        await pilot.pause()
        picture(app, named("context-marked", size))
        await pilot.press("enter")
        await pilot.pause()
        picture(app, named("context-part", size))


async def test_a_request_lists_its_parts_in_the_app(tmp_path: Path) -> None:
    files = {"AGENTS.md": RULES, "large.py": LARGE}
    root = repository(tmp_path / "shop", **files)
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        sheet = await looks(stage)
        rows = [one.value for one in sheet.options()]
        assert [one.name for one in rows if one.kind == "file"][1:] == ["price.py", "large.py"]
        assert "turn 1: you" in [one.name for one in rows]
        assert any(one.note.startswith("⋯ ") for one in rows)
        assert "AGENTS.md" in [one.name for one in rows]


async def test_a_part_is_read_to_its_last_byte_and_nothing_is_sent(tmp_path: Path) -> None:
    provider = ScriptedProvider([Reply("No.")])
    odd = "wide " * 90 + "\n\x1b[2J\ttab\nlast\n"
    async with on_stage(repository(tmp_path / "shop", odd=odd), provider=provider) as stage:
        sheet = await looks(stage, "/context look @odd")
        files = [one.value for one in sheet.options() if one.value.name == "odd"]
        await stage.press("end", "up", "enter")
        await stage.sheet("TextSheet")
        body = stage.app.screen.query_one(LongText)
        assert files[0].text is not None
        lines = body.text.split("\n")
        assert len(lines) == files[0].text.count("\n") + 1
        assert "\x1b" not in body.text
        assert lines[3] == r"\x1b[2J tab"
        await stage.press("end")
        shown = "".join(body.render_line(y).text for y in range(body.size.height))
        assert "last" in shown
        assert sum("wide" in body.render_line(y).text for y in range(body.size.height)) > 3
        await stage.press("escape")
        assert isinstance(stage.app.screen, ContextSheet)
        await stage.press("escape")
        assert stage.main.pane.prompt.text == "look @odd"
        assert stage.main.pane.conversation is not None
        assert stage.main.pane.conversation.attached == (), "looking brings nothing in"
    assert provider.requests == []


async def test_all_of_it_is_what_is_sent_then(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await looks(stage, "/context /explain @price.py")
        await stage.press("enter")
        await stage.sheet("TextSheet")
        seen = stage.app.screen.query_one(LongText).text
        await stage.press("escape", "escape", "enter")
        await stage.until(lambda: not stage.main.turning)
        assert isinstance(stage.provider, ScriptedProvider)
        (request,) = stage.provider.requests
        assert seen == "\n\n".join(f"── {one.role} ──\n{one.text}" for one in request.messages)


async def test_what_is_too_large_says_so_and_what_is_not_sent_cannot_be_read(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop", wide="x" * 900_000)
    (root / "CLAUDE.md").symlink_to("/etc/passwd")
    async with on_stage(root) as stage:
        await looks(stage, "/context look @wide")
        text = " ".join(str(one.render()) for one in stage.app.screen.query("Static"))
        assert "leave it out with /drop wide" in text
        await stage.press("enter")
        assert not isinstance(stage.app.screen, TextSheet)
        text = " ".join(str(one.render()) for one in stage.app.screen.query("Static"))
        assert "CLAUDE.md: it is a" in text


async def test_what_a_round_would_be_sent_with_is_what_it_is_sent_with(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("int cents")
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments)
        await stage.press("S")
        await stage.looked_at("SendSheet")
        await stage.press("i")
        await stage.sheet("ContextSheet")
        await stage.press("enter")
        await stage.sheet("TextSheet")
        seen = stage.app.screen.query_one(LongText).text
        await stage.press("escape", "escape", "enter")
        await stage.until(lambda: stage.review.rounds and stage.review.rounds[-1].ending)
        assert isinstance(stage.provider, ScriptedProvider)
        request = stage.provider.requests[1]
        assert "int cents" in request.messages[-1].text
        assert seen == "\n\n".join(f"── {one.role} ──\n{one.text}" for one in request.messages)


async def test_while_it_is_counted_nothing_is_said_to_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(self: Foreseeing, asked: Asked) -> Next:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(Foreseeing, "next", never)
    async with on_stage(repository(tmp_path / "shop")) as stage:
        stage.main.pane.prompt.write("/context")
        await stage.press("enter")
        await stage.until(lambda: stage.main.pane.busy == "counting…")
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        assert stage.main.pane.busy == ""
