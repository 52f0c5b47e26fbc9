"""Answer from any server that speaks the chat completions protocol, over HTTP or a unix socket.

The `openai` package makes the request; the event lines are read here, because its typed events
cost ten times their JSON and hide a stream that was cut. `openai` costs half a second to import,
so that happens at first use, in a thread.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pairtui.providers import faults, ollama
from pairtui.providers.arriving import arriving
from pairtui.providers.hosts import is_local, is_loopback
from pairtui.providers.remembered import Remembered
from pairtui.providers.sse import Answer, ErrorEvent, NotAnEvent, whole_text
from pairtui.request import Delta, Fault, Finish, Request

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

OFFICIAL_URL = "https://api.openai.com/v1"
LARGEST_ERROR_BODY = 64 * 1024
SECONDS_AFTER_FINISH = 2.0
"""How long the usage and the end marker may take once the answer is whole."""
SECONDS_AFTER_END = 0.1
"""How long the end of the HTTP body may take after the end marker, to keep the connection."""
SECONDS_TO_TELL = 5.0
"""How long a server may take to say what it is."""
SECONDS_TO_LOAD = 120.0
"""How long it may take to load a model, which the first request would wait for too."""
_ASKS_FOR_STREAM = "x-stainless-raw-response"
"""A header the SDK itself reads again when the answer comes."""
_UNKNOWN = ("unknown", "unrecognized", "unsupported", "not support", "unexpected", "permitted",
            "extra", "invalid argument", "not allowed")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to wait: for a connection, for the first bytes, and between bytes."""

    connect: float = 10.0
    first: float = 60.0
    between: float = 60.0


