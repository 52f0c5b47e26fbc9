"""Spending: what each turn of a conversation took, and whether the next one may take as much.

Every request passes through here on its way, whatever it is for: a person's words, the second
request for what did not fit, a round, a question, a sentence.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass

from pairtui.money import CHEAP, Bill, Limits, Prices, Spent, TurnSpent, total
from pairtui.proposal import Usage
from pairtui.request import Delta, Fault, Finish, Model, Provider, Request, TextDelta
from pairtui.request import ThoughtDelta as Thought
from pairtui.session.counting import Counting
from pairtui.store.nouns import Exchange
from pairtui.tokens import estimate

ANSWER = 1000
"""Tokens an answer is taken to have before one has come."""

FAR_FEWER = 0.6
"""The share of the tokens that were sent below which a server may not have read them all."""
WORTH_A_LOOK = 1000
"""Tokens below which nothing can have been left out: no server gives less."""


@dataclass(frozen=True, slots=True)
class Over:
    """What a request would come to; `says` has a sentence for each limit that it would pass."""

    tokens: int
    cost: float | None
    says: tuple[str, ...]


class Spending:
    """What was spent in this conversation: turn by turn, model by model."""

    def __init__(self, counting: Counting, prices: Prices, limits: Limits) -> None:
        self.counting = counting
        self.prices = prices
        self.limits = limits
        self.turns: list[TurnSpent] = []
        self._allowed = self._allowed_next = False
        self.unread = 0
        """Tokens of the turn's last request where the server counted far fewer, else 0."""

    def allow(self) -> None:
        """Let the next turn pass the limits."""
        self._allowed_next = True

    def begin(self, words: str) -> None:
        """Begin a turn: what is asked from now on belongs to it."""
        self._allowed, self._allowed_next = self._allowed_next, False
        self.unread = 0
        self.turns = [turn for turn in self.turns if turn.spent]
        self.turns.append(TurnSpent(words))

    def take_up(self, exchanges: Iterable[Exchange]) -> None:
        """Take in what a conversation took that is resumed, in the place of what was before."""
        self.turns = [
            TurnSpent(one.turn.words, (Spent(one.model, one.host, one.usage),))
            for one in exchanges
            if one.usage is not None
        ]

    def note(self, spent: Spent) -> None:
        """Take in what one request took."""
        if not self.turns:
            self.begin("")
        self.turns[-1] = self.turns[-1].plus(spent)

    @property
    def bill(self) -> Bill:
        """Return what all of it came to so far."""
        turns = tuple(turn for turn in self.turns if turn.spent)
        return Bill(turns, self.prices, self.limits)

    @property
    def turn(self) -> tuple[Spent, ...]:
        """Return what the turn took that runs or ran last."""
        return self.turns[-1].spent if self.turns else ()

    @property
    def all(self) -> tuple[Spent, ...]:
        """Return what the conversation took, by model."""
        return self.bill.all

    @property
    def usage(self) -> Usage | None:
        """Return the tokens of the turn that runs or ran last; None where there are none."""
        return total(one.usage for one in self.turn) if self.turn else None

    def metered(self, provider: Provider, model: Model) -> Metered:
        """Return a provider whose requests are accounted for here."""
        return Metered(provider, model, self)

    def over(self, sent: int, model: Model, *, goes_on: bool = False) -> Over:
        """Return what a request of so many tokens would come to, with an answer like those before.

        `goes_on` says that it belongs to the turn that runs.
        """
        likely = Spent(model.name, model.host, Usage(sent, self._answer()))
        turn = (*(self.turn if goes_on else ()), likely)
        session = (*self.all, likely)
        limits, says = self.limits, []
        for whole, what, tokens, cost in (
            (turn, "This turn", limits.turn_tokens, limits.turn_cost),
            (session, "This conversation", limits.session_tokens, limits.session_cost),
        ):
            used = _tokens(whole)
            if tokens is not None and used > tokens:
                says.append(f"{what} would come to ≈{used:,} tokens; your limit is {tokens:,}.")
            paid = self.prices.cost(whole)
            if cost is not None and paid is not None and paid > cost:
                digits = 2 if cost >= CHEAP else 4
                about, most = self.prices.shown(paid, digits), self.prices.shown(cost, digits)
                says.append(f"{what} would come to ≈{about}; your limit is {most}.")
        return Over(_tokens(turn), self.prices.cost(turn), tuple(says))

    def again(self, request: Request, model: Model) -> str:
        """Return why a further request of the turn that runs is not sent; empty where it may be.

        Nobody is asked about such a request, so it never passes a limit, unless the person let the
        whole turn pass it.
        """
        if not self.limits.any or not self.turn or self._allowed:
            return ""
        says = self.over(self.counting.request(request), model, goes_on=True).says
        return says[0] if says else ""

    def _answer(self) -> int:
        """Return how many tokens an answer is likely to have."""
        found = [(one.usage.received, one.requests) for one in self.all]
        requests = sum(count for _, count in found)
        return sum(received for received, _ in found) // requests if requests else ANSWER


class Metered:
    """A provider that accounts for each request, also for one that is stopped or breaks off.

    Where the server does not say what it took, it is estimated.
    """

    def __init__(self, provider: Provider, model: Model, spending: Spending) -> None:
        self._provider = provider
        self._model = model
        self._spending = spending

    @property
    def name(self) -> str:
        """Return the provider's name in the registry."""
        return self._provider.name

    @property
    def host(self) -> str:
        """Return the host a request goes to."""
        return self._provider.host

    async def models(self) -> tuple[str, ...]:
        """Return the names the endpoint offers; raises Fault."""
        return await self._provider.models()

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        """Yield the answer piece by piece; raises Fault, also where a limit would be passed."""
        if says := self._spending.again(request, self._model):
            remedy = "What came so far is kept. [limits] in config.toml sets it."
            raise Fault("limit", self.host, says.rstrip("."), remedy)
        heard: list[str] = []
        usage: Usage | None = None
        answered = False
        try:
            async with aclosing(self._provider.stream(request)) as deltas:
                async for delta in deltas:
                    answered = True
                    match delta:
                        case TextDelta(text=text) | Thought(text=text):
                            heard.append(text)
                        case Finish(usage=usage):
                            await self._learn(request, usage)
                    yield delta
        except Fault:
            if answered:
                self._note(request, usage, heard)
            raise
        except BaseException:  # it was stopped: what had been sent by then was sent
            self._note(request, usage, heard)
            raise
        self._note(request, usage, heard)

    async def aclose(self) -> None:
        """Close connections and end child processes."""
        await self._provider.aclose()

    async def _learn(self, request: Request, usage: Usage | None) -> None:
        if usage is not None and not usage.estimated:
            expected = self._spending.counting.request(request)
            few = expected > WORTH_A_LOOK and usage.sent < FAR_FEWER * expected
            self._spending.unread = expected if few else 0
            await asyncio.to_thread(self._spending.counting.learn, request, usage.sent)

    def _note(self, request: Request, usage: Usage | None, heard: list[str]) -> None:
        if usage is None:
            sent = self._spending.counting.request(request)
            usage = Usage(sent, estimate("".join(heard)))
        self._spending.note(Spent(self._model.name, self._model.host, usage))


def _tokens(spent: Iterable[Spent]) -> int:
    return sum(one.usage.sent + one.usage.received for one in spent)
