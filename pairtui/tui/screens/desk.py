"""The desk: the right-hand side, with the proposal under review and those that wait."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker

from pairtui.proposal import Proposal
from pairtui.review.decide import Review
from pairtui.review.replay import Event, Grew
from pairtui.review.visible import one_line
from pairtui.session.status import Status
from pairtui.store.nouns import Draft, DraftPlace, Spot
from pairtui.tui.review.bars import Heading
from pairtui.tui.review.labels import many
from pairtui.tui.review.pane import ReviewPane
from pairtui.tui.screens import saving, shelving, undoing
from pairtui.tui.screens.beside import edit_beside
from pairtui.tui.screens.by_hand import by_hand
from pairtui.tui.screens.conflict import settle
from pairtui.tui.screens.copying import copy_out
from pairtui.tui.screens.moved import News, moved
from pairtui.tui.screens.rounds import compare
from pairtui.tui.screens.shelf import picked_of, shelf_sheet, tally
from pairtui.tui.screens.shelving import Shelf
from pairtui.tui.screens.strip import strip

if TYPE_CHECKING:
    from pairtui.session.keeping import Keeping
    from pairtui.tui.screens.main import MainScreen

LOOK_EVERY = 2.0
"""Seconds between looks at the files of a proposal that is still to be decided or saved."""


class Desk(Vertical):
    """Hold every proposal of the conversation and show the one under review."""

    shelf: var[Shelf] = var(Shelf(), init=False)
    """Every proposal and its decisions; only ever replaced whole."""
    strayed: var[str] = var("", init=False)
    """Why saving is off: the proposal was made on another branch; empty while it is on."""

    reviewing = query_one(ReviewPane)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._watch: Timer | None = None
        self._looking: Worker[None] | None = None
        self._look_wanted = False
        self.keep: Keeping | None = None
        """What keeps the reviews and the drafts; there is one once the session is open."""
        self.messages: dict[str, str] = {}
        """What the commit of a proposal is to say, where that was written before its save."""
        self.sent = ""
        """Words that were sent and are no turn yet."""
        self.pasted: dict[str, str] = {}
        """What is folded in the prompt, as it is kept."""
        self.writing = False
        """Whether files are being written or put back, or a commit with its hooks is running."""

    def compose(self) -> ComposeResult:
        """Lay out the review, and the strip that stands for the conversation when it is away."""
        yield ReviewPane(id="review")
        yield Static("", id="talk-strip", markup=False)

    @property
    def main(self) -> MainScreen:
        """Return the screen this is a part of."""
        from pairtui.tui.screens.main import MainScreen  # noqa: PLC0415 - it imports this module

        if not isinstance(self.screen, MainScreen):
            raise TypeError("the desk stands on the main screen")
        return self.screen

    # What is kept

    @property
    def kept(self) -> Keeping:
        """Return what keeps the reviews, which is there before anything can arrive."""
        if self.keep is None:
            raise RuntimeError("the session is not open")
        return self.keep

    def keep_draft(
        self, place: DraftPlace, about: str, text: str, cursor: tuple[int, int] = (0, 0)
    ) -> None:
        """Keep a half-typed text, and that the person is at it; an empty one is forgotten."""
        if self.keep is not None:
            self.keep.drafted(Draft(place, about, text, cursor))
            at_box = text and place != "prompt"
            self.keep_spot(place if at_box else "prompt" if self.main.talking else "review")

    def keep_spot(self, pane: str, *, lost: bool = False) -> None:
        """Keep where the person is: in which pane or box, and where in which change.

        `lost` says that the line to the terminal is lost just now.
        """
        review = self.shelf.review
        if self.keep is not None and review is not None:
            hunk, offset, row = self.reviewing.whereabouts
            self.keep.looked(Spot(pane, review.proposal.id, hunk, offset, row, lost))

    # What arrives

    def arrive(self, proposal: Proposal) -> None:
        """Take in a proposal that is new or has grown."""
        new = proposal.id not in self.shelf.reviews
        self.shelf = shelving.arrive(self.shelf, self.kept.arrived(proposal))
        if new:
            self._look()  # what is there now is what later looks are held against
            if self.shelf.current != proposal.id:
                title = one_line(proposal.title)
                self.main.say("note", f"“{title}” waits for the review: Ctrl+O opens it")

    def tell(self, reviews: tuple[Review, ...]) -> None:
        """Know that the model was told the decisions of these reviews."""
        self.shelf = shelving.tell(self.shelf, reviews)
        names = [review.proposal.id for review in reviews]
        self.kept.told({name: self.shelf.told[name] for name in names})

    def watch_shelf(self) -> None:
        """Show the review, and what the model will be told of it."""
        before, review = self.reviewing.review, self.shelf.review
        if before and review and before.proposal.id != review.proposal.id:
            self.reviewing.just_now = ""
        self.reviewing.review = review
        self.show_heading()
        self.main.show_told(self.shelf.untold)
        self.main.show_strips()
        self._watch_files()

    def watch_strayed(self) -> None:
        """Say that saving is off, or on again."""
        self.show_heading()

    def show_heading(self) -> None:
        """Say where we are, who answers, and how many proposals wait."""
        status: Status | None = self.main.pane.status
        waiting = len(self.shelf.waiting)
        if status is None:
            self.reviewing.heading = Heading(waiting=waiting)
            return
        wide = not self.main.narrow  # the conversation's heading says the rest
        self.reviewing.heading = Heading(
            "" if wide else one_line(status.name),
            "" if wide else one_line(status.ground.branch or "no branch here"),
            "" if wide or status.model is None else one_line(status.model.label),
            waiting,
            self.strayed and f"saving is off: {self.strayed}",
        )

    @property
    def in_short(self) -> str:
        """Return the review in one line, and how to come here."""
        review = self.shelf.review
        if review is None:
            return ""
        waiting = len(self.shelf.waiting)
        more = f" · {waiting} more waiting" if waiting else ""
        facts = f"  {tally(review)}{more} · Ctrl+G to review"
        title = f"“{one_line(' '.join(review.proposal.title.split()))}”"
        return strip(title, facts, self.main.size.width)

    def show_strip(self, said: str, became: str) -> None:
        """Show the conversation in one line, and how to go there."""
        line = self.query_one("#talk-strip", Static)
        if line.display and said:
            line.update(strip(said, f"{became} · Tab to write", self.main.size.width))

    # What the person does

    @on(ReviewPane.Decided)
    def _decided(self, event: ReviewPane.Decided) -> None:
        review = self.shelf.review
        if review is not None:
            self.happened(review.proposal.id, event.decision)
            self.call_after_refresh(self.keep_spot, "review")

    def happened(self, name: str, *events: Event) -> None:
        """Let something happen to a proposal, and keep it."""
        for says in self.kept.news():
            self.main.say("note" if self.kept.keeps else "error", says)
        review = self.shelf.reviews[name]
        for event in events:
            review = self.kept.happened(name, event)
        if review is not self.shelf.reviews[name]:
            self.shelf = shelving.put(self.shelf, review)

    @on(ReviewPane.SaveAsked)
    def save(self) -> None:
        """Open the save sheet."""
        self.main.do(self._save, "save")

    async def _save(self) -> None:
        await saving.save(self)

    @on(ReviewPane.UndoLandingAsked)
    def undo_save(self) -> None:
        """Open the list of saves, to undo one or to do one again."""
        self.main.do(lambda: undoing.undo(self), "save")

    @on(ReviewPane.WriteAsked)
    @on(events.Click, "#talk-strip")
    def _to_prompt(self) -> None:
        self.main.action_other_pane()

    @on(ReviewPane.LeaveAsked)
    def _leave(self) -> None:
        self.main.leave()

    @on(ReviewPane.HelpAsked)
    def _help(self) -> None:
        self.main.action_help()

    @on(ReviewPane.ExternalEditAsked)
    def _edit_outside(self, event: ReviewPane.ExternalEditAsked) -> None:
        edit_beside(self, event)

    @on(ReviewPane.Forgotten)
    def _forget(self, event: ReviewPane.Forgotten) -> None:
        self.keep_draft(event.place, event.hunk, "")

    @on(ReviewPane.ByHandAsked)
    def _by_hand(self, event: ReviewPane.ByHandAsked) -> None:
        self.main.do(lambda: by_hand(self, event.lost), "sheet")

    @on(ReviewPane.CopyAsked)
    def _copy(self, event: ReviewPane.CopyAsked) -> None:
        out = partial(copy_out, self.main, self.reviewing, event.copied, event.why)
        self.main.do(out, "sheet")

    @on(ReviewPane.SettleAsked)
    def _settle(self, event: ReviewPane.SettleAsked) -> None:
        name, prose, write = event.hunk, event.prose, event.write
        self.main.do(lambda: settle(self, name, prose=prose, write=write), "sheet")

    @on(ReviewPane.SendAsked)
    def _send(self) -> None:
        self.main.do(self._sending, "sheet")

    async def _sending(self) -> None:
        from pairtui.tui.screens.sending import send  # noqa: PLC0415 - it is heavy, and imports us

        await send(self)

    @on(ReviewPane.CompareAsked)
    def _compare(self) -> None:
        self.main.do(lambda: compare(self), "sheet")

    def list_proposals(self) -> None:
        """Let the person choose which proposal is on the screen."""
        self.main.do(self._choose_proposal, "sheet")

    async def _choose_proposal(self) -> None:
        picked = await self.app.push_screen_wait(shelf_sheet(self.shelf))
        if picked is not None:
            name, number = picked_of(picked)
            self.shelf = shelving.show(self.shelf, name)
            await self.look_again()
            if number:
                await compare(self, number)

    def progress(self, text: str) -> None:
        """Say what a save that takes long is doing, and the key that stops it, in both panes."""
        says = f"{one_line(text)} · Ctrl+C stops it"
        self.reviewing.say(says)
        if not self.main.turning:
            self.main.pane.busy = says

    # The ground under it

    def _watch_files(self) -> None:
        """Look at the files every two seconds, only while something waits for a decision."""
        pending = any(not shelving.finished(review) for review in self.shelf.reviews.values())
        if pending and self._watch is None:
            self._watch = self.set_interval(LOOK_EVERY, self._look)
        elif not pending and self._watch is not None:
            self._watch.stop()
            self._watch = None

    def _look(self) -> None:
        """Look once more; a look that is under way is never cut short by the next."""
        self._look_wanted = True
        if self._looking is None or self._looking.is_finished:
            self._looking = self.main.do(self._look_while_wanted, "look")

    async def _look_while_wanted(self) -> None:
        while self._look_wanted:
            self._look_wanted = False
            await self._look_if_moved()

    async def _look_if_moved(self) -> None:
        session = await self.main.session()
        for name, review in self.shelf.reviews.items():
            if self.writing or shelving.finished(review) or not await session.watch.moved(review):
                continue
            if name == self.shelf.current:
                await self.look_again()
            else:
                await self._say_moved(name)

    async def look_again(self) -> None:
        """Look at the files and the branch of the proposal on the screen, and say what moved."""
        session = await self.main.session()
        review = self.shelf.review
        if review is None:
            return
        self.strayed = await session.watch.strayed(review)
        await self._say_moved(review.proposal.id)

    async def _say_moved(self, name: str) -> None:
        """Place a proposal on the files as they are now, and name those that changed."""
        now = datetime.now().astimezone()
        for news in await self.place(name):
            says = news.in_full(f"{now:%H:%M}")
            if name == self.shelf.current:
                self.reviewing.say(news.in_short)
            else:
                says = f"“{one_line(self.shelf.reviews[name].proposal.title)}”: {says}"
            self.main.say("note", says)
        await self._place_lost(name)

    async def place_again(self, but: str) -> None:
        """Place all other proposals on the files as a save of one left them, and say so."""
        for name, review in self.shelf.reviews.items():
            if name == but or shelving.finished(review):
                continue
            for news in await self.place(name):
                self.main.say("note", f"“{one_line(review.proposal.title)}” {news.after_save}")
            await self._place_lost(name)

    async def place(self, name: str) -> tuple[News, ...]:
        """Place a proposal on the files as they are now; return what moved."""
        session = await self.main.session()
        while True:
            review = self.shelf.reviews[name]
            events = await session.watch.look(review)
            if self.shelf.reviews[name] is review:  # else it was decided meanwhile: once more
                self.happened(name, *events)
                return moved(review, self.shelf.reviews[name])

    async def _place_lost(self, name: str) -> None:
        """Make open changes of what could not be placed, where it fits now, and say so."""
        review = self.shelf.reviews[name]
        if self.main.turning or not review.proposal.unplaced:
            return
        session = await self.main.session()
        after, fresh = await session.fitting_now(review)
        if fresh and self.shelf.reviews[name] is review:
            self.happened(name, Grew(after.proposal))
            count, fit = len(fresh), "fits" if len(fresh) == 1 else "fit"
            says = f"{many(count, 'change')} that could not be placed {fit} now, and can be decided"
            self.reviewing.say(says)
            self.main.say("note", says)
