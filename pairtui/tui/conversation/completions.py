"""The completion list: a few rows above the prompt while a word can be completed."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from pairtui.review.visible import one_line

_ROWS = 6


class Completions(Static):
    """Show what the word at the cursor can become; it takes no keys, the prompt does."""

    DEFAULT_CSS = """
    Completions {
        height: auto;
        display: none;
        background: $panel;
        &:ansi { background: ansi_default; }
    }
    """

    options: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)
    """Each option with what it is for, or with an empty word."""
    chosen: reactive[int | None] = reactive(None)

    def watch_options(self) -> None:
        """Be there only while there is something to choose."""
        self.display = bool(self.options)

    def render(self) -> Content:
        """Return the rows around the chosen one, and how to take it."""
        top = max(0, min((self.chosen or 0) - _ROWS // 2, len(self.options) - _ROWS))
        rows = [
            self._row(place, *option)
            for place, option in enumerate(self.options[top : top + _ROWS], top)
        ]
        more = len(self.options) - len(rows)
        keys = f"Tab takes it · ↑ ↓ choose · Esc closes{f' · {more} more' if more else ''}"
        return Content("\n").join([*rows, Content.styled(keys, "dim")])

    def _row(self, place: int, option: str, purpose: str) -> Content:
        chosen = place == self.chosen or (self.chosen is None and place == 0)
        row = Content.styled(f"{'▸' if chosen else ' '} {one_line(option)}", "b" if chosen else "")
        return row.append(Content.styled(f"  {one_line(purpose)}", "dim"))
