"""The fault table: each thing that can go wrong with an endpoint, and what comes of it.

Every row goes through the real SDK to a real server on loopback, which does the same each time it
is asked. `waits` are the seconds that are waited before it is asked again.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest

from pairtui.events import Waiting
from pairtui.providers.openai import Limits, OpenAIProvider
from pairtui.request import Fault, FaultKind, Finish, Message, Request, TextDelta
from pairtui.session.patience import Patience
from tests.providers.server import Reply, serve

pytestmark = pytest.mark.anyio
KEY = "sk-proj-0123456789abcdef"
ASK = Request((Message("user", "Hi"),), "model-a")
BACKOFF = (1, 2, 4, 8)
ONCE = (1,)
NEVER = ()
FAST = Limits(connect=0.5, first=0.05, between=0.05)
TRY = "Press Enter"


def said(message: str, **more: Any) -> str:
    return json.dumps({"error": {"message": message, **more}})


@dataclass
class Heard:
    text: str = ""
    fault: Fault | None = None
    finished: bool = False
    waits: list[float] = field(default_factory=list)
    told: list[Waiting] = field(default_factory=list)


async def ask(provider: OpenAIProvider, patience: Patience | None = None) -> Heard:
    heard = Heard()

    async def pause(seconds: float) -> None:
        heard.waits.append(seconds)

    patient = patience or Patience(pause, lambda: 0.0)
    stream = patient.stream(provider, ASK, asyncio.Event())
    try:
        async with aclosing(stream) as deltas:
            async for delta in deltas:
                match delta:
                    case TextDelta(text=text):
                        heard.text += text
                    case Waiting():
                        heard.told.append(delta)
                    case Finish():
                        heard.finished = True
                    case _:
                        pass
    except Fault as fault:
        heard.fault = fault
        for shown in (fault.says, fault.remedy, fault.brief):
            assert KEY not in shown
    finally:
        await provider.aclose()
    return heard


@dataclass(frozen=True)
class Row:
    """What the server does, and what a person is told: a kind, words of the line, of the remedy."""

    reply: Reply
    kind: FaultKind
    says: str
    remedy: str
    waits: tuple[float, ...] = NEVER
    text: str = ""


def event(chunk: object) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def piece(text: str) -> bytes:
    return event({"choices": [{"index": 0, "delta": {"content": text}}]})


HTML = {"content-type": "text/html"}
TABLE = {
    # Statuses
    "400": Row(Reply(status=400, body=said("bad things")), "request", "bad things", "doctor"),
    "400, the context is too long": Row(
        Reply(status=400, body=said("request (12031 tokens) exceeds the available context size "
                                    "(8192 tokens)")), "request", "12031", "/drop"),
    "401": Row(Reply(status=401, body=said(f"bad key {KEY}")), "key", "401", "OPENAI_API_KEY"),
    "402": Row(Reply(status=402, body=said("no")), "forbidden", "no credit", "Top up"),
    "403": Row(Reply(status=403, body=said("not you")), "forbidden", "not you", "key may use"),
    "404": Row(Reply(status=404, body=said("no model-a")), "model", "no model-a", "/model"),
    "408": Row(Reply(status=408), "timeout", "408", TRY, ONCE),
    "409": Row(Reply(status=409, body=said("locked")), "busy", "locked", TRY, BACKOFF),
    "413": Row(Reply(status=413), "request", "too much", "/drop"),
    "422": Row(Reply(status=422, body='{"detail": "n is odd"}'), "request", "n is odd", "doctor"),
    "429": Row(Reply(status=429, body=said("slow down")), "busy", "is busy: slow", TRY, BACKOFF),
    "429, wait 12 s": Row(Reply(status=429, headers={"retry-after": "12"}), "busy",
                          "busy, asks to wait 12 s", TRY, (12, 12, 12, 12)),
    "429, wait 5 s": Row(Reply(status=429, headers={"retry-after": "5"}), "busy",
                         "5 s", TRY, (5, 5, 5, 8)),
    "429, wait until a date": Row(
        Reply(status=429, headers={"date": "Wed, 21 Oct 2026 07:28:00 GMT",
                                   "retry-after": "Wed, 21 Oct 2026 07:28:20 GMT"}),
        "busy", "20 s", TRY, (20, 20, 20, 20)),
    "429, wait 2 min and more": Row(Reply(status=429, headers={"retry-after": "300"}), "busy",
                                    "asks to wait 5 min", TRY),
    "429, no credit": Row(Reply(status=429, body=said("You exceeded your current quota")),
                          "forbidden", "quota", "Top up"),
    "429, more than ever fits": Row(Reply(status=429, body=said("Request too large for gpt")),
                                    "request", "too large", "/drop"),
    "500": Row(Reply(status=500, body=f"<html>{KEY}</html>"), "server", "500", TRY, BACKOFF),
    "500 that says deadline": Row(Reply(status=500, body=said("context deadline exceeded")),
                                  "server", "deadline", TRY, BACKOFF),
    "501": Row(Reply(status=501), "request", "cannot do this", "base_url"),
    "502": Row(Reply(status=502, body="<html>bad gateway</html>"), "server", "502", TRY, BACKOFF),
    "503": Row(Reply(status=503, body=said("Loading model")), "server", "Loading model", TRY,
               BACKOFF),
    "503, wait 30 s": Row(Reply(status=503, headers={"retry-after": "30"}), "server", "30 s", TRY,
                          (30, 30, 30, 30)),
    "504": Row(Reply(status=504), "timeout", "504", TRY, ONCE),
    "529": Row(Reply(status=529, body=said("Overloaded")), "server", "Overloaded", TRY, BACKOFF),
    "redirect": Row(Reply(status=307, headers={"location": "https://u:p@evil.example/v1"}),
                    "redirect", "evil.example; nothing was sent", "base_url"),
    # What is no answer
    "a web page": Row(Reply(body="<!DOCTYPE html>\n<p>Sign in</p>", headers=HTML), "garbage",
                      "sent a web page", "base_url"),
    "a web page, streamed": Row(Reply(raw=(b"<html>\n", b"<body>")), "garbage", "web page",
                                "base_url"),
    "whole and not streamed": Row(Reply(body='{"choices": [{"message": {"content": "x"}}]}'),
                                  "garbage", "no answer", "base_url"),
    "an error with 200": Row(Reply(body=said("busy bees", code=503)), "server", "busy bees", TRY,
                             BACKOFF),
    "nothing at all": Row(Reply(raw=()), "cut", "broke off", TRY, ONCE),
    "broken JSON": Row(Reply(raw=(b"data: {broken\n\n",)), "garbage", "no answer", "base_url"),
    "an endless line": Row(Reply(raw=(b"data: ", *[b"x" * 1_000_000] * 9)), "garbage",
                           "no answer", "base_url"),
    "gzip that is none": Row(Reply(raw=(b"not packed",), headers={"content-encoding": "gzip"}),
                             "cut", "broke off", TRY, ONCE),
    # What comes in the place of more
    "cut in the middle": Row(Reply("one two", cut=3), "cut", "broke off", TRY, text="one"),
    "cut before a word": Row(Reply("one two", cut=0), "cut", "broke off", TRY, ONCE),
    "no finish reason": Row(Reply("one", tail="data: [DONE]\n\n"), "cut", "broke off", TRY,
                            text="one"),
    "broken JSON after some": Row(Reply("one", tail="data: {broken\n\n"), "garbage", "no answer",
                                  "base_url", text="one"),
    "an error after some": Row(
        Reply("one", tail=f"data: {said(f'lost {KEY}', code=429)}\n\n"),
        "busy", "lost [key]", TRY, text="one"),
    "an error without a number": Row(Reply(raw=(event({"error": {"message": "no such thing"}}),)),
                                     "request", "reports an error: no such thing", "doctor"),
    "trouble without a number": Row(
        Reply(raw=(event({"error": {"message": "Overloaded", "type": "overloaded_error"}}),)),
        "server", "Overloaded", TRY, BACKOFF),
    "a word for an error": Row(Reply(raw=(event({"error": "context size exceeded"}),)),
                               "request", "too much", "/drop"),
    # Time and wire
    "no headers": Row(Reply(mute=True), "timeout", "said nothing", "first_byte_timeout", ONCE),
    "no first word": Row(Reply(silent=True), "timeout", "said nothing", "first_byte_timeout",
                         ONCE),
    "silence after some": Row(Reply("so far and on", stall=6), "timeout", "went silent", TRY,
                              text="so far"),
    "reset": Row(Reply(reset=True), "cut", "closed the connection", TRY, ONCE),
    "closed": Row(Reply(drop=True), "cut", "closed the connection", TRY, ONCE),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
async def test_each_fault_is_one_line_with_host_cause_and_remedy(name: str) -> None:
    row = TABLE[name]
    with serve(row.reply) as server:
        provider = OpenAIProvider(server.url, KEY, limits=FAST)
        heard = await ask(provider)
    fault = heard.fault
    assert fault is not None
    assert (fault.kind, heard.text) == (row.kind, row.text)
    assert provider.host in fault.says
    assert row.says in fault.says
    assert row.remedy in fault.remedy
    assert "\n" not in fault.says
    assert tuple(heard.waits) == row.waits
    assert len(server.requests) == len(row.waits) + 1
    assert (f"asked {len(row.waits) + 1} times" in fault.says) == bool(row.waits)


def failing(error: Callable[[], Exception]) -> Any:
    import httpx2

    def transport(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no") from error()

    return httpx2.MockTransport(transport)


@pytest.mark.parametrize(
    ("error", "kind", "says", "remedy"),
    [
        (lambda: socket.gaierror(-2, "unknown"), "refused", "no such host: api.example", "network"),
        (lambda: ConnectionRefusedError(111, "no"), "refused", "api.example does not answer",
         "Start the server"),
        (lambda: OSError(101, "Network is unreachable"), "refused", "does not answer", "network"),
        (lambda: ssl.SSLCertVerificationError(1, "self-signed"), "tls", "prove who it is",
         "SSL_CERT_FILE"),
        (lambda: ssl.SSLError(1, "wrong version"), "tls", "no safe connection", "https://"),
    ],
)  # fmt: skip
async def test_nobody_at_the_other_end_is_not_asked_again(
    error: Callable[[], Exception], kind: str, says: str, remedy: str
) -> None:
    heard = await ask(OpenAIProvider("https://api.example/v1", KEY, transport=failing(error)))
    fault = heard.fault
    assert fault is not None
    assert (fault.kind, heard.waits) == (kind, [])
    assert says in fault.says
    assert remedy in fault.remedy


async def test_a_connection_that_takes_too_long_is_tried_once_more() -> None:
    import httpx2

    def slow(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectTimeout("slow")

    transport = httpx2.MockTransport(slow)
    heard = await ask(OpenAIProvider("https://api.example/v1", KEY, transport=transport))
    assert heard.fault is not None
    assert "api.example could not be reached in time" in heard.fault.says
    assert heard.waits == [1]


async def test_a_server_that_was_there_before_is_waited_for_when_it_has_gone() -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    patience = Patience(pause, lambda: 0.0)
    with serve(Reply("ok")) as server:
        url = server.url
        assert (await ask(OpenAIProvider(url, KEY), patience)).finished
    heard = await ask(OpenAIProvider(url, KEY), patience)
    assert heard.fault is not None
    assert "does not answer (asked 5 times)" in heard.fault.says
    assert waits == list(BACKOFF)


@pytest.mark.parametrize(
    "reply",
    [
        Reply("grüße 🎉 ok", piece=1),
        Reply(raw=tuple(bytes([one]) for one in piece("grüße 🎉 ok") + event(
            {"choices": [{"delta": {}, "finish_reason": "stop"}]}))),
        Reply(raw=(gzip.compress(piece("grüße 🎉 ok") + event(
            {"choices": [{"delta": {}, "finish_reason": "stop"}]})),),
            headers={"content-encoding": "gzip"}),
        Reply("grüße 🎉 ok", headers={"content-type": "text/plain"}),
        Reply("grüße 🎉 ok", done=False),
    ],
    ids=["letter by letter", "byte by byte", "gzip", "another type", "no end marker"],
)  # fmt: skip
async def test_what_looks_odd_and_is_none(reply: Reply) -> None:
    with serve(reply) as server:
        heard = await ask(OpenAIProvider(server.url, KEY))
    assert (heard.text, heard.finished, heard.fault) == ("grüße 🎉 ok", True, None)


async def test_tries_before_a_word_are_not_counted_in_a_fault_after_it() -> None:
    with serve([Reply(status=503), Reply("one two", cut=3)]) as server:
        provider = OpenAIProvider(server.url, KEY)
        heard = await ask(provider)
    assert heard.fault is not None
    assert heard.fault.says == f"the answer from {provider.host} broke off"


async def test_a_server_that_recovers_is_asked_until_then_and_each_wait_is_told() -> None:
    replies = [Reply(status=429, headers={"retry-after": "3"}, body=said("slow")),
               Reply(status=503, body=said("Loading")), Reply("here")]  # fmt: skip
    with serve(replies) as server:
        provider = OpenAIProvider(server.url, KEY)
        heard = await ask(provider)
    assert (heard.text, heard.fault, heard.waits) == ("here", None, [3, 2])
    assert [(one.seconds, one.tried) for one in heard.told] == [(3, 1), (0, 1), (2, 2), (0, 2)]
    first = heard.told[0]
    assert first.says == f"{provider.host} is busy, asks to wait 3 s: slow"
    assert first.brief == f"{provider.host} is busy"
