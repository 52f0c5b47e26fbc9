from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from pairtui.providers.arriving import arriving

pytestmark = pytest.mark.anyio


async def test_what_came_meanwhile_is_one_piece_and_nothing_is_lost() -> None:
    gate = asyncio.Event()

    async def body() -> AsyncGenerator[bytes, None]:
        yield b"a"
        await gate.wait()
        for number in range(1000):
            yield b"%d " % number
            if number % 10 == 0:
                await asyncio.sleep(0)

    pieces = arriving(body())
    assert await anext(pieces) == b"a"
    gate.set()
    rest = [piece async for piece in pieces]
    assert b"".join(rest) == b"".join(b"%d " % number for number in range(1000))
    assert len(rest) < 200


async def test_a_failure_comes_after_what_came_before_it() -> None:
    async def body() -> AsyncGenerator[bytes, None]:
        yield b"some"
        raise ValueError("broken")

    pieces = arriving(body())
    assert await anext(pieces) == b"some"
    with pytest.raises(ValueError, match="broken"):
        await anext(pieces)


async def test_who_leaves_ends_the_reading() -> None:
    closed = asyncio.Event()

    async def body() -> AsyncGenerator[bytes, None]:
        try:
            yield b"some"
            await asyncio.Event().wait()
        finally:
            closed.set()

    pieces = arriving(body())
    await anext(pieces)
    await pieces.aclose()
    assert closed.is_set()
