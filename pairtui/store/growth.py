"""Growth: a proposal that grew, as what is new in it.

While a reply streams, its proposal comes again and again, each time with a little more, and the
human may decide in between. Kept whole each time, a long reply would fill the disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from pairtui.proposal import Hunk, Proposal, digest
from pairtui.review.back import BringBack
from pairtui.review.decide import Decision
from pairtui.review.own import Own
from pairtui.review.replay import PutBack, Refreshed, Saved, SavedAgain
from pairtui.review.round import RoundEvent


@dataclass(frozen=True, slots=True)
class Growth:
    """A proposal with only its new hunks, and which hunks each file has, in their order.

    They are counted through: first all of the proposal before, then all of this one. `before` is
    which that one was.
    """

    before: str
    proposal: Proposal
    order: tuple[tuple[int, ...], ...]


KeptEvent: TypeAlias = (
    Decision | Refreshed | Saved | PutBack | SavedAgain | Own | BringBack | Growth | RoundEvent
)
"""Events as they are kept."""


def growth(before: Proposal, after: Proposal) -> Growth:
    """Return what is new in a proposal."""
    numbers: dict[Hunk, int] = {}
    for hunk in before.hunks:
        numbers.setdefault(hunk, len(numbers))
    known = set(numbers)
    for hunk in after.hunks:
        numbers.setdefault(hunk, len(numbers))
    files = tuple(
        replace(file, hunks=tuple(hunk for hunk in file.hunks if hunk not in known))
        for file in after.files
    )
    order = tuple(tuple(numbers[hunk] for hunk in file.hunks) for file in after.files)
    return Growth(_print(before), replace(after, files=files), order)


def grown_by(before: Proposal, more: Growth) -> Proposal:
    """Return the proposal that grew from an earlier one; ValueError if not from that one."""
    if more.before != _print(before):
        raise ValueError("it grew from another proposal")
    hunks = [*dict.fromkeys((*before.hunks, *more.proposal.hunks))]
    files = tuple(
        replace(file, hunks=tuple(hunks[number] for number in numbers))
        for file, numbers in zip(more.proposal.files, more.order, strict=True)
    )
    return replace(more.proposal, files=files)


def _print(proposal: Proposal) -> str:
    """Return what tells the hunks of a proposal, and their order, from those of another."""
    return digest("\n".join(hunk.id for hunk in proposal.hunks).encode())[:16]
