"""The one door to the wire: every test talks to a real server on loopback, but where it says."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from pairtui.providers import openai
from pairtui.providers.openai import Limits, OpenAIProvider
from pairtui.providers.remembered import Remembered
from pairtui.request import Delta, Fault, Finish, Message, Request, TextDelta, ThoughtDelta
from tests.providers.server import Body, Reply, Server, serve

pytestmark = pytest.mark.anyio
KEY = "sk-proj-0123456789abcdef"
ASK = Request((Message("system", "Be brief."), Message("user", "Hi")), "model-a")


@asynccontextmanager
async def provider(url: str, key: str = KEY, **more: Any) -> AsyncIterator[OpenAIProvider]:
    made = OpenAIProvider(url, key, **more)
    try:
        yield made
    finally:
        await made.aclose()


async def deltas(made: OpenAIProvider, request: Request = ASK) -> list[Delta]:
    async with aclosing(made.stream(request)) as stream:
        return [delta async for delta in stream]


async def fault_of(made: OpenAIProvider, request: Request = ASK) -> tuple[Fault, str]:
    """Return the fault, and the text that came before it."""
    found: list[Delta] = []

    async def ask() -> None:
        async with aclosing(made.stream(request)) as stream:
            async for delta in stream:
                found.append(delta)  # noqa: PERF401 - what came before the fault is wanted

    with pytest.raises(Fault) as caught:
        await ask()
    fault = caught.value
    for shown in (fault.says, fault.remedy, fault.host, str(fault)):
        assert KEY not in shown
    assert fault.says
    assert fault.remedy
    return fault, text_in(found)


async def heard(event: Callable[[float], bool]) -> bool:
    return await anyio.to_thread.run_sync(event, 5)


def text_in(found: list[Delta]) -> str:
    return "".join(delta.text for delta in found if isinstance(delta, TextDelta))


async def test_an_answer_streams_and_ends_with_the_server_s_word_and_figures() -> None:
    with serve(Reply("Grüße\u2028aus 東京 🎉", thought="let me see")) as server:
        async with provider(server.url) as made:
            found = await deltas(made)
    assert text_in(found) == "Grüße\u2028aus 東京 🎉"
    assert "".join(d.text for d in found if isinstance(d, ThoughtDelta)) == "let me see"
    last = found[-1]
    assert isinstance(last, Finish)
    assert last.reason == "stop"
    assert last.usage is not None
    assert (last.usage.sent, last.usage.received, last.usage.cached) == (11, 7, 3)


async def test_only_what_is_set_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-mine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-mine")
    with serve(Reply("ok")) as server:
        async with provider(server.url) as made:
            await deltas(made)
            await deltas(made, Request(ASK.messages, "m", temperature=0, max_tokens=9, stop=("x",)))
    plain, full = server.requests
    assert plain == {
        "model": "model-a",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hi"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert (full["temperature"], full["max_completion_tokens"], full["stop"]) == (0, 9, ["x"])
    headers = server.headers[0]
    assert headers["authorization"] == f"Bearer {KEY}"
    sent = " ".join([*headers, *headers.values()])
    assert "of-mine" not in sent
    assert not any(name in sent for name in ("-os", "-arch", "runtime", "package-version"))
    assert server.paths == ["POST /v1/chat/completions"] * 2


async def test_two_turns_share_one_connection() -> None:
    with serve(Reply("ok")) as server:
        async with provider(server.url) as made:
            for _ in range(3):
                await deltas(made)
    assert server.connections == 1


async def test_a_server_without_a_key_is_sent_a_made_up_one() -> None:
    with serve(Reply("ok")) as server:
        async with provider(server.url, "") as made:
            await deltas(made)
    assert server.headers[0]["authorization"] == "Bearer local"


async def test_a_proxy_never_stands_between_this_machine_and_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serve(Reply("ok")) as server:
        async with provider(server.url) as made:
            assert text_in(await deltas(made)) == "ok"


async def test_models_are_listed_in_the_server_s_order() -> None:
    with serve(Reply(), models=("b", "a")) as server:
        async with provider(server.url) as made:
            assert await made.models() == ("b", "a")


async def test_a_model_without_a_name_is_not_listed() -> None:
    with serve(Reply()) as server:
        server.listing = '{"data": [{"id": "a"}, {"id": ""}, {"id": null}, {"id": "\\ud800b"}]}'
        async with provider(server.url) as made:
            assert await made.models() == ("a", "\ufffdb")


async def test_models_of_a_server_that_is_not_there_are_a_fault() -> None:
    with serve(Reply()) as server:
        pass
    async with provider(server.url) as made:
        with pytest.raises(Fault) as caught:
            await made.models()
    assert caught.value.kind == "refused"


@pytest.mark.parametrize("listed", ["[" * 60_000, "<html>", '{"data": 5}', '{"data": [{}]}', "[1]"])
async def test_a_list_of_models_that_is_none_is_garbage(listed: str) -> None:
    with serve(Reply()) as server:
        server.listing = listed
        async with provider(server.url) as made:
            with pytest.raises(Fault) as caught:
                await made.models()
    assert caught.value.kind == "garbage"


@pytest.mark.parametrize(
    ("reply", "kind", "word"),
    [
        (Reply(status=401, body=f'{{"error": {{"message": "bad key {KEY}"}}}}'), "key", "401"),
        (Reply(status=403, body=f'{{"error": "no, {KEY}"}}'), "forbidden", "403"),
        (Reply(status=402, body='{"error": "no credit"}'), "forbidden", "credit"),
        (Reply(status=404, body='{"error": {"message": "no model-a"}}'), "model", "no model-a"),
        (Reply(status=429, body="{}"), "busy", "busy"),
        (Reply(status=429, body='{"error": {"message": "You exceeded your current quota"}}'),
         "forbidden", "quota"),
        (Reply(status=400, body='{"error": {"message": "bad things"}}'), "request", "bad things"),
        (Reply(status=400, body='{"error": {"message": "maximum context length is 9"}}'),
         "request", "too much"),
        (Reply(status=500, body=f"<html>{KEY}</html>"), "server", "500"),
        (Reply(status=503, body="overloaded"), "server", "overloaded"),
        (Reply(status=504), "timeout", "504"),
        (Reply(status=307, headers={"location": "https://user:pw@evil.example/v1"}),
         "redirect", "evil.example"),
    ],
)  # fmt: skip
async def test_each_status_is_a_fault_with_a_remedy(reply: Reply, kind: str, word: str) -> None:
    with serve(reply) as server:
        async with provider(server.url) as made:
            fault, _ = await fault_of(made)
            assert fault.host == made.host
            assert made.host in fault.says
    assert fault.kind == kind
    assert word in fault.says
    assert len(server.requests) == 1
    assert "pw" not in fault.says


async def test_a_missing_key_is_named_as_missing() -> None:
    with serve(Reply(status=401)) as server:
        async with provider(server.url, "") as made:
            fault, _ = await fault_of(made)
    assert (fault.kind, "none is set" in fault.says) == ("key", True)


async def test_an_endless_error_body_is_read_to_a_bound() -> None:
    with serve(Reply(status=500, body="x" * 3_000_000)) as server:
        async with provider(server.url) as made:
            fault, _ = await fault_of(made)
    assert len(fault.says) < 400


async def test_a_redirect_takes_nothing_along() -> None:
    with serve(Reply("stolen")) as other:
        there = f"{other.url}/chat/completions"
        with serve(Reply(status=308, headers={"location": there})) as server:
            async with provider(server.url) as made:
                fault, _ = await fault_of(made)
    assert fault.kind == "redirect"
    assert other.connections == 0


async def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with provider(f"http://127.0.0.1:{taken.getsockname()[1]}/v1") as made:
            fault, _ = await fault_of(made)
    assert (fault.kind, fault.says) == ("refused", f"{made.host} does not answer")


async def test_a_name_nobody_has() -> None:
    import httpx2

    def nameless(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no") from socket.gaierror(-2, "Name or service not known")

    transport = httpx2.MockTransport(nameless)
    async with provider("https://nowhere.example/v1", transport=transport) as made:
        fault, _ = await fault_of(made)
    assert (fault.kind, fault.says) == ("refused", "no such host: nowhere.example")


async def test_a_server_that_speaks_no_tls() -> None:
    with serve(Reply("ok")) as server:
        async with provider(server.url.replace("http:", "https:")) as made:
            fault, _ = await fault_of(made)
    assert fault.kind == "tls"


async def test_a_certificate_nobody_vouches_for() -> None:
    import httpx2

    def untrusted(request: httpx2.Request) -> httpx2.Response:
        found = ssl.SSLCertVerificationError(1, "certificate verify failed")
        raise httpx2.ConnectError("no") from found

    transport = httpx2.MockTransport(untrusted)
    async with provider("https://gateway.example/v1", transport=transport) as made:
        fault, _ = await fault_of(made)
    assert fault.kind == "tls"
    assert "SSL_CERT_FILE" in fault.remedy


@pytest.mark.parametrize("reply", [Reply(mute=True), Reply(silent=True)])
async def test_a_server_that_says_nothing(reply: Reply) -> None:
    with serve(reply) as server:
        async with provider(server.url, limits=Limits(connect=0.2, first=0.05)) as made:
            fault, _ = await fault_of(made)
            assert await heard(server.hung_up.wait)
    assert fault.kind == "timeout"
    assert "first_byte_timeout" in fault.remedy


async def test_a_server_that_goes_silent_keeps_what_it_said() -> None:
    with serve(Reply("so far and no further", stall=6)) as server:
        async with provider(server.url, limits=Limits(between=0.05)) as made:
            fault, text = await fault_of(made)
    assert (fault.kind, text) == ("timeout", "so far")


@pytest.mark.parametrize(
    "reply",
    [Reply("one two", cut=3), Reply("one", tail=""), Reply("one", tail="data: [DONE]\n\n"),
     Reply("one", tail='data: {"choices": [{"del')],
)  # fmt: skip
async def test_an_answer_that_breaks_off_keeps_what_came(reply: Reply) -> None:
    with serve(reply) as server:
        async with provider(server.url) as made:
            fault, text = await fault_of(made)
    assert (fault.kind, text) == ("cut", "one")


@pytest.mark.parametrize("tail", ["<html><body>oops</body>\n", "data: {broken\n\n"])
async def test_something_else_in_the_stream_is_garbage(tail: str) -> None:
    with serve(Reply("one", tail=tail)) as server:
        async with provider(server.url) as made:
            fault, text = await fault_of(made)
    assert (fault.kind, text) == ("garbage", "one")


@pytest.mark.parametrize("page", ["<!DOCTYPE html>\n<p>Sign in</p>\n", "<html>Sign in</html>"])
async def test_a_web_page_for_an_answer_is_garbage(page: str) -> None:
    with serve(Reply(body=page, headers={"content-type": "text/html"})) as server:
        async with provider(server.url) as made:
            fault, _ = await fault_of(made)
    assert (fault.kind, "a web page" in fault.says) == ("garbage", True)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"choices": [{"message": {"content": "not streamed"}}]}', "garbage"),
        ('{"error": {"message": "overloaded", "code": 503}}', "server"),
    ],
)
async def test_an_answer_that_is_not_streamed_is_named(body: str, kind: str) -> None:
    with serve(Reply(body=body)) as server:
        async with provider(server.url) as made:
            fault, _ = await fault_of(made)
    assert fault.kind == kind


async def test_an_error_inside_the_stream_is_told_without_the_key() -> None:
    tail = "data: " + json.dumps({"error": {"message": f"lost {KEY}", "code": 429}}) + "\n\n"
    with serve(Reply("one", tail=tail)) as server:
        async with provider(server.url) as made:
            fault, text = await fault_of(made)
    assert (fault.kind, text) == ("busy", "one")


@pytest.mark.parametrize("reply", [Reply("one", done=False), Reply("one", usage=False)])
async def test_the_finish_reason_alone_makes_an_answer_whole(reply: Reply) -> None:
    with serve(reply) as server:
        async with provider(server.url) as made:
            found = await deltas(made)
    assert isinstance(found[-1], Finish)


async def test_a_server_that_never_closes_its_stream_ends_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(openai, "SECONDS_AFTER_FINISH", 0.05)
    finish = 'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\n'
    with serve(Reply("one", tail=finish, linger=True)) as server:
        async with provider(server.url) as made:
            found = await deltas(made)
    assert found[-1] == Finish("stop", None)


async def test_closing_the_generator_closes_the_connection_at_once() -> None:
    with serve(Reply("word " * 50, stall=100)) as server:
        async with provider(server.url) as made:
            stream = made.stream(ASK)
            first = await anext(stream)
            assert isinstance(first, TextDelta)
            assert first.text.startswith("word")
            with anyio.fail_after(1):
                await stream.aclose()
            assert await heard(server.hung_up.wait)


@pytest.mark.parametrize(
    "reply", [Reply("word " * 50, stall=100), Reply(silent=True), Reply(mute=True)]
)
async def test_cancelling_a_turn_closes_the_connection_at_once(reply: Reply) -> None:
    with serve(reply) as server:
        async with provider(server.url) as made:
            turn = asyncio.create_task(deltas(made))
            assert await heard(server.streaming.wait)
            turn.cancel()
            with pytest.raises(asyncio.CancelledError), anyio.fail_after(1):
                await turn
            assert await heard(server.hung_up.wait)


@pytest.mark.parametrize(
    ("status", "said", "refused", "then"),
    [
        (400, "Unknown parameter: 'stream_options'", "stream_options", None),
        (422, 'Extra inputs are not permitted: ["body","stream_options"]', "stream_options", None),
        (400, "Unrecognized request argument: max_completion_tokens", "max_completion_tokens",
         "max_tokens"),
        (400, "'temperature' does not support 0 with this model", "temperature", None),
    ],
)  # fmt: skip
async def test_an_option_a_server_does_not_know_is_left_out_and_remembered(
    status: int, said: str, refused: str, then: str | None, tmp_path: Path
) -> None:
    def answer(body: Body) -> Reply:
        if refused in body:
            return Reply(status=status, body=json.dumps({"error": {"message": said}}))
        return Reply("ok")

    request = Request(ASK.messages, "m", temperature=0, max_tokens=9)
    file = tmp_path / "remembered.json"
    with serve(answer) as server:
        async with provider(server.url, remembered=Remembered(file)) as made:
            assert text_in(await deltas(made, request)) == "ok"
        async with provider(server.url, remembered=Remembered(file)) as made:
            assert text_in(await deltas(made, request)) == "ok"
        assert [refused in body for body in server.requests] == [True, False, False]
        assert then is None or server.requests[-1][then] == 9


async def test_an_option_is_left_out_even_where_nothing_can_be_remembered(tmp_path: Path) -> None:
    unknown = {"stream_options", "max_completion_tokens", "max_tokens", "temperature", "stop"}

    def answer(body: Body) -> Reply:
        if found := sorted(unknown & set(body)):
            return Reply(status=400, body=f"unknown field {found[0]}")
        return Reply("ok")

    (tmp_path / "state").write_text("a file where the folder should be")
    remembered = Remembered(tmp_path / "state" / "remembered.json")
    request = Request(ASK.messages, "m", temperature=0, max_tokens=9, stop=("x",))
    with serve(answer) as server:
        async with provider(server.url, remembered=remembered) as made:
            assert text_in(await deltas(made, request)) == "ok"
    assert len(server.requests) == 6


async def test_a_bad_value_is_no_unknown_option() -> None:
    said = json.dumps({"error": {"message": "max_completion_tokens is too large"}})
    with serve(Reply(status=400, body=said)) as server:
        async with provider(server.url) as made:
            fault, _ = await fault_of(made, Request(ASK.messages, "m", max_tokens=9))
    assert fault.kind == "request"
    assert len(server.requests) == 1


@pytest.mark.parametrize("key", ["sk-ключ", "sk-a\nb: c"])
async def test_a_key_no_header_can_hold_is_named_before_anything_is_sent(key: str) -> None:
    with serve(Reply("ok")) as server:
        async with provider(server.url, key) as made:
            fault, _ = await fault_of(made)
    assert fault.kind == "key"
    assert server.connections == 0


def test_a_slow_local_server_is_given_more_time_for_its_first_word() -> None:
    assert OpenAIProvider("http://localhost:8080/v1")._limits.first == 300
    assert OpenAIProvider("https://api.example.com/v1")._limits.first == 60


def test_openai_is_imported_at_first_use_only() -> None:
    code = (
        "import sys, pairtui.providers.registry as r; from pairtui.request import Endpoint\n"
        "r.make(Endpoint('openai', 'http://localhost/v1'))\n"
        "assert not {'openai', 'httpx2', 'anyio'} & set(sys.modules)\n"
        "from pairtui.providers.openai import OpenAIProvider\n"
        "OpenAIProvider()._open(); assert 'openai' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_server_answers_a_plain_program(tmp_path: Path) -> None:
    reply = tmp_path / "reply.md"
    reply.write_text("From a file.")
    program = [sys.executable, "tests/providers/server.py", "--reply", str(reply), "--seconds", "9"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        url = child.stdout.readline().strip()

        async def ask() -> str:
            async with provider(url) as made:
                return text_in(await deltas(made))

        assert anyio.run(ask) == "From a file."
        child.kill()


def test_a_server_can_be_stopped_in_the_middle_of_an_answer() -> None:
    server = Server(Reply("x", stall=0))
    server.start()
    with socket.create_connection(("127.0.0.1", int(server.url.split(":")[2].split("/")[0]))):
        server.stop()


async def test_half_a_character_in_a_text_does_not_keep_it_from_being_sent() -> None:
    asked = Request((Message("user", "read caf\udce9.txt \ud83d\ude00"),), "model-a")
    with serve(Reply("Yes.")) as server:
        async with provider(server.url) as made:
            assert text_in(await deltas(made, asked)) == "Yes."
    assert server.requests[0]["messages"][0]["content"] == "read caf\ufffd.txt 😀"
