"""What is left is there again at the next start, by whatever the program ended."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import pytest
from textual._context import active_app

from pairtui.providers.scripted import Reply
from pairtui.review.counts import counts
from pairtui.session import recording
from pairtui.session.talks import Talks
from pairtui.tui.app import PairApp
from pairtui.tui.conversation.pane import ConversationPane
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.remembering import keep_sent
from tests.line.line import edit
from tests.tui.stage import PRICE, TWO_CHANGES, git, on_stage, repository

pytestmark = pytest.mark.anyio


async def test_decisions_words_and_place_are_there_again_and_a_save_can_be_undone(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("enter")
        await stage.looked_at("SaveSheet")
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).saved == 1)
        await stage.press("r")
        await stage.sheet("ReasonSheet")
        await stage.type("keep half")
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)

    async with on_stage(root, kept=True) as stage:
        await stage.sheet("ReasonSheet")
        assert stage.app.screen.query_one(Box).text == "keep half"
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).rejected == 1)
        assert counts(stage.review).saved == 1
        assert (
            "Line lost 22:13 at change 2 of 2. Your half reason is here. n goes on." in stage.said
        )
        assert "you: fix @price.py" in stage.said
        assert "I will round it." in stage.said
        assert "<<<<" not in stage.said
        assert [item.path for item in stage.main.pane.conversation.attached] == ["price.py"]  # type: ignore[union-attr]  # the session is open
        await stage.press("U")
        await stage.looked_at("UndoSheet")
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).taken == 1)
    assert (root / "price.py").read_text() == PRICE
    assert git(root, "status", "--porcelain") == ""


async def test_a_box_opens_again_where_the_prompt_has_all_the_room(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, size=(80, 24), kept=True) as stage:
        await stage.say("fix @price.py")
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, size=(80, 24), kept=True) as stage:
        await stage.until(lambda: "n goes on." in stage.said)
        assert not stage.desk.reviewing.size
        second = tuple(stage.review.proposal.hunks)[1]
        stage.desk.reviewing.show_change(second.id)
        stage.desk.reviewing.reopen("reason")
        await stage.sheet("ReasonSheet")
        assert stage.desk.reviewing.current == second
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)


async def test_half_typed_words_come_back_and_nothing_is_sent(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.type("and then")
        stage.app.end(143)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, kept=True) as stage:
        await stage.until(lambda: stage.main.pane.prompt.text == "and then")
        await stage.until(lambda: "n goes on." in stage.said)
        assert stage.main.pane.prompt.cursor_location == (0, 8)
        assert counts(stage.review).open == 2
        assert "Today 22:13: 2 open, your half-typed words. n goes on." in stage.said
        assert not stage.provider.requests  # type: ignore[attr-defined]  # the scripted one
        await stage.press("ctrl+q")
        await stage.until(lambda: not stage.app.is_running)


async def test_what_the_file_became_meanwhile_is_said(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "s", "ctrl+q")
        await stage.until(lambda: not stage.app.is_running)
    changed = PRICE.replace("import decimal\n", "import decimal\nimport math\n")
    (root / "price.py").write_text(changed)
    async with on_stage(root, kept=True) as stage:
        await stage.until(lambda: "Since then price.py changed" in stage.said)
        assert "Since then price.py changed: 2 changes moved. n goes on." in stage.said
        assert "changed on disk" not in stage.said
        assert all(hunk.moved == 1 for hunk in stage.review.proposal.hunks)


async def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, kept=True) as stage:
        await stage.press("ctrl+g", "ctrl+g", "ctrl+q")
        await stage.until(lambda: not stage.app.is_running)
    assert not (root / ".git" / "pairtui").exists()


async def test_a_session_that_is_open_elsewhere_is_left_to_it(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        async with on_stage(root, kept=True) as other:
            await other.pilot.pause()
            assert other.desk.shelf.review is None
            other.app.end(0)
            await other.until(lambda: not other.app.is_running)
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, kept=True) as stage:
        await stage.until(lambda: stage.desk.shelf.review is not None)


async def cut_off(root: Path) -> None:
    """Save one change, and leave it as if the process had ended before that was written down."""
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("enter")
        await stage.looked_at("SaveSheet")
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).saved == 1)
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)
    folder = root / ".git" / "pairtui"
    with closing(sqlite3.connect(folder / "journal.db")) as journal, journal:
        journal.execute("DELETE FROM results")
    with closing(sqlite3.connect(folder / "store.db")) as store, store:
        # The process ended before the store heard of it.
        store.execute("DELETE FROM landings")
        store.execute("DELETE FROM events WHERE instr(CAST(body AS TEXT), 'Saved')")


async def test_a_save_that_has_no_end_in_the_journal_is_asked_about(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    await cut_off(root)

    async with on_stage(root, kept=True) as stage:
        await stage.looked_at("ChoiceSheet")
        said = " ".join(str(part.render()) for part in stage.app.screen.query("Static"))
        assert "was cut off: price.py is new, the commit was made." in said
        assert counts(stage.review).taken == 1
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).saved == 1)
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)

    async with on_stage(root, kept=True) as stage:
        await stage.until(lambda: stage.desk.shelf.review is not None)
        assert counts(stage.review).saved == 1
        await stage.until(lambda: not stage.main.talking)
        await stage.press("U")
        await stage.looked_at("UndoSheet")
        await stage.press("enter")
        await stage.until(lambda: "is undone" in stage.said)
    assert (root / "price.py").read_text() == PRICE
    assert git(root, "log", "--format=%s") == "Begin\n"


async def test_finishing_runs_the_hooks_and_can_be_stopped_and_tried_again(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    await cut_off(root)
    git(root, "update-ref", "HEAD", "HEAD^")
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\ntouch .git/ran\nsleep 100\n")
    hook.chmod(0o755)
    async with on_stage(root, kept=True) as stage:
        await stage.looked_at("ChoiceSheet")
        await stage.press("enter")
        await stage.until((root / ".git" / "ran").exists)
        assert stage.desk.writing
        stage.desk.progress("the pre-commit hook is running, 2 s")
        assert stage.main.pane.busy == "the pre-commit hook is running, 2 s · Ctrl+C stops it"
        await stage.press("ctrl+c")
        await stage.until(lambda: "You stopped the commit. It is still open" in stage.said)
        assert (stage.desk.writing, stage.main.pane.busy) == (False, "")
        assert counts(stage.review).taken == 1
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)

    hook.write_text("#!/bin/sh\necho tabs in price.py\nexit 1\n")
    async with on_stage(root, kept=True) as stage:
        await stage.looked_at("ChoiceSheet")
        asked = stage.app.screen
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen not in (asked, stage.main))
        await stage.looked_at("ChoiceSheet")
        said = " ".join(str(part.render()) for part in stage.app.screen.query("Static"))
        assert "The pre-commit hook said no." in said
        assert "tabs in price.py" in said
        hook.unlink()
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).saved == 1)
    assert git(root, "log", "-1", "--format=%s") == "Fix rounding\n"


async def test_a_line_that_is_lost_during_a_hook_leaves_files_and_the_next_start_says_so(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\ntouch .git/ran\nsleep 100\n")
    hook.chmod(0o755)
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("enter")
        await stage.looked_at("SaveSheet")
        await stage.press("enter")
        await stage.until((root / ".git" / "ran").exists)
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)
    assert (root / "price.py").read_text() != PRICE
    async with on_stage(root, kept=True) as stage:
        await stage.until(lambda: "price.py was written, and its commit was not" in stage.said)
        assert counts(stage.review).taken == 1


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_place_inside_a_long_change_is_there_again(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    root = repository(tmp_path / "shop")
    long = "\n".join(f"line {number}" for number in range(200))
    reply = f"TITLE: Long\n\n{edit('long.txt', '', long)}"
    async with on_stage(root, reply, size=size, kept=True) as stage:
        await stage.say("make it")
        await stage.press("ctrl+g", *["pagedown"] * 3, "down", "down")
        there = stage.desk.reviewing.whereabouts
        assert there[1] > 200
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, size=size, kept=True) as stage:
        await stage.until(lambda: stage.desk.reviewing.whereabouts == there)
        assert not stage.main.talking
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)


async def test_words_on_their_way_to_a_model_are_not_lost(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, kept=True) as stage:
        keep_sent(stage.main, "sent and no turn yet")
        await stage.type("typed since")
        stage.app.end(137)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, kept=True) as stage:
        assert stage.main.pane.prompt.text == "typed since"
        await stage.press("up")
        assert stage.main.pane.prompt.text == "sent and no turn yet"
        assert "Today 22:13: your half-typed words." in stage.said
        assert not stage.provider.requests  # type: ignore[attr-defined]  # the scripted one
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, "Yes.", kept=True) as stage:
        assert stage.main.pane.prompt.text == "sent and no turn yet"
        await stage.press("enter")
        await stage.until(lambda: "Yes." in stage.said and not stage.main.turning)
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, kept=True) as stage:
        assert "half-typed" not in stage.said


async def test_an_answer_that_was_cut_off_by_a_kill_is_there_as_far_as_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "SOON", 0.01)
    root, crashed = repository(tmp_path / "shop"), tmp_path / "crashed"
    stall = TWO_CHANGES.index("That is") + 4
    async with on_stage(root, Reply(TWO_CHANGES, stall=stall), kept=True) as stage:
        stage.main.pane.prompt.write("fix @price.py")
        await stage.press("enter")
        await stage.until(
            lambda: stage.desk.shelf.review is not None and counts(stage.review).open == 2
        )
        keep = (await stage.main.session()).keep

        async def kept() -> str:
            left = await keep.writing.done(lambda store: store.resume(keep.session))
            return left.exchanges[-1].turn.reply if left and left.exchanges else ""

        with anyio.fail_after(10):
            while await kept() != TWO_CHANGES[:stall]:
                await stage.pilot.pause()
        # What a killed process leaves is what is on the disk at this moment.
        shutil.copytree(root, crashed)
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)
    for says in (True, False):
        async with on_stage(crashed, kept=True) as stage:
            await stage.until(lambda: "n goes on." in stage.said)
            assert stage.main.pane.prompt.text == ""
            assert stage.said.count("you: fix @price.py") == 1
            assert "That it broke off here" in stage.said
            assert ("the last answer broke off · /continue goes on" in stage.said) is says
            assert stage.main.pane.prompt.remembered[0] == "fix @price.py"
            talk = stage.main.pane.conversation
            assert talk is not None
            assert [(one.reply, one.ending) for one in talk.turns] == [
                (TWO_CHANGES[:stall], "broke off")
            ]
            assert counts(stage.review).open == 2
            assert not stage.provider.requests  # type: ignore[attr-defined]  # the scripted one
            stage.app.end(0)
            await stage.until(lambda: not stage.app.is_running)


async def test_what_is_typed_before_all_is_open_is_kept_in_the_one_that_opens(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        stage.app.end(137)
        await stage.until(lambda: not stage.app.is_running)

    def while_it_opens(talks: Talks) -> None:
        app = active_app.get()
        assert isinstance(app, PairApp)
        main = app.main

        def type_and_keep() -> None:
            main.pane.prompt.write("quick words")
            main.pane.post_message(ConversationPane.Drafted())

        app.call_from_thread(type_and_keep)

    async with on_stage(root, kept=True, wants=while_it_opens) as stage:
        await stage.until(lambda: "n goes on." in stage.said)
        talks = (await stage.main.session()).talks
        (only,) = await talks.every()
        assert (only.card.id, only.draft) == (talks.current, "quick words")
        assert stage.main.pane.prompt.text == "quick words"
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)
