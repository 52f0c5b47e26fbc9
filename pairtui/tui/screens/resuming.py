"""Resuming: the screen as it was left, by whatever ended the program."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pairtui.conversation import Conversation, Turn
from pairtui.review.comment import unsent
from pairtui.review.decide import Review
from pairtui.review.round import RoundEnded
from pairtui.review.rounds import running
from pairtui.review.visible import one_line
from pairtui.store.nouns import Draft, DraftPlace, Exchange, Resumed, Spot
from pairtui.tui.conversation.past import past
from pairtui.tui.conversation.pastes import Pastes
from pairtui.tui.screens.again import ways
from pairtui.tui.screens.mending import catch_up, mend
from pairtui.tui.screens.morning import Since, morning, since
from pairtui.tui.screens.queue import queue_of
from pairtui.tui.screens.remembering import SENT, keep_prompt
from pairtui.tui.screens.shelving import Shelf, finished

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.desk import Desk
    from pairtui.tui.screens.main import MainScreen


async def resume(screen: MainScreen, session: Session) -> Resumed | None:
    """Show what was left open the last time, and return it; nothing is sent again."""
    left = await asyncio.to_thread(session.talks.first)
    if screen.desk is not None:
        screen.desk.keep = session.keep  # not before: what was typed since belongs to this one
    typed = bool(screen.pane.prompt.text)
    if left is not None:
        await show_left(screen, session, left)
    if typed and screen.desk is not None:
        keep_prompt(screen.desk, screen.pane.prompt)
    return left


async def show_left(screen: MainScreen, session: Session, left: Resumed) -> None:
    """Show a conversation as it was left; all of it is there before anything is waited for."""
    if screen.desk is None:
        return
    for kept in left.proposals:
        session.watch.made_on(kept.card.id, kept.card.branch)
    _retell(screen, left.exchanges)
    cut = _cut(left)
    exchanges = (*left.exchanges[:-1], cut) if cut else left.exchanges
    turns = tuple(one.turn for one in exchanges if _came(one.turn))
    screen.pane.conversation = talk = Conversation(turns, left.card.attached)
    screen.desk.shelf = shelf_of(left)
    _give_back(screen, left)
    if cut is not None:
        _in_the_prompt(screen)  # before the turn ends: its words are to be there in any case
        session.keep.said(cut, again=True)
        if _came(cut.turn) and not _of_a_round(left):
            screen.say("ending", " · ".join(("the last answer broke off", *ways(screen))))
    weighed = await session.attaching.weighed(talk)
    now = screen.pane.conversation  # something may have been said meanwhile
    screen.pane.conversation = replace(now, sizes=weighed.sizes, holds=weighed.holds)


def _cut(left: Resumed) -> Exchange | None:
    """Return the last turn as it ended, if it was still running when the program did."""
    last = left.exchanges[-1] if left.exchanges else None
    if last is None or last.turn.ending:
        return None
    ending = "broke off" if last.turn.reply or last.turn.proposal else "failed"
    return replace(last, turn=replace(last.turn, ending=ending))


def _came(turn: Turn) -> bool:
    """Tell whether anything came of a turn: else it is no part of the conversation."""
    return turn.ending == "done" or bool(turn.ending and (turn.reply or turn.proposal))


async def settle(
    screen: MainScreen, session: Session, left: Resumed | None, *, starting: bool = True
) -> None:
    """Look at what moved meanwhile, once the session is open, and go where the person was.

    A save that was cut off is asked about when the program is `starting`.
    """
    desk = screen.desk
    if desk is None:
        return
    if left is not None:
        happened = await _meanwhile(desk, session, left)
        if starting or left.proposals or left.drafts:
            reviews = tuple(desk.shelf.reviews.values())
            screen.say("note", morning(left, reviews, happened, session.saves.now()))
        _close_rounds(desk)
    if starting:
        await mend(desk, session)
    await _say_left(desk, session)
    for says in session.keep.news():
        screen.say("note", says)
    if left is not None:
        _go_there(screen, desk, session, left)


async def _meanwhile(desk: Desk, session: Session, left: Resumed) -> Since:
    """Note what came of saves, and return what happened to the files since."""
    arrived = {kept.card.id: kept.card.arrived for kept in left.proposals}
    await catch_up(desk, session, arrived)
    return since(await _placed(desk))


def _go_there(screen: MainScreen, desk: Desk, session: Session, left: Resumed) -> None:
    """Go where the person was, unless they are writing already."""
    spot = left.spot or Spot("prompt")
    session.keep.looked(replace(spot, lost=False))
    if spot.hunk:
        desk.reviewing.show_change(spot.hunk, spot.offset, spot.row)
    if spot.pane == "prompt" or screen.pane.prompt.text not in ("", _words(left)):
        return
    if screen.talking:
        screen.action_other_pane()
    match spot.pane:
        case "reason" | "edit" | "comment" as place:
            screen.call_after_refresh(desk.reviewing.reopen, place)
        case _:
            pass


async def _say_left(desk: Desk, session: Session) -> None:
    """Name the files that were written by a save whose commit was not made, as in a lost line."""
    for review in desk.shelf.reviews.values():
        left = await session.watch.left(review)
        if left:
            was = "was written, and its" if len(left) == 1 else "were written, and their"
            named = ", ".join(one_line(path) for path in left)
            says = f"{named} {was} commit was not made. Enter in the review tries again."
            desk.main.say("error", says)


def _close_rounds(desk: Desk) -> None:
    """End the rounds whose answers were coming in when the program ended, and say so."""
    for name, review in tuple(desk.shelf.reviews.items()):
        last = running(review)
        if last is None:
            continue
        desk.happened(name, RoundEnded("broke off", cut=True))
        says = f"the answer for round {last.number} broke off when the program ended"
        if unsent(desk.shelf.reviews[name].comments):
            says += ": what it did not answer is not sent · S sends it"
        desk.main.say("note", says)


async def _placed(desk: Desk) -> list[tuple[Review, Review]]:
    """Place what waits on the files as they are now; return each review before and after."""
    found = []
    for name, before in tuple(desk.shelf.reviews.items()):
        if not finished(before):
            await desk.place(name)
            found.append((before, desk.shelf.reviews[name]))
    return found


def shelf_of(left: Resumed) -> Shelf:
    """Return the proposals as they stood."""
    told = {kept.card.id: kept.told for kept in left.proposals}
    return Shelf(left.reviews, _current(left), told)


def _current(left: Resumed) -> str | None:
    reviews = left.reviews
    if left.spot is not None and left.spot.proposal in reviews:
        return left.spot.proposal
    waiting = (name for name, review in reviews.items() if not finished(review))
    return next(waiting, None) or next(reversed(list(reviews)), None)


def _retell(screen: MainScreen, exchanges: tuple[Exchange, ...]) -> None:
    for one in exchanges:
        screen.pane.prompt.remember(one.turn.words)
    screen.pane.transcript.load(past(one.turn) for one in exchanges)


def _give_back(screen: MainScreen, left: Resumed) -> None:
    """Put half-typed texts where they were, and words whose answer never came into the prompt."""
    drafts = {(draft.place, draft.about): draft for draft in left.drafts}
    prompt = screen.pane.prompt
    draft, sent = drafts.get(("prompt", "")), drafts.get(("prompt", SENT))
    words, pastes = _words(left), Pastes(_texts(drafts, "paste"))
    if words and prompt.text.strip():
        prompt.remember(pastes.whole(words))  # the person was quicker; Up brings it back
    elif words:
        prompt.pastes = pastes
        prompt.write(pastes.whole(words))
        if draft is not None:
            prompt.move_cursor(draft.cursor)
    if screen.desk is not None:
        screen.desk.pasted = dict(pastes.texts)
    if sent is not None:
        prompt.remember(sent.text)
        _in_the_prompt(screen)
    queue_of(screen).bring(left.drafts)
    if screen.desk is not None:
        pane = screen.desk.reviewing
        screen.desk.messages = _texts(drafts, "message")
        pane.drafts.update(_texts(drafts, "edit"))
        pane.reasons.update(_texts(drafts, "reason"))
        pane.remarks.update(_texts(drafts, "comment"))


def _in_the_prompt(screen: MainScreen) -> None:
    """Keep what was sent as what stands in the prompt now, and no longer as sent."""
    if screen.desk is not None:
        keep_prompt(screen.desk, screen.pane.prompt)
        screen.desk.keep_draft("prompt", SENT, "")


def _words(left: Resumed) -> str:
    """Return what stood in the prompt, or else what was sent and never answered."""
    there = [draft for draft in left.drafts if draft.place == "prompt"]
    drafts = (draft.text for draft in sorted(there, key=lambda draft: draft.about == SENT))
    last = left.exchanges[-1].turn if left.exchanges else None
    if last is not None and (last.ending or last.reply or last.proposal or _of_a_round(left)):
        last = None
    return next(drafts, "") or (last.words if last is not None else "")


def _of_a_round(left: Resumed) -> bool:
    """Tell whether what was sent last were comments: they are in the review, to be sent again."""
    *before, last = (one.turn.proposal for one in left.exchanges)
    review = left.reviews.get(last or "")
    runs = review is not None and running(review) is not None
    return last is not None and (last in before or runs)


def _texts(drafts: Mapping[tuple[DraftPlace, str], Draft], place: DraftPlace) -> dict[str, str]:
    return {about: draft.text for (kind, about), draft in drafts.items() if kind == place}
