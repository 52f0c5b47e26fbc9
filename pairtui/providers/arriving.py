"""Arriving: a body in as few pieces as it is asked for, however small the server's are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable


async def arriving(source: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield what has come since the last piece, joined; the source is read on meanwhile.

    A fast server sends a token in each of thousands of pieces, and each costs its way through every
    layer above. Where one comes at a time, each is passed on at once.
    """
    came: list[bytes] = []
    more = asyncio.Event()

    async def read() -> None:
        async for data in source:
            came.append(data)
            more.set()

    reading = asyncio.ensure_future(read())
    reading.add_done_callback(lambda _: more.set())
    try:
        while True:
            await more.wait()
            more.clear()
            if came:
                data = b"".join(came)
                came.clear()
                yield data
            elif reading.done():
                reading.result()
                return
    finally:
        reading.cancel()
        await asyncio.wait({reading})
