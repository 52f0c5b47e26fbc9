"""Finding: the part of the review pane that looks for a text in all files of a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic, perf_counter
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from pairtui.tui.review import sight as sights
from pairtui.tui.review.copying import CopyingPane
from pairtui.tui.review.search import Found, Place, Search
from pairtui.tui.review.sight import Sight

if TYPE_CHECKING:
    from pairtui.tui.review.finder import Finder

SLICE = 0.008
"""Seconds that searching may keep a key waiting."""
PAUSE = 0.001
"""Seconds in which the keys have their turn."""
KEYS = "Enter next · ↑ before · Esc stays"


class FindingPane(CopyingPane):
    """Look for a text in slices beside the keys; the first place is gone to once it is found."""

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = monotonic) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, clock=clock)
        self._finder: Finder | None = None
        self._search: Search | None = None
        self._work: Iterator[None] = iter(())
        self._begun = (0, 0)
        self._hit: Place | None = None
        self._stepping = 0
        self._sought = ""

    async def action_find(self) -> None:
        """Open the line in which the text is typed."""
        self._may(deciding=False)
        sight = self._sight
        if sight is None or self._finder is not None:
            return
        from pairtui.tui.review.finder import Finder  # noqa: PLC0415 - loads when first wanted

        self._begun = sight.scroll.place(sight.eye.y)
        self._finder = Finder(self._sought, self)
        self.say("type what to look for · Esc stays")
        await self.mount(self._finder)
        self._finder.begin()

    @property
    def _finding(self) -> bool:
        return self._finder is not None

    def _found(self, sight: Sight) -> Found | None:
        if self._search is None:
            return None
        return self._search.found(sight.scroll, sight.eye.top, sight.height)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        sight = self._sight
        if self._finder is None or sight is None:
            return
        self._hit, self._stepping = None, 1
        self._sought = event.value
        self._search = Search(event.value) if event.value else None
        if self._search is None:
            self._go(sight, KEYS)
            return
        self._work = self._search.work(sight.scroll, self._begun[0])
        self._go_on(self._search)

    def look_for_next(self, step: int) -> None:
        """Go to the next place, or to the one before."""
        if self._search is not None:
            self._stepping = step
            self._go_on(self._search)

    def _go_on(self, search: Search) -> None:
        """Search for a moment, go where that leads, and go on once the keys have had their turn."""
        sight = self._sight
        if search is not self._search or sight is None:
            return
        until = perf_counter() + SLICE
        over = False
        while not over and perf_counter() < until:
            over = next(self._work, search) is search
        if over and not search.done(sight.scroll):  # some files have come, or look otherwise, since
            self._work = search.work(sight.scroll, sight.scroll.place(sight.eye.y)[0])
            over = False
        if self._stepping or over:
            self._jump(search, sight)
        if not over:
            # A call that is only queued would come before a key that waits elsewhere.
            self.set_timer(PAUSE, partial(self._go_on, search))

    def _jump(self, search: Search, sight: Sight) -> None:
        """Go to the place that is wanted, as soon as it is known."""
        scroll = sight.scroll
        step, at = self._stepping, self._hit
        if step and at is not None and at.number < len(scroll.leaves):
            to = search.after(scroll, at, step)
        elif step:
            number = min(self._begun[0], len(scroll.leaves) - 1)
            to = search.near(scroll, number, self._begun[1], step)
        else:
            to = None
        if to is not None:
            self._hit, self._stepping = to, 0
            hit = search.of(scroll.leaves[to.number])[to.index]
            if hit.hunk:
                sight = sights.unfolded(sight, hit.hunk, hit.offset)
            else:
                sight = sights.to_row(sight, to.number, hit.row)
            sight = sights.brought_in(sight, search.pattern)
        if to is not None or search.done(scroll):
            self._go(sight, self._said(search, sight))

    def _said(self, search: Search, sight: Sight) -> str:
        """Return which of how many places it is."""
        count = search.count(sight.scroll)
        so_far = "" if search.done(sight.scroll) else " so far"
        if not count and not so_far:
            self._stepping = 0
            return f"nothing found in all of it · {KEYS.rpartition(' · ')[2]}"
        at = search.ordinal(sight.scroll, self._hit) if self._hit is not None else "–"
        return f"{at} of {count}{so_far} · {KEYS}"

    def stop_finding(self, *, back: bool) -> None:
        """End the search; the person stays at the place, and goes on in the review if `back`."""
        finder, self._finder, self._search = self._finder, None, None
        if finder is None:
            return
        if back:
            self.focus()
        finder.remove()
        self._notice = ""
        self._show(asked=True)
