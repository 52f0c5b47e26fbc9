"""Long text: a sheet in which a text of any length is read to its last byte, by the line."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from pairtui.review.visible import safe
from pairtui.tui.screens.sheet import STYLES, plain

_TAB = 4


class LongText(ScrollView, can_focus=False):
    """Show a text by the line; long lines go on in the next row."""

    DEFAULT_CSS = "LongText { overflow-x: hidden; overflow-y: scroll; scrollbar-size: 1 1; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(id=id)
        self._lines = [safe(line).expandtabs(_TAB) for line in text.split("\n")]
        self._rows: list[str] = []
        self._width = 0

    def on_resize(self) -> None:
        """Wrap the text again where the width is another one; the place in it stays."""
        width = self.scrollable_content_region.width
        if width == self._width or not width:
            return
        share = self.scroll_offset.y / len(self._rows) if self._rows else 0
        self._width, self._rows = width, []
        for line in self._lines:
            self._rows += chop_cells(line, width) if cell_len(line) > width else [line]
        self.virtual_size = Size(width, len(self._rows))
        self.scroll_to(y=round(share * len(self._rows)), animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Return one row of the view."""
        at, width = self.scroll_offset.y + y, self._width
        row = self._rows[at] if at < len(self._rows) else ""
        return Strip([Segment(row, self.rich_style)]).adjust_cell_length(width, self.rich_style)

    @property
    def text(self) -> str:
        """Return the text as it is shown, unwrapped."""
        return "\n".join(self._lines)


class TextSheet(ModalScreen[None]):
    """Show a text under a title; it is only read here."""

    CSS_PATH = STYLES
    AUTO_FOCUS = ""
    KEYS = "↑ ↓ PgUp PgDn Home End scroll · Esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "back", "Back", id="text.back", tooltip="Close"),
        Binding("up,k", "row(-1)", "Up", show=False, id="text.up"),
        Binding("down,j", "row(1)", "Down", show=False, id="text.down"),
        Binding("pagedown,space,ctrl+d", "page(1)", "Page", show=False, id="text.page-down"),
        Binding("pageup,ctrl+u", "page(-1)", "Page", show=False, id="text.page-up"),
        Binding("home,g", "edge(0)", "First", show=False, id="text.first"),
        Binding("end,G", "edge(1)", "Last", show=False, id="text.last"),
        Binding("ctrl+c,super+c", "app.help_quit", show=False, id="text.interrupt"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Make the title, the text and the keys."""
        with Vertical(id="sheet"):
            yield Static(plain(self._title), id="sheet-title", markup=False)
            yield LongText(self._text, id="sheet-text")
            yield Static(plain(self.KEYS), id="sheet-keys", markup=False)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_row(self, step: int) -> None:
        """Scroll by a row."""
        self._body.scroll_relative(y=step, animate=False, immediate=True)

    def action_page(self, step: int) -> None:
        """Scroll by a page."""
        rows = max(self._body.size.height - 1, 1)
        self._body.scroll_relative(y=step * rows, animate=False, immediate=True)

    def action_edge(self, end: int) -> None:
        """Go to the first or the last row."""
        bottom = self._body.virtual_size.height if end else 0
        self._body.scroll_to(y=bottom, animate=False, immediate=True)

    @property
    def _body(self) -> LongText:
        return self.query_one(LongText)
