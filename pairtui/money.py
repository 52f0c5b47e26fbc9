"""Money: what tokens cost by a person's own table, and how much may be spent before they ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pairtui.proposal import Usage

MILLION = 1_000_000
CHEAP = 0.1
"""A limit below which amounts are shown more finely."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost: those sent, those received, and those sent from a cache.

    Without a price of their own, cached tokens cost what others do.
    """

    input: float = 0.0
    output: float = 0.0
    cached: float | None = None

    def of(self, usage: Usage) -> float:
        """Return what an exchange cost."""
        cached = min(usage.cached, usage.sent)
        again = self.input if self.cached is None else self.cached
        paid = (usage.sent - cached) * self.input + cached * again + usage.received * self.output
        return paid / MILLION


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by patterns of a model's name, in the person's order; the first that fits counts."""

    rows: tuple[tuple[str, Price], ...] = ()
    currency: str = "$"

    def of(self, model: str) -> Price | None:
        """Return the price of a model, by its whole name or the last part of it."""
        names = (model.casefold(), model.rpartition("/")[2].casefold())
        return next(
            (price for pattern, price in self.rows if _fits(pattern.casefold(), names)), None
        )

    def cost(self, spent: Iterable[Spent]) -> float | None:
        """Return what these exchanges cost together, or None where no price is known of any."""
        known = [price.of(one.usage) for one in spent if (price := self.of(one.model)) is not None]
        return sum(known) if known else None

    def shown(self, amount: float, digits: int = 2) -> str:
        """Return an amount as a person reads it; less than the least sum shown is "<$0.01"."""
        least = 10**-digits
        if 0 < amount < least:
            return f"<{self.currency}{least:.{digits}f}"
        return f"{self.currency}{amount:,.{digits}f}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be spent on one turn, and on one conversation, before the person is asked.

    Tokens are those sent and received together; costs are in the person's currency.
    """

    turn_tokens: int | None = None
    session_tokens: int | None = None
    turn_cost: float | None = None
    session_cost: float | None = None

    @property
    def any(self) -> bool:
        """Tell whether there is one."""
        return self != Limits()

    @property
    def in_money(self) -> bool:
        """Tell whether one of them is a sum of money."""
        return self.turn_cost is not None or self.session_cost is not None


@dataclass(frozen=True, slots=True)
class Spent:
    """What was sent to one model and came back, in one request or in several."""

    model: str
    host: str
    usage: Usage
    requests: int = 1


@dataclass(frozen=True, slots=True)
class TurnSpent:
    """What one turn took: the person's words, and each model that was asked in it."""

    words: str
    spent: tuple[Spent, ...] = ()

    def plus(self, more: Spent) -> TurnSpent:
        """Return the turn with another request; requests to one model are one sum."""
        return TurnSpent(self.words, together((*self.spent, more)))


@dataclass(frozen=True, slots=True)
class Bill:
    """What a conversation took, turn by turn, and what that costs.

    `turns` are in order; the last one runs or ran last.
    """

    turns: tuple[TurnSpent, ...] = ()
    prices: Prices = Prices()
    limits: Limits = Limits()

    @property
    def turn(self) -> tuple[Spent, ...]:
        """Return what the last turn took."""
        return self.turns[-1].spent if self.turns else ()

    @property
    def all(self) -> tuple[Spent, ...]:
        """Return what the conversation took, by model."""
        return together(one for turn in self.turns for one in turn.spent)


def total(usages: Iterable[Usage]) -> Usage:
    """Return the sum; it is an estimate where a part of it is one."""
    found = tuple(usages)
    return Usage(
        sum(one.sent for one in found),
        sum(one.received for one in found),
        sum(one.cached for one in found),
        any(one.estimated for one in found),
    )


def together(spent: Iterable[Spent]) -> tuple[Spent, ...]:
    """Return one sum for each model, in the order in which they were first asked."""
    found: dict[tuple[str, str], list[Spent]] = {}
    for one in spent:
        found.setdefault((one.model, one.host), []).append(one)
    return tuple(
        Spent(*name, total(one.usage for one in same), sum(one.requests for one in same))
        for name, same in found.items()
    )


def _fits(pattern: str, names: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names)
