"""History: the proposals and saves of a repository, told from what is kept, without a session.

Nothing is made or changed, in the store, in git or in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pairtui.landing import Landed, Mode
from pairtui.repo.chains import Chain, chains
from pairtui.store.nouns import Exchange, Found, KeptLanding, KeptProposal, ProposalCard
from pairtui.store.past import Past, open_past
from pairtui.store.place import Place, StoreFault

SHORT = 7
"""How many digits of an id are shown at least, as git does."""
LATEST = 20
"""How many proposals are listed unless all are wanted."""
EVERY = 1 << 31
ASKED = 1000
"""How many messages of before are looked through."""


@dataclass(frozen=True, slots=True)
class Save:
    """One save, without its bytes; `at` is in seconds since the epoch.

    `undone` says that it is undone now, `again` that it was undone and done again; `commit` is then
    the one there is of it now.
    """

    id: str
    at: float
    mode: Mode
    commit: str
    branch: str
    paths: tuple[str, ...]
    changes: int
    undone: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposal with its saves, or a save or a turn of which no proposal is kept.

    `id` is as short as it can be; `at` is in seconds since the epoch. `excerpt` is what was found
    around the words that were looked for.
    """

    at: float
    id: str = ""
    card: ProposalCard | None = None
    saves: tuple[Save, ...] = ()
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What is kept, the latest first; `says` why some of it cannot be read.

    `kept` is False where nothing was ever kept, `more` says that there is more than was wanted.
    """

    entries: tuple[Entry, ...] = ()
    says: tuple[str, ...] = ()
    kept: bool = True
    more: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal as it stands, with its saves and the turn it came from."""

    kept: KeptProposal
    saves: tuple[Save, ...]
    exchange: Exchange | None


def history(places: Sequence[Place], words: str = "", limit: int = LATEST) -> History:
    """Return the latest proposals and saves, or those where all of some words stand; blocks.

    Raises StoreFault.
    """
    pasts, says = open_past(places)
    try:
        names = shortened(name for past in pasts for name in past.ids())
        became = _journalled(pasts)
        found: list[Entry] = []
        for past in pasts:
            if words:
                found += _found(past, words, limit + 1)
            else:
                found += [Entry(card.arrived, card.id, card) for card in past.cards(limit + 1)]
        if not words:
            found += [Entry(save.at, saves=(save,)) for save in _lone(pasts, became)]
        found.sort(key=lambda entry: entry.at, reverse=True)
        entries = tuple(
            replace(entry, id=names.get(entry.id, entry.id), saves=_saves(pasts, entry, became))
            for entry in found[:limit]
        )
        return History(entries, says, bool(pasts or says), len(found) > limit)
    finally:
        _close(pasts)


def look_up(places: Sequence[Place], prefix: str) -> Shown | tuple[Entry, ...]:
    """Return the proposal whose id begins so, or all of which it does; blocks.

    Raises StoreFault where one cannot be read.
    """
    pasts, says = open_past(places)
    try:
        found = {name: past for past in pasts for name in past.find(prefix)}
        if says and not found:
            raise StoreFault(" ".join(says))
        if len(found) != 1:
            cards = (past.card(name) for name, past in found.items())
            return tuple(Entry(card.arrived, card.id, card) for card in cards if card)
        ((name, past),) = found.items()
        kept = past.proposal(name)
        if kept is None:
            return ()
        saves = tuple(_told(kept.landings, _journalled(pasts)))
        return Shown(kept, saves, past.turn_of(kept))
    finally:
        _close(pasts)


def words_before(places: Sequence[Place]) -> tuple[str, ...]:
    """Return what was asked here in all sessions, the latest first; what cannot be read is not.

    Blocks.
    """
    pasts, _ = open_past(places)
    try:
        return tuple(words for past in pasts for words in past.words(ASKED))
    except StoreFault:
        return ()
    finally:
        _close(pasts)


def shortened(ids: Iterable[str]) -> dict[str, str]:
    """Return for each id its shortest beginning that no other has, of seven digits at least."""
    ordered = sorted(set(ids))
    alike = dict.fromkeys(ordered, 0)
    for one, other in pairwise(ordered):
        shared = next(
            (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one)
        )
        alike[one], alike[other] = max(alike[one], shared), shared
    return {name: name[: max(SHORT, shared + 1)] for name, shared in alike.items()}


def _found(past: Past, words: str, limit: int) -> list[Entry]:
    """Return where some words stand, each proposal once."""
    entries: dict[str, Entry] = {}
    for found in past.search(words, limit):
        proposal = _proposal_of(past, found)
        card = past.card(proposal) if proposal else None
        entry = Entry(card.arrived if card else found.at, proposal, card, excerpt=found.excerpt)
        entries.setdefault(proposal or f"turn {found.ref}", entry)
    return list(entries.values())


def _proposal_of(past: Past, found: Found) -> str:
    if found.kind != "turn":
        return found.ref.partition(" ")[0]
    exchange = past.turn(int(found.ref)) if found.ref.isdecimal() else None
    return (exchange and exchange.turn.proposal) or ""


def _journalled(pasts: Sequence[Past]) -> dict[str, Chain]:
    """Return what became of each save the journal knows, by every id that it had in turn."""
    operations = [operation for past in pasts for operation in past.operations()]
    return {name: chain for chain in chains(operations) for name in chain.ids}


def _lone(pasts: Sequence[Past], became: Mapping[str, Chain]) -> Iterator[Save]:
    """Yield the saves that only the journal knows of."""
    known = frozenset(name for past in pasts for name in past.landing_ids())
    for name, chain in became.items():
        if name == chain.ids[0] and known.isdisjoint(chain.ids) and chain.landed is not None:
            yield _save(chain.landed, chain, undone=chain.undone)


def _saves(pasts: Sequence[Past], entry: Entry, became: Mapping[str, Chain]) -> tuple[Save, ...]:
    if entry.saves or not entry.id:
        return entry.saves
    return tuple(save for past in pasts for save in _told(past.landings(entry.id), became))


def _told(landings: Iterable[KeptLanding], became: Mapping[str, Chain]) -> Iterator[Save]:
    """Yield each save once, however often it was undone and done again."""
    told: set[str] = set()
    for one in landings:
        chain = became.get(one.landed.id)
        name = chain.ids[0] if chain else one.landed.id
        if name not in told:
            told.add(name)
            yield _save(one.landed, chain, undone=chain.undone if chain else bool(one.undone))


def _save(landed: Landed, chain: Chain | None, *, undone: bool) -> Save:
    paths = tuple(dict.fromkeys(file.path for file in landed.files))
    now = (chain and chain.landed) or landed
    return Save(
        landed.id, landed.at, landed.mode, now.commit, landed.branch, paths, landed.changes,
        undone, again=bool(chain and chain.again),
    )  # fmt: skip


def _close(pasts: Iterable[Past]) -> None:
    for past in pasts:
        past.close()