class OpenAIProvider:
    """An endpoint that speaks chat completions; `socket` reaches it by a unix socket instead.

    An option the server calls unknown is left out from then on, and kept in `remembered`.
    """

    def __init__(
        self,
        url: str = OFFICIAL_URL,
        key: str = "",
        *,
        remembered: Remembered | None = None,
        limits: Limits | None = None,
        socket: str = "",
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        parts = urlsplit(self.url)
        self._where = parts.netloc.rpartition("@")[2]
        self._local = bool(socket) or is_loopback(parts.hostname or "")
        slow = is_local(parts.hostname or "")
        self._limits = limits or (Limits(first=300.0) if slow else Limits())
        self._key = key.strip()
        self._remembered = remembered or Remembered()
        self._socket = socket
        self._transport = transport
        self._client: AsyncOpenAI | None = None
        self._opening = asyncio.Lock()

    @property
    def name(self) -> str:
        """Return the provider's name in the registry."""
        return "openai"

    @property
    def host(self) -> str:
        """Return the host and port that requests go to."""
        return "this machine" if self._socket else self._where

    async def models(self) -> tuple[str, ...]:
        """Return the names the endpoint offers, in its order; raises Fault."""
        client = await self._opened()
        import httpx2  # noqa: PLC0415 - half a second, and by now it was imported in a thread

        try:
            async with asyncio.timeout(self._limits.connect + self._limits.between):
                answer = await client.get("/models", cast_to=httpx2.Response)
        except TimeoutError as error:
            raise faults.timeout(self.host, "first", self._limits.between) from error
        except _failures() as error:
            raise self._fault(error) from error
        return self._names(answer.text)

    async def context_of(self, model: str) -> int | None:
        """Return how many tokens the server really gives a model; None where it does not say.

        Only one on this machine or in its network is asked, and only Ollama says it.
        """
        parts = urlsplit(self.url)
        if self._socket or not is_local(parts.hostname or "") or parts.path != "/v1":
            return None
        return await ollama.context_of(self._page, model)

    async def _page(self, path: str, body: Mapping[str, Any] | None) -> str:
        """Return what another path of the same server says; empty where it cannot be had."""
        client = await self._opened()
        import httpx2  # noqa: PLC0415 - half a second, and by now it was imported in a thread

        where = f"{self.url.removesuffix('/v1')}{path}"
        try:
            async with asyncio.timeout(SECONDS_TO_LOAD if body else SECONDS_TO_TELL):
                if body:
                    answer = await client.post(where, body=body, cast_to=httpx2.Response)
                else:
                    answer = await client.get(where, cast_to=httpx2.Response)
        except TimeoutError:
            return ""
        except _failures():
            return ""
        return answer.text

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        """Yield the answer piece by piece, a `Finish` last; raises Fault.

        A stream without a finish reason yields what came, and then raises the fault "cut".
        Closing the generator closes the connection.
        """
        client = await self._opened()
        async with AsyncExitStack() as stack:
            response = await self._send(client, request, stack)
            answer = Answer()
            try:
                body = await stack.enter_async_context(aclosing(self._bytes(response, answer)))
                async for data in body:
                    for delta in answer.feed(data):
                        yield delta
                for delta in answer.close():
                    yield delta
            except NotAnEvent as error:
                raise faults.garbage(self.host, error.text, self._key) from error
            except ErrorEvent as error:
                said = faults.redact(error.message, self._key)
                raise faults.from_status(error.status, self.host, said) from error
            if answer.reason is None:
                raise faults.cut(self.host)
            yield Finish(answer.reason, answer.usage, tuple(answer.tools))

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _opened(self) -> AsyncOpenAI:
        if not (self._key.isascii() and self._key.isprintable()):
            says = f"the key for {self.host} holds characters no key has"
            raise Fault("key", self.host, says, "Check OPENAI_API_KEY or api_key.")
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(self._open)
            return self._client

    def _open(self) -> AsyncOpenAI:
        """Build the client; in a thread, for this is where `openai` is imported."""
        import httpx2  # noqa: PLC0415 - half a second, after the first paint
        import openai  # noqa: PLC0415 - half a second, after the first paint

        transport = self._transport
        if self._local:  # a transport of its own, so that no proxy stands in between
            # A new socket costs nothing, and one that is kept may just be going away.
            kept = httpx2.Limits(max_keepalive_connections=0 if self._socket else None)
            transport = httpx2.AsyncHTTPTransport(uds=self._socket or None, limits=kept)
        longest = max(self._limits.first, self._limits.between) + 5  # so that ours end first
        http = httpx2.AsyncClient(
            transport=transport,
            follow_redirects=False,
            timeout=httpx2.Timeout(longest, connect=self._limits.connect),
            event_hooks={"request": [self._clean], "response": [_refuse]},
        )
        client = openai.AsyncOpenAI(
            base_url=self.url, api_key=self._key or "local", max_retries=0, http_client=http
        )
        _ = client.chat.completions  # its modules are imported at first touch
        return client

    async def _clean(self, request: httpx2.Request) -> None:
        """Take out the headers that tell strangers about this machine and this account."""
        official = self.url.startswith(OFFICIAL_URL)
        for header in tuple(request.headers):
            machine = header.startswith("x-stainless-") and header != _ASKS_FOR_STREAM
            account = header in {"openai-organization", "openai-project"} and not official
            if machine or account:
                del request.headers[header]

    async def _send(
        self, client: AsyncOpenAI, request: Request, stack: AsyncExitStack
    ) -> httpx2.Response:
        """Send the request, again without each option the server calls unknown."""
        dropped = self._remembered.dropped(self.url)
        while True:
            options = _options(request, dropped)
            context = client.chat.completions.with_streaming_response.create(
                model=request.model,
                messages=_messages(request),
                stream=True,
                extra_body=options,
            )
            try:
                async with asyncio.timeout(self._limits.connect + self._limits.first):
                    response = await stack.enter_async_context(context)
                return response.http_response
            except TimeoutError as error:
                raise faults.timeout(self.host, "first", self._limits.first) from error
            except _Refusal as error:
                unknown = error.unknown(options)
                if not unknown:
                    raise self._fault(error) from error
                dropped |= {unknown}
                self._remembered.drop(self.url, unknown)
            except _failures() as error:
                raise self._fault(error) from error

    async def _bytes(
        self, response: httpx2.Response, answer: Answer
    ) -> AsyncGenerator[bytes, None]:
        """Yield the body as it comes; ends with the end marker, or where the body does."""
        limit, what = self._limits.first, "first"
        async with aclosing(arriving(response.aiter_bytes())) as body:
            while True:
                try:
                    async with asyncio.timeout(limit):
                        data = await anext(body)
                except StopAsyncIteration:
                    return
                except TimeoutError as error:
                    if answer.reason is not None:
                        return
                    raise faults.timeout(self.host, what, limit) from error
                except _failures() as error:
                    if answer.reason is not None:
                        return
                    raise self._broken(error) from error
                if not answer.done:
                    yield data
                limit, what = self._limits.between, "next"
                if answer.reason is not None:
                    limit = SECONDS_AFTER_END if answer.done else SECONDS_AFTER_FINISH

    def _broken(self, error: Exception) -> Fault:
        """Return the fault for a body that ended badly: as a rule the connection broke."""
        found = self._fault(error)
        return faults.cut(self.host) if found.kind in {"refused", "cut"} else found

    def _fault(self, error: Exception) -> Fault:
        if not isinstance(error, _Refusal):
            return faults.from_exception(error, self.host, self._key)
        said = faults.message_in(error.body, self._key)
        if error.status == 401 and not self._key:
            says = f"{self.host} wants a key, and none is set"
            return Fault("key", self.host, says, "Set OPENAI_API_KEY or api_key.")
        target = urlsplit(error.target).netloc.rpartition("@")[2]
        return faults.from_status(error.status, self.host, said, wait=error.wait, target=target)

    def _names(self, text: str) -> tuple[str, ...]:
        try:
            found = json.loads(text)
            items = found["data"] if isinstance(found, dict) else found
            names = (whole_text(str(item["id"] or "")) for item in items or ())
            return tuple(name for name in names if name.strip())
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise faults.garbage(self.host, text[:300], self._key) from error


def _failures() -> tuple[type[Exception], ...]:
    """Return every way a request can fail that is no mistake of ours."""
    import httpx2  # noqa: PLC0415 - half a second, and by now it was imported in a thread
    import openai  # noqa: PLC0415 - half a second, and by now it was imported in a thread

    return (_Refusal, openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, OSError)


class _Refusal(Exception):
    """A status that is no success: the beginning of its body, and what its headers say."""

    def __init__(self, status: int, body: bytes, target: str, wait: float | None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.target = target
        self.wait = wait

    def unknown(self, options: dict[str, Any]) -> str:
        """Return the one of these options that the server calls unknown, or nothing."""
        said = self.body.decode("utf-8", "replace").lower()
        if self.status not in {400, 422} or not any(word in said for word in _UNKNOWN):
            return ""
        return next((name for name in options if re.search(rf"\b{name}\b", said)), "")


async def _refuse(response: httpx2.Response) -> None:
    """Raise _Refusal unless the status is a success; reads no more than the body's beginning."""
    if response.is_success:
        return
    body = b""
    async for data in response.aiter_bytes():
        body += data
        if len(body) > LARGEST_ERROR_BODY:
            break
    raise _Refusal(
        response.status_code,
        body[:LARGEST_ERROR_BODY],
        response.headers.get("location", ""),
        faults.asked_wait(response.headers, time.time()),
    )


def _messages(request: Request) -> Any:
    # A name or a byte that is no UTF-8 may be in a text, and cannot be in a request.
    return [
        {"role": message.role, "content": whole_text(message.text)} for message in request.messages
    ]


def _options(request: Request, dropped: frozenset[str]) -> dict[str, Any]:
    """Return the options of a request without the ones this server does not know.

    Servers that do not know `max_completion_tokens` know its older name.
    """
    options: dict[str, Any] = {"stream_options": {"include_usage": True}}
    if request.max_tokens is not None:
        old = "max_completion_tokens" in dropped
        options["max_tokens" if old else "max_completion_tokens"] = request.max_tokens
    if request.temperature is not None:
        options["temperature"] = request.temperature
    if request.stop:
        options["stop"] = list(request.stop)
    return {name: value for name, value in options.items() if name not in dropped}
