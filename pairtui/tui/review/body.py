"""Body: the rows of the scroll on the Line API; it paints and says what was painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pairtui.review.spans import Spans
from pairtui.tui.review.bits import Row, halves, spans
from pairtui.tui.review.eye import Eye, around
from pairtui.tui.review.page import Page
from pairtui.tui.review.paint import Frame, Palette, columns, digits, paint, shown_columns
from pairtui.tui.review.scroll import Scroll
from pairtui.tui.review.search import Found
from pairtui.tui.review.tones import Tones

SLICE = 0.003
"""Seconds that colouring ahead may keep a key waiting, and one stretch of lines more."""
PAUSE = 0.001
"""Seconds in which the keys have their turn."""
GROUNDS = ("cut", "added", "cursor", "here")
LOOKS = (
    "cut-word", "added-word", "prose-cut", "prose-added", "escape", "muted", "strong", "warn",
    "taken", "rejected", "edited", "found", "keyword", "string", "comment",
)  # fmt: skip
CLASSES = {f"review--{look}" for look in (*GROUNDS, *LOOKS)}
COLOURS = """
.review--cut { background: #d55e00 22%; }
.review--added { background: #009e73 22%; }
.review--cursor { background: $primary 28%; }
.review--here { background: $primary 50%; }
.review--cut-word { color: #ff9f80; text-style: bold; }
.review--added-word { color: #8fe3cf; text-style: bold; }
.review--prose-cut { color: #ff9f80; text-style: strike; }
.review--prose-added { color: #8fe3cf; text-style: underline; }
.review--escape { text-style: reverse; }
.review--muted { color: $text-muted; }
.review--strong { text-style: bold; }
.review--warn { color: #ffc473; text-style: bold; }
.review--taken { color: #8fe3cf; }
.review--rejected { color: #ff9f80; }
.review--edited { color: #ffc473; }
.review--found { text-style: bold reverse; }
.review--keyword { color: #79b8ee; }
.review--string { color: #b9a7e0; }
.review--comment { color: $text-muted; }
&:light {
    .review--cut { background: #d55e00 24%; }
    .review--added { background: #009e73 30%; }
    .review--cursor { background: $primary 18%; }
    .review--here { background: $primary 28%; }
    .review--cut-word, .review--prose-cut, .review--rejected { color: #731f00; }
    .review--added-word, .review--prose-added, .review--taken { color: #004734; }
    .review--muted, .review--comment { color: #3d3d3d; }
    .review--warn, .review--edited { color: #5c3900; }
    .review--keyword { color: #002d4f; }
    .review--string { color: #4b2a85; }
}
&:ansi {
    .review--cut { background: transparent; color: $error; }
    .review--added { background: transparent; color: $success; }
    .review--cursor { background: transparent; text-style: bold; }
    .review--here { background: transparent; text-style: reverse; }
    .review--cut-word, .review--prose-cut, .review--rejected { color: $text-error; }
    .review--added-word, .review--prose-added, .review--taken { color: $text-success; }
    .review--warn { color: $text-warning; }
    .review--edited { color: $text-accent; }
    .review--keyword { color: $text-primary; }
    .review--string { color: $text-secondary; }
    .review--muted, .review--comment { color: $text-muted; text-style: dim; }
}
"""
"""What goes is vermilion and what comes bluish green, as hardly anybody takes them for each other
(Okabe and Ito, Color Universal Design); every text can be read on every ground (WCAG 2.2, 1.4.3).
"""


def palette_of(widget: Widget) -> Palette:
    """Return the styles a widget's own style sheet has for the looks of the review."""
    styles = {"page": widget.rich_style}
    for look in GROUNDS:
        styles[look] = widget.get_component_rich_style(f"review--{look}")
    for look in LOOKS:
        # Colours with an alpha only come out right when they were laid on the page.
        whole = widget.get_component_rich_style(f"review--{look}")
        styles[look] = whole.without_color + Style(color=whole.color)
    return Palette(styles)


@dataclass(frozen=True, slots=True)
class View:
    """Everything the body shows: the scroll, where the eye is, and how far code is off sideways."""

    scroll: Scroll
    eye: Eye
    left: int = 0
    live: bool = False
    picked: Mapping[str, Spans] = field(default_factory=dict)
    """The bytes that are selected, by change."""
    found: Found | None = None

    @property
    def target(self) -> str:
        """Return what a key that decides would act on."""
        return f"{self.eye.hunk} {dict(self.picked)}" if self.picked else self.eye.hunk


class Body(Widget, can_focus=False):
    """Show a part of the scroll; the person's place in it is set from outside."""

    COMPONENT_CLASSES = CLASSES
    DEFAULT_CSS = f"Body {{ height: 1fr; {COLOURS} }}"

    class Painted(Message):
        """A frame was written to the terminal: these bytes of these changes were on it."""

        def __init__(self, target: str, shown: tuple[tuple[str, int, int], ...]) -> None:
            super().__init__()
            self.target = target
            self.shown = shown

    class Wheeled(Message):
        """The mouse wheel was turned by so many rows."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Pointed(Message):
        """A row was clicked; `y` counts from the top of the scroll."""

        def __init__(self, y: int) -> None:
            super().__init__()
            self.y = y

    def __init__(self) -> None:
        super().__init__()
        self.view: View | None = None
        self._palette: Palette | None = None
        self._tones = Tones()
        self._version = 0
        self._written = 0
        self._ahead_of = 0

    def look(self, view: View | None) -> None:
        """Show something else; what looks the same is not painted again."""
        before, self.view = self.view, view
        if before is None or view is None or not self._same_ground(before, view):
            if before is not view:
                self.again()
            return
        # Files above may have been measured meanwhile.
        if before.eye == view.eye and before.picked == view.picked:
            return
        self._version += 1
        for y in self._touched(before, view):
            self.refresh(Region(0, y, self.size.width, 1))

    def again(self) -> None:
        """Paint all of it again and say so, though nothing changed."""
        self._version += 1
        self.refresh()

    def _same_ground(self, before: View, view: View) -> bool:
        height = self.size.height
        then, now = (one.scroll.in_sight(one.eye.top, height) for one in (before, view))
        same = (before.left, before.live, before.found) == (view.left, view.live, view.found)
        return same and then == now

    def _touched(self, before: View, view: View) -> Iterator[int]:
        """Yield the rows of the screen whose looks changed with the cursor."""
        changed = {before.eye.hunk, view.eye.hunk} if before.eye.hunk != view.eye.hunk else set()
        cursors = {one.eye.y - one.eye.top for one in (before, view)}
        every = before.picked.keys() | view.picked.keys()
        changed |= {hunk for hunk in every if before.picked.get(hunk) != view.picked.get(hunk)}
        for y in range(self.size.height):
            at = view.eye.top + y
            if y in cursors or (changed and self._has(at, changed)):
                yield y

    def _has(self, y: int, hunks: set[str]) -> bool:
        scroll = self.view.scroll if self.view is not None else None
        return bool(scroll and y < scroll.height and not hunks.isdisjoint(scroll.row(y).hunks))

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        palette = self._styles()
        if self._written != self._version:
            # Painting a frame is one step that cannot be interrupted: a call queued from inside
            # it runs when the frame has been handed to the terminal.
            self._written = self._version
            self.call_later(self._frame_written, self._version)
        view = self.view
        cells = self.size.width
        if view is None or view.eye.top + y >= view.scroll.height:
            return Strip([]).extend_cell_length(cells, palette.style("page"))
        row, page = view.scroll.shown(view.eye.top + y)
        frame = self._frame(view, page)
        found = view.found
        if found is not None and found.in_row(view.scroll, view.eye.top + y):
            frame = replace(frame, found=found.pattern)
        cursor = view.live and view.eye.top + y == view.eye.y
        tones = [self._tones.of(part, page.path) for part in halves(row)]
        return paint(row, frame, palette, cursor=cursor, tones=tones)

    def _frame(self, view: View, page: Page) -> Frame:
        cells = self.size.width
        return Frame(cells, digits(page.lines), view.left, view.eye.hunk, picked=view.picked)

    def _styles(self) -> Palette:
        if self._palette is None:
            self._palette = palette_of(self)
        return self._palette

    def notify_style_update(self) -> None:
        """Forget the colours: the theme has changed."""
        self._palette = None
        super().notify_style_update()

    def _frame_written(self, version: int) -> None:
        view = self.view
        if view is None or version != self._version or self.app.screen is not self.screen:
            return
        self.post_message(self.Painted(view.target, tuple(self._shown(view))))
        if self._ahead_of != version:
            self._ahead_of = version
            self._look_ahead(version, self._beside(view))

    def _beside(self, view: View) -> Iterator[tuple[Row, str]]:
        """Yield the rows a page below the screen and above it: a person may go there next."""
        height = self.size.height
        scroll, eye = around(view.scroll, view.eye, 2 * height)
        for low in (eye.top + height, eye.top - height):
            for y in range(max(low, 0), min(low + height, scroll.height)):
                row, page = scroll.shown(y)
                yield from ((part, page.path) for part in halves(row))

    def _look_ahead(self, version: int, rows: Iterator[tuple[Row, str]]) -> None:
        """Colour rows that are not on the screen yet, as many at a time as no key waits for."""
        until = perf_counter() + SLICE
        while version == self._version and perf_counter() < until:
            found = next(rows, None)
            if found is None:
                return
            self._tones.prepare(*found)
        if version == self._version:
            # A call that is only queued would come before a key that waits elsewhere.
            self.set_timer(PAUSE, partial(self._look_ahead, version, rows))

    def _shown(self, view: View) -> Iterator[tuple[str, int, int]]:
        for y in range(view.eye.top, min(view.eye.top + self.size.height, view.scroll.height)):
            row, page = view.scroll.shown(y)
            if row.hunks:
                for part, within in columns(row, self._frame(view, page)):
                    yield from spans(part, *shown_columns(part, within))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn the wheel towards the end."""
        event.stop()
        self.post_message(self.Wheeled(3))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn the wheel towards the beginning."""
        event.stop()
        self.post_message(self.Wheeled(-3))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points."""
        if self.view is not None:
            self.post_message(self.Pointed(self.view.eye.top + event.y))
