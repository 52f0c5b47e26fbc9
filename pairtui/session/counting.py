"""Counting: how many tokens a request has, as the model that is asked would count them.

An estimate is corrected by what the server reported for that model before. Near a limit it is
replaced by an exact count, where the table that can be counted with is the model's own or nothing
better is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from statistics import median
from typing import TypeAlias, TypeVar

from pairtui.context.assemble import PER_MESSAGE
from pairtui.providers.remembered import Remembered
from pairtui.request import Model, Request
from pairtui.session.model import address
from pairtui.session.parts import Parts
from pairtui.tokens import Counter, estimate

NEAR = 0.1
"""How near to a limit, as a share of it, an estimate is not good enough."""
FEWEST = 200
"""Tokens below which what a server adds by itself weighs too much to learn from."""
TIMES = 3
"""How often something is made again with more of it counted exactly."""
PLAUSIBLE = (0.4, 2.5)
"""Shares outside which a count is about something else, such as a request that was cut off."""
Count: TypeAlias = Callable[[str], int]
Made = TypeVar("Made")


class Counting:
    """Counts for a model; `learn` makes every later count better."""

    def __init__(
        self, remembered: Remembered, counter: Counter, address: Callable[[], str]
    ) -> None:
        self._remembered = remembered
        self._counter = counter
        self._address = address

    def factor(self, model: str) -> float:
        """Return by how much a model's own counts differ from estimates; 1 until it is known."""
        ratios = self._remembered.ratios(self._address(), model)
        return median(ratios) if ratios else 1.0

    def count(self, model: str) -> Count:
        """Return what counts a text for a model, at once and about."""
        factor = self.factor(model)
        return lambda text: round(estimate(text) * factor)

    def request(self, request: Request) -> int:
        """Return about how many tokens a request has."""
        count = self.count(request.model)
        return sum(count(message.text) + PER_MESSAGE for message in request.messages)

    async def fitted(
        self, model: Model, limit: int, make: Callable[[Count], Made], size: Callable[[Made], int]
    ) -> Made:
        """Return what is made with a count, made again with exact ones where that is near a limit.

        `size` tells the tokens of what was made. What is made again may have texts in it that were
        not counted yet, such as a whole message of pieces that were.
        """
        about = self.count(model.name)
        texts: dict[str, int] = {}

        def noted(text: str) -> int:
            return texts.setdefault(text, about(text))

        counted: set[str] = set()
        made = await asyncio.to_thread(make, noted)  # a map is drawn for it, too
        for _ in range(TIMES):
            new = [text for text in texts if text not in counted]
            if not new or not self.near(model, size(made), limit):
                break
            counts = await self._counter.count(new)
            if not self._counter.exact:
                break
            texts.update(zip(new, counts, strict=True))
            counted.update(new)
            made = await asyncio.to_thread(make, noted)
        return made

    async def exact(self, request: Request) -> int:
        """Return the tokens of a request, counted exactly where that can be done."""
        counts = await self._counter.count([message.text for message in request.messages])
        if not self._counter.exact:
            return self.request(request)
        return sum(counts) + PER_MESSAGE * len(counts)

    def near(self, model: Model, tokens: int, limit: int) -> bool:
        """Tell whether an estimate is too near to a limit, and an exact count is worth more.

        The table is not that of every model: once a server has counted for another one, estimates
        corrected by that are nearer to the truth.
        """
        worth = model.table or not self._remembered.ratios(self._address(), model.name)
        return worth and abs(tokens - limit) <= NEAR * limit

    def learn(self, request: Request, counted: int) -> None:
        """Learn from what a server counted for a request."""
        about = sum(estimate(one.text) + PER_MESSAGE for one in request.messages)
        if about < FEWEST or not PLAUSIBLE[0] <= counted / about <= PLAUSIBLE[1]:
            return
        self._remembered.counted(self._address(), request.model, counted / about)


def counting_of(parts: Parts) -> Counting:
    """Return what counts for whoever answers by then."""
    return Counting(parts.remembered, parts.counter, lambda: address(parts.answering))
