"""Tidying: remove what is old from what is kept, never anything pending or that can be undone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pairtui.repo.git import Repo
from pairtui.repo.stands import Standing
from pairtui.store.journal import Journal
from pairtui.store.nouns import KeptLanding, Pruned
from pairtui.store.opening import JOURNAL_FILE, STORE_FILE
from pairtui.store.place import Place, holds
from pairtui.store.store import Store

DAYS = 90
"""How long, in days, what is settled is kept unless the person says otherwise."""
MEGABYTES = 500
"""How large what is kept may grow before more of it goes, the longest untouched first."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was removed and is left, of proposals and of the journal; None where nothing is kept.

    `pending` and `undoable` count proposals that stay though they are old enough to go. `says` are
    sentences about files that were damaged.
    """

    store: Pruned | None = None
    journal: Pruned | None = None
    pending: int = 0
    undoable: int = 0
    says: tuple[str, ...] = ()


@dataclass(slots=True)
class _Asked:
    """What is asked of the repository, and which proposals the answer has kept."""

    standing: Standing
    kept: set[str] = field(default_factory=set)

    def undoable(self, kept: KeptLanding) -> bool:
        if self.standing.undoable(kept.landed):
            self.kept.add(kept.proposal)
            return True
        return False


def tidy(
    repo: Repo,
    places: Sequence[Place],
    *,
    days: float = DAYS,
    megabytes: float = MEGABYTES,
    rehearse: bool = False,
    clock: Callable[[], float] = time.time,
) -> Tidied:
    """Remove what was not touched for so many days, and more where it is too large; blocks.

    With `rehearse` only say what would go. Raises StoreFault and RepoError.
    """
    stores = [Store(path, clock=clock) for path in _files(places, STORE_FILE)]
    journals = [Journal(path, clock=clock) for path in _files(places, JOURNAL_FILE)]
    try:
        operations = [one for journal in journals for one in journal.entries(1 << 31)]
        asked = _Asked(Standing(repo, operations))
        before = clock() - days * _DAY
        pending = sum(
            card.changed < before
            for store in stores
            for card in store.proposals(1 << 31, pending=True)
        )
        pruned = [
            store.prune(days * _DAY, int(megabytes * 1e6), asked.undoable, rehearse=rehearse)
            for store in stores
        ]
        swept = [
            journal.prune(days * _DAY, asked.standing.keeps, rehearse=rehearse)
            for journal in journals
        ]
        troubles = [one.troubles for one in stores] + [one.troubles for one in journals]
        return Tidied(_sum(pruned), _sum(swept), pending, len(asked.kept), tuple(chain(*troubles)))
    finally:
        for store in stores:
            store.close()
        for journal in journals:
            journal.close()


def _files(places: Sequence[Place], name: str) -> list[Path]:
    return [place.folder / name for place in places if holds(place, name)]


def _sum(parts: Iterable[Pruned]) -> Pruned | None:
    """Return what was removed from several files together, or None if there is none."""
    whole: Pruned | None = None
    for part in parts:
        one = whole or Pruned()
        whole = Pruned(
            one.proposals + part.proposals,
            one.sessions + part.sessions,
            one.entries + part.entries,
            one.freed + part.freed,
            one.left + part.left,
        )
    return whole
