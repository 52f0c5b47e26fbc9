"""Facts: what stands above the prompt: what will be told, what is in, what the review holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from pairtui.review.visible import one_line

if TYPE_CHECKING:  # these nouns take a while to import, and the first paint needs none of them
    from pairtui.conversation import Conversation
    from pairtui.money import Bill
    from pairtui.request import Model

TOLD = 6
"""Rows for what the model will be told, at most."""


class Facts(Static):
    """Show in a few rows what the next words go with."""

    def __init__(self) -> None:
        super().__init__("", id="facts", classes="-empty", markup=False)

    def show(
        self,
        conversation: Conversation | None,
        model: Model | None,
        told: str,
        strip: str,
        width: int,
        *,
        bill: Bill | None = None,
        takes: int | None = None,
    ) -> None:
        """Lay the facts out in a width, in cells; no row is left where there are none."""
        lines = _told_lines(told, width)
        if conversation is not None:
            from pairtui.tui.conversation.weight import weights  # noqa: PLC0415 - with the session

            budget = model.budget if model else None
            found = weights(conversation, budget, bill, takes=takes, width=width)
            lines += [Content.styled(line, "dim") for line in found]
        lines += [Content.styled(strip, "dim")] if strip else []
        self.set_class(not lines, "-empty")
        self.update(Content("\n").join(lines))


def _told_lines(told: str, width: int) -> list[Content]:
    """Return what the model will be told, whole unless it is very long."""
    if not told:
        return []
    text = Content.styled(f"AI will be told: {one_line(told)}", "$text-accent")
    lines = text.wrap(width) if width else [text]
    if len(lines) > TOLD:
        lines = [*lines[: TOLD - 1], Content.styled("…", "$text-accent")]
    return lines
