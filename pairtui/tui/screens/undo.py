"""Undo: the list of saves, and the sheet before one is undone or done again."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from pairtui.landing import Foretold, LandedFile, NotLanded
from pairtui.proposal import Absent
from pairtui.review.visible import one_line
from pairtui.session.moment import moment
from pairtui.session.past_saves import PastSave
from pairtui.tui.review.labels import many
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.listing import ListSheet
from pairtui.tui.screens.sheet import Clock, Option, Sheet, plain

LISTED = 200
"""Saves that are listed at once; the search looks through all of them."""
TITLE = 26
"""Characters of a title in the list."""


class SavesSheet(ListSheet[PastSave]):
    """List every save of the repository, to pick the one to undo or to do again."""

    KEYS = "Enter choose · / search · Esc back, nothing happens"
    SEARCHING = "Enter: back to the list · Esc: all of them again"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="saves.search", tooltip="Find a save by any word"),
        Binding("home,g", "edge(0)", "First", show=False, id="saves.first"),
        Binding("end,G", "edge(-1)", "Last", show=False, id="saves.last"),
    ]

    def __init__(self, saves: Sequence[PastSave], *, now: float, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._saves = tuple(saves)
        self._now = now
        self._widest = max((len(moment(save.at, now)) for save in self._saves), default=0)
        self._words = ""

    def further(self) -> ComposeResult:
        """Make the lines about the marked save, and the box for words that are looked for."""
        yield Static("", id="sheet-notes-below", markup=False)
        box = Box("", id="sheet-box", enter_ends=True)
        box.display = False
        yield box

    def title_line(self) -> str:
        """Return what is asked."""
        return f"Undo which save, or save which again? {self._counted()}"

    def options(self) -> tuple[Option[PastSave], ...]:
        """Return a row for each save that has all the words."""
        return tuple(
            Option(self._named(save), save, _remark(save)) for save in self._found()[:LISTED]
        )

    def redraw(self) -> None:
        """Show the list, and below it what the marked one wrote."""
        super().redraw()
        about = Content("\n").join([plain(line) for line in self._about()])
        self.query_one("#sheet-notes-below", Static).update(about)

    def _about(self) -> tuple[str, ...]:
        found = self._found()
        if not found:
            return ("No save has all of these words.",)
        save = found[min(self._at, len(found) - 1)]
        more = len(found) - LISTED
        rest = [f"{more} more are not listed: / searches through all."] if more > 0 else []
        other = " · of another conversation" if save.session else ""
        return (f"{many(save.changes, 'change')} in {_listed(save.paths)}{other}", *rest)

    def action_search(self) -> None:
        """Open the box for words."""
        self.may(deciding=False)
        self._box.display = True
        self._box.focus()
        self.say(self.SEARCHING)

    async def action_back(self) -> None:
        """Close the search first, then the sheet."""
        if self._box.display or self._words:
            self._box.text = ""
            self._close_box()
        else:
            self.dismiss(None)

    def on_box_done(self) -> None:
        """Go back to the list with what was found."""
        self._close_box()

    def on_text_area_changed(self) -> None:
        """List what has all the words written so far."""
        self._words = self._box.text
        self._at = 0
        self.redraw()

    def _close_box(self) -> None:
        self._box.display = False
        self.set_focus(None)
        self.say(self.KEYS)

    @property
    def _box(self) -> Box:
        return self.query_one(Box)

    def _found(self) -> list[PastSave]:
        words = self._words.casefold().split()
        return [save for save in self._saves if all(word in self._said(save) for word in words)]

    def _said(self, save: PastSave) -> str:
        parts = (self._named(save), save.title, save.commit, _remark(save), *save.paths)
        return "\n".join(parts).casefold()

    def _counted(self) -> str:
        found = len(self._found())
        return f"({found} of {len(self._saves)})" if self._words else f"({len(self._saves)})"

    def _named(self, save: PastSave) -> str:
        title = one_line(save.title) or "untitled"
        short = title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
        return f"{moment(save.at, self._now):<{self._widest}}  {short}"


class UndoSheet(Sheet[bool]):
    """Say exactly what undoing a save would do, or doing it again, and ask whether to."""

    KEYS = "Enter choose · Esc back, nothing happens"

    def __init__(
        self,
        save: PastSave,
        told: Foretold | NotLanded,
        *,
        now: float,
        clock: Clock = monotonic,
    ) -> None:
        super().__init__(clock=clock)
        self._save = save
        self._told = told
        self._now = now
        if isinstance(told, NotLanded):
            self.KEYS = "Esc back"

    def title_line(self) -> str:
        """Return which save it is about."""
        save, at = self._save, moment(self._save.at, self._now)
        if isinstance(self._told, NotLanded):
            cannot = "be saved again" if save.undone else "be undone"
            return f"The save of {at} cannot {cannot} now"
        return f"Save again what was saved {at}?" if save.undone else f"Undo the save of {at}?"

    def options(self) -> tuple[Option[bool], ...]:
        """Return the answers: do it, or not; none where it cannot be."""
        if isinstance(self._told, NotLanded):
            return ()
        if self._save.undone:
            return (
                Option("Save it again", value=True),
                Option("Leave it undone", value=False),
            )
        files = many(len(self._save.paths), "file")
        commit = f"Undo commit {self._save.commit[:7]} and put" if self._save.commit else "Put"
        return (
            Option(f"{commit} {files} back", value=True),
            Option("Leave it saved", value=False),
        )

    def notes(self) -> tuple[str, ...]:
        """Return what happens to the commit and to every file, or why nothing can."""
        other = " · of another conversation" if self._save.session else ""
        named = f"“{one_line(self._save.title) or 'untitled'}”, {_remark(self._save)}{other}"
        told = self._told
        if isinstance(told, NotLanded):
            stale = [f"  {one_line(path)}: {one_line(why)}" for path, why in told.stale.items()]
            says = [one_line(part) for part in (told.says, told.remedy) if part]
            return (named, "", says[0], *stale, *says[1:])
        files = [f"  {one_line(says)}" for says in told.files]
        notes = [one_line(note) for note in told.notes]
        elsewhere = "Its changes go back to the review of its own conversation."
        where = [elsewhere] if self._save.session and not self._save.undone else []
        return (named, "", one_line(told.history), *files, *notes, *where)


def each(files: tuple[LandedFile, ...]) -> tuple[LandedFile, ...]:
    """Return the files of a save, each once: of a renamed one, what is at its new path."""
    return tuple(file for file in files if not (file.other and isinstance(file.after, Absent)))


def _remark(save: PastSave) -> str:
    """Return where a save stands: its commit, and whether it is undone."""
    commit = f"commit {save.commit[:7]}" if save.commit else "no commit"
    state = "undone" if save.undone else "saved again" if save.again else ""
    return " · ".join(part for part in (state, commit) if part)


def _listed(paths: tuple[str, ...], most: int = 3) -> str:
    more = len(paths) - most
    named = ", ".join(one_line(path) for path in paths[:most])
    return named + (f" and {more} more" if more > 0 else "")
