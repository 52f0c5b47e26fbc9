"""Mouse: the part of the review pane that follows it; everything it does, a key does too."""

from __future__ import annotations

from textual import events, on

from pairtui.tui.review import sight as sights
from pairtui.tui.review.bindings import REVIEW_BINDINGS
from pairtui.tui.review.body import Body
from pairtui.tui.review.selecting import SelectingPane
from pairtui.tui.review.strips import Strips

ACTIONS = {binding.id: binding.action for binding in REVIEW_BINDINGS}
OPENS = ("fold", "decided", "head")
"""The kinds of rows that `o` opens."""


class MousePane(SelectingPane):
    """Go where the mouse points, and do what is clicked as if its key had been pressed."""

    @on(Body.Wheeled)
    def _wheeled(self, event: Body.Wheeled) -> None:
        event.stop()
        if self._sight is not None:
            self._go(sights.wheeled(self._sight, event.rows), "")

    @on(Body.Pointed)
    def _pointed(self, event: Body.Pointed) -> None:
        """Go to the row; what is folded there opens, what was decided only where one is already."""
        event.stop()
        self.focus()
        sight = self._sight
        if sight is None or event.y >= sight.scroll.height:
            return
        there = sights.at_row(sight, event.y)
        here = sight.eye.y == event.y
        self._go(there, "")
        if there.row.kind == "fold" or (here and there.row.kind in OPENS):
            self.action_fold()

    @on(Strips.Pressed)
    async def _clicked(self, event: Strips.Pressed) -> None:
        """Go to a file, or do what a key does; a double click is one."""
        event.stop()
        self.focus()
        button = event.button
        if button.path:
            self.go_to(button.path)
        elif not event.again:
            self._pressed = events.Key(button.binding, None)
            self._pressed.time = self.clock()
            try:
                await self.run_action(ACTIONS[button.binding])
            finally:
                self._pressed = None
