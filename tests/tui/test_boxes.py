"""F4 in every box: the person's own editor, and nothing lost where that fails."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.widgets import Static

from pairtui.review.counts import counts
from pairtui.review.decide import Reject
from pairtui.tui.app import PairApp
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.sheet import Sheet
from tests.tui.stage import TWO_CHANGES, Stage, on_stage, repository

pytestmark = pytest.mark.anyio
Editor = Callable[[str], None]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Return what makes $EDITOR a shell script; its file is "$1"."""
    program = tmp_path / "editor"
    monkeypatch.setattr(PairApp, "suspend", nullcontext)  # a headless app has nothing to lend
    monkeypatch.setenv("EDITOR", str(program))
    monkeypatch.delenv("VISUAL", raising=False)

    def write(script: str) -> None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    return write


def box(stage: Stage) -> Box:
    return stage.app.screen.query_one(Box)


def says(stage: Stage) -> str:
    return str(stage.app.screen.query_one("#sheet-keys", Static).render())


async def test_a_reason_is_written_in_the_editor_and_comes_back(
    tmp_path: Path, editor: Editor
) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "r")
        await stage.type("keep")
        editor("exit 3")
        await stage.press("f4")
        assert (box(stage).text, "ended with 3" in says(stage)) == ("keep", True)
        editor("printf '\\377' > \"$1\"")
        await stage.press("f4")
        assert (box(stage).text, "no UTF-8" in says(stage)) == ("keep", True)
        editor("true")
        await stage.press("f4")
        assert (box(stage).text, says(stage)) == ("keep", "the text is the same")
        editor("printf ' the \\033[31mAPI\\n' >> \"$1\"")
        await stage.press("f4")
        assert box(stage).text == "keep the \\x1b[31mAPI"
        await stage.press("ctrl+z")
        assert box(stage).text == "keep"
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).rejected == 1)
        (verdict,) = stage.review.verdicts.values()
        assert isinstance(verdict, Reject)
        assert verdict.reason == "keep"


async def test_with_no_editor_nothing_happens_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "r", "a", "f4")
        assert (box(stage).text, "no editor is set" in says(stage)) == ("a", True)


async def test_an_edit_in_place_goes_on_in_the_editor_byte_by_byte(
    tmp_path: Path, editor: Editor
) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "e")
        editor('test "${1##*/}" = price.py && printf \'    return\\t1\\342\\200\\213\\n\' > "$1"')
        await stage.press("f4")
        assert box(stage).text == "    return\t1\ue000"
        await stage.press("ctrl+s")
        await stage.until(lambda: counts(stage.review).edited == 1)
        hunk = next(iter(stage.review.proposal.hunks))
        assert stage.review.new_bytes(hunk) == b"    return\t1\xe2\x80\x8b\n"


async def test_the_message_of_a_save_is_written_in_the_editor(
    tmp_path: Path, editor: Editor
) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a", "enter")
        await stage.sheet("SaveSheet")
        await stage.press("e")
        editor("echo 'Round the total' > \"$1\"")
        await stage.press("f4", "ctrl+s")
        sheet = stage.app.screen
        assert isinstance(sheet, Sheet)
        assert any('"Round the total"' in option.says for option in sheet.options())


async def test_words_are_written_in_the_editor_and_no_control_character_comes_in(
    tmp_path: Path, editor: Editor
) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.type("fix")
        editor("printf ' \\033[31mthis\\r\\nand that\\n' >> \"$1\"")
        await stage.press("f4")
        assert stage.main.pane.prompt.text == "fix [31mthis\nand that"
        editor("printf '\\377' > \"$1\"")
        await stage.press("f4")
        assert stage.main.pane.prompt.text == "fix [31mthis\nand that"


async def test_a_change_is_written_into_a_file_of_the_persons_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "linux")
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "Y")
        await stage.looked_at("CopySheet")
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.main)
        assert (tmp_path / "pairtui-price.py").read_bytes() == b"    return round(sum(items), 2)\n"


async def test_ctrl_c_behind_a_sheet_leaves_the_prompt_alone(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.type("half")
        for key, sheet in (("r", "ReasonSheet"), ("f", "FilesSheet")):
            await stage.press("ctrl+g" if key == "r" else "escape", key, "ctrl+c")
            await stage.sheet(sheet)
            assert stage.main.pane.prompt.text == "half"
        notices = [notice.message for notice in stage.app._notifications]
        assert notices == ["Ctrl+Q leaves"] * 2
