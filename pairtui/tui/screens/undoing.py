"""Undoing: from the list of saves to the one that is undone or done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairtui.landing import JournalFault, NotLanded, Undone
from pairtui.review.visible import one_line
from pairtui.session.moment import moment
from pairtui.session.past_saves import PastSave
from pairtui.session.saves import Turned
from pairtui.tui.screens import shelving
from pairtui.tui.screens.saving import told, wants_again, written_to
from pairtui.tui.screens.undo import SavesSheet, UndoSheet

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.desk import Desk


async def undo(desk: Desk) -> None:
    """Let the person pick a save, say what undoing it or doing it again comes to, and do that."""
    if desk.writing:
        desk.reviewing.say("a save is under way · Ctrl+C stops it")
        return
    session = await desk.main.session()
    try:
        saves = await session.saves.every()
    except JournalFault as fault:
        desk.main.say("error", f"The saves cannot be listed: {fault.says}")
        return
    if not saves:
        desk.reviewing.say("no save to undo · u undoes a decision")
        return
    now = session.saves.now()
    picked: PastSave | None = saves[0]
    if len(saves) > 1:
        picked = await desk.app.push_screen_wait(SavesSheet(saves, now=now))
    if picked is None:
        return
    await desk.look_again()
    foretold = await session.saves.foretell(picked)
    wanted = await desk.app.push_screen_wait(UndoSheet(picked, foretold, now=now))
    if not wanted or isinstance(foretold, NotLanded):
        return
    while True:
        with written_to(desk):
            turned = await session.saves.turn(picked, foretold, desk.progress)
            if not isinstance(turned, NotLanded):
                await _turned(desk, session, picked, turned)
                return
        desk.main.say("error", told(turned))
        desk.reviewing.say("nothing was changed")
        if not await wants_again(desk, turned):
            return


async def _turned(desk: Desk, session: Session, save: PastSave, turned: Turned) -> None:
    """Show what came of it, in the conversation and in the review."""
    if turned.review is not None:
        desk.shelf = shelving.show(shelving.put(desk.shelf, turned.review), save.proposal)
    at, outcome = moment(save.at, session.saves.now()), turned.outcome
    if isinstance(outcome, Undone):
        says = [f"The save of {at} is undone.", *outcome.says]
        desk.reviewing.just_now = "the save is undone · U saves it again"
    else:
        says = [f"What was saved {at} is saved again.", *outcome.checked]
        desk.reviewing.just_now = "saved again · U undoes"
    desk.main.say("receipt", " ".join(says))
    for note in () if isinstance(outcome, Undone) else outcome.notes:
        desk.main.say("note", one_line(note))
    for says_too in session.keep.news():
        desk.main.say("note", says_too)
    await desk.place_again(save.proposal)
    await desk.look_again()
