"""Leg 1 over a real HTTP server on loopback: the protocol and each of its faults."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.conversation import Asked, Attachment, Conversation
from pairtui.events import Ended, Failed, Noted, Proposed
from pairtui.providers.openai import Limits, OpenAIProvider
from pairtui.review.decide import Take
from tests.line.line import decided, edit, hunks, save_well, session_on, talk
from tests.providers.server import Reply, Server, serve
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio

EDIT = edit("a.py", "x = 1", "x = 2", "Two is better.")
FAST = Limits(connect=2, first=0.5, between=0.5)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"a.py": b"x = 1\n"})
    return made


async def hear(bench: Bench, server: Server) -> tuple[list[Failed], Ended, list[Proposed]]:
    provider = OpenAIProvider(server.url, "sk-test", limits=FAST)
    session = session_on(bench.root, provider, "openai")
    try:
        await session.choose_model("m")
        heard = await talk(session, "two", "a.py")
    finally:
        await session.aclose()
    failed = [event for event in heard.events if isinstance(event, Failed)]
    proposed = [event for event in heard.events if isinstance(event, Proposed)]
    return failed, heard.ended, proposed


async def test_a_real_answer_becomes_a_real_commit(bench: Bench) -> None:
    with serve(Reply("Sure.\n" + EDIT), models=["only-one"]) as server:
        session = session_on(bench.root, OpenAIProvider(server.url, "sk-test"), "openai")
        heard = await talk(session, "two", "a.py")
        review = decided(heard.proposal, Take(hunks(heard.proposal)[0].id))
        landed = await save_well(session, review)
        assert bench.git("show", f"{landed.commit}:a.py") == b"x = 2\n"
        assert heard.proposal.provenance.model == "only-one"
        assert heard.ended.usage is not None
        assert not heard.ended.usage.estimated
        assert heard.proposal.provenance.usage == heard.ended.usage
        body = server.requests[-1]
        assert "temperature" not in body
        assert "tools" not in body
        await session.aclose()


FAULTS = {
    "wrong key": Reply(status=401, body='{"error": {"message": "bad key sk-test"}}'),
    "forbidden": Reply(status=403, body="no"),
    "no such model": Reply(status=404, body='{"error": {"message": "no model m"}}'),
    "busy": Reply(status=429, headers={"retry-after": "12"}, body="slow down"),
    "broken": Reply(status=503, body="<html>oops</html>"),
    "web page": Reply(status=200, headers={"content-type": "text/html"}, body="<html>hi</html>"),
    "elsewhere": Reply(status=307, headers={"location": "http://127.0.0.1:9/x"}),
    "silence": Reply(silent=True),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_one_clear_line_that_names_the_host(bench: Bench, name: str) -> None:
    with serve(FAULTS[name]) as server:
        failed, ended, proposed = await hear(bench, server)
        assert len(failed) == 1, failed
        assert "127.0.0.1" in failed[0].says
        assert failed[0].remedy
        assert "sk-test" not in failed[0].says + failed[0].remedy
        assert (ended.ending, proposed) == ("failed", [])
        if name == "busy":
            assert failed[0].wait == 12
            assert "12 s" in failed[0].says + failed[0].remedy


async def test_nobody_listens(bench: Bench) -> None:
    with serve(Reply()) as server:
        gone = server.url
    provider = OpenAIProvider(gone, "k", limits=FAST)
    session = session_on(bench.root, provider, "openai")
    await session.choose_model("m")
    heard = await talk(session, "two", "a.py")
    assert heard.ended.ending == "failed"
    assert any(isinstance(event, Failed) and "127.0.0.1" in event.says for event in heard.events)
    await session.aclose()


async def test_a_cut_stream_keeps_what_was_finished_and_is_said(bench: Bench) -> None:
    text = EDIT + edit("a.py", "x = 1", "x = 3")
    with serve(Reply(text, cut=len(EDIT) + 40)) as server:
        failed, ended, proposed = await hear(bench, server)
        assert ended.ending == "broke off"
        assert "broke off" in failed[0].says
        assert len(list(proposed[-1].proposal.hunks)) == 1
        assert len(proposed[-1].proposal.cut_off) == 1


async def test_garbage_in_the_stream_is_said(bench: Bench) -> None:
    with serve(Reply(EDIT, tail="data: {broken\n\n")) as server:
        failed, ended, _ = await hear(bench, server)
        assert ended.ending == "broke off"
        assert len(failed) == 1


async def test_the_server_stopped_at_its_limit(bench: Bench) -> None:
    with serve(Reply(EDIT, finish="length")) as server:
        session = session_on(bench.root, OpenAIProvider(server.url, "k"), "openai")
        await session.choose_model("m")
        heard = await talk(session, "two", "a.py")
        assert heard.ended.ending == "broke off"
        assert any(isinstance(event, Noted) and "broke off" in event.text for event in heard.events)
        await session.aclose()


TOOL = (
    'data: {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": '
    '{"name": "run_tests", "arguments": "{}"}}]}}]}\n\n'
    'data: {"choices": [{"delta": {}, "finish_reason": "FINISH"}]}\n\n'
)


@pytest.mark.parametrize(("finish", "ending"), [("stop", "done"), ("tool_calls", "broke off")])
async def test_a_tool_nobody_offered_is_one_line_and_never_run(
    bench: Bench, finish: str, ending: str
) -> None:
    with serve(Reply("Sure.\n" + EDIT, tail=TOOL.replace("FINISH", finish))) as server:
        session = session_on(bench.root, OpenAIProvider(server.url, "k"), "openai")
        await session.choose_model("m")
        heard = await talk(session, "two", "a.py")
        await session.aclose()
    assert heard.ended.ending == ending
    assert len(hunks(heard.proposal)) == 1
    (line,) = [event.text for event in heard.of(Noted)]
    assert "the AI asked for a tool (“run_tests”), and none is run here" in line
    assert len(server.requests) == 1


async def test_a_stop_closes_the_stream_within_200_ms(bench: Bench) -> None:
    with serve(Reply(EDIT + "and so on " * 500, stall=len(EDIT) + 40)) as server:
        session = session_on(bench.root, OpenAIProvider(server.url, "k"), "openai")
        await session.choose_model("m")
        stop = asyncio.Event()
        asked = Asked("two", Conversation((), (Attachment("a.py"),)))
        ended: Ended | None = None
        at = 0.0
        async with aclosing(session.ask(asked, stop)) as events:
            async for event in events:
                if isinstance(event, Proposed):
                    stop.set()
                    at = time.monotonic()
                if isinstance(event, Ended):
                    ended = event
        assert time.monotonic() - at < 5  # it would stall for ever
        assert ended is not None
        assert ended.ending == "stopped"
        assert ended.reply.startswith(EDIT[:20])
        assert await asyncio.to_thread(server.hung_up.wait, 2)
        await session.aclose()


async def test_no_request_is_made_before_the_first_words(bench: Bench) -> None:
    (bench.root / ".env").write_text("OPENAI_BASE_URL=http://127.0.0.1:9/v1\n")
    with serve(Reply("hi")) as server:
        session = session_on(bench.root, OpenAIProvider(server.url, "k"), "openai")
        status = await session.status()
        assert status.model is None
        assert server.connections == 0
        ready = await session.ready()
        assert ready.choices == ("model-a", "model-b")
        assert replace(ready, problem="").model is None
        chosen = await session.choose_model("model-b")
        assert chosen.model is not None
        assert chosen.model.name == "model-b"
        await session.aclose()
