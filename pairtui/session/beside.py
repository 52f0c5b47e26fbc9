"""Beside: the journal that lies in the place of the store, opened when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.landing import Intent, Landed, Operation, Outcome
from pairtui.session.writing import Writing


class Beside:
    """The journal of a place where things are kept; looking into it makes no file."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    def intend(self, intent: Intent) -> None:
        """Write down what is about to be done; it is on the disk when this returns."""
        self._writing.open().journal.intend(intent)

    def mark(self, intent: str, step: str) -> None:
        """Write down that a step is reached."""
        self._writing.open().journal.mark(intent, step)

    def finish(
        self, intent: str, outcome: Outcome, landed: Landed | None = None, says: Sequence[str] = ()
    ) -> None:
        """Write down what came of it."""
        self._writing.open().journal.finish(intent, outcome, landed, says)

    def open_intents(self) -> tuple[Operation, ...]:
        """Return the intents that nothing came of yet, the earliest first."""
        return self._writing.open().journal.open_intents()

    def outlines(self) -> tuple[Operation, ...]:
        """Return everything that was begun, the earliest first; looking makes no file."""
        return self._writing.open().journal.outlines() if self._writing.begun else ()

    def operation(self, intent: str) -> Operation | None:
        """Return one of them with all its bytes, or None if it is not there."""
        return self._writing.open().journal.operation(intent)
