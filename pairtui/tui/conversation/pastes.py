"""Pastes: long texts that stand in the prompt as one label each, and are sent whole; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pairtui.session.amount import many

LINES = 8
"""From more than so many lines on a paste is folded."""
LETTERS = 1_000
"""From more than so many characters on."""
_LABEL = re.compile(r"⟦pasted [0-9a-z, ]+⟧")


def is_long(text: str) -> bool:
    """Tell whether a paste is to be folded."""
    return text.count("\n") >= LINES or len(text) > LETTERS


@dataclass(frozen=True, slots=True)
class Pastes:
    """The pasted texts by their labels. A label stands for exactly its text, wherever it is."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def fold(self, text: str) -> tuple[Pastes, str]:
        """Return these with one more text, and its label."""
        known = next((label for label, old in self.texts.items() if old == text), None)
        if known is not None:
            return self, known
        rows = text.count("\n") + (not text.endswith("\n"))
        size = many(rows, "line") if rows > 1 else f"{len(text)} characters"
        label, number = f"⟦pasted {size}⟧", 1
        while label in self.texts:
            number += 1
            label = f"⟦pasted {size}, {number}⟧"
        return replace(self, texts={**self.texts, label: text}), label

    def whole(self, text: str) -> str:
        """Return a text with what its labels stand for; what was pasted is not looked into."""
        return _LABEL.sub(lambda found: self.texts.get(found[0], found[0]), text)

    def folded(self, text: str) -> str:
        """Return a text with labels in the place of the pastes that are in it as they were."""
        longest = sorted(self.texts.items(), key=lambda item: len(item[1]), reverse=True)
        for label, pasted in longest:
            text = text.replace(pasted, label)
        return text

    def spans(self, line: str) -> Iterator[tuple[int, int]]:
        """Yield where labels stand in a line: each first character and the one after it."""
        for found in _LABEL.finditer(line):
            if found[0] in self.texts:
                yield found.span()
