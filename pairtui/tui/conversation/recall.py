"""Recall: what was sent before; no word typed meanwhile is lost. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Recall:
    """Earlier texts, oldest first, and where one stands among them.

    `place` counts back from the draft: 0 is the draft itself, 1 the latest text. `edited` holds
    what the person made of the text at a place without sending it; at 0 it is the draft.
    """

    texts: tuple[str, ...] = ()
    place: int = 0
    edited: Mapping[int, str] = field(default_factory=dict)

    def keep(self, text: str) -> Recall:
        """Return the recall with one more text, standing at an empty draft."""
        if not text.strip():
            return Recall(self.texts)
        return Recall((*(old for old in self.texts if old != text), text))

    def back(self, current: str) -> tuple[Recall, str] | None:
        """Return the text before the one shown, or None at the oldest."""
        return self._go(self.place + 1, current) if self.place < len(self.texts) else None

    def forward(self, current: str) -> tuple[Recall, str] | None:
        """Return the text after the one shown, the draft at last, or None at the draft."""
        return self._go(self.place - 1, current) if self.place else None

    def _go(self, place: int, current: str) -> tuple[Recall, str]:
        moved = Recall(self.texts, place, {**self.edited, self.place: current})
        return moved, moved.edited.get(place, self.texts[-place] if place else "")
