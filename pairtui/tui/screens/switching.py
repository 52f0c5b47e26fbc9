"""Switching: another conversation takes the place of the one on the screen, which stays as it is.

Nothing of the one is left in the other: what was said, what is in, proposals and which of them is
shown, what was told, half-typed texts, and the place on the screen.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.worker import WorkerError, get_current_worker

from pairtui.conversation import Conversation
from pairtui.session.keeping import TakenUp
from pairtui.session.talks import NOT_KEPT, NotDone
from pairtui.tui.conversation.editing import Editing
from pairtui.tui.screens.answer import desk_of
from pairtui.tui.screens.queue import queue_of
from pairtui.tui.screens.remembering import keep_sent, remember
from pairtui.tui.screens.resuming import settle, show_left
from pairtui.tui.screens.shelving import Shelf, finished

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.desk import Desk
    from pairtui.tui.screens.main import MainScreen

STOP_FIRST = "an answer is coming in: Esc stops it, then it can be left"
WRITING = "files are being written just now: then it can be left"
NEW = "this is a new conversation · /sessions has those of before"


async def go_to(screen: MainScreen, name: str) -> bool:
    """Open another conversation, or a new one without an id; tell whether it is on the screen.

    Where it cannot be, that is said, and the one on the screen stays.
    """
    session = await screen.session()
    refusal = busy(screen) or ("" if session.keep.keeps else NOT_KEPT)
    taken = None if refusal or not name else await session.talks.open(name)
    if isinstance(taken, NotDone):
        refusal = taken.says
    if refusal:
        screen.say("note", refusal)
        return False
    if not isinstance(taken, NotDone):
        await swap(screen, session, taken)
        if taken is None:
            screen.say("note", NEW)
    return True


async def fork_to(screen: MainScreen, at: int, name: str = "") -> bool:
    """Fork a conversation behind so many turns, the one on the screen without an id, and open it.

    Tell whether it is on the screen.
    """
    session = await screen.session()
    if refusal := busy(screen):
        screen.say("note", refusal)
        return False
    stays = pending(desk_of(screen)) if name in ("", session.talks.current) else ""
    made = await session.talks.fork(at, name)
    if isinstance(made, NotDone):
        screen.say("note", made.says)
        return False
    if not await go_to(screen, made):
        return False
    screen.say("note", f"forked behind turn {at}{stays}" if at else f"begun anew{stays}")
    return True


def pending(desk: Desk) -> str:
    """Return that proposals stay with the conversation of before, where any is not finished."""
    waits = sum(not finished(review) for review in desk.shelf.reviews.values())
    what = "what was proposed stays" if waits else "all that was said later stays"
    return f": {what} with the one of before, in /sessions"


def busy(screen: MainScreen) -> str:
    """Return why the conversation on the screen cannot be left just now, or nothing."""
    # A command acts within its own turn, which ends with it.
    elsewhere = screen.turning and get_current_worker().group != "turn"
    if screen.answer is not None or elsewhere:
        return STOP_FIRST
    return WRITING if desk_of(screen).writing else ""


async def swap(screen: MainScreen, session: Session, taken: TakenUp | None) -> None:
    """Put away the conversation on the screen, and show one that was opened, or a new one."""
    await _opened(screen)
    for group in ("look", "save"):  # they are about what is put away; `busy` has seen to the rest
        screen.workers.cancel_group(screen, group)
    sent = desk_of(screen).sent
    keep_sent(screen, "")
    remember(screen)
    left = session.talks.enter(taken)
    _clear(screen)
    session.needing.forget()
    session.spending.take_up(left.exchanges if left else ())
    screen.pane.bill = session.spending.bill
    keep_sent(screen, sent)  # what is sent from a fork goes on in it
    if left is not None:
        await show_left(screen, session, left)
        await settle(screen, session, left, starting=False)


async def _opened(screen: MainScreen) -> None:
    """Wait until what the program began with is whole on the screen."""
    for worker in screen.workers:
        if worker.group == "open" and not worker.is_finished:
            with suppress(WorkerError):
                await worker.wait()


def _clear(screen: MainScreen) -> None:
    """Take everything of a conversation off the screen."""
    desk, pane = desk_of(screen), screen.pane
    desk.shelf = Shelf()
    desk.strayed = ""
    desk.messages = {}
    desk.pasted = {}
    review = desk.reviewing
    for kept in (review.drafts, review.reasons, review.remarks):
        kept.clear()
    review.just_now = ""
    pane.transcript.load(())
    pane.conversation = Conversation()
    pane.query(Editing).remove()
    pane.prompt.load_text("")
    pane.remark = pane.latest = ""
    screen.latest = None
    queue = queue_of(screen)
    queue.bring(())
    queue.release()
    screen.show_strips()
