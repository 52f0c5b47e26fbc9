"""Needing: the sheet that lists what the AI asks to see, for a person to show it what they like."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual.binding import Binding, BindingType

from pairtui.conversation import Asked, Attachment
from pairtui.review.visible import one_line
from pairtui.session.needing import Wanted
from pairtui.tui.screens.answer import talk_of
from pairtui.tui.screens.gates import measure
from pairtui.tui.screens.listing import ListSheet
from pairtui.tui.screens.queue import queue_of
from pairtui.tui.screens.sheet import Clock, Option

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen

Shown: TypeAlias = tuple[Attachment, ...]


class NeedSheet(ListSheet[Shown]):
    """List what is asked for; Space takes one out or in, Enter on the first row shows the rest."""

    KEYS = "Enter choose · Space in or out · Esc back, nothing is shown or sent"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", "In or out", show=False, id="need.turn"),
    ]

    def __init__(self, wanted: Sequence[Wanted], *, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._wanted = tuple(wanted)
        self._out: frozenset[int] = frozenset()

    def title_line(self) -> str:
        """Return what is asked."""
        return "The AI asks to see more. Show it, and ask again?"

    def options(self) -> tuple[Option[Shown], ...]:
        """Return the answer, where anything can be shown, and a row for each thing."""
        shown = self._shown()
        none: Shown = ()
        rows = [Option(self._row(at), none) for at in range(len(self._wanted))]
        if not shown:
            return tuple(rows)
        tokens = sum(one.tokens for at, one in enumerate(self._wanted) if self._in(at))
        what = "this" if len(shown) == 1 else f"these {len(shown)}"
        return (Option(f"Show {what} and ask again", shown, f"{tokens:,} tokens"), *rows)

    def notes(self) -> tuple[str, ...]:
        """Return what showing means."""
        return ("What you show is in the conversation from then on; /drop takes it out.",)

    def picked(self, option: Option[Shown]) -> None:
        """Answer on the first row; on any other, take that in or out."""
        if option.value:
            self.dismiss(option.value)
        else:
            self.action_turn()

    def action_turn(self) -> None:
        """Take the marked thing out, or in again."""
        self.may(deciding=False)
        first = len(self.options()) - len(self._wanted)
        at = self._at - first
        if at < 0:
            self.say("Space takes one of the rows below out, or in again")
        elif self._wanted[at].item is None:
            self.say(f"it cannot be shown: {one_line(self._wanted[at].why)}")
        else:
            self._out ^= {at}
            self._at += len(self.options()) - len(self._wanted) - first
            self.redraw()
            self.say(self.KEYS)

    def _in(self, at: int) -> bool:
        return self._wanted[at].item is not None and at not in self._out

    def _shown(self) -> Shown:
        items = (one.item for at, one in enumerate(self._wanted) if self._in(at))
        return tuple(item for item in items if item is not None)

    def _row(self, at: int) -> str:
        one = self._wanted[at]
        if one.item is None:
            return f"[-] {one_line(one.spec)}   {one_line(one.why)}"
        mark = "x" if self._in(at) else " "
        return f"[{mark}] {one_line(one.item.spec)}   {one.tokens:,} tokens"


def asks_to_see(screen: MainScreen, session: Session, reply: str, asked: Asked) -> bool:
    """Say what a whole answer asks to see; tell whether to open the sheet at once.

    It opens only before a person who is waiting for the answer, never over what they do meanwhile.
    """
    if not session.needing.hear(reply, asked):
        return False
    names = ", ".join(one_line(spec) for spec in session.needing.specs)
    screen.say("note", f"the AI asks to see {names} · /need lists it")
    waiting = bool(queue_of(screen).texts)
    idle = screen.talking and not screen.pane.prompt.text and not waiting
    return idle and screen.app.screen is screen


async def shown_more(screen: MainScreen, session: Session) -> str:
    """Ask what of it is to be shown, and bring that in; return the words to ask with, or none."""
    if not session.needing.specs:
        screen.say("note", "the last answer asks to see nothing")
        return ""
    talk = talk_of(screen)
    screen.pane.busy = ""
    wanted = await session.needing.look(talk)
    if all(one.item is None for one in wanted):
        why = "; ".join(f"{one_line(one.spec)}: {one_line(one.why)}" for one in wanted)
        screen.say("note", f"nothing of that can be shown: {why}")
        return ""
    picked = await screen.app.push_screen_wait(NeedSheet(wanted))
    if not picked:
        screen.say("note", "nothing was shown · /need lists it again")
        return ""
    for item in picked:
        talk = talk.attach(item)
    screen.pane.conversation = talk
    await measure(screen, session)
    return session.needing.said(picked)
