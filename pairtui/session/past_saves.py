"""Past saves: every save of a repository as it stands now, told from its journal and its store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pairtui.landing import Landed
from pairtui.proposal import Absent
from pairtui.repo.chains import Chain, chains
from pairtui.repo.git import Repo
from pairtui.session.keeping import Keeping
from pairtui.store.nouns import KeptProposal, ProposalCard


@dataclass(frozen=True, slots=True)
class PastSave:
    """One save as it stands now; `at` is when it was first made, in seconds since the epoch.

    `id` is the last time it was done, `undone` the undo that holds since, or empty. `session` is
    the conversation of its proposal where that is another one than this. `tree` is the work tree
    it was made in, as git names it. `kept` is its receipt where the journal has none.
    """

    id: str
    at: float
    title: str
    changes: int
    commit: str
    paths: tuple[str, ...]
    undone: str = ""
    again: bool = False
    proposal: str = ""
    session: str = ""
    tree: str = ""
    kept: Landed | None = None

    @property
    def here(self) -> bool:
        """Tell whether it is of this conversation."""
        return bool(self.proposal) and not self.session


def past_saves(repo: Repo, keep: Keeping) -> tuple[PastSave, ...]:
    """Return every save, those of this conversation first, then the latest first; blocks.

    Raises JournalFault.
    """
    store = keep.store()
    owners = store.owners() if store else {}
    known = chains(keep.journal.outlines())
    there = {name for chain in known for name in chain.ids}
    found = [*_journalled(keep, known, owners), *_only_stored(keep, repo.tree, there)]
    found.reverse()  # of those made in one moment, the journal tells which came later
    return tuple(sorted(found, key=lambda save: (not save.here, -save.at)))


def _journalled(
    keep: Keeping, known: Iterable[Chain], owners: Mapping[str, ProposalCard]
) -> Iterator[PastSave]:
    mine = _mine(keep)
    for chain in known:
        landed, first = chain.landed, chain.of[0].intent
        if landed is None:
            continue
        here = next((mine[name] for name in chain.ids if name in mine), "")
        card = next((owners[name] for name in chain.ids if name in owners), None)
        title = _title(keep, here) if here else card.title if card else ""
        yield PastSave(
            landed.id,
            first.at,
            title or first.message.split("\n")[0],
            landed.changes,
            landed.commit,
            _paths(landed),
            chain.of[-1].intent.id if chain.undone else "",
            again=chain.again,
            proposal=here or (card.id if card else ""),
            session="" if here or card is None else card.session,
            tree=first.tree,
        )


def _only_stored(keep: Keeping, tree: str, there: Collection[str]) -> Iterator[PastSave]:
    """Yield the saves of this conversation that the journal has lost."""
    store = keep.store()
    if store is None:
        return
    for name in {name for landing, name in _mine(keep).items() if landing not in there}:
        found = store.proposal(name)
        for one in found.landings if isinstance(found, KeptProposal) else ():
            landed = one.landed
            if landed.id not in there and not one.undone:
                yield PastSave(
                    landed.id,
                    landed.at,
                    _title(keep, name),
                    landed.changes,
                    landed.commit,
                    _paths(landed),
                    proposal=name,
                    tree=tree,
                    kept=landed,
                )


def _mine(keep: Keeping) -> dict[str, str]:
    """Return of which proposal of this conversation each landing is."""
    return {
        landing: name
        for name, one in dict(keep.standing).items()
        for landing in (*one.before, *one.undone)
    }


def _title(keep: Keeping, proposal: str) -> str:
    return keep.standing[proposal].review.proposal.title


def _paths(landed: Landed) -> tuple[str, ...]:
    """Return the paths of a save, each file once: of a renamed one, its new name."""
    return tuple(
        file.path for file in landed.files if not (file.other and isinstance(file.after, Absent))
    )
