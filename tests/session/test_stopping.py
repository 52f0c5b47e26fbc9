from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from pairtui.session.stopping import until

pytestmark = pytest.mark.anyio


class Source:
    """Yields some numbers, then waits for ever; knows whether it was closed."""

    def __init__(self, *numbers: int, hangs: bool = False) -> None:
        self.numbers = numbers
        self.hangs = hangs
        self.closed = False

    async def stream(self) -> AsyncGenerator[int, None]:
        try:
            for number in self.numbers:
                yield number
            if self.hangs:
                await asyncio.get_running_loop().create_future()
        finally:
            self.closed = True


async def test_everything_passes_until_the_end() -> None:
    source = Source(1, 2, 3)
    assert [n async for n in until(asyncio.Event(), source.stream())] == [1, 2, 3]
    assert source.closed


async def test_a_stop_wakes_a_stream_that_says_nothing() -> None:
    source, stop, got = Source(1, hangs=True), asyncio.Event(), []
    async with asyncio.timeout(2):
        async for number in until(stop, source.stream()):
            got.append(number)
            asyncio.get_running_loop().call_soon(stop.set)
    assert got == [1]
    assert source.closed


async def test_a_stop_that_came_before_yields_nothing() -> None:
    source, stop = Source(1, 2), asyncio.Event()
    stop.set()
    assert [n async for n in until(stop, source.stream())] == []


async def test_an_error_passes_and_closes() -> None:
    async def broken() -> AsyncGenerator[int, None]:
        yield 1
        raise ValueError("broken")

    passing = until(asyncio.Event(), broken())
    assert await anext(passing) == 1
    with pytest.raises(ValueError, match="broken"):
        await anext(passing)


async def test_cancelling_the_reader_closes_the_source() -> None:
    source = Source(1, hangs=True)
    first = asyncio.Event()

    async def read() -> None:
        async for _ in until(asyncio.Event(), source.stream()):
            first.set()

    task = asyncio.create_task(read())
    await asyncio.wait_for(first.wait(), 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert source.closed
