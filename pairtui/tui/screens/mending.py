"""Mending: a save that was cut off is named at the next start, and ended as the person says."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from pairtui.landing import Interrupted, JournalFault, Landed, NotLanded, Undone
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
                await _finished(desk, session, await _finish(desk, session, cut))
            case "put back":
                _said(desk, await session.recovery.put_back(cut.intent))
            case "leave":
                _said(desk, await session.recovery.leave(cut.intent))
            case _:
                desk.main.say("note", "it stays cut off; the next start asks again")
    await desk.look_again()


async def _finish(desk: Desk, session: Session, cut: Interrupted) -> Landed | Undone | NotLanded:
    """Take the steps that are missing, as often as the person wants to try again."""
    while True:
        with saving.written_to(desk):
            outcome = await session.recovery.finish(cut.intent, desk.progress)
        if not isinstance(outcome, NotLanded) or not await saving.wants_again(desk, outcome):
            return outcome


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


async def catch_up(desk: Desk, session: Session, arrived: dict[str, float]) -> None:
    """Note what had come through when the program ended, but was not noted any more.

    `arrived` is when each proposal came, in seconds since the epoch.
    """
    try:
        await _hear(desk, session)
        landings = await asyncio.to_thread(session.keep.landings)
    except JournalFault as fault:
        desk.main.say("error", fault.says)
        return
    known = {name for one in session.keep.standing.values() for name in one.before}
    for landed in landings:
        name = owner(desk.shelf.reviews, landed) if landed.id not in known else None
        if name is not None and landed.at >= arrived.get(name, landed.at):
            _noted(desk, name, landed)


async def _hear(desk: Desk, session: Session) -> None:
    """Show what the journal knows to be undone or done again, and the reviews did not hear of."""
    for review in (await session.saves.catch_up()).values():
        desk.shelf = shelving.put(desk.shelf, review)


async def _finished(desk: Desk, session: Session, outcome: Landed | Undone | NotLanded) -> None:
    await _hear(desk, session)
    known = {name for one in session.keep.standing.values() for name in one.before}
    match outcome:
        case Landed():
            name = None if outcome.id in known else owner(desk.shelf.reviews, outcome)
            if name is not None:
                _noted(desk, name, outcome)
            for kind, line in saving.receipt(outcome):
                desk.main.say(kind, line)
        case Undone(says=says):
            desk.main.say("receipt", " ".join(says))
        case NotLanded():
            desk.main.say("error", saving.told(outcome))


def _noted(desk: Desk, name: str, landed: Landed) -> None:
    desk.shelf = shelving.put(desk.shelf, desk.kept.landed(name, landed))


def _said(desk: Desk, outcome: tuple[str, ...] | NotLanded) -> None:
    if isinstance(outcome, NotLanded):
        desk.main.say("error", saving.told(outcome))
    else:
        desk.main.say("receipt", " ".join(outcome))
