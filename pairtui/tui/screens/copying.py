"""Copying: the sheet for what the terminal does not simply copy: a file, or the terminal anyway."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from pairtui.review.visible import one_line, safe
from pairtui.tui.review.copied import Copied, too_long
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.sheet import Clock, Option, Sheet

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen

BY_TERMINAL = ""
"""The answer that is no path: the terminal is to copy it."""
PATH_KEYS = "Enter or Esc: back to the choices, with this path"


class CopySheet(Sheet[str]):
    """Ask where a text is to go. The answer is the path of a file, or that the terminal gets it."""

    KEYS = "Enter choose · e another path · Esc back, nothing is copied"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit_path", "Path", id="copy.path", tooltip="Write it elsewhere"),
    ]

    def __init__(
        self, copied: Copied, path: str, why: str = "", *, clock: Clock = monotonic
    ) -> None:
        super().__init__(clock=clock)
        self._copied = copied
        self._path = path
        self._why = why

    def further(self) -> ComposeResult:
        """Make the box for the path, which shows when it is wanted."""
        box = Box("", id="sheet-box", enter_ends=True)
        box.display = False
        yield box

    def title_line(self) -> str:
        """Return what is copied."""
        return f"Copy {self._copied.what}"

    def options(self) -> tuple[Option[str], ...]:
        """Return the ways there are."""
        found = [Option(f"Write it to {one_line(self._path)}", self._path, "e: elsewhere")]
        if self._copied.text is not None and not too_long(self._copied):
            says = "Let the terminal copy it, as it is"
            found.append(Option(says, BY_TERMINAL, "OSC 52; not every terminal does"))
        return tuple(found)

    def notes(self) -> tuple[str, ...]:
        """Return why this is asked, and what a file would be."""
        where = "The file is a new one outside the repository; nothing is overwritten."
        return (*([f"! {self._why}."] if self._why else []), where)

    def action_edit_path(self) -> None:
        """Open the path for editing."""
        self.may(deciding=False)
        box = self.query_one(Box)
        box.display = True
        box.text = safe(self._path)
        box.move_cursor(box.document.end)
        box.focus()
        self.say(PATH_KEYS)

    def on_box_done(self) -> None:
        """Keep the path that was written."""
        box = self.query_one(Box)
        self._path = box.text.strip() or self._path
        box.display = False
        self.set_focus(None)
        self.redraw()
        self.say(self.KEYS)

    async def action_back(self) -> None:
        """Close the box first, then the sheet."""
        if self.query_one(Box).display:
            self.on_box_done()
        else:
            self.dismiss(None)


class Place(Protocol):
    """Where something is copied from: it says what became of that, and has the terminal do it."""

    def say(self, text: str) -> None:
        """Say something in the bottom line."""

    def hand_over(self, found: Copied) -> None:
        """Let the terminal copy a text, and say so."""


async def copy_out(screen: MainScreen, place: Place, copied: Copied, why: str) -> None:
    """Ask where a text is to go until it is there, or the person leaves it."""
    session = await screen.session()
    path = session.copies.proposed(copied.name)
    nothing = "nothing was copied" if why else "no file was written"
    while True:
        answer = await screen.app.push_screen_wait(CopySheet(copied, path, why))
        if answer is None:
            place.say(nothing)
            return
        if answer == BY_TERMINAL:
            place.hand_over(copied)
            return
        path, why = answer, await session.copies.write(answer, copied.data)
        if not why:
            place.say(f"wrote {copied.what} to {one_line(path)}")
            return
