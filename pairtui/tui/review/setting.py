"""Setting: how a person wants the review shown, as far as the rows depend on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

View: TypeAlias = Literal["marked-up", "final", "original"]
"""How prose is read: with its changes marked, as it would be, as it was."""
VIEWS: tuple[View, ...] = ("marked-up", "final", "original")
MEASURE = 72
"""Cells of a line of prose, at most, where the person says nothing else."""
EDGE = 3
"""Cells of the margin beside the program's own words."""
WIDE = 160
"""Cells of a terminal from which on code is in two columns, where the person says nothing else."""
MARGIN = 5
"""Cells of the margin beside prose: the cursor, up to three signs, a space."""
WHOLE_FILE = "file:"
"""The key of a file's head; opened, it shows the whole file."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Width of the page in cells, what is opened against its habit, and how much is shown.

    `opened` are the blocks the person opened, as path and key; for one file, `turned` are their
    keys. `context` is how many lines around a change
    of code. `marks` are word marks. `plain` writes `[-cut-] {+new+}` for terminals without colour.
    `most` is how many cells a line of prose may take at most, `view` how prose is read. `columns`
    is in how many columns code is read: one, two, or 0 for two where the terminal is `wide`.
    `looked` counts how often signs came to be known that no frame had waited for.
    """

    width: int = 80
    turned: frozenset[str] = frozenset()
    context: int = 3
    marks: bool = True
    plain: bool = False
    most: int = MEASURE
    view: View = "marked-up"
    columns: Literal[0, 1, 2] = 0
    wide: bool = False
    opened: frozenset[tuple[str, str]] = frozenset()
    looked: int = 0

    @property
    def measure(self) -> int:
        """Return how many cells a line of prose may take."""
        return max(min(self.most, self.width - MARGIN), 8)

    @property
    def paragraphs(self) -> int:
        """Return how many paragraphs around a change of prose are shown."""
        return max(self.context // 3, 0)

    @property
    def side_by_side(self) -> bool:
        """Tell whether code is read in two columns."""
        return self.columns == 2 or (self.columns == 0 and self.wide)

    @property
    def marked_up(self) -> bool:
        """Tell whether the changes of prose are marked: only then they are shown, and decided."""
        return self.view == "marked-up"

    def within(self, path: str) -> Setting:
        """Return the setting for one file."""
        keys = frozenset(key for where, key in self.opened if where == path)
        return replace(self, turned=self.turned | keys, opened=frozenset())

    def toggled(self, path: str, key: str) -> Setting:
        """Return the setting with one block of a file opened, or folded again."""
        return replace(self, opened=self.opened ^ {(path, key)})
