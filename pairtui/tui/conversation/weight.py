"""Weight: what is in the conversation, and how much of the model's room it takes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairtui.review.visible import one_line

if TYPE_CHECKING:
    from pairtui.conversation import Conversation

_CHARACTERS_A_TOKEN = 4


def tokens(count: int) -> str:
    """Return a number of tokens in at most four signs: 87, 1.2k, 32k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 10_000 else f"{count // 1000}k"


def weights(conversation: Conversation, budget: int | None) -> str:
    """Return the line of what is in; the sum is an estimate, and marked so.

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
    return "  ".join([*names, room] if room else names)


def _size(conversation: Conversation, spec: str) -> str:
    return tokens(conversation.sizes[spec]) if spec in conversation.sizes else "…"
