"""Advancing: each review of the open session moves on by what happens, and that is written down.

It advances by the function that tells it again from the store, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pairtui.landing import Landed
from pairtui.proposal import Absent, Present, Proposal
from pairtui.review.decide import Review
from pairtui.review.replay import Event, Grew, PutBack, Saved, SavedAgain, Standing, advance
from pairtui.session.writing import Writing
from pairtui.store.hold import Hold, hold
from pairtui.store.store import Store

Keep: TypeAlias = Callable[[Store, str], object]
"""Keep something of a session, which is the second."""


@dataclass(slots=True)
class Growth:
    """The latest state of a proposal that grows faster than it is written down."""

    standing: Standing
    begun: bool = False


@dataclass(slots=True)
class Here:
    """One session that is open: what happens in it goes to it, whichever is open by then.

    It has no `id` before something of it is kept; from then on, or as soon as that is to be, it
    `begins`. `turn` is the number of its last turn.
    """

    id: str = ""
    begins: bool = False
    hold: Hold | None = None
    turn: int | None = None
    standing: dict[str, Standing] = field(default_factory=dict)
    growing: dict[str, Growth] = field(default_factory=dict)

    def release(self) -> None:
        """Let other processes have it."""
        if self.hold is not None:
            self.hold.release()
            self.hold = None


class Advancing:
    """The reviews of the open session."""

    def __init__(self, writing: Writing, branch: Callable[[], str]) -> None:
        self._writing = writing
        self._branch = branch
        self._here = Here()

    def arrived(self, proposal: Proposal) -> Review:
        """Take in a proposal that is new or has grown, and return its review."""
        here = self._here
        known = here.standing.get(proposal.id)
        standing = advance(known, Grew(proposal)) if known else Standing(Review(proposal))
        if standing is known:
            return standing.review
        here.standing[proposal.id] = standing
        growth = here.growing.get(proposal.id)
        if growth is not None and not growth.begun:
            growth.standing = standing
            return standing.review
        growth = here.growing[proposal.id] = Growth(standing)

        def write(store: Store, session: str) -> None:
            growth.begun = True
            events = (Grew(growth.standing.review.proposal),) if known else ()
            branch = None if known else self._branch()
            store.record(session, growth.standing, *events, branch=branch)

        self._write(write)
        return standing.review

    def happened(self, proposal: str, event: Event) -> Review:
        """Let something happen to a review, such as a decision, and return it as it is then."""
        before = self._here.standing[proposal]
        after = advance(before, event)
        if after is before:
            return after.review
        self._stands(after)
        self._write(lambda store, session: store.record(session, after, event))
        return after.review

    def moved_to(self, proposal: str, branch: str) -> None:
        """Keep that a proposal belongs to another branch now."""
        standing = self._here.standing[proposal]
        self._write(lambda store, session: store.record(session, standing, branch=branch))

    def landed(self, proposal: str, landed: Landed) -> Review:
        """Keep that what was taken of a proposal has landed, and return the review after it."""
        event = Saved(landed.id, {file.path: file.after for file in landed.files})
        after = advance(self._here.standing[proposal], event)
        self._stands(after)
        self._write(lambda store, session: store.record_landing(session, after, event, landed))
        return after.review

    def undone(self, proposal: str, landed: Landed, says: Sequence[str]) -> Review:
        """Keep that a landing was undone, and return the review after it."""
        event = PutBack(landed.id)
        after = advance(self._here.standing[proposal], event)
        self._stands(after)
        self._write(lambda store, session: store.record_undo(session, after, event, landed, says))
        return after.review

    def landed_again(
        self, proposal: str, landed: Landed, of: str, files: Mapping[str, Present | Absent]
    ) -> Review:
        """Keep that a landing which was undone was done again, and return the review after it.

        `of` is the landing, `files` what is at each of its paths now.
        """
        event = SavedAgain(landed.id, of, files)
        before = self._here.standing[proposal]
        after = advance(before, event)
        if after is not before:
            self._stands(after)
            self._write(lambda store, session: store.record_landing(session, after, event, landed))
        return after.review

    @property
    def standing(self) -> Mapping[str, Standing]:
        """Return where each proposal of the open session stands."""
        return self._here.standing

    def _stands(self, after: Standing) -> None:
        name = after.review.proposal.id
        self._here.standing[name] = after
        self._here.growing.pop(name, None)  # what grows from here on comes after this

    def _write(self, keep: Keep) -> None:
        """Let something of the session that is open now be kept; it begins with the first of it."""
        here = self._here
        here.begins = True
        self._writing.write(lambda store: keep(store, self._begun(store, here)))

    def _begun(self, store: Store, here: Here) -> str:
        if not here.id:
            here.id = store.begin_session(branch=self._branch())
            here.hold = hold(store.path.parent, here.id)
        return here.id
