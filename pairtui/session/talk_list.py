"""Talk list: the conversations of a repository, told from what is kept, without a session.

Nothing is made or changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pairtui.session.history import shortened
from pairtui.session.talk_words import matching, written_of
from pairtui.store.nouns import Resumed, SessionEntry
from pairtui.store.past import Past, open_past
from pairtui.store.place import Place, StoreFault


@dataclass(frozen=True, slots=True)
class Listing:
    """The conversations that were wanted, the last used first; `says` why some cannot be read.

    `short` has for each id as much of it as it takes. `kept` is False where nothing was ever kept.
    """

    entries: tuple[SessionEntry, ...] = ()
    short: Mapping[str, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    kept: bool = True


def listing(places: Sequence[Place], words: str, now: float) -> Listing:
    """Return the conversations in which all of some words stand, or all of them; blocks.

    `now` is in seconds since the epoch. Raises StoreFault.
    """
    pasts, says = open_past(places)
    try:
        found: list[SessionEntry] = []
        names: list[str] = []
        for past in pasts:
            entries = past.sessions()
            names += [entry.card.id for entry in entries]
            written = {entry.card.id: written_of(entry, now) for entry in entries}
            found += matching(entries, words, written, past.holding)
        found.sort(key=lambda entry: -entry.card.used)
        return Listing(tuple(found), shortened(names), says, bool(pasts or says))
    finally:
        _close(pasts)


def whole(places: Sequence[Place], prefix: str) -> Resumed | tuple[str, ...]:
    """Return the conversation whose id begins so, or all ids that do; blocks.

    Raises StoreFault.
    """
    pasts, says = open_past(places)
    try:
        found = {
            entry.card.id: past
            for past in pasts
            for entry in past.sessions()
            if entry.card.id.startswith(prefix)
        }
        if says and not found:
            raise StoreFault(" ".join(says))
        if len(found) != 1:
            return tuple(found)
        ((name, past),) = found.items()
        return past.session(name) or ()
    finally:
        _close(pasts)


def _close(pasts: Sequence[Past]) -> None:
    for past in pasts:
        past.close()
