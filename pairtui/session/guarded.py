"""Guarded: the one way to whoever answers; nothing is sent that may not leave the machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from pairtui.request import Delta, Provider, Request, TellsContext
from pairtui.session.policy import Policy


class Guarded:
    """A provider behind the policy: hosts are checked first, and every message is covered."""

    def __init__(self, inner: Provider, policy: Policy) -> None:
        self._inner = inner
        self._policy = policy

    @property
    def name(self) -> str:
        """Return the provider's name in the registry."""
        return self._inner.name

    @property
    def host(self) -> str:
        """Return the host a request goes to."""
        return self._inner.host

    async def models(self) -> tuple[str, ...]:
        """Return the names the endpoint offers; raises Fault."""
        await self._check()
        return await self._inner.models()

    async def context_of(self, model: str) -> int | None:
        """Return how much the server gives a model to read; raises Fault where it may not be asked.

        Its name is all that is sent.
        """
        if not isinstance(self._inner, TellsContext):
            return None
        await self._check()
        return await self._inner.context_of(model)

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        """Yield the answer piece by piece; raises Fault, before the first byte where it may not.

        What was allowed once is withheld again as soon as the request has arrived.
        """
        await self._check()
        allowed = self._policy.allowed
        covered = await asyncio.to_thread(self._policy.cover, request)
        async with aclosing(self._inner.stream(covered)) as deltas:
            async for delta in deltas:
                self._policy.spend(allowed)
                allowed = frozenset()
                yield delta

    async def aclose(self) -> None:
        """Close connections and end child processes."""
        await self._inner.aclose()

    async def _check(self) -> None:
        fault = await asyncio.to_thread(self._policy.refusal, self.host)
        if fault is not None:
            raise fault
