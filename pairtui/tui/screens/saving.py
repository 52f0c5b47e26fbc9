"""Saving: from the save sheet to the receipt, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pairtui.landing import Landed, NotLanded, Plan, SaveChoice
from pairtui.review.comment import unsent
from pairtui.review.counts import counts
from pairtui.review.decide import Review
from pairtui.review.offer import offered
from pairtui.tui.conversation.pieces import PieceKind
from pairtui.tui.review.labels import many
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.messages import keep, worded
from pairtui.tui.screens.save import (
    SEND_FIRST,
    SHOW_UNSEEN,
    FailedSheet,
    SaveSheet,
    told_by,
)
from pairtui.tui.screens.sheet import Option
from pairtui.tui.screens.shelving import put
from pairtui.tui.screens.undo import each

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.desk import Desk


async def save(desk: Desk) -> bool:
    """Ask how to save what was taken, and do that; tell whether it was saved."""
    if desk.writing:
        desk.reviewing.say("a save is under way · Ctrl+C stops it")
        return False
    review = desk.shelf.review
    if review is None or not counts(review).to_save:
        desk.reviewing.say("nothing is taken yet · a takes a change")
        return False
    session = await desk.main.session()
    await desk.look_again()
    if desk.strayed:
        await _offer_here(desk, session)
        return False
    review = desk.shelf.review or review
    plan = worded(desk, await session.plan(review), review.proposal.id)
    waiting, offers = len(unsent(review.comments)), len(offered(review))
    sheet = SaveSheet(plan, unsent=waiting, offers=offers)
    choice = await desk.app.push_screen_wait(sheet)
    if sheet.message != plan.message:
        keep(desk, review.proposal.id, sheet.message)
    if choice == SHOW_UNSEEN:
        desk.reviewing.show_unseen()
    elif choice == SEND_FIRST:
        desk.reviewing.post_message(desk.reviewing.SendAsked())
    elif isinstance(choice, SaveChoice):
        return await _write(desk, session, review, plan, choice)
    return False


async def _offer_here(desk: Desk, session: Session) -> None:
    """Offer to place a proposal on the branch one is on now."""
    rows = [Option("Use it here: place it on the files as they are now", "here")]
    keys = "Enter choose · Esc back, going back to its branch makes it fresh"
    sheet = ChoiceSheet("Saving is off", rows, says=[desk.strayed], keys=keys)
    if await desk.app.push_screen_wait(sheet) == "here" and desk.shelf.review is not None:
        name = desk.shelf.review.proposal.id
        session.keep.moved_to(name, await session.watch.use_here(name))
        desk.strayed = ""
        await desk.place(name)
        desk.reviewing.say("placed here · Enter saves")


async def _write(
    desk: Desk, session: Session, review: Review, plan: Plan, choice: SaveChoice
) -> bool:
    """Write, as often as the person wants to try again; tell whether it was saved."""
    while True:
        with written_to(desk):
            outcome = await session.save(review, plan, choice, desk.progress)
            if isinstance(outcome, Landed):
                await _landed(desk, review, outcome)
                return True
        desk.main.say("error", told(outcome))
        if not outcome.written:
            desk.reviewing.just_now = "not saved · Enter tries again"
            await desk.look_again()
            return False
        count = many(len(each(outcome.written)), "file")
        desk.reviewing.just_now = f"{count} written, not committed · Enter tries again"
        answer = await desk.app.push_screen_wait(FailedSheet(outcome))
        if answer != "again":
            await _after_failure(desk, session, outcome, put_back=answer == "put back")
            return False


async def _after_failure(
    desk: Desk, session: Session, outcome: NotLanded, *, put_back: bool
) -> None:
    files = many(len(each(outcome.written)), "file")
    if not put_back:
        desk.main.say("note", f"{files} written, nothing committed")
        await desk.look_again()
        return
    lost = await session.put_back(outcome.written)
    if lost:
        desk.reviewing.just_now = f"not all of {files} put back · Enter tries again"
        desk.main.say("error", f"could not be put back: {', '.join(lost)}")
    else:
        desk.reviewing.just_now = f"{files} put back · Enter saves again"
        desk.main.say("note", f"{files} put back as before; nothing was committed")


async def _landed(desk: Desk, review: Review, outcome: Landed) -> None:
    name = review.proposal.id
    session = await desk.main.session()
    desk.shelf = put(desk.shelf, session.keep.landed(name, outcome))
    desk.reviewing.just_now = "saved · U undoes"
    if name in desk.messages:
        keep(desk, name, "")
    for kind, line in receipt(outcome):
        desk.main.say(kind, line)
    await desk.place_again(name)


async def wants_again(desk: Desk, failed: NotLanded) -> bool:
    """Show what a hook or signing said where nothing is left half done; tell whether to try again.

    What says nothing but its reason is not asked about.
    """
    if not failed.output.strip():
        return False
    rows = [
        Option("Try again", "again", "after you have mended what failed"),
        Option("Leave it as it is", "leave"),
    ]
    keys = "Enter choose · Esc leaves it as it is"
    sheet = ChoiceSheet(failed.says, rows, says=told_by(failed), keys=keys)
    return await desk.app.push_screen_wait(sheet) == "again"


@contextmanager
def written_to(desk: Desk) -> Iterator[None]:
    """Keep other saves away while files are written or a commit with its hooks runs."""
    desk.writing = True
    try:
        yield
    finally:
        desk.writing = False
        if not desk.main.turning:
            desk.main.pane.busy = ""


def receipt(outcome: Landed) -> tuple[tuple[PieceKind, str], ...]:
    """Return the lines of a receipt; only what was compared is said to be so."""
    files = each(outcome.files)
    committed = sum(file.path in outcome.committed for file in files)
    what = f"{many(outcome.changes, 'change')}, {many(len(files), 'file')}"
    held = f"exactly {what}"
    if outcome.commit and committed < len(files):
        held = f"{what} written, {committed} of them in the commit"
    done = {
        "commit": f"Saved commit {outcome.commit[:7]}: {held}.",
        "stage": f"Written and staged: {what}. Nothing was committed.",
        "write": f"Written: {what}. Nothing was committed.",
    }
    first = done[outcome.mode if outcome.mode != "commit" or outcome.commit else "write"]
    lines = " ".join([first, *outcome.checked, "U undoes."])
    return (("receipt", lines), *(("note", note) for note in outcome.notes))


def told(outcome: NotLanded) -> str:
    """Return what did not come through, and what to do, in one line."""
    stale = [f"{path}: {why}" for path, why in outcome.stale.items()]
    return " ".join(part for part in (outcome.says, *stale, outcome.remedy) if part)
