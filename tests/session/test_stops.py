"""A stop takes effect at once at every stage of a request, through the real SDK."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from functools import partial

import anyio
import pytest

from pairtui.events import Waiting
from pairtui.providers.openai import OpenAIProvider
from pairtui.request import Message, Request, TextDelta
from pairtui.session.patience import Patience
from tests.providers.server import Reply, serve

pytestmark = pytest.mark.anyio
ASK = Request((Message("user", "Hi"),), "model-a")


@dataclass
class Heard:
    text: str = ""
    began: asyncio.Event = field(default_factory=asyncio.Event)


async def hear(provider: OpenAIProvider, stop: asyncio.Event, heard: Heard) -> None:
    async with aclosing(Patience().stream(provider, ASK, stop)) as deltas:
        async for delta in deltas:
            if isinstance(delta, TextDelta):
                heard.text += delta.text
            if isinstance(delta, TextDelta | Waiting):
                heard.began.set()


@contextmanager
def deaf() -> Iterator[str]:
    """Yield the address of a server that takes no connection, for others stand before us."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        before = []
        try:
            for _ in range(4):
                one = socket.socket()
                one.setblocking(False)
                one.connect_ex(listening.getsockname())
                before.append(one)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        finally:
            for one in before:
                one.close()


async def stopped(url: str, reached: Callable[[], object] | None = None) -> Heard:
    """Ask, stop once a stage is reached, and return what was heard; it ends within a second.

    Without one it is stopped at the first word, or the first wait.
    """
    heard, stop, provider = Heard(), asyncio.Event(), OpenAIProvider(url, "sk-test")
    await provider._opened()
    turn = asyncio.create_task(hear(provider, stop, heard))
    with anyio.fail_after(10):
        await (asyncio.to_thread(reached) if reached else heard.began.wait())
    assert not turn.done()
    stop.set()
    with anyio.fail_after(1):
        await turn
    await provider.aclose()
    return heard


async def test_while_it_connects() -> None:
    with deaf() as url:
        assert (await stopped(url, lambda: None)).text == ""


@pytest.mark.parametrize("reply", [Reply(mute=True), Reply(silent=True)])
async def test_while_it_waits_for_the_first_word(reply: Reply) -> None:
    with serve(reply) as server:
        assert (await stopped(server.url, partial(server.streaming.wait, 5))).text == ""
        assert await asyncio.to_thread(server.hung_up.wait, 2)


async def test_while_it_streams() -> None:
    with serve(Reply("word " * 50, stall=100)) as server:
        heard = await stopped(server.url)
        assert heard.text.startswith("word")
        assert await asyncio.to_thread(server.hung_up.wait, 2)


async def test_while_a_busy_server_is_waited_for() -> None:
    with serve(Reply(status=429, headers={"retry-after": "60"})) as server:
        assert (await stopped(server.url)).text == ""
        assert len(server.requests) == 1
