"""Patience: a request that failed before anything came of it is made again, after a while.

What has begun to come is never asked for twice: it is paid for, and a second answer would differ.
How long to wait follows the server where it says so, else exponential backoff with jitter
(https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing

from pairtui.events import Waiting
from pairtui.request import Delta, Fault, FaultKind, Provider, Request
from pairtui.session.stopping import until

MOST: Mapping[FaultKind, int] = {"busy": 4, "server": 4, "refused": 4, "timeout": 1, "cut": 1}
"""How often a request is made again after each kind of fault; after any other it never is."""
LONGEST = 120.0
"""Seconds a server may ask to wait; where it is more, the person decides."""


class Patience:
    """Asks again for one session, one answer at a time.

    `pause` is how time passes; `chance` gives a number from 0 to 1, the seconds that are waited
    longer so that not all clients of a server that was down come back in the same moment.
    """

    def __init__(
        self,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._pause = pause
        self._chance = chance
        self._answered: set[str] = set()
        self._now: asyncio.Event | None = None

    def hurry(self) -> bool:
        """Ask again at once; tell whether there was a wait to cut short."""
        if self._now is None:
            return False
        self._now.set()
        return True

    async def stream(
        self, provider: Provider, request: Request, stop: asyncio.Event
    ) -> AsyncGenerator[Delta | Waiting, None]:
        """Yield an answer piece by piece, and each wait before it; raises the last Fault.

        Ends soon after `stop` is set, also in a wait.
        """
        tried = 0
        while True:
            came = False
            try:
                async with aclosing(until(stop, provider.stream(request))) as deltas:
                    async for delta in deltas:
                        came = True
                        self._answered.add(provider.host)
                        yield delta
                return
            except Fault as fault:
                tried += 1
                seconds = None if came else self._seconds(fault, tried)
                if came or (seconds is None and tried == 1):
                    raise
                if seconds is None:
                    raise _told(fault, tried) from fault
                yield Waiting(fault.says, fault.brief, seconds, tried)
            if not await self._waited(seconds, stop):
                return
            yield Waiting("", "", 0, tried)

    def _seconds(self, fault: Fault, tried: int) -> float | None:
        """Return how long to wait before the next try, or None if there is to be none.

        Where nobody listens it is worth asking again only if somebody did before.
        """
        known = fault.host in self._answered
        if fault.kind != "refused":
            self._answered.add(fault.host)
        elif not known:
            return None
        asked = fault.wait or 0
        if tried > MOST.get(fault.kind, 0) or asked > LONGEST:
            return None
        return max(asked, 2.0 ** (tried - 1)) + self._chance()

    async def _waited(self, seconds: float, stop: asyncio.Event) -> bool:
        """Wait, unless it is to be cut short; tell whether to go on."""
        self._now = asyncio.Event()
        waits = [
            asyncio.ensure_future(one)
            for one in (self._pause(seconds), self._now.wait(), stop.wait())
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._now = None
            for wait in waits:
                wait.cancel()
        return not stop.is_set()


def _told(fault: Fault, tried: int) -> Fault:
    """Return the fault with how often it was tried."""
    says = f"{fault.says} (asked {tried} times)"
    return Fault(fault.kind, fault.host, says, fault.remedy, fault.wait)
