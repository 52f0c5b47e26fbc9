"""Saves: every save of this repository, to be undone, or done again where it was undone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from pairtui.landing import Foretold, JournalFault, Landed, NotLanded, Undone
from pairtui.proposal import Absent, Present, Refused
from pairtui.repo.chains import chains
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.repo.undo import foretell, redo, undo
from pairtui.review.decide import Review
from pairtui.review.replay import PutBack, SavedAgain, advance
from pairtui.session.keeping import Keeping
from pairtui.session.past_saves import PastSave, past_saves
from pairtui.store.hold import hold
from pairtui.store.nouns import KeptProposal
from pairtui.store.place import StoreFault

LOST = NotLanded("Nothing was changed: what that save did is not kept any more.")
OPEN = NotLanded(
    "Nothing was changed: the conversation of that save is open in another window.",
    "Do it there, or close that one first.",
)
OTHER_TREE = NotLanded(
    "Nothing was changed: that save was made in another work tree, and without a commit.",
    "Do it there.",
)


@dataclass(frozen=True, slots=True)
class Turned:
    """What came of undoing a save or doing it again, and the review after it if there is one.

    `landed` is the receipt of the save, `files` what is at each of its paths since.
    """

    outcome: Undone | Landed
    landed: Landed
    files: Mapping[str, Present | Absent] = field(default_factory=dict)
    review: Review | None = None


class Saves:
    """The saves of one repository: what each would come to, and doing just that."""

    def __init__(
        self, repo: Repo, keep: Keeping, clock: Callable[[], float], stopping: threading.Event
    ) -> None:
        self._repo = repo
        self._keep = keep
        self._clock = clock
        self._stopping = stopping
        self._running: asyncio.Future[Turned | NotLanded] | None = None

    def now(self) -> float:
        """Return the time, in seconds since the epoch."""
        return self._clock()

    async def every(self) -> tuple[PastSave, ...]:
        """Return every save; raises JournalFault."""
        return await asyncio.to_thread(past_saves, self._repo, self._keep)

    async def foretell(self, save: PastSave) -> Foretold | NotLanded:
        """Return what undoing a save would come to, or doing it again; changes nothing."""
        return await asyncio.to_thread(self._foretell, save)

    async def turn(
        self, save: PastSave, told: Foretold, progress: Callable[[str], None]
    ) -> Turned | NotLanded:
        """Undo a save, or do it again, exactly as it was foretold; the review follows.

        `progress` is told what takes long, such as a hook.
        """
        self._stopping.clear()
        loop = asyncio.get_running_loop()

        def say(text: str) -> None:
            loop.call_soon_threadsafe(progress, text)

        self._running = asyncio.ensure_future(asyncio.to_thread(self._turn, save, told, say))
        turned = await asyncio.shield(self._running)
        if isinstance(turned, NotLanded) or save.proposal not in self._keep.standing:
            return turned
        return self._heard(save.proposal, turned)

    async def catch_up(self) -> Mapping[str, Review]:
        """Let the reviews hear of what the journal knows was undone or done again since.

        The process may have ended between the two. Returns the reviews that changed; raises
        JournalFault.
        """
        changed: dict[str, Review] = {}
        outlines = await asyncio.to_thread(self._keep.journal.outlines)
        for chain in chains(outlines):
            for at, one in enumerate(chain.of):
                back = one.intent.kind == "undo"
                of = chain.of[at - (1 if back else 2)].intent.id if at else ""
                name = self._missed(of, back=back)
                turned = await asyncio.to_thread(self._told, of, one.intent.id) if name else None
                if turned is not None:
                    review = self._heard(name, turned).review
                    changed |= {name: review} if review else {}
        return changed

    async def aclose(self) -> None:
        """Wait until what is being undone or done again has ended."""
        if self._running is not None:
            await asyncio.wait({self._running})

    # In a thread

    def _foretell(self, save: PastSave) -> Foretold | NotLanded:
        with self._held(save) as free:
            receipts = self._receipts(save) if free else OPEN
            if isinstance(receipts, NotLanded):
                return receipts
            landed, again = receipts
            now, journal = self._clock(), self._keep.journal
            return foretell(self._repo, landed, now=now, journal=journal, again=again)

    def _turn(
        self, save: PastSave, told: Foretold, progress: Callable[[str], None]
    ) -> Turned | NotLanded:
        with self._held(save) as free:
            receipts = self._receipts(save) if free else OPEN
            if isinstance(receipts, NotLanded):
                return receipts
            landed, again = receipts
            outcome = self._done(landed, again, told, progress)
            if isinstance(outcome, NotLanded):
                return outcome
            turned = Turned(outcome, again or landed, self._there(again or landed))
            if save.session:
                self._note_elsewhere(save, turned)
            return turned

    def _done(
        self, landed: Landed, again: Landed | None, told: Foretold, progress: Callable[[str], None]
    ) -> Undone | Landed | NotLanded:
        now, journal, cancelled = self._clock(), self._keep.journal, self._stopping.is_set
        if again is None:
            return undo(
                self._repo, landed, now=now, journal=journal,
                progress=progress, cancelled=cancelled, shown=told,
            )  # fmt: skip
        return redo(
            self._repo, landed, again, now=now, journal=journal,
            progress=progress, cancelled=cancelled, shown=told,
        )  # fmt: skip

    def _receipts(self, save: PastSave) -> tuple[Landed, Landed | None] | NotLanded:
        """Return what is to be taken back and, where that is an undo, what was undone."""
        if save.tree != self._repo.tree and not save.commit:
            return OTHER_TREE
        try:
            landed = save.kept or self._receipt(save.id)
            back = self._receipt(save.undone) if save.undone else None
        except JournalFault as error:
            return NotLanded(f"The journal cannot be read, so nothing was changed: {error.says}")
        if landed is None or (save.undone and back is None):
            return LOST
        return (landed, None) if back is None else (back, landed)

    def _receipt(self, name: str) -> Landed | None:
        found = self._keep.journal.operation(name)
        return found.result.landed if found and found.result else None

    def _there(self, landed: Landed) -> dict[str, Present | Absent]:
        """Return what is at each path of a save now."""
        found = {file.path: read(self._repo, file.path) for file in landed.files}
        return {path: state for path, state in found.items() if not isinstance(state, Refused)}

    def _told(self, of: str, turned: str) -> Turned | None:
        """Return what came of a save, from the journal; None where that cannot be read."""
        landed, receipt = self._receipt(of), self._receipt(turned)
        found = self._keep.journal.operation(turned)
        if landed is None or receipt is None or found is None:
            return None
        outcome = Undone(of, (), receipt) if found.intent.kind == "undo" else receipt
        return Turned(outcome, landed, self._there(landed))

    # What the conversations hear of it

    @contextmanager
    def _held(self, save: PastSave) -> Iterator[bool]:
        """Hold the other conversation that a save is of; yield whether nobody has it open."""
        store = self._keep.store() if save.session else None
        held = hold(store.path.parent, save.session) if store else None
        try:
            yield store is None or held is not None
        finally:
            if held is not None:
                held.release()

    def _heard(self, proposal: str, turned: Turned) -> Turned:
        """Return it with the review of this conversation after it."""
        landed, outcome = turned.landed, turned.outcome
        if isinstance(outcome, Undone):
            review = self._keep.undone(proposal, landed, outcome.says)
        else:
            review = self._keep.landed_again(proposal, outcome, landed.id, turned.files)
        return Turned(outcome, landed, turned.files, review)

    def _note_elsewhere(self, save: PastSave, turned: Turned) -> None:
        """Let a review hear of it that another conversation has; it is held meanwhile.

        Where that cannot be kept, `catch_up` does it when that conversation is opened again.
        """
        landed, outcome = turned.landed, turned.outcome
        try:
            store = self._keep.store()
            found = store.proposal(save.proposal) if store else None
            if store is None or not isinstance(found, KeptProposal):
                return
            if isinstance(outcome, Undone):
                back = PutBack(landed.id)
                after = advance(found.standing, back)
                store.record_undo(save.session, after, back, landed, outcome.says, used=False)
            else:
                again = SavedAgain(outcome.id, landed.id, turned.files)
                after = advance(found.standing, again)
                store.record_landing(save.session, after, again, outcome, used=False)
        except StoreFault as error:
            self._keep.troubles.append(f"Its own conversation has not heard of it: {error.says}")

    def _missed(self, of: str, *, back: bool) -> str:
        """Return the proposal whose review does not know that this landing was undone, or again."""
        for name, one in self._keep.standing.items():
            if of and of in (one.before if back else one.undone):
                return name
        return ""
