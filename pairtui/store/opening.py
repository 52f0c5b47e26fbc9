"""Opening: the first place that can be used, and why it is not the one before."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pairtui.store.journal import Journal
from pairtui.store.place import NewerStore, Place, StoreFault, prepare
from pairtui.store.search import has_index
from pairtui.store.store import Store

STORE_FILE = "store.db"
JOURNAL_FILE = "journal.db"
SLOWLY = "This Python's SQLite has no FTS5: searching looks through all texts, which takes longer."
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Kept:
    """Store and journal, opened; `says` tells where they are and why, if not in the first place."""

    store: Store
    journal: Journal
    says: tuple[str, ...] = ()

    def close(self) -> None:
        """Close both."""
        self.store.close()
        self.journal.close()


def open_kept(places: Sequence[Place], clock: Callable[[], float] = time.time) -> Kept:
    """Open store and journal, each in the first place that can be used; raises StoreFault.

    One that a newer version has written is left alone, and nothing is begun elsewhere.
    """
    store, store_says = _first(places, STORE_FILE, lambda path: Store(path, clock=clock))
    try:
        journal, says = _first(places, JOURNAL_FILE, lambda path: Journal(path, clock=clock))
    except StoreFault:
        store.close()
        raise
    slowly = () if has_index() else (SLOWLY,)
    return Kept(store, journal, (*dict.fromkeys((*store_says, *says)), *slowly))


def found(places: Sequence[Place]) -> bool:
    """Tell whether something was ever kept in one of these places."""
    return any((place.folder / STORE_FILE).is_file() for place in places)


def _first(
    places: Sequence[Place], name: str, made: Callable[[Path], Made]
) -> tuple[Made, tuple[str, ...]]:
    refused: list[StoreFault] = []
    for place in places:
        try:
            prepare(place)
            found = made(place.folder / name)
        except NewerStore:
            raise
        except StoreFault as fault:
            refused.append(fault)
            continue
        reasons = tuple(fault.says for fault in refused)
        return found, (*reasons, f"What is kept goes to {place.folder} instead.") if reasons else ()
    raise StoreFault(" ".join(fault.says for fault in refused) or "There is no place to keep it.")
