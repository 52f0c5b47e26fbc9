"""Bulk: take or reject all that is left in a file, after saying how many that is."""

from __future__ import annotations

from time import monotonic
from typing import Literal

from pairtui.tui.review.labels import many
from pairtui.tui.screens.sheet import Clock, Option, Sheet


class BulkSheet(Sheet[bool]):
    """Ask whether to decide about all open changes left in a file.

    `left_out` says which stay open, `among` which of them are about the file itself.
    """

    def __init__(
        self,
        step: Literal["take", "reject"],
        path: str,
        count: int,
        left_out: tuple[str, ...],
        among: tuple[str, ...] = (),
        *,
        clock: Clock = monotonic,
    ) -> None:
        super().__init__(clock=clock)
        self._step = step
        self._path = path
        self._count = count
        self._left_out = left_out
        self._among = among

    def title_line(self) -> str:
        """Return what is asked."""
        verb = "Take" if self._step == "take" else "Reject"
        return f"{verb} {many(self._count, 'open change')} in {self._path}?"

    def options(self) -> tuple[Option[bool], ...]:
        """Return the answers: do it, or not."""
        verb = "Take" if self._step == "take" else "Reject"
        them = "it" if self._count == 1 else f"all {self._count}"
        return (Option(f"{verb} {them}", value=True), Option("Leave them open", value=False))

    def notes(self) -> tuple[str, ...]:
        """Return what is left out, and how to get back."""
        out = tuple(f"Left out: {says}; to be decided one by one." for says in self._left_out)
        among = tuple(f"Among them: {says}" for says in self._among)
        return (*among, *out, "One u undoes all of it.")
