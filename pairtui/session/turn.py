"""The noun of leg 1: one turn, with everything it needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from pairtui.conversation import Asked
from pairtui.events import Waiting
from pairtui.request import Delta, Model, Provider, Request
from pairtui.session.parts import Parts
from pairtui.session.spending import Spending


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn needs: the parts, who answers, what was asked, and the way to stop.

    `spending` accounts for what it takes. `strays` says that the model misquoted before, so it is
    asked for short files whole. `kept` are files of the proposal in question that may not be sent.
    """

    parts: Parts
    provider: Provider
    model: Model
    asked: Asked
    stop: asyncio.Event
    spending: Spending
    strays: bool = False
    kept: frozenset[str] = frozenset()

    def stream(self, request: Request) -> AsyncGenerator[Delta | Waiting, None]:
        """Return an answer piece by piece, with the waits before it; raises Fault."""
        return self.parts.patience.stream(self.provider, request, self.stop)
