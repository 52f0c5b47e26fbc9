"""Setting: how a person wants the review shown, as far as the rows depend on it."""

from __future__ import annotations

from dataclasses import dataclass

MEASURE = 72
"""Cells of a line of prose."""
EDGE = 3
"""Cells of the margin beside the program's own words."""
MARGIN = 5
"""Cells of the margin beside prose: the cursor, up to three signs, a space."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Width of the page in cells, what is opened against its habit, and how much is shown.

    `turned` are the keys of blocks the person opened. `context` is how many lines around a change
    of code. `marks` are word marks. `plain` writes `[-cut-] {+new+}` for terminals without colour.
    """

    width: int = 80
    turned: frozenset[str] = frozenset()
    context: int = 3
    marks: bool = True
    plain: bool = False

    @property
    def measure(self) -> int:
        """Return how many cells a line of prose may take."""
        return max(min(MEASURE, self.width - MARGIN), 8)

    @property
    def paragraphs(self) -> int:
        """Return how many paragraphs around a change of prose are shown."""
        return max(self.context // 3, 0)
