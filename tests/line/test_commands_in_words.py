"""Commands in words, on the whole line: what is sent, and that an answer can change nothing."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from pairtui.conversation import Asked, Attachment, Conversation
from pairtui.events import Ended, Noted, Proposed, Said
from pairtui.providers.scripted import Reply, ScriptedProvider
from tests.line.line import Heard, edit, session_on
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
EDIT = edit("a.py", "x = 1", "x = 2", "It is two.")


async def asked(root: Path, turn: Asked) -> tuple[Heard, ScriptedProvider]:
    provider = ScriptedProvider([Reply(EDIT)])
    session = session_on(root, provider)
    await session.ready()
    heard = Heard()
    async with aclosing(session.ask(turn, asyncio.Event())) as events:
        async for event in events:
            heard.events.append(event)
    await session.aclose()
    return heard, provider


@pytest.fixture
def root(tmp_path: Path) -> Path:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"x = 1\n"})
    return bench.root


TALK = Conversation((), (Attachment("a.py"),))


@pytest.mark.parametrize("command", ["ask", "explain", "summarise", "commit"])
async def test_an_answer_that_may_not_propose_changes_nothing(root: Path, command: str) -> None:
    turn = Asked("what is x?", TALK, command=command, changes="+x = 2" * (command == "commit"))
    heard, provider = await asked(root, turn)
    assert heard.of(Proposed) == []
    assert "".join(one.text for one in heard.of(Said)) == EDIT
    assert heard.ended.ending == "done"
    assert any("only answers" in one.text for one in heard.of(Noted))
    (request,) = provider.requests
    sent = "\n".join(message.text for message in request.messages)
    assert "SEARCH" not in sent
    assert "what is x?" in sent
    assert "x = 1" in sent
    assert [use.name for use in request.prompts if use.name.startswith(("system", "command"))] == [
        "system/answer",
        f"command/{command}",
    ]


@pytest.mark.parametrize("command", ["", "tests", "rename"])
async def test_other_answers_are_proposals(root: Path, command: str) -> None:
    heard, provider = await asked(root, Asked("x y", TALK, command=command))
    assert len(list(heard.proposal.hunks)) == 1
    assert isinstance(heard.ended, Ended)
    (request,) = provider.requests
    assert "SEARCH" in "\n".join(message.text for message in request.messages)


async def test_the_changes_a_command_is_about_are_sent(root: Path) -> None:
    diff = "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n"
    _, provider = await asked(
        root, Asked("be short", Conversation(), command="commit", changes=diff)
    )
    (request,) = provider.requests
    assert request.messages[-1].text.endswith(diff)
    assert "be short" in request.messages[-1].text


async def test_a_command_for_another_kind_of_file_says_so(root: Path) -> None:
    commanding = session_on(root, ScriptedProvider([Reply("hi")])).commanding
    prose = Conversation((), (Attachment("a.md"),))
    assert "no file is in" in commanding.unfit(Asked("", Conversation(), command="tests"))
    assert "for code" in commanding.unfit(Asked("", prose, command="tests"))
    assert "for prose" in commanding.unfit(Asked("", TALK, command="proofread"))
    for command, talk in (("tests", TALK), ("proofread", prose), ("explain", Conversation())):
        assert commanding.unfit(Asked("", talk, command=command)) == ""
