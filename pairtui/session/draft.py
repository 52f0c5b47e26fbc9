"""Draft: a reply while it streams, becoming a proposal edit by edit."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from pairtui.events import Asking, Drafting, Event, Heard, Noted, Proposed, Said, Thinking
from pairtui.formats.reader import Closed, Cut, Malformed, Opened, Prose, Reader, ReadEvent, Title
from pairtui.formats.thinking import Thinking as Aloud
from pairtui.policy.veil import Strange
from pairtui.proposal import CutOff, Edit, Proposal, Rename, Selection, Snapshot, Unplaced, Usage
from pairtui.request import Delta, Finish, TextDelta, ThoughtDelta
from pairtui.review.propose import extend
from pairtui.session.policy import Policy
from pairtui.session.sentence import Reworded


@dataclass(slots=True)
class Draft:
    """What has come of a turn so far; the only thing in a turn that changes.

    `spent` is what an earlier answer cost that this one goes on with.
    """

    policy: Policy
    snapshot: Snapshot
    proposal: Proposal
    heard: list[str] = field(default_factory=list)
    finish: Finish | None = None
    usage: Usage | None = None
    spent: Usage | None = None
    may_shrink: bool = False
    aloud: Aloud = field(default_factory=Aloud)
    repairing: list[Unplaced] = field(default_factory=list)

    @property
    def reply(self) -> str:
        """Return the answer so far, as it came."""
        return "".join(self.heard)

    @property
    def whole(self) -> bool:
        """Tell whether the server says that the answer is whole."""
        return self.finish is not None and self.finish.reason == "stop"

    async def hear(self, delta: Delta, reader: Reader) -> list[Event]:
        """Take the next piece of the answer and return what it came to."""
        match delta:
            case TextDelta(text=text):
                self.heard.append(text)
                self.aloud.feed(text)
                thought = _thought(self.aloud.thoughts())
                return [Heard(text), *thought, *await self._read(reader.feed(text))]
            case Finish(usage=usage):
                self.finish = delta
                self.usage = _sum(self.usage, usage)
                return []
            case ThoughtDelta(text=text):
                return _thought(text)

    async def end(self, reader: Reader, *, finished: bool = False) -> list[Event]:
        """Take the end of the answer: what is still open was cut off.

        `finished` tells that the server says the answer is whole.
        """
        self.aloud.close()
        rest = await self._read(reader.close(finished=finished))
        return [*_thought(self.aloud.thoughts()), *rest]

    async def add(self, edit: Edit) -> Event:
        """Place one edit; a file the model was not shown is looked at first.

        So is the path that a file is to be renamed to. What was withheld is put back before.
        """
        try:
            edit = self.policy.restored(edit)
        except Strange as strange:
            return self._refused(edit, str(strange))
        for path in (edit.path, edit.to) if isinstance(edit, Rename) else (edit.path,):
            if path not in self.snapshot.files:
                found = await asyncio.to_thread(self.policy.read_all, (path,))
                self.snapshot = self.snapshot.with_file(path, found[path])
        before = self.proposal
        self.proposal = extend(before, edit, self.snapshot, may_shrink=self.may_shrink)
        if self.proposal != before or getattr(edit, "announced", True):
            self._answered(edit.path)
        return Proposed(self.proposal)

    def _refused(self, edit: Edit, name: str) -> Event:
        """Take in an edit that names a secret there is not; it can never be taken."""
        says = (
            f"{name} stands for nothing that was withheld here. What stands for a secret must come "
            "back exactly as it was sent."
        )
        lost = Unplaced(edit, "withheld", says)
        if lost not in self.proposal.unplaced:
            self.proposal = replace(self.proposal, unplaced=(*self.proposal.unplaced, lost))
        self._answered(edit.path)
        return Proposed(self.proposal)

    async def reworded(self, found: Reworded) -> Event | None:
        """Take what came of one sentence that a tiny model was given."""
        match found:
            case Selection(text=text):
                self.heard.append(f"{text}\n")
                return await self.add(found)
            case Usage():
                self.usage = _sum(self.usage, found)
                return None
            case Asking(request=request):
                made = self.proposal.provenance
                if not made.prompts:
                    made = replace(made, prompts=request.prompts, saw=tuple(self.snapshot.shown))
                    self.proposal = replace(self.proposal, provenance=made)
                return found
            case Noted():
                return found

    @property
    def mendable(self) -> tuple[Unplaced, ...]:
        """Return the edits that fit nowhere and that the model may mend."""
        return tuple(one for one in self.proposal.unplaced if one.why != "reference")

    def begin_repair(self) -> tuple[Unplaced, ...]:
        """Take out what fits nowhere, to be asked for once more, and return it.

        The second answer begins on a line of its own.
        """
        if not self.reply.endswith("\n"):
            self.heard.append("\n")
        self.aloud = Aloud()
        self.repairing = list(self.mendable)
        kept = tuple(one for one in self.proposal.unplaced if one not in self.repairing)
        self.proposal = replace(self.proposal, unplaced=kept)
        return tuple(self.repairing)

    def end_repair(self) -> Event | None:
        """Put back each failed edit that the second answer had nothing to say about."""
        kept, self.repairing = tuple(self.repairing), []
        if not kept:
            return None
        self.proposal = replace(self.proposal, unplaced=(*kept, *self.proposal.unplaced))
        return Proposed(self.proposal)

    def account(self) -> Event | None:
        """Return the proposal once more, now that all it took to make it is known."""
        used = _sum(self.spent, self.usage)
        if self.usage is None or used is None or self.proposal.empty:
            return None
        made = replace(self.proposal.provenance, usage=used)
        self.proposal = replace(self.proposal, provenance=made)
        return Proposed(self.proposal)

    def _answered(self, path: str) -> None:
        """Let one new edit of a file stand for one failed edit of it, or for one that was cut."""
        cut = self.proposal.cut_off
        mine = next((one for one in cut if one.path == path), None)
        if mine is not None:
            rest = tuple(one for one in cut if one is not mine)
            self.proposal = replace(self.proposal, cut_off=rest)
        for one in self.repairing:
            if one.edit.path == path:
                self.repairing.remove(one)
                return

    async def _read(self, read_events: list[ReadEvent]) -> list[Event]:
        return [event for found in read_events if (event := await self._one(found)) is not None]

    async def _one(self, found: ReadEvent) -> Event | None:
        match found:
            case Prose(text=text):
                return Said(text)
            case Title(text=text):
                self.proposal = replace(self.proposal, title=text)
                return None
            case Opened(path=path):
                return Drafting(path)
            case Closed(edit=edit):
                return await self.add(edit)
            case Cut(path=path, text=text):
                cut = (*self.proposal.cut_off, CutOff(path, text))
                self.proposal = replace(self.proposal, cut_off=cut)
                return Proposed(self.proposal)
            case Malformed(path=path, says=says):
                return Noted(f"{path}: {says}" if path else says)


def _thought(text: str) -> list[Event]:
    return [Thinking(text)] if text else []


def _sum(one: Usage | None, other: Usage | None) -> Usage | None:
    if one is None or other is None:
        return one or other
    return Usage(
        one.sent + other.sent,
        one.received + other.received,
        one.cached + other.cached,
        one.estimated or other.estimated,
    )
