"""Waiting: the rows above the prompt with words that go out after the answer that comes in."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from pairtui.review.visible import one_line

ROWS = 4
"""Rows for words that wait, at most."""
HINT = "Enter alone sends it, ↑ takes it back"
"""What an empty prompt does with words that are held back."""


class WaitingRows(Static):
    """Show words that wait, the next first; held back, they go out only by a key."""

    DEFAULT_CSS = """
    WaitingRows {
        height: auto;
        color: $text-muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self) -> None:
        super().__init__("", id="waiting", markup=False)

    def show(self, texts: tuple[str, ...], *, held: bool) -> None:
        """Lay the words out, a row each; no row is left where none wait."""
        self.display = bool(texts)
        first = "held" if held else "next"
        rows = [
            f"{'then' if number else first}: {one_line(' '.join(text.split()))}"
            for number, text in enumerate(texts[:ROWS])
        ]
        rows += [f"and {len(texts) - ROWS} more"] if len(texts) > ROWS else []
        rows += [HINT] if held else []
        self.update(Content("\n").join(Content(row) for row in rows))
