"""Listing: a sheet of many answers, one a row, of which the marked one is always on the screen."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Region

from pairtui.tui.screens.sheet import Answer, Menu, Sheet


class ListSheet(Sheet[Answer]):
    """Ask for one of many. The keys that page move the mark, so that Enter picks what is seen."""

    def action_point(self, step: int) -> None:
        """Go to another answer, and show it."""
        super().action_point(step)
        self.show_marked()

    def action_page(self, step: int) -> None:
        """Go a page of answers on or back."""
        rows = max(self.query_one("#sheet-body").size.height - 1, 1)
        self._to(min(self._at + step * rows, len(self.options()) - 1))

    def action_edge(self, at: int) -> None:
        """Go to the first or the last answer."""
        self._to(at % max(len(self.options()), 1))

    def show_marked(self) -> None:
        """Scroll to the marked answer; behind the last one, to what stands below."""
        if not self.options():
            return
        body = self.query_one("#sheet-body", VerticalScroll)
        if self._at and self._at == len(self.options()) - 1:
            body.scroll_end(animate=False, immediate=True)
        else:
            row, height = self.query_one(Menu).place(self._at)
            body.scroll_to_region(Region(0, row, 1, height), animate=False, force=True)

    def _to(self, at: int) -> None:
        self.may(deciding=False)
        self._at = max(at, 0)
        self.redraw()
        self.show_marked()
        self.say(self.KEYS)
