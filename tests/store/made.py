"""A store with a clock of its own, for the tests of this room."""

from __future__ import annotations

from pathlib import Path

from pairtui.store.store import Store


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def open_store(folder: Path, clock: Clock | None = None) -> Store:
    return Store(folder / "store.db", clock=clock or Clock())
