"""Context: the sheet that lists exactly what the next request will hold, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from pairtui.commands.outcome import Foresees
from pairtui.conversation import Asked
from pairtui.review.visible import one_line
from pairtui.session.foreseeing import Next
from pairtui.session.revise import Foreseen
from pairtui.tui.conversation.pane import COUNTING
from pairtui.tui.screens.answer import desk_of, talk_of
from pairtui.tui.screens.gates import FORESEEN, passed
from pairtui.tui.screens.listing import ListSheet
from pairtui.tui.screens.longtext import TextSheet
from pairtui.tui.screens.sheet import WIDE, Clock, Option, plain, room

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen

NAME = 38
"""Cells for the name of a part, at most."""
BESIDE = 26
"""Cells beside it in its row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet: what it is called, its text if that can be read, and a remark."""

    kind: str
    name: str
    text: str | None
    note: str = ""


class ContextSheet(ListSheet[Row]):
    """List the parts of the next request; Enter opens one to be read, Esc closes."""

    KEYS = "Enter read it · ↑ ↓ PgUp PgDn · Esc back; nothing is sent"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home,g", "edge(0)", "First", show=False, id="context.first"),
        Binding("end,G", "edge(-1)", "Last", show=False, id="context.last"),
    ]

    def __init__(self, found: Next, *, clock: Clock = monotonic, wide: int = WIDE) -> None:
        super().__init__(clock=clock)
        self._found = found
        self._options = tuple(_options(found, min(NAME, room(wide) - BESIDE)))

    def further(self) -> ComposeResult:
        """Make the lines about the marked part."""
        yield Static("", id="sheet-notes-below", markup=False)

    def title_line(self) -> str:
        """Return how much of the budget the request takes."""
        found = self._found
        tokens, budget = _tokens(found.tokens, found), f"{found.model.budget:,}"
        share = round(100 * found.tokens / found.model.budget)
        who = one_line(found.model.name)
        return f"What the AI sees next: {tokens} of {budget} tokens, {share} % · {who}"

    def options(self) -> tuple[Option[Row], ...]:
        """Return a row for each part, and for what is not sent."""
        return self._options

    def redraw(self) -> None:
        """Show the list, and below it what there is to say of the marked part."""
        super().redraw()
        lines = [self._found.cannot] if self._found.cannot else []
        note = self._options[self._at].value.note if self._options else ""
        lines += [note] if note else self._found.notes
        about = Content("\n").join([plain(one_line(line)) for line in lines])
        self.query_one("#sheet-notes-below", Static).update(about)

    def action_pick(self) -> None:
        """Open the marked part to be read; nothing is decided by that."""
        self.may(deciding=False)
        if self._options:
            row = self._options[self._at].value
            if row.text is None:
                self.say("it is not sent; why is said above")
            else:
                self.app.push_screen(TextSheet(f"{row.kind} · {one_line(row.name)}", row.text))


def _options(found: Next, wide: int) -> list[Option[Row]]:
    if found.cannot:
        rows: list[Option[Row]] = []
    else:
        every = Row("all of it", "as it would be sent", found.text)
        rows = [_option(every, found.tokens, found, wide)]
        rows += [
            _option(Row(part.kind, part.name, part.text, part.note), part.tokens, found, wide)
            for part in found.parts
        ]
    for kind, told in (("not sent", found.left_out), ("withheld", found.withheld)):
        rows += [
            Option(_columns(kind, name, "", wide), Row(kind, name, None, f"{name}: {why}"))
            for name, why in told
        ]
    return rows


def _option(row: Row, tokens: int, found: Next, wide: int) -> Option[Row]:
    percent = round(100 * tokens / found.model.budget)
    share = f"{percent} %" if percent or not tokens else "<1 %"
    figures = f"{_tokens(tokens, found):>8} {share:>5}"
    return Option(_columns(row.kind, row.name, figures, wide), row, "⋯" if "⋯" in row.note else "")


def _columns(kind: str, name: str, figures: str, wide: int) -> str:
    return f"{kind:<10} {set_cell_size(_end_of(one_line(name), wide), wide)} {figures}".rstrip()


def _end_of(name: str, wide: int) -> str:
    """Return a name, or its end where it is too long for its column."""
    if cell_len(name) <= wide:
        return name
    while cell_len(name) >= wide:
        name = name[1:]
    return f"…{name}"


def _tokens(number: int, found: Next) -> str:
    return f"{number:,}" if found.exact else f"≈{number:,}"


async def show_context(screen: MainScreen, session: Session, wanted: Foresees) -> None:
    """Show what these words would be sent with; afterwards they stand in the prompt."""
    if wanted.text:
        screen.pane.prompt.give_back(wanted.text)
    untold = desk_of(screen).shelf.untold
    words = Asked(wanted.words, talk_of(screen), untold, command=wanted.command)
    if screen.answer is None:
        screen.pane.busy = COUNTING
    asked = await passed(screen, session, words, FORESEEN)
    if asked is not None:
        found = await session.foreseeing.next(asked)
        if screen.answer is None:
            screen.pane.busy = ""
        await screen.app.push_screen_wait(ContextSheet(found, wide=screen.app.size.width))


async def show_request(screen: MainScreen, session: Session, foreseen: Foreseen) -> None:
    """Show a request that was made for a round, above the sheet that asks whether to send it."""
    if foreseen.made is not None:
        found = await session.foreseeing.weighed(foreseen.made)
        screen.app.push_screen(ContextSheet(found, wide=screen.app.size.width))
