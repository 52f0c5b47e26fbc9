"""Opening: what the screen shows once the session is there, and who answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.binding import Binding

from pairtui.commands.registry import listing
from pairtui.conversation import Conversation
from pairtui.request import Fault
from pairtui.session.session import Session
from pairtui.store.nouns import Resumed
from pairtui.tui.conversation.prompt import Prompt
from pairtui.tui.conversation.reading import READING_BINDINGS
from pairtui.tui.keymap import keymap, troubles
from pairtui.tui.review.bindings import REVIEW_BINDINGS
from pairtui.tui.screens.first import first_lines
from pairtui.tui.screens.models import ModelSheet
from pairtui.tui.screens.resuming import resume
from pairtui.tui.screens.themes import wear
from pairtui.tui.screens.weighing import Weighing

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen


async def show_session(screen: MainScreen, session: Session) -> Resumed | None:
    """Show where we are, who answers, and what was left open, which is returned.

    Where nobody answers, it says how to get a model.
    """
    keys = keymap(session.preset)
    screen.app.set_keymap(keys)
    wear(screen.app, session.theme)
    screen.rings = session.notify
    status = await session.status()
    screen.pane.commands = listing(session)
    Weighing(screen, session)
    screen.pane.conversation = Conversation()
    screen.pane.status = status
    if screen.desk is not None:
        screen.desk.reviewing.own_keys = keys
        screen.desk.reviewing.whole_files = session.whole_files
        screen.desk.reviewing.wrap_at(session.measure)
        screen.desk.show_heading()
    if screen.welcome:
        screen.say("prose", screen.welcome)
    left = await resume(screen, session)
    session.spending.take_up(left.exchanges if left else ())
    screen.pane.bill = session.spending.bill
    for says in troubles(keys, *_places(screen)):
        screen.say("note", says)
    for says in (*session.commanding.troubles, status.warning):
        if says:
            screen.say("note", says)
    if status.model is None and status.problem:
        for line in first_lines(status):
            screen.say("prose", line)
    return left


def _places(screen: MainScreen) -> Iterator[tuple[Binding, ...]]:
    """Yield the bindings of each place, with those of everywhere."""
    everywhere = (*type(screen.app).BINDINGS, *type(screen).BINDINGS)
    for here in (Prompt.BINDINGS, READING_BINDINGS, REVIEW_BINDINGS):
        found = (one for one in (*here, *everywhere) if isinstance(one, Binding))
        yield tuple(one for one in found if one.id)


async def someone_answers(screen: MainScreen, session: Session) -> bool:
    """Tell whether a model can be asked; where only a choice is missing, let the person choose."""
    try:
        status = await session.ready()
        if status.model is None and status.choices:
            picked = await screen.app.push_screen_wait(ModelSheet(session.answerers))
            status = await session.choose_model(picked) if picked else status
    except Fault as fault:
        screen.say("error", plainly(fault.says, fault.remedy))
        return False
    screen.pane.status = status
    if status.model is None:
        screen.say("error", status.problem or "No model was chosen.")
    return status.model is not None


async def choose_model(screen: MainScreen) -> None:
    """Let the person choose out of what all endpoints offer."""
    session = await screen.session()
    picked = await screen.app.push_screen_wait(ModelSheet(session.answerers))
    if picked is None:
        return
    try:
        status = await session.choose_model(picked)
    except Fault as fault:
        screen.say("error", plainly(fault.says, fault.remedy))
        return
    screen.pane.status = status
    if status.model is not None:
        screen.say("note", f"{status.model.label} answers from now on")


def went_wrong(error: BaseException | None) -> str:
    """Return one line about a failure, in the words it brings along where it has any."""
    says = getattr(error, "says", "")
    if says:
        return plainly(says, getattr(error, "remedy", ""))
    return f"This went wrong inside pairtui: {type(error).__name__}: {error}"


def plainly(says: str, remedy: str) -> str:
    """Return what happened and what to do about it, as sentences."""
    return f"{says.rstrip('.')}. {remedy}".rstrip()
