"""Weight: what is in the conversation, and how much of the model's room it takes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from pairtui.money import total
from pairtui.review.visible import one_line

if TYPE_CHECKING:
    from pairtui.conversation import Attachment, Conversation
    from pairtui.money import Bill, Spent

_CHARACTERS_A_TOKEN = 4
_GAP = "  "


def tokens(count: int) -> str:
    """Return a number of tokens in few signs: 87, 1.2k, 32k, 1.0M."""
    if count < 1000:
        return str(count)
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f}M"
    return f"{count / 1000:.1f}k" if count < 10_000 else f"{count // 1000}k"


def weights(
    conversation: Conversation,
    budget: int | None,
    bill: Bill | None = None,
    *,
    takes: int | None = None,
    width: int,
    rows: int = 3,
) -> tuple[str, ...]:
    """Return the lines of what is in, how much room it takes, and what was spent so far.

    They are as many as `rows` of `width` cells hold; files beyond that are counted.
    A size that was not counted yet is shown as an ellipsis. The room taken is an estimate, and
    marked so: what the next request `takes`; until that is known, what is in and, at four
    characters a token, what was said.
    """
    names = [_name(conversation, item) for item in conversation.attached]
    said = sum(len(turn.words) + len(turn.reply) for turn in conversation.turns)
    taken = sum(conversation.sizes.get(item.spec, 0) for item in conversation.attached)
    taken += said // _CHARACTERS_A_TOKEN
    room = _room(taken, takes, budget) if budget and taken else ""
    return _laid(names, (room, *(spent(bill, width) if bill else ())), width, rows)


def spent(bill: Bill, width: int) -> tuple[str, ...]:
    """Return what the last turn took and, behind Σ, what the whole conversation did.

    ↑ is what was sent, ↓ what came back; the cost is there where a price is known. They stand
    together where they fit into one row.
    """
    parts = [_spent(bill, bill.turn)] if bill.turn else []
    parts += [f"Σ {_spent(bill, bill.all)}"] if len(bill.turns) > 1 else []
    return _lines(parts, width)


def _spent(bill: Bill, taken: Sequence[Spent]) -> str:
    usage, cost = total(one.usage for one in taken), bill.prices.cost(taken)
    about = "≈" if usage.estimated else ""
    paid = f" {bill.prices.shown(cost)}" if cost is not None else ""
    return f"{about}↑{tokens(usage.sent)} ↓{tokens(usage.received)}{paid}"


def _room(wanted: int, takes: int | None, budget: int) -> str:
    """Return how much of the model's room is taken, and which share of it that is.

    What is `wanted` beyond the budget goes in part, and the oldest turns not at all.
    """
    if wanted > budget and (takes is None or takes <= budget):
        return f"≈{tokens(wanted)} cut to {tokens(takes or budget)}"
    taken = takes or wanted
    return f"≈{tokens(taken)}/{tokens(budget)} {round(100 * taken / budget)} %"


def _laid(names: Sequence[str], behind: Sequence[str], width: int, rows: int) -> tuple[str, ...]:
    """Return the names in rows, as many as fit, and the rest behind them."""
    for left_out in range(len(names) + 1):
        shown = names[: len(names) - left_out]
        lines = _lines((*shown, f"+{left_out} more" if left_out else "", *behind), width)
        if len(lines) <= rows:
            break
    return lines


def _lines(parts: Sequence[str], width: int) -> tuple[str, ...]:
    """Return parts as lines; a part is never torn."""
    lines: list[str] = []
    for part in filter(None, parts):
        longer = f"{lines[-1]}{_GAP}{part}" if lines else part
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def _name(conversation: Conversation, item: Attachment) -> str:
    """Return how one thing is shown: its name, how many files it is, how it is in, its size."""
    holds = conversation.holds.get(item.spec, "")
    how = "read" if item.read_only else ""
    size = _size(conversation, item.spec)
    return " ".join(filter(None, (f"@{one_line(item.spec)}", holds, how, size)))


def _size(conversation: Conversation, spec: str) -> str:
    return tokens(conversation.sizes[spec]) if spec in conversation.sizes else "…"
