"""Cost: what this conversation took, by model and turn by turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from pairtui.money import CHEAP, Bill, Limits, Spent, total
from pairtui.review.visible import one_line
from pairtui.tui.review.labels import many
from pairtui.tui.screens.sheet import WIDE, Clock, Option, Sheet, room

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen

NAME = 30
"""Cells for a turn's words or a model's name, at most."""
COLUMNS = (8, 8, 10, 11)
"""Cells for what was sent, what of it came from a cache, what came back, and what it cost."""
FINE = 4
"""Digits of an amount: a turn may cost less than a hundredth."""


class CostSheet(Sheet[None]):
    """Show what every model and every turn took: tokens as the server counted them, and money."""

    KEYS = "PgDn reads on · Esc back"

    def __init__(self, bill: Bill, *, clock: Clock = monotonic, wide: int = WIDE) -> None:
        super().__init__(clock=clock)
        self._bill = bill
        figures = sum(COLUMNS if bill.prices.rows else COLUMNS[:-1])
        self._wide = min(NAME, room(wide) - figures)

    def title_line(self) -> str:
        """Return what it all came to."""
        cost = self._bill.prices.cost(self._bill.all)
        came = f": {self._bill.prices.shown(cost, FINE)}" if cost is not None else ""
        return f"What this conversation took{came}"

    def options(self) -> tuple[Option[None], ...]:
        """Return no answers: there is nothing to choose."""
        return ()

    def action_pick(self) -> None:
        """Close; there is nothing else to do."""
        self.dismiss(None)

    def notes(self) -> tuple[str, ...]:
        """Return the table, and what there is to know of it."""
        bill = self._bill
        if not bill.turns:
            return ("Nothing was sent yet.", *_about(bill))
        heads = ("sent", "cached", "received", "cost" if bill.prices.rows else "")
        lines = [_row("by model", heads, self._wide)]
        lines += [self._line(f"  {one_line(_named(one))}", (one,)) for one in bill.all]
        lines += ["", "turn by turn"]
        for number, turn in enumerate(bill.turns, 1):
            words = one_line(" ".join(turn.words.split()))
            lines.append(self._line(f"{number:>3} {words}", turn.spent))
            if len(turn.spent) > 1:
                lines += [self._line(f"    {one_line(_named(one))}", (one,)) for one in turn.spent]
        return (*lines, "", *_about(bill))

    def _line(self, name: str, spent: Sequence[Spent]) -> str:
        """Return one row: what some requests took together."""
        bill = self._bill
        usage = total(one.usage for one in spent)
        about = "≈" if usage.estimated else ""
        cost = bill.prices.cost(spent)
        paid = bill.prices.shown(cost, FINE) if cost is not None else "no price"
        requests = sum(one.requests for one in spent)
        more = f" ({many(requests, 'request')})" if requests > 1 else ""
        return _row(
            f"{_cut(name, self._wide - cell_len(more))}{more}",
            (
                f"{about}{usage.sent:,}",
                f"{usage.cached:,}",
                f"{about}{usage.received:,}",
                paid if bill.prices.rows else "",
            ),
            self._wide,
        )


async def show_cost(screen: MainScreen) -> None:
    """Show what the conversation took so far."""
    session = await screen.session()
    await screen.app.push_screen_wait(CostSheet(session.spending.bill, wide=screen.app.size.width))


def _named(spent: Spent) -> str:
    return f"{spent.model}@{spent.host}" if spent.host else spent.model


def _row(name: str, values: Sequence[str], wide: int) -> str:
    cells = "".join(value.rjust(width) for value, width in zip(values, COLUMNS, strict=True))
    return f"{set_cell_size(name, wide)}{cells}".rstrip()


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def _about(bill: Bill) -> Iterator[str]:
    """Yield what the figures mean, and what there is to set."""
    if any(one.usage.estimated for one in bill.all):
        yield "≈ is an estimate: the server did not say, or the answer was stopped."
    if not bill.prices.rows:
        yield 'What it costs is shown once config.toml has prices: [prices."gpt-5*"].'
    if bill.limits.any:
        yield f"You are asked before it passes {'; '.join(_limits(bill.limits, bill))}."
    if bill.limits.in_money and any(bill.prices.of(one.model) is None for one in bill.all):
        yield "A limit in money holds for models that have a price."


def _limits(limits: Limits, bill: Bill) -> Iterator[str]:
    for what, tokens, cost in (
        ("a turn", limits.turn_tokens, limits.turn_cost),
        ("a conversation", limits.session_tokens, limits.session_cost),
    ):
        if tokens is not None:
            yield f"{tokens:,} tokens {what}"
        if cost is not None:
            yield f"{bill.prices.shown(cost, 2 if cost >= CHEAP else FINE)} {what}"
