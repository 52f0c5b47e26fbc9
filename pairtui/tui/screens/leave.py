"""Leaving: what is not saved or would be lost, what can still be done about it, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairtui.review.counts import counts
from pairtui.tui.screens import saving, shelving
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.remembering import remember
from pairtui.tui.screens.sheet import Option
from pairtui.tui.screens.shelving import Shelf

if TYPE_CHECKING:
    from pairtui.tui.screens.desk import Desk
    from pairtui.tui.screens.main import MainScreen


def losses(shelf: Shelf, *, answering: bool, draft: bool, talked: bool) -> tuple[str, ...]:
    """Return what leaving now would forget, one sentence each."""
    tallies = [counts(review) for review in shelf.reviews.values()]
    taken = sum(tally.to_save for tally in tallies)
    left = sum(tally.open for tally in tallies)
    says = (
        f"{taken} taken, not saved: leaving forgets {'it' if taken == 1 else 'them'}"
        if taken
        else "",
        f"{shelf.unheard} rejected: the AI has not been told" if shelf.unheard else "",
        f"{left} open: leaving forgets what was proposed" if left else "",
        "An answer is still coming in." if answering else "",
        "The words in the prompt are not kept." if draft else "",
        "The conversation is not kept." if talked else "",
    )
    return tuple(line for line in says if line)


def left_undone(shelf: Shelf, *, answering: bool) -> tuple[str, ...]:
    """Return what is worth a look before leaving, where everything is kept."""
    taken = sum(counts(review).to_save for review in shelf.reviews.values())
    says = (
        f"{taken} taken, not saved; all is kept" if taken else "",
        "An answer is still coming in: it would stop." if answering else "",
    )
    return tuple(line for line in says if line)


def leave_sheet(says: tuple[str, ...], *, taken: bool, kept: bool = False) -> ChoiceSheet:
    """Return the sheet; its answer is "save", "leave" or "stay"."""
    rows = [Option("Save first", "save")] if taken else []
    leaving = "Leave; the next start is here again" if kept else "Leave and forget"
    rows += [Option(leaving, "leave"), Option("Stay", "stay")]
    return ChoiceSheet("Leave pairtui?", rows, says=says, keys="Enter choose · Esc stay")


async def leave(screen: MainScreen) -> None:
    """Ask, then end the app, save first, or stay; where nothing is lost, do not ask."""
    shelf = screen.desk.shelf if screen.desk else Shelf()
    talked = screen.pane.conversation is not None and bool(screen.pane.conversation.turns)
    waiting = screen.queue.texts if screen.queue else ()
    draft = bool(screen.pane.prompt.text.strip() or waiting)
    keep = screen.desk.keep if screen.desk else None
    kept = keep is not None and keep.keeps
    says = (
        left_undone(shelf, answering=screen.turning)
        if kept
        else losses(shelf, answering=screen.turning, draft=draft, talked=talked)
    )
    answer: str | None = "leave"
    if says:
        answer = await screen.app.push_screen_wait(
            leave_sheet(says, taken=shelf.to_save is not None, kept=kept)
        )
    if answer == "leave" or (answer == "save" and screen.desk and await _save_all(screen.desk)):
        remember(screen)
        screen.app.exit(0, return_code=0)


async def _save_all(desk: Desk) -> bool:
    """Ask how to save each proposal with something to save; tell whether nothing is left."""
    while (name := desk.shelf.to_save) is not None:
        desk.shelf = shelving.show(desk.shelf, name)
        if not await saving.save(desk):
            return False
    return True
