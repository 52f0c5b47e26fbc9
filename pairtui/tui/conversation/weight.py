"""Weight: what is in the conversation, and how much of the model's room it takes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from pairtui.review.visible import one_line

if TYPE_CHECKING:
    from pairtui.conversation import Conversation

_CHARACTERS_A_TOKEN = 4
_GAP = "  "


def tokens(count: int) -> str:
    """Return a number of tokens in at most four signs: 87, 1.2k, 32k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 10_000 else f"{count // 1000}k"


def weights(
    conversation: Conversation, budget: int | None, *, width: int, rows: int = 3
) -> tuple[str, ...]:
    """Return the lines of what is in; the sum is an estimate, and marked so.

    They are as many as `rows` of `width` cells hold; files beyond that are counted.
    A size that was not counted yet is shown as an ellipsis. The sum counts what was said at four
    characters a token.
    """
    names = [
        f"@{one_line(item.spec)} {_size(conversation, item.spec)}" for item in conversation.attached
    ]
    said = sum(len(turn.words) + len(turn.reply) for turn in conversation.turns)
    total = sum(conversation.sizes.get(item.spec, 0) for item in conversation.attached)
    total += said // _CHARACTERS_A_TOKEN
    room = f"≈{tokens(total)}/{tokens(budget)}" if budget and total else ""
    return _laid(names, room, width, rows)


def _laid(names: Sequence[str], room: str, width: int, rows: int) -> tuple[str, ...]:
    """Return the names in rows, as many as fit, and the room behind them."""
    for left_out in range(len(names) + 1):
        shown = names[: len(names) - left_out]
        lines = _lines((*shown, f"+{left_out} more" if left_out else "", room), width)
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


def _size(conversation: Conversation, spec: str) -> str:
    return tokens(conversation.sizes[spec]) if spec in conversation.sizes else "…"
