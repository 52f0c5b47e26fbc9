"""The app itself: room, panes, keys that are the same everywhere, torn keys, colours."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import anyio
import pytest
from textual import events
from textual.widgets import Static

from pairtui.commands.registry import listing
from pairtui.review.counts import counts
from pairtui.session.session import Session
from pairtui.tui.app import PairApp
from pairtui.tui.review.strips import Strips
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.main import CannotStart
from pairtui.tui.screens.room import RoomSheet
from tests.tui.stage import FIRST, SECOND, TWO_CHANGES, Stage, on_stage, repository

pytestmark = pytest.mark.anyio


def words(stage: Stage) -> str:
    return " ".join(str(part.render()) for part in stage.app.screen.query(Static))


@pytest.mark.parametrize("size", [(120, 40), (100, 24)])
async def test_wide_both_panes_are_there(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(repository(tmp_path / "shop"), size=size) as stage:
        assert stage.main.pane.region.width == 40
        assert stage.desk.region.x == 40
        assert not stage.desk.query_one("#talk-strip").display


async def test_narrow_the_other_pane_is_a_strip(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, size=(80, 24)) as stage:
        await stage.say("fix @price.py")
        assert stage.main.pane.region.width == 80
        assert not stage.desk.display
        assert "“Fix rounding” 2 open · Ctrl+G to review" in " ".join(words(stage).split())
        await stage.press("ctrl+g")
        assert not stage.main.pane.display
        assert stage.desk.reviewing.has_focus
        assert stage.desk.region.width == 80
        assert "you: fix @price.py · ai: done · Tab to write" in words(stage)
        await stage.press("tab")
        assert stage.main.pane.prompt.has_focus


async def test_the_strips_keep_their_keys_and_count_what_waits(tmp_path: Path) -> None:
    long = "x" * 90
    replies = (f"TITLE: {long}\n\n{FIRST}", f"TITLE: Two\n\n{SECOND}")
    async with on_stage(repository(tmp_path / "shop"), *replies, size=(80, 24)) as stage:
        await stage.say("fix @price.py")
        await stage.say(f"and\nthen {long}")
        facts = str(stage.main.pane.query_one("#facts", Static).render()).split("\n")
        assert facts[-1].endswith("…  1 open · 1 more waiting · Ctrl+G to review ─")
        await stage.press("ctrl+g")
        line = str(stage.desk.query_one("#talk-strip", Static).render())
        assert line.startswith("─ you: and then xxx")
        assert line.endswith("x… · ai: done · Tab to write ─")
        assert len(line) == 80


async def test_a_resize_shows_both_and_the_keys_stay_where_they_were(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, size=(80, 24)) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g")
        await stage.pilot.resize_terminal(120, 40)
        await stage.pilot.pause()
        assert stage.main.pane.display
        assert stage.desk.reviewing.has_focus


async def test_too_little_room_is_said_and_control_q_still_works(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.type("draft")
        await stage.pilot.resize_terminal(50, 10)
        await stage.until(lambda: isinstance(stage.app.screen, RoomSheet))
        assert "more room, please: 60×16" in words(stage)
        await stage.type("x")
        await stage.pilot.resize_terminal(120, 40)
        await stage.until(lambda: stage.app.screen is stage.main)
        assert stage.main.pane.prompt.text == "draft"
        assert stage.main.pane.prompt.has_focus
        await stage.press("ctrl+c")
        await stage.pilot.resize_terminal(50, 10)
        await stage.until(lambda: isinstance(stage.app.screen, RoomSheet))
        await stage.press("ctrl+q")
        await stage.until(lambda: "Ctrl+Q again leaves" in words(stage))
        await stage.press("ctrl+q")
        await stage.until(lambda: not stage.app.is_running)


async def test_room_that_came_under_another_sheet_is_noticed(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.pilot.resize_terminal(50, 10)
        await stage.until(lambda: isinstance(stage.app.screen, RoomSheet))
        await stage.press("ctrl+p")
        await stage.sheet("CommandPalette")
        await stage.pilot.resize_terminal(120, 40)
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is stage.main)


async def test_focus_never_moves_by_itself(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.press("ctrl+g")
        assert stage.desk.reviewing.has_focus
        stage.main.pane.prompt.write("fix @price.py")
        stage.main.pane.prompt.action_send()
        await stage.until(lambda: not stage.main.turning and stage.desk.shelf.reviews)
        assert stage.desk.reviewing.has_focus


async def torn(stage: Stage, *keys: tuple[str, str | None]) -> None:
    """Send keys as the parser makes them of a sequence that a slow line tore."""
    for key, character in keys:
        stage.app.post_message(events.Key(key, character))
    await stage.pilot.pause()


async def test_a_torn_arrow_types_nothing(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.type("ab")
        await torn(stage, ("escape", "\x1b"), ("left_square_bracket", "["), ("A", "A"))
        assert stage.main.pane.prompt.text == "ab"
        await stage.type("c")
        assert stage.main.pane.prompt.text == "abc"


async def test_a_torn_arrow_decides_nothing(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g")
        await torn(stage, ("escape", "\x1b"), ("left_square_bracket", "["), ("A", "A"))
        assert stage.app.screen is stage.main
        assert counts(stage.review).open == 2


async def test_a_bracket_of_ones_own_is_typed(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.type("a[0] = 1")
        assert stage.main.pane.prompt.text == "a[0] = 1"


async def test_help_names_the_keys_of_the_place(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.press("f1")
        await stage.sheet("HelpSheet")
        assert "Break the line" in words(stage)
        assert "Ctrl+G" in words(stage)
        await stage.press("escape", "ctrl+g")
        await stage.press("?")
        await stage.sheet("HelpSheet")
        assert "Take this change" in words(stage)


async def test_keys_that_come_at_once_page_through_the_help_one_by_one(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), size=(80, 24)) as stage:
        await stage.press("ctrl+g", "?")
        await stage.sheet("HelpSheet")
        body = stage.app.screen.query_one("#sheet-body")
        for key in ("pagedown", "pagedown", "down"):
            stage.app.post_message(events.Key(key, None))
        await stage.until(lambda: body.scroll_y == 2 * (body.size.height - 1) + 1)


async def test_the_keys_of_a_box_are_shown_above_it(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "r", "h", "f1")
        await stage.sheet("HelpSheet")
        assert "Write this in $EDITOR" in words(stage)
        await stage.press("f1")
        assert len(stage.app.screen_stack) == 3
        await stage.press("escape", "i")
        assert stage.app.screen.query_one(Box).text == "hi"


async def test_every_action_is_in_the_palette(tmp_path: Path) -> None:
    from pairtui.tui.palette import Actions

    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        provider = Actions(stage.main)
        says = [hit.text async for hit in provider.discover()]
        assert any("Take (" in str(text) for text in says)
        assert any("Leave (Ctrl+Q)" in str(text) for text in says)
        found = [hit async for hit in provider.search("in $EDITOR")]
        assert found
        await stage.press("ctrl+p")
        await stage.sheet("CommandPalette")


async def test_completion_palette_and_help_list_the_same_commands(tmp_path: Path) -> None:
    from pairtui.tui.palette import Actions

    async with on_stage(repository(tmp_path / "shop")) as stage:
        names = {name for name, _, _ in listing(await stage.main.session())}
        assert {"add", "explain", "help"} <= names
        await stage.type("/")
        assert set(stage.main.pane.prompt.options) == names
        await stage.type("add")
        await stage.press("backspace")
        assert "FILE" in str(stage.main.pane.completions.render())
        texts = [str(hit.text) async for hit in Actions(stage.main).discover()]
        found = [text.split()[0] for text in texts if text.startswith("/")]
        assert sorted(found) == sorted(f"/{name}" for name in names)
        await stage.press("f1")
        await stage.sheet("HelpSheet")
        said = str(stage.app.screen.query_one("#sheet-notes", Static).render())
        helped = [line.split()[0] for line in said.split("\n") if line.startswith("  /")]
        assert sorted(helped) == sorted(found)


async def test_a_command_of_the_palette_is_begun_in_the_prompt_and_the_draft_kept(
    tmp_path: Path,
) -> None:
    from pairtui.tui.palette import Actions

    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.type("half")
        hits = [hit async for hit in Actions(stage.main).search("/drop")]
        best = max(hits, key=lambda hit: hit.score)
        assert type(best.help).__name__ == "Content"  # its words are no markup
        await best.command()
        prompt = stage.main.pane.prompt
        assert prompt.text == "/drop "
        assert not stage.main.turning
        prompt.clear_kept()
        await stage.press("up", "up")
        assert prompt.text == "half"


async def test_keys_can_be_given_others(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        stage.app.set_keymap({"review.take": "t"})
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "t")
        await stage.until(lambda: counts(stage.review).taken == 1)


async def test_the_letters_of_git_add_p_are_a_setting(tmp_path: Path) -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "pairtui"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('keys = "git"\n')
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "g", "j", "n")
        await stage.until(lambda: counts(stage.review).rejected == 1)
        await stage.press("d")
        await stage.sheet("BulkSheet")
        await stage.press("escape")
        hints = stage.app.query_one("#review-footer", Strips).lines[-1].left
        assert "".join(bit.text for bit in hints).startswith("y take  n reject")
        await stage.press("y")
        await stage.until(lambda: counts(stage.review).taken == 1)


@pytest.mark.parametrize(("value", "theme"), [("1", "ansi-dark"), ("", "textual-dark")])
async def test_no_color_counts_only_where_it_is_not_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", value)
    async with on_stage(repository(tmp_path / "shop")) as stage:
        assert stage.app.theme == theme
        assert stage.app.no_color == bool(value)


HEAVY = (
    "openai", "git", "tiktoken", "rich.markdown", "markdown_it", "pairtui.session.session",
    "pairtui.tui.review.pane", "pairtui.review.decide", "pygments.lexers.python",
    "pairtui.proposal",
)  # fmt: skip


async def test_where_there_is_nothing_to_work_on_it_leaves_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse() -> Session:
        raise CannotStart(4, "pairtui: no \x1b[2J repository. Run pairtui init.")

    app = PairApp(refuse)
    async with app.run_test():
        with anyio.fail_after(5):
            while app.return_code is None:
                await anyio.lowlevel.checkpoint()
    assert app.return_code == 4
    said = capsys.readouterr().err
    assert "no \\x1b[2J repository" in said
    assert "\x1b[2J" not in said


async def test_control_c_outside_the_prompt_never_leaves(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "ctrl+c")
        assert "Ctrl+Q leaves" in stage.desk.reviewing._notice
        assert stage.app.is_running


async def test_nothing_heavy_is_imported_for_the_first_paint() -> None:
    code = f"import sys, pairtui.tui.app; print([name for name in {HEAVY} if name in sys.modules])"
    done = await anyio.run_process([sys.executable, "-c", code])
    assert done.stdout.strip() == b"[]"
