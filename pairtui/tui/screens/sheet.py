"""Sheet: a question above the screen, its answers as a list, dead until it can have been read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import ClassVar, Generic, TypeAlias, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from pairtui.review.visible import safe
from pairtui.tui.review.gate import Gate

Answer = TypeVar("Answer")
TARGET = "sheet"
STYLES = Path(__file__).with_name("sheet.tcss")
"""Given in full, for sheets that are made in other folders."""


def plain(text: str) -> Content:
    """Return words of any origin as content: never markup, everything unseen made visible."""
    return Content(safe(text))


@dataclass(frozen=True, slots=True)
class Option(Generic[Answer]):
    """One answer: what it says, what it comes to, and a remark in small print."""

    says: str
    value: Answer
    remark: str = ""


class Menu(Static):
    """The options, one a row, with a sign on the current one."""

    _lines: tuple[Content, ...] = ()

    def point(self, options: tuple[tuple[str, str], ...], at: int) -> None:
        """Show these options, each with its remark, with the cursor on one of them."""
        lines = [
            Content.assemble(
                (f"{'>' if index == at else ' '} {says}", "bold" if index == at else ""),
                (f"   {remark}" if remark else "", "dim"),
            )
            for index, (says, remark) in enumerate(options)
        ]
        self._lines = tuple(lines)
        if lines:
            lines[at] = lines[at].pad_right(200).stylize_before("on $primary-muted")
        self.update(Content("\n").join(lines))

    def place(self, at: int) -> tuple[int, int]:
        """Return the first row of an option, and how many rows it takes."""
        width = self.size.width
        if self.styles.text_wrap == "nowrap" or not width:
            return at, 1
        *above, it = (
            1 if line.cell_length <= width else len(line.wrap(width))
            for line in self._lines[: at + 1]
        )
        return sum(above), it


WIDE = 80
"""Columns of a screen that has room for every sheet."""


def room(columns: int) -> int:
    """Return the cells that a row of a sheet has on a screen of so many columns."""
    return columns * 96 // 100 - 7  # its edges, the sign of the marked row, the bar that scrolls


Clock: TypeAlias = Callable[[], float]


class Sheet(ModalScreen[Answer | None]):
    """Ask one question. Enter picks, Esc changes nothing.

    A sheet came unasked for the fingers even when a key opened it: whatever picks is dead until
    its frame was written and half a second passed without a key.
    """

    CSS_PATH = STYLES
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="sheet.back", tooltip="Close; nothing happened"),
        Binding("up,k", "point(-1)", "Up", show=False, id="sheet.up"),
        Binding("down,j", "point(1)", "Down", show=False, id="sheet.down"),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False, id="sheet.page-down"),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False, id="sheet.page-up"),
        Binding("ctrl+c,super+c", "app.help_quit", show=False, id="sheet.interrupt"),
        Binding("enter", "pick", "Choose", id="sheet.pick", tooltip="Do what is marked"),
    ]
    KEYS = "Enter choose · Esc back, nothing happens"

    def __init__(self, *, clock: Clock = monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._gate = Gate(TARGET, unasked=True)
        self._pressed: events.Key | None = None
        self._at = 0

    def title_line(self) -> str:
        """Return what is asked, in one line."""
        raise NotImplementedError

    def options(self) -> tuple[Option[Answer], ...]:
        """Return the answers there are."""
        raise NotImplementedError

    def notes(self) -> tuple[str, ...]:
        """Return further lines below the answers."""
        return ()

    def compose(self) -> ComposeResult:
        """Make the question, its answers, and the small print."""
        with Vertical(id="sheet"):
            yield Static(plain(self.title_line()), id="sheet-title", markup=False)
            with VerticalScroll(id="sheet-body", can_focus=False):
                yield Menu(id="sheet-menu")
                yield Static(self._small_print(), id="sheet-notes", markup=False)
            yield from self.further()
            yield Static(plain(self.KEYS), id="sheet-keys", markup=False)

    def further(self) -> ComposeResult:
        """Make what else is on the sheet, below the small print."""
        return ()

    def on_mount(self) -> None:
        """Show the answers; from the first frame on, time counts."""
        self.redraw()
        self.call_after_refresh(self._written)

    def redraw(self) -> None:
        """Show the question and its answers as they are now."""
        self._at = min(self._at, max(len(self.options()) - 1, 0))
        shown = tuple((safe(option.says), safe(option.remark)) for option in self.options())
        self.query_one("#sheet-title", Static).update(plain(self.title_line()))
        menu = self.query_one(Menu)
        menu.display = bool(shown)
        menu.point(shown, self._at)
        self.query_one("#sheet-notes", Static).update(self._small_print())

    def say(self, text: str) -> None:
        """Say something in the bottom line."""
        self.query_one("#sheet-keys", Static).update(plain(text))

    async def on_key(self, event: events.Key) -> None:
        """Run the key's action here and now, so that it knows when the key was pressed."""
        active = self.active_bindings.get(event.key)
        if active is None or active.node is not self:
            self._gate = self._gate.press(event.key, event.time, deciding=False)[0]
            return
        event.stop()
        self._pressed = event
        try:
            await self.run_action(active.binding.action)
        finally:
            self._pressed = None

    async def action_back(self) -> None:
        """Close; nothing happened."""
        self.dismiss(None)

    def action_point(self, step: int) -> None:
        """Go to another answer."""
        self.may(deciding=False)
        count = len(self.options())
        if count:
            self._at = (self._at + step) % count
            self.redraw()
            self.say(self.KEYS)

    def action_page(self, step: int) -> None:
        """Scroll what does not fit."""
        self.may(deciding=False)
        body = self.query_one("#sheet-body", VerticalScroll)
        body.scroll_relative(y=step * max(body.size.height - 1, 1), animate=False, immediate=True)

    def action_pick(self) -> None:
        """Do what is marked."""
        if self.may() and self.options():
            self.picked(self.options()[self._at])

    def picked(self, option: Option[Answer]) -> None:
        """Answer with an option."""
        self.dismiss(option.value)

    def may(self, *, deciding: bool = True) -> bool:
        """Ask the gate about the key that was pressed; say so if it must do nothing."""
        if self._pressed is None:
            return True
        key, pressed = self._pressed.key, self._pressed.time
        self._gate, answer = self._gate.press(key, pressed, deciding=deciding)
        if answer != "go":
            self.say("not yet · half a second without a key, then Enter")
        return answer == "go"

    @on(events.Click)
    def _clicked(self, event: events.Click) -> None:
        """Mark an answer; a click on the marked one picks it."""
        menu = self.query_one(Menu)
        if not menu.region.contains(event.screen_x, event.screen_y):
            return
        before = self._at
        self._at = min(max(event.screen_y - menu.region.y, 0), len(self.options()) - 1)
        self.redraw()
        if self._at == before:
            self._pressed = events.Key("click", None)
            self._pressed.time = self._clock()
            try:
                self.action_pick()
            finally:
                self._pressed = None

    def _written(self) -> None:
        self._gate = self._gate.show(TARGET, self._clock())

    def _small_print(self) -> Content:
        return Content("\n").join([plain(note) for note in self.notes()])
