"""Talking: from a key in the prompt to the end of an answer, on the whole app."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from textual.widgets import Static

from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Delta, Finish, Request, TextDelta
from pairtui.session.session import Session
from pairtui.tui.app import PairApp
from tests.line.line import edit, session_on
from tests.tui.stage import FIRST, TWO_CHANGES, on_stage, repository

pytestmark = pytest.mark.anyio


async def test_an_answer_streams_in_and_its_changes_come_to_the_review(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        assert "you: fix @price.py ai: I will round it." in stage.said
        assert stage.said.count("→ change in price.py") == 2
        assert len(list(stage.review.proposal.hunks)) == 2
        assert stage.main.pane.prompt.has_focus
        assert stage.main.pane.conversation is not None
        assert [item.path for item in stage.main.pane.conversation.attached] == ["price.py"]


async def test_words_can_be_typed_and_sent_before_the_session_is_open(tmp_path: Path) -> None:
    root, gate = repository(tmp_path / "shop"), threading.Event()

    def make() -> Session:
        assert gate.wait(10)
        return session_on(root, ScriptedProvider([Reply("Here I am.")]))

    app = PairApp(make)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"hello", "enter")
        await pilot.pause()
        assert (app.main.pane.busy, app.main.turning) == ("starting…", True)
        gate.set()
        async with asyncio.timeout(10):
            while app.main.turning:
                await pilot.pause()
        assert "Here I am." in app.main.pane.transcript.text


async def test_a_failure_is_one_line_and_the_words_are_back(tmp_path: Path) -> None:
    replies = [Reply(fault="busy", wait=300), Reply("Now it works.")]
    async with on_stage(repository(tmp_path / "shop"), *replies) as stage:
        await stage.say("do it")
        assert stage.said.count("!") == 1
        assert "script" in stage.said
        assert stage.main.pane.prompt.text == "do it"
        await stage.press("enter")
        await stage.until(lambda: not stage.main.turning)
        assert "Now it works." in stage.said
        assert stage.main.pane.prompt.text == ""


async def test_an_answer_that_breaks_off_is_marked(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), Reply("One two three", cut=7)) as stage:
        await stage.say("count")
        assert "the answer broke off · /continue" in stage.said


class Endless:
    """A model that says one word and then nothing more; `closed` tells that it was let go."""

    name, host = "scripted", "script"

    def __init__(self) -> None:
        self.closed = asyncio.Event()

    async def models(self) -> tuple[str, ...]:
        return ("endless",)

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        try:
            yield TextDelta("word\n\n")
            await asyncio.Event().wait()
            yield Finish("stop")
        finally:
            self.closed.set()

    async def aclose(self) -> None:
        pass


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_stopping_keeps_the_text_and_closes_the_stream(tmp_path: Path, key: str) -> None:
    endless = Endless()
    async with on_stage(repository(tmp_path / "shop"), provider=endless) as stage:
        stage.main.pane.prompt.write("go on")
        await stage.press("enter")
        await stage.until(lambda: "word" in stage.said)
        await stage.press(key)
        await asyncio.wait_for(endless.closed.wait(), 5)
        await stage.until(lambda: not stage.main.turning)
        assert "word stopped" in stage.said
        bar = str(stage.main.pane.query_one("#bar", Static).render())
        assert bar == "Enter sends · Ctrl+G review · F1 keys"
        assert stage.main.pane.conversation is not None
        assert stage.main.pane.conversation.turns[-1].ending == "stopped"


async def test_while_an_answer_comes_in_the_bar_says_how_to_stop_it(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), provider=Endless()) as stage:
        stage.main.pane.prompt.write("go on")
        await stage.press("enter")
        await stage.until(lambda: "word" in stage.said)
        bar = stage.main.pane.query_one("#bar", Static)
        assert str(bar.render()) == "answering… · Esc stops"
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)


async def test_a_second_question_for_what_did_not_fit_is_said(tmp_path: Path) -> None:
    lost = edit("price.py", "    return summe(items)", "    return round(sum(items), 2)")
    replies = (f"TITLE: Round\n\n{lost}", FIRST)
    async with on_stage(repository(tmp_path / "shop"), *replies) as stage:
        await stage.say("fix @price.py")
        assert "→ change in price.py asked again for what did not fit" in stage.said
        assert stage.said.count("→ change in price.py") == 2


async def test_what_will_be_told_wraps_and_is_cut_only_where_it_is_very_long(
    tmp_path: Path,
) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        pane, facts = stage.main.pane, stage.main.pane.query_one("#facts", Static)
        pane.told = "1 taken, 1 refused: keep the public API as it is, for others call it"
        await stage.pilot.pause()
        assert " ".join(str(facts.render()).split()) == f"AI will be told: {pane.told}"
        assert facts.size.height == 3
        pane.told = "1 refused: " + "because " * 100
        await stage.pilot.pause()
        assert facts.size.height == 6
        assert str(facts.render()).endswith("…")
        await stage.pilot.resize_terminal(80, 24)
        pane.told = "1 taken, 1 refused: keep the public API as it is"
        await stage.pilot.pause()
        assert facts.size.height == 1


async def test_the_conversation_begins_with_a_welcome_where_there_is_one(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    session = session_on(root, ScriptedProvider([Reply("x")]))
    app = PairApp(lambda: session, welcome="**A sample.** Ask `this`.")
    async with app.run_test(size=(120, 40)) as pilot, asyncio.timeout(10):
        while "A sample. Ask this." not in app.main.pane.transcript.text:
            await pilot.pause()


async def test_control_c_clears_the_prompt_and_up_brings_it_back(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.type("half a thought")
        await stage.press("ctrl+c")
        assert stage.main.pane.prompt.text == ""
        await stage.press("up")
        assert stage.main.pane.prompt.text == "half a thought"
        await stage.press("ctrl+c", "ctrl+c")
        assert stage.main.pane.remark == "Ctrl+Q leaves"
        assert stage.app.is_running


async def test_files_are_completed_as_one_types(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop", **{"prices.md": "Prices.\n"})
    async with on_stage(root) as stage:
        await stage.type("see @pri")
        await stage.until(lambda: len(stage.main.pane.prompt.options) == 2)
        _, second = stage.main.pane.prompt.options
        await stage.press("down", "down", "tab")
        assert stage.main.pane.prompt.text == f"see @{second} "
        assert not stage.main.pane.completions.display


async def test_a_folder_is_gone_into_and_a_file_for_reference_dropped(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop", **{"style guide.md": "Be brief.\n"})
    (root / "cart").mkdir()
    (root / "cart" / "tax.py").write_text("TAX = 1\n")
    async with on_stage(root, "Fine.") as stage:
        prompt = stage.main.pane.prompt
        await stage.type("/read sty")
        await stage.until(lambda: prompt.options == ("style guide.md",))
        await stage.press("tab")
        assert prompt.text == '/read "style guide.md" '
        await stage.press("enter")
        await stage.until(lambda: "style guide.md is in, for reference only" in stage.said)
        await stage.type("see @ca")
        await stage.until(lambda: "cart/" in prompt.options)
        await stage.press("tab")
        await stage.until(lambda: prompt.options == ("cart/tax.py",))
        assert prompt.text == "see @cart/"
        await stage.press("enter")
        await stage.until(lambda: "@cart/: 1 file, 8 bytes" in stage.said)
        await stage.until(lambda: not stage.main.turning)
        await stage.type("/drop ")
        await stage.until(lambda: prompt.options == ("style guide.md", "cart/"))
        await stage.press("tab", "enter")
        await stage.until(lambda: "style guide.md is out" in stage.said)
        talk = stage.main.pane.conversation
        assert talk is not None
        assert [item.spec for item in talk.attached] == ["cart/"]


async def test_commands_are_completed_and_run(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.type("/ad")
        assert stage.main.pane.prompt.options == ("add",)
        await stage.press("tab")
        await stage.type("price.py")
        await stage.press("enter")
        await stage.until(lambda: not stage.main.turning)
        assert "price.py is in" in stage.said
        facts = stage.main.pane.query_one("#facts").render()
        assert "@price.py" in str(facts)


async def test_a_list_that_comes_late_does_not_open_over_other_words(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), "Fine.") as stage:
        await stage.type("see @pri")
        await stage.until(lambda: stage.main.pane.prompt.options)
        late = stage.main.pane.prompt.word
        await stage.press("escape")
        await stage.type("ce.py please")
        await stage.press("enter")
        await stage.until(lambda: not stage.main.turning)
        assert late is not None
        stage.main.pane.offer(late, (("price.py", ""),))
        assert stage.main.pane.prompt.options == ()


async def test_an_unknown_command_is_named_and_given_back(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.say("/ad price.py")
        assert "/ad is no command: did you mean /add or /read?" in stage.said
        assert stage.main.pane.prompt.text == "/ad price.py"


async def test_escape_sequences_in_an_answer_are_shown_and_not_sent(tmp_path: Path) -> None:
    evil = "Look: \x1b]52;c;aGk=\x07 and <b>this</b> and ![x](http://evil)\n\n```\n\x1b[31m\n```\n"
    async with on_stage(repository(tmp_path / "shop"), evil) as stage:
        await stage.say("hi")
        lines = stage.main.pane.transcript.text.split("\n")
        assert not any("\x1b" in line or "\x07" in line for line in lines)
        assert r"\x1b]52;c;aGk=\x07" in stage.said
        assert "<b>this</b>" in stage.said
        assert "![x](http://evil)" in stage.said
        assert r"\x1b[31m" in stage.said


async def test_nobody_answers(tmp_path: Path) -> None:
    from pairtui.session.answerers import Answerers
    from pairtui.session.parts import Answering, Parts

    root = repository(tmp_path / "shop")

    def make() -> Session:
        session = session_on(root, ScriptedProvider([Reply("x")]))
        parts: Parts = session._parts
        session._parts = type(parts)(
            parts.repo, parts.config, parts.prompts, parts.counter, parts.remembered,
            Answering(None, parts.answering.endpoint, "No key is set."), policy=parts.policy,
        )  # fmt: skip
        session.answerers = Answerers(session._parts)
        return session

    app = PairApp(make)
    async with app.run_test(size=(120, 40)) as pilot, asyncio.timeout(10):
        while app.main.pane.status is None or "Nobody" not in app.main.pane.transcript.text:
            await pilot.pause()
        shown = " ".join(app.main.pane.transcript.text.split())
        assert "pairtui model add" in shown
        assert "OPENAI_API_KEY" in shown
        await pilot.press(*"hi", "enter")
        while "No key is set." not in app.main.pane.latest:
            await pilot.pause()
        while app.main.turning:
            await pilot.pause()
        assert app.main.pane.prompt.text == "hi"
