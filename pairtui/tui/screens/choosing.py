"""Choosing: a sheet with a few rows to pick one from."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.tui.screens.sheet import Option, Sheet


class ChoiceSheet(Sheet[str]):
    """Ask one question; the answer is the picked row's value, or None where Esc closed it."""

    def __init__(
        self, title: str, rows: Sequence[Option[str]], *, says: Sequence[str] = (), keys: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._says = tuple(says)
        self.KEYS = keys or self.KEYS

    def title_line(self) -> str:
        """Return the question."""
        return self._title

    def options(self) -> tuple[Option[str], ...]:
        """Return the rows."""
        return self._rows

    def notes(self) -> tuple[str, ...]:
        """Return what a person should know before picking."""
        return self._says
