"""Bringing: what someone sent comes on the screen, with what was decided about it before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pairtui.tui.screens import shelving

if TYPE_CHECKING:
    from pairtui.session.bringing import Brought
    from pairtui.session.session import Session
    from pairtui.store.nouns import Resumed
    from pairtui.tui.screens.main import MainScreen


async def show_brought(
    screen: MainScreen, session: Session, brought: Brought, left: Resumed | None
) -> None:
    """Put what was sent on the screen, because the person asked for it, and go there.

    What is waiting from before waits on. The same changes sent a second time are the same
    proposal, with its decisions.
    """
    desk = screen.desk
    if desk is None:
        return
    known = _known(brought, left)
    if known:
        desk.shelf = shelving.show(desk.shelf, known)
    else:
        await session.watch.begin(brought.proposal)
        desk.shelf = replace(desk.shelf, current=None)
        desk.arrive(brought.proposal)
    for says in brought.says:
        screen.say("note", says)
    await desk.look_again()
    if screen.talking:
        screen.action_other_pane()


def _known(brought: Brought, left: Resumed | None) -> str:
    """Return the proposal that was made of the same changes before and is not done with."""
    new = brought.proposal
    kept = left.proposals if left else ()
    same = (
        one.card.id
        for one in kept
        if (one.proposed.files, one.proposed.provenance) == (new.files, new.provenance)
        and not shelving.finished(one.review)
    )
    return next(same, "")
