"""Mending: a save that was cut off is named at the next start, and ended as the person says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pairtui.landing import Interrupted, Landed, NotLanded, Undone
from pairtui.session.recovering import offers, sentence
from pairtui.session.recovery import owner
from pairtui.tui.screens import saving, shelving
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.sheet import Option

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.desk import Desk


async def mend(desk: Desk, session: Session) -> None:
    """Ask about each save or undo that was cut off, the earliest first; touch nothing unasked."""
    for cut in await session.recovery.interrupted():
        match await desk.app.push_screen_wait(sheet(cut, time.time())):
            case "finish":
                _finished(desk, await session.recovery.finish(cut.intent))
            case "put back":
                _said(desk, await session.recovery.put_back(cut.intent))
            case "leave":
                _said(desk, await session.recovery.leave(cut.intent))
            case _:
                desk.main.say("note", "it stays cut off; the next start asks again")
    await desk.look_again()


def sheet(cut: Interrupted, now: float) -> ChoiceSheet:
    """Return the sheet about one that was cut off; its answer is what to do, or None for later."""
    rows = []
    if not cut.no_finish:
        rows.append(Option("Finish it", "finish", "takes the steps that are missing"))
    if not cut.no_put_back:
        rows.append(Option("Put it back", "put back", "everything as it was before"))
    rows.append(Option("Leave it as it is", "leave", "and ask no more"))
    says = [sentence(cut, now), *filter(None, offers(cut))]
    keys = "Enter choose · Esc later, nothing is touched"
    return ChoiceSheet("Cut off the last time", rows, says=says, keys=keys)


def caught_up(desk: Desk, arrived: dict[str, float], landings: tuple[Landed, ...]) -> None:
    """Note the saves that had come through when the program ended, but were not noted any more.

    `arrived` is when each proposal came, in seconds since the epoch.
    """
    known = {save.landed.id for save in desk.shelf.saves}
    for landed in landings:
        name = owner(desk.shelf.reviews, landed) if landed.id not in known else None
        if name is not None and landed.at >= arrived.get(name, landed.at):
            _noted(desk, name, landed)


def _finished(desk: Desk, outcome: Landed | Undone | NotLanded) -> None:
    match outcome:
        case Landed():
            name = owner(desk.shelf.reviews, outcome)
            if name is not None:
                _noted(desk, name, outcome)
            for kind, line in saving.receipt(outcome):
                desk.main.say(kind, line)
        case Undone(landing=landing, says=says):
            for save in desk.shelf.saves:
                if save.landed.id == landing:
                    after = desk.kept.undone(save.proposal, save.landed, says)
                    desk.shelf = shelving.undone(desk.shelf, save, after)
            desk.main.say("receipt", " ".join(says))
        case NotLanded():
            desk.main.say("error", saving.told(outcome))


def _noted(desk: Desk, name: str, landed: Landed) -> None:
    after = desk.kept.landed(name, landed)
    desk.shelf = shelving.landed(desk.shelf, shelving.Saved(name, landed), after)


def _said(desk: Desk, outcome: tuple[str, ...] | NotLanded) -> None:
    if isinstance(outcome, NotLanded):
        desk.main.say("error", saving.told(outcome))
    else:
        desk.main.say("receipt", " ".join(outcome))
