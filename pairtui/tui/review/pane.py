"""The review pane: the keys that decide, and what the pane asks the screen for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.message import Message

from pairtui.proposal import FileChange, Hunk, Unplaced
from pairtui.review.apart import Settle
from pairtui.review.comment import Remark
from pairtui.review.decide import Batch, Choice, Redo, Reject, Take, Undo, decide
from pairtui.review.offer import offered
from pairtui.review.own import Own, Passage, whole_text
from pairtui.tui.review import sight as sights
from pairtui.tui.review.bindings import REVIEW_BINDINGS
from pairtui.tui.review.cards import unplaced_at
from pairtui.tui.review.commenting import about_file, from_key, place_at
from pairtui.tui.review.finding import FindingPane
from pairtui.tui.review.labels import many
from pairtui.tui.review.setting import VIEWS, View
from pairtui.tui.review.sight import Sight
from pairtui.tui.review.unseen import first_gap
from pairtui.tui.review.verdicts import (
    Step,
    can,
    choice,
    next_open,
    said,
    smaller,
    step_hunk,
    step_said,
    unwritable,
)
from pairtui.tui.screens.box import BoxPlace

NO_CARD = "this one can never be taken"
NO_PLACE = "this fits nowhere · h places it by hand, or asks again"
NO_CHANGE = "no change on this row · n goes to the next one"
UNMARKED = "its marks are not shown here · m shows them"
READS: dict[View, str] = {
    "marked-up": "what goes and what comes is marked",
    "final": "as it would read · m: as it was",
    "original": "as it was · m shows the marks",
}


class ReviewPane(FindingPane):
    """Show one proposal, file by file, and say up what the person decides about it.

    Messages go up: what was decided, and what is asked for. The screen answers by setting
    `review`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*REVIEW_BINDINGS]

    class SaveAsked(Message):
        """The save sheet is wanted."""

    class UndoLandingAsked(Message):
        """The sheet that undoes a save is wanted."""

    class LeaveAsked(Message):
        """The leave sheet is wanted."""

    class WriteAsked(Message):
        """The prompt is wanted."""

    class HelpAsked(Message):
        """The keys for this place are wanted."""

    class ExternalEditAsked(Message):
        """A change, or the file it is in, is to be edited in $EDITOR.

        `whole` are the passages of the file's whole text, none where the change is opened alone.
        """

        def __init__(
            self, change: FileChange, hunk: Hunk, text: bytes, whole: tuple[Passage, ...] = ()
        ) -> None:
            super().__init__()
            self.change = change
            self.hunk = hunk
            self.text = text
            self.whole = whole

    class Forgotten(Message):
        """A half-written text about a change need not be kept any more."""

        def __init__(self, place: BoxPlace, hunk: str) -> None:
            super().__init__()
            self.place = place
            self.hunk = hunk

    class SendAsked(Message):
        """The sheet that sends the comments is wanted."""

    class CompareAsked(Message):
        """What changed since the last round is wanted."""

    class ByHandAsked(Message):
        """The sheet about an edit that fits nowhere is wanted."""

        def __init__(self, lost: Unplaced) -> None:
            super().__init__()
            self.lost = lost

    class SettleAsked(Message):
        """What is to stand where a change moved on is asked; `write` wants it written at once."""

        def __init__(self, hunk: str, *, prose: bool, write: bool = False) -> None:
            super().__init__()
            self.hunk = hunk
            self.prose = prose
            self.write = write

    whole_files = False
    """Whether $EDITOR is to open a whole file, and not a change alone."""

    @property
    def current(self) -> Hunk | None:
        """Return the change the cursor is in."""
        return self._sight.hunk if self._sight is not None else None

    def forget(self, place: BoxPlace, hunk: Hunk) -> None:
        """Say that a half-written text about a change is done with."""
        self.done_with(place, hunk.id)

    def done_with(self, place: BoxPlace, about: str) -> None:
        """Say that a half-written text need not be kept any more."""
        self.post_message(self.Forgotten(place, about))

    def reopen(self, place: BoxPlace) -> None:
        """Open the box again in which something was being written about this change."""
        sight = self._sight
        if sight is None:
            return
        if place == "comment":
            from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

            kept = (from_key(sight.review, key) for key in self.remarks)
            about = next((one for one in kept if one is not None), None)
            if about is not None:
                asks.remark(self, sight.review, about)
        elif place == "reason":
            self.action_say_why()
        else:
            self.action_edit()

    def action_decide(self, step: Step) -> None:
        """Take, reject or open again what is selected, or the change the cursor is in."""
        if self._selected and step != "reopen":
            if self._may():
                self._decide_selected(Take("") if step == "take" else Reject(""))
            return
        hunk = self._target()
        if hunk is None or self._sight is None:
            return
        if step == "take" and hunk.id in offered(self._sight.review):
            from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

            asks.newer(self, self._sight.review, hunk)
            return
        refusal = can(self._sight.review, hunk, step)
        if refusal:
            self.say(refusal)
            return
        self.decided(choice(step, hunk), go_on=step != "reopen")

    def action_page_or_take(self) -> None:
        """Page on while part of the change is not shown yet, then take it."""
        sight = self._sight
        if sight is None:
            return
        hunk = sight.hunk if self._setting.marked_up or not sight.page.prose else None
        gap = first_gap(sight.review, hunk) if hunk else None
        if hunk is None or gap is None or sight.review.state(hunk.id) != "open":
            self.action_decide("take")
            return
        self._may(deciding=False)
        self._go(sights.paged(sight, hunk, gap), "there is more of it · Space pages on")

    def action_decide_rest(self, step: Literal["take", "reject"]) -> None:
        """Ask, then take or reject all open changes left in this file."""
        if self._sight is not None and self._may() and self._marked(self._sight):
            from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

            asks.the_rest(self, self._sight, step)

    def action_smaller(self) -> None:
        """Cut the change the cursor is in into smaller ones, each to be decided on its own."""
        hunk, sight = self._target(), self._sight
        if hunk is None or sight is None:
            return
        split = smaller(sight.review, hunk, prose=sight.page.prose)
        if isinstance(split, str):
            self.say(split)
        else:
            says = f"cut into {len(split.nodes)} pieces · u joins again"
            self._decide(sight, split, says, hunk.id)

    def action_say_why(self) -> None:
        """Ask for the reason of a rejection, of what is selected or of this change."""
        if self._selected and self._may():
            from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

            asks.reason_for_selected(self, self._selected[0].hunk)
            return
        hunk = self._target()
        if hunk is not None and self._sight is not None:
            from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

            asks.reason(self, self._sight.review, hunk)

    def action_comment(self, about: Literal["place", "file"]) -> None:
        """Ask for a comment about what the cursor is on, or about its file."""
        sight = self._sight
        if sight is None or not self._may(deciding=False):
            return
        from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

        here = about_file(sight.review, sight.page.path)
        if about == "place":
            here = place_at(sight, self.selected_span)
        asks.remark(self, sight.review, here)

    def action_edit(self) -> None:
        """Edit the change in place."""
        hunk, sight = self._target(), self._sight
        if hunk is None or sight is None:
            return
        if sight.review.state(hunk.id) == "stale" and hunk.kind == "text":
            self.post_message(self.SettleAsked(hunk.id, prose=sight.page.prose, write=True))
            return
        from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

        asks.own_words(self, sight.review, hunk)

    def action_edit_outside(self) -> None:
        """Ask for the person's own editor."""
        hunk, sight = self._target(), self._sight
        if hunk is None or sight is None:
            return
        refusal = unwritable(sight.review, hunk)
        if refusal:
            self.say(refusal)
            return
        change = sight.review.proposal.file(hunk.path)
        whole = whole_text(change, sight.review) if self.whole_files else ()
        text = sight.review.new_bytes(hunk)
        self.post_message(self.ExternalEditAsked(change, hunk, text, whole))

    def wrote(self, own: Own) -> None:
        """Show what the person wrote: changes of their own are open to the eye, and told."""
        parts = [f"edited {many(len(own.words), 'change')}"] if own.words else []
        parts += [f"{many(len(own.hunks), 'change')} of your own"] if own.hunks else []
        says = f"{', '.join(parts)} · u undoes"
        fresh = {(hunk.path, hunk.id) for hunk in own.hunks}
        self._setting = replace(self._setting, opened=self._setting.opened | fresh)
        self._arrange()
        if own.hunks:
            self.show_change(own.hunks[0].id)
        self.just_now = says

    def action_by_hand(self) -> None:
        """Ask what is to be done about an edit that fits nowhere, or a change that moved on."""
        sight = self._sight
        if sight is None or not self._may():
            return
        lost, hunk = unplaced_at(sight.review.proposal, sight.eye.hunk), sight.hunk
        if lost is not None:
            self.post_message(self.ByHandAsked(lost))
        elif hunk is not None and sight.review.state(hunk.id) == "stale":
            self.post_message(self.SettleAsked(hunk.id, prose=sight.page.prose))
        else:
            self.say("h is for what could not be placed, or what you and the AI both changed")

    def settled(self, decision: Settle) -> None:
        """Say up what stands where a change moved on, and show it."""
        self.decided(decision, go_on=False)
        if self._sight is not None:
            self._go(sights.unfolded(self._sight, decision.hunk, 0), "")

    def action_step_back(self, way: Literal["undo", "redo"]) -> None:
        """Undo the last decision, or make it again."""
        sight = self._sight
        if sight is None or not self._may():
            return
        decision = Undo() if way == "undo" else Redo()
        says, hunk = step_said(sight.review, decision), step_hunk(sight.review, decision)
        if hunk:
            self._decide(sight, decision, says, hunk)
        else:
            self.say(says)

    def action_read_as(self) -> None:
        """Show prose marked up, then as it would read, then as it was."""
        self._may(deciding=False)
        sight = self._sight
        if sight is None or not sight.page.prose:
            self.say("m is for prose")
            return
        view = VIEWS[(VIEWS.index(self._setting.view) + 1) % len(VIEWS)]
        self._setting = replace(self._setting, view=view)
        self.say(READS[view])
        self._arrange()

    def wrap_at(self, cells: int) -> None:
        """Wrap prose at so many cells, or less where there is no room."""
        self._setting = replace(self._setting, most=cells)
        self._arrange()

    def _marked(self, sight: Sight) -> bool:
        """Tell whether changes are marked on this page, or say what marks them."""
        marked = self._setting.marked_up or not sight.page.prose
        if not marked:
            self.say(UNMARKED)
        return marked

    def decided(self, decision: Choice | Batch | Remark, *, go_on: bool = True) -> None:
        """Say a decision up, and go to the next open change, or stay."""
        sight = self._sight
        if sight is None:
            return
        says = f"{said(sight.review, decision)} · u undoes"
        made = decide(sight.review, decision)
        then = next_open(made, sight.eye.hunk) if go_on else sight.hunk
        self._decide(sight, decision, says, then.id if then else "")

    def action_post(self, what: str) -> None:
        """Ask the screen for something that is not the review's own."""
        asked: dict[str, Callable[[], Message]] = {
            "save": self.SaveAsked,
            "undo landing": self.UndoLandingAsked,
            "leave": self.LeaveAsked,
            "write": self.WriteAsked,
            "help": self.HelpAsked,
            "send": self.SendAsked,
            "compare": self.CompareAsked,
        }
        if self._may(deciding=what == "save" and self._gate.painted is not None):
            self.post_message(asked[what]())

    def _target(self) -> Hunk | None:
        """Return the change a deciding key may act on now, or say why there is none.

        Of several changes in one folded row none is acted on: the row opens.
        """
        sight = self._sight
        if sight is None or not self._may() or not self._marked(sight):
            return None
        if sight.hunk is not None and len(sight.folded) > 1:
            says = f"opened: {len(sight.folded)} changes are decided here · → goes to the next"
            self._go(sights.unfolded(sight, sight.hunk.id, 0), says)
            return None
        if sight.hunk is None:
            lost = unplaced_at(sight.review.proposal, sight.eye.hunk)
            self.say(NO_PLACE if lost else NO_CARD if sight.eye.hunk else NO_CHANGE)
        return sight.hunk
