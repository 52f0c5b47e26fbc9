"""Selecting: the part of the review pane that selects lines or pieces, for the next key alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pairtui.review.decide import Decision, Reject, Review, Take, decide
from pairtui.review.spans import Spans
from pairtui.tui.review import selection as selections
from pairtui.tui.review import sight as sights
from pairtui.tui.review.eye import Move
from pairtui.tui.review.page import Page
from pairtui.tui.review.pieces import part_of
from pairtui.tui.review.reading import ReadingPane
from pairtui.tui.review.selection import NOT_HERE, NOT_SHOWN, Chosen, Selection
from pairtui.tui.review.sight import Sight
from pairtui.tui.review.verdicts import next_open

DROPPED = "nothing is selected any more"


class SelectingPane(ReadingPane):
    """Select some lines of code, or pieces of prose; what is selected has a mark in the margin."""

    _selection: Selection | None = None
    _selected: tuple[Chosen, ...] = ()

    @property
    def selected_span(self) -> tuple[str, int, int] | None:
        """Return the change that is selected in, and from where to where in its `old + new`.

        Of several changes it is the first; None where nothing is selected.
        """
        if not self._selected:
            return None
        first = self._selected[0]
        return first.hunk.id, first.spans[0][0], first.spans[-1][1]

    @property
    def _picked(self) -> Mapping[str, Spans]:
        return selections.marks(self._selected)

    def action_select(self) -> None:
        """Begin to select at the cursor, or stop."""
        self._may(deciding=False)
        if self._selection is not None:
            self._select(None, DROPPED)
        else:
            self._begin()

    def action_extend(self, move: Literal["line down", "line up"]) -> None:
        """Select one more line or piece, beginning here where nothing is selected."""
        if self._selection is None:
            self._begin()
        if self._selection is None:
            self._may(deciding=False)
        else:
            self.action_move(move)

    def action_drop(self) -> None:
        """Select nothing any more."""
        self._may(deciding=False)
        if self._selection is not None:
            self._select(None, DROPPED)

    def action_move(self, move: Move) -> None:
        """Move the cursor; what is selected reaches as far as it."""
        page = self._sight.page if self._sight is not None else None
        if self._selection is None or page is None or not page.prose:
            super().action_move(move)
        else:
            self._may(deciding=False)
            self._step(-1 if move.endswith(("up", "top")) else 1)

    def action_sideways(self, step: int) -> None:
        """Go to another mark, or scroll; select another piece of prose."""
        page = self._sight.page if self._sight is not None else None
        if self._selection is None or page is None or not page.prose:
            super().action_sideways(step)
        else:
            self._may(deciding=False)
            self._step(step)

    def _go(self, sight: Sight, says: str) -> None:
        """Look elsewhere; what is selected of code reaches as far as the cursor."""
        selection = self._selection
        if selection is not None:
            page, row = _here(sight)
            if page.path != selection.path:
                self._selection, self._selected, says = None, (), says or DROPPED
            elif not page.prose:
                self._selection = selection.on(row)
                self._selected = selections.chosen(sight.review, page, self._selection)
                says = self._count(sight) or says
        super()._go(sight, says)

    def _watch_review(self, review: Review | None) -> None:
        before = self._sight.page if self._sight is not None else None
        super()._watch_review(review)
        if self._selection is not None and (self._sight is None or self._sight.page is not before):
            self._select(None, DROPPED)

    def _begin(self) -> None:
        sight = self._sight
        if sight is not None:
            page, row = _here(sight)
            beside = self._setting.side_by_side
            made = selections.begun(sight.review, page, row, sight.eye.hunk, beside=beside)
            self._select(made, "" if made else NOT_HERE)

    def _step(self, step: int) -> None:
        """Select up to the next or previous piece of prose."""
        sight, selection = self._sight, self._selection
        if sight is None or selection is None:
            return
        every = selections.pieces(sight.review, selection.path)
        at = min(max(selection.at + step, 0), len(every) - 1)
        hunk, spans = every[at]
        self._selection = selection.on(at)
        self._selected = selections.chosen(sight.review, sight.page, self._selection)
        super()._go(sights.at_hunk(sight, hunk.id, spans[0][0]), self._count(sight))

    def _select(self, selection: Selection | None, says: str) -> None:
        """Select this, or nothing."""
        sight = self._sight
        self._selection, self._selected = selection, ()
        if sight is None:
            return
        if selection is not None:
            self._selected = selections.chosen(sight.review, sight.page, selection)
        super()._go(sight, self._count(sight) or says)

    def _count(self, sight: Sight) -> str:
        if self._selection is None:
            return ""
        size = selections.size(sight.page, self._selection, self._selected)
        return f"{size} selected · a takes just these · Esc drops it"

    def reject_selected(self, reason: str) -> None:
        """Leave the file as it is where something is selected, for a reason."""
        self._decide_selected(Reject("", reason))

    def _decide_selected(self, verdict: Take | Reject) -> None:
        """Decide about what is selected and nothing else, as one step of undo."""
        sight, selection, selected = self._sight, self._selection, self._selected
        if sight is None or selection is None:
            return
        if selections.unseen(sight.review, selected):
            self.say(NOT_SHOWN)
            return
        batch = selections.batch(selected, verdict)
        made = decide(sight.review, batch)
        if made is sight.review:
            self.say("this is so already")
            return
        size = selections.size(sight.page, selection, selected)
        verb = "took" if isinstance(verdict, Take) else "rejected"
        self._selection, self._selected = None, ()
        last = part_of(made, batch.of[-1].hunk)
        then = next_open(made, last.id) or last
        self._decide(sight, batch, f"{verb} {size} · u undoes", then.id)

    def _decide(self, sight: Sight, decision: Decision, says: str, then: str) -> None:
        """Say a decision up, and show at once what it comes to: one frame instead of two.

        What the screen makes of it arrives as the next `review`, and that is what holds.
        """
        self.post_message(self.Decided(decision))
        self.just_now = says
        after = sights.renewed(sight, decide(sight.review, decision)) or sight
        if then:  # which may be in pieces now, or one with its neighbours again
            after = sights.at_hunk(after, part_of(after.review, then).id)
        self._go(after, "")


def _here(sight: Sight) -> tuple[Page, int]:
    """Return the file the cursor is in, and which row of it that is on."""
    number, row = sight.scroll.place(sight.eye.y)
    return sight.scroll.page(number), row
