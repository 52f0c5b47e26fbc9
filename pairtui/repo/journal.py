"""Journal: what a save or an undo is about to do, written down before its first byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol, TypeAlias

from pairtui.landing import Intent, JournalFault, Landed, Operation, Outcome, Result
from pairtui.proposal import digest

Point: TypeAlias = Callable[[str], None]
"""Is told each step just before it is taken: where a test ends the process, or lets it fail."""


def unwatched(step: str) -> None:
    """Take note of a step, and do nothing."""


class Journal(Protocol):
    """The intents and results of one repository. Each method blocks; raises JournalFault."""

    def intend(self, intent: Intent) -> None:
        """Write down what is about to be done; it is on the disk when this returns."""

    def mark(self, intent: str, step: str) -> None:
        """Write down that a step is reached."""

    def finish(
        self, intent: str, outcome: Outcome, landed: Landed | None = None, says: Sequence[str] = ()
    ) -> None:
        """Write down what came of it."""

    def open_intents(self) -> tuple[Operation, ...]:
        """Return the intents that nothing came of yet, the earliest first."""

    def outlines(self) -> tuple[Operation, ...]:
        """Return everything that was begun, the earliest first; long texts may be left out."""

    def operation(self, intent: str) -> Operation | None:
        """Return one of them with all its bytes, or None if it is not there."""


class InMemory:
    """A journal that ends with the process: for a repository that is thrown away with it."""

    def __init__(self) -> None:
        self._intents: dict[str, Intent] = {}
        self._steps: dict[str, list[str]] = {}
        self._results: dict[str, Result] = {}

    def intend(self, intent: Intent) -> None:
        """Note what is about to be done."""
        self._intents[intent.id] = intent

    def mark(self, intent: str, step: str) -> None:
        """Note that a step is reached."""
        self._steps.setdefault(intent, []).append(step)

    def finish(
        self, intent: str, outcome: Outcome, landed: Landed | None = None, says: Sequence[str] = ()
    ) -> None:
        """Note what came of it."""
        self._results[intent] = Result(outcome, landed, tuple(says))

    def open_intents(self) -> tuple[Operation, ...]:
        """Return the intents that nothing came of yet, the earliest first."""
        return tuple(one for one in self.operations() if one.result is None)

    def operations(self) -> tuple[Operation, ...]:
        """Return everything that was begun, the earliest first."""
        return tuple(
            Operation(intent, tuple(self._steps.get(name, ())), self._results.get(name))
            for name, intent in self._intents.items()
        )

    def outlines(self) -> tuple[Operation, ...]:
        """Return everything that was begun, the earliest first."""
        return self.operations()

    def operation(self, intent: str) -> Operation | None:
        """Return one of them, or None if it is not there."""
        return next((one for one in self.operations() if one.intent.id == intent), None)


def reached(journal: Journal, intent: Intent, step: str, point: Point = unwatched) -> None:
    """Note that a step was taken; never fails, for it is done, and the files and git show it."""
    with suppress(JournalFault, OSError):
        point(step)
        journal.mark(intent.id, step)


def beside(operation: str, path: str) -> str:
    """Return the beginning of the names that an operation gives files beside a path.

    They follow from the operation, so that whoever finds it in the journal finds them, too.
    """
    name = f"{operation}\0{path}".encode("utf-8", "surrogateescape")
    return f".pairtui-{digest(name)[:16]}"
