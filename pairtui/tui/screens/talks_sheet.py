"""The list of conversations, and the list of the turns of one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar, Literal, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from pairtui.review.visible import one_line
from pairtui.session.amount import many
from pairtui.session.moment import moment
from pairtui.session.talk_words import matching, title, written_of
from pairtui.store.nouns import Exchange, SessionEntry
from pairtui.store.place import StoreFault
from pairtui.tui.screens.filtering import FilterLine
from pairtui.tui.screens.listing import ListSheet
from pairtui.tui.screens.sheet import Clock, Option, plain

LISTED = 200
"""Conversations that are listed at once; words look through all of them."""
NAMED = 34
"""Characters of a name in the list."""
Action: TypeAlias = Literal["open", "name", "turns", "export", "remove"]


@dataclass(frozen=True, slots=True)
class Picked:
    """What is to be done, and with which conversation."""

    action: Action
    entry: SessionEntry


class TalksSheet(ListSheet[Picked]):
    """List every conversation of the repository; what is typed looks for some of them."""

    KEYS = "Enter open · F2 name · F3 turns · F5 export · F8 remove · Esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "with_it('name')", "Name", id="talks.name", tooltip="Give it a name"),
        Binding(
            "f3", "with_it('turns')", "Turns", id="talks.turns",
            tooltip="Its turns: read them, go on behind one",
        ),
        Binding(
            "f5", "with_it('export')", "Export", id="talks.export",
            tooltip="Write it to a file, as Markdown or JSON",
        ),
        Binding(
            "f8", "with_it('remove')", "Remove", id="talks.remove",
            tooltip="Remove it for good, after asking",
        ),
    ]  # fmt: skip

    def __init__(
        self,
        entries: Sequence[SessionEntry],
        holding: Callable[[str], Awaitable[frozenset[str]]],
        *,
        now: float,
        here: str = "",
        words: str = "",
        at: int = 0,
        clock: Clock = monotonic,
    ) -> None:
        super().__init__(clock=clock)
        self._at = at
        self._entries = tuple(entries)
        self._names = {one.card.id: title(one, NAMED) for one in entries}
        self._known = {one.card.id: written_of(one, now) for one in entries}
        self._holding = holding
        self._held: dict[str, frozenset[str]] = {}
        self._now = now
        self._here = here
        self._widest = max((len(moment(one.card.used, now)) for one in entries), default=0)
        self.words = words
        """What is looked for."""

    def further(self) -> ComposeResult:
        """Make the line for words, and the lines about the marked conversation."""
        yield FilterLine(self, self.words)  # type: ignore[arg-type] # a sheet of any answer
        yield Static("", id="sheet-notes-below", markup=False)

    def on_mount(self) -> None:
        """Let the person type at once."""
        self._at = min(self._at, max(len(self.options()) - 1, 0))
        super().on_mount()
        self.query_one(FilterLine).focus()
        self._look()
        self.call_after_refresh(self.show_marked)

    @property
    def at(self) -> int:
        """Return which row is marked, from 0."""
        return self._at

    def title_line(self) -> str:
        """Return what is listed."""
        count, found = len(self._entries), len(self._found())
        return f"Conversations ({found} of {count})" if self.words else f"Conversations ({count})"

    def options(self) -> tuple[Option[Picked], ...]:
        """Return a row for each conversation in which all the words stand."""
        return tuple(
            Option(self._row(one), Picked("open", one), _stands(one, here=self._here))
            for one in self._found()[:LISTED]
        )

    def redraw(self) -> None:
        """Show the list, and below it what else is known of the marked one."""
        super().redraw()
        lines = Content("\n").join([plain(line) for line in self._about()])
        self.query_one("#sheet-notes-below", Static).update(lines)

    def action_with_it(self, action: Action) -> None:
        """Do something else with the marked one."""
        found = self._found()
        if self.may() and found:
            self.dismiss(Picked(action, found[self._at]))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.words:
            self.words = event.value
            self._at = 0
            self._look()
            self.show_marked()

    def _look(self) -> None:
        """Show what is known at once; where the words were said comes a moment later."""
        self.redraw()
        if [word for word in self.words.casefold().split() if word not in self._held]:
            self.run_worker(self._hold(self.words), exclusive=True, group="words")

    async def _hold(self, words: str) -> None:
        try:
            for word in words.casefold().split():
                if word not in self._held:
                    self._held[word] = await self._holding(word)
        except StoreFault as fault:
            self.say(fault.says)
            return
        found = self._found()
        marked = self.options()[self._at].value.entry if self.options() else None
        self._at = found.index(marked) if marked in found[:LISTED] else 0
        self.redraw()

    def _found(self) -> tuple[SessionEntry, ...]:
        held = self._held
        return matching(
            self._entries, self.words, self._known, lambda word: held.get(word, frozenset())
        )

    def _row(self, entry: SessionEntry) -> str:
        at = moment(entry.card.used, self._now)
        return f"{at:<{self._widest}}  {one_line(self._names[entry.card.id])}"

    def _about(self) -> tuple[str, ...]:
        found = self._found()
        if not found:
            return ("In none of them all of these words stand.",) if self.words else ()
        entry = found[min(self._at, len(found) - 1)]
        card = entry.card
        facts = (
            many(entry.turns, "turn"),
            _listed(entry.paths),
            f"ai {one_line(card.model)}" if card.model else "",
            f"began {moment(card.began, self._now)}",
            f"on {one_line(card.branch)}" if card.branch else "",
        )
        more = len(found) - LISTED
        rest = f"{more} more are not listed: words look through all." if more > 0 else ""
        lines = (" · ".join(filter(None, facts)), self._origin(entry), rest)
        return tuple(filter(None, lines))

    def _origin(self, entry: SessionEntry) -> str:
        origin = entry.card.origin
        if origin is None:
            return ""
        name = self._names.get(origin.session)
        of = f"“{one_line(name)}”" if name else "one that was removed"
        return f"forked from {of}, behind turn {origin.turns}"


class TurnsSheet(ListSheet[tuple[Literal["fork", "edit"], int]]):
    """List the turns of a conversation, to go on behind one, or to change its words."""

    KEYS = "Enter go on behind it · e change its words · Esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Change", id="turns.edit", tooltip="Change its words, send it again"),
    ]

    def __init__(
        self, name: str, turns: Sequence[Exchange], *, now: float, clock: Clock = monotonic
    ) -> None:
        super().__init__(clock=clock)
        self._called = name
        self._turns = tuple(turns)
        self._now = now
        self._at = max(len(self._turns) - 1, 0)

    def further(self) -> ComposeResult:
        """Make the lines about the marked turn."""
        yield Static("", id="sheet-notes-below", markup=False)

    def on_mount(self) -> None:
        """Show the last turn first."""
        super().on_mount()
        self.call_after_refresh(self.show_marked)

    def title_line(self) -> str:
        """Return what is asked."""
        return f"Go on behind which turn of “{one_line(self._called)}”?"

    def options(self) -> tuple[Option[tuple[Literal["fork", "edit"], int]], ...]:
        """Return a row for each turn."""
        wide = len(str(len(self._turns)))
        return tuple(
            Option(
                f"{number:>{wide}}  {one_line(' '.join(one.turn.words.split()))[:NAMED]}",
                ("fork", number),
                one.turn.ending if one.turn.ending != "done" else moment(one.at, self._now),
            )
            for number, one in enumerate(self._turns, 1)
        )

    def redraw(self) -> None:
        """Show the list, and below it the beginning of what was said in the marked turn."""
        super().redraw()
        about = self.query_one("#sheet-notes-below", Static)
        if self._turns:
            turn = self._turns[self._at].turn
            said = (" ".join(text.split())[:300] for text in (turn.words, turn.reply))
            you, ai = (one_line(text) for text in said)
            about.update(Content("\n").join([plain(f"you: {you}"), plain(f"ai: {ai}")]))

    def notes(self) -> tuple[str, ...]:
        """Return what comes of it."""
        if not self._turns:
            return ("Nothing was said in it yet.",)
        return ("The conversation stays as it is, with its proposals; what goes on is another.",)

    def action_edit(self) -> None:
        """Change the words of the marked turn."""
        if self.may() and self._turns:
            self.dismiss(("edit", self._at + 1))


def _stands(entry: SessionEntry, *, here: str) -> str:
    parts = (
        "on the screen" if entry.card.id == here else "",
        f"{entry.open} open" if entry.open else "",
        f"{entry.to_save} not saved" if entry.to_save else "",
        "half typed" if entry.draft else "",
    )
    return " · ".join(filter(None, parts))


def _listed(paths: tuple[str, ...], most: int = 3) -> str:
    more = len(paths) - most
    named = ", ".join(one_line(path) for path in paths[:most])
    return named + (f" and {more} more" if more > 0 else "")
