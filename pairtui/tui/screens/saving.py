"""Saving: from the save sheet to the receipt, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pairtui.landing import Landed, LandedFile, NotLanded, Plan, SaveChoice
from pairtui.review.counts import counts
from pairtui.review.decide import Review
from pairtui.review.visible import one_line
from pairtui.tui.conversation.pieces import PieceKind
from pairtui.tui.review.labels import many
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.save import SHOW_UNSEEN, FailedSheet, SaveSheet
from pairtui.tui.screens.sheet import Option
from pairtui.tui.screens.shelving import Saved, landed, undone
from pairtui.tui.screens.undo import UndoSheet, each

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
    plan = await session.plan(review)
    choice = await desk.app.push_screen_wait(SaveSheet(plan))
    if choice == SHOW_UNSEEN:
        desk.reviewing.show_unseen()
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
    written: tuple[LandedFile, ...] = ()
    while True:
        desk.writing = True
        try:
            saved = await session.save(review, plan, choice, desk.progress)
            outcome = with_folders(saved, written)
            if isinstance(outcome, Landed):
                await _landed(desk, review, outcome)
                return True
        finally:
            desk.writing = False
        desk.main.say("error", told(outcome))
        if not outcome.written:
            desk.reviewing.just_now = "not saved · Enter tries again"
            await desk.look_again()
            return False
        written = outcome.written
        count = many(len(each(written)), "file")
        desk.reviewing.just_now = f"{count} written, not committed · Enter tries again"
        answer = await desk.app.push_screen_wait(FailedSheet(outcome))
        if answer != "again":
            await _after_failure(desk, session, outcome, put_back=answer == "put back")
            return False


def with_folders(
    outcome: Landed | NotLanded, earlier: tuple[LandedFile, ...]
) -> Landed | NotLanded:
    """Return what came of a save, with the folders that an earlier try had made for its files."""
    made = {file.path: file.made for file in earlier if file.made}

    def again(files: tuple[LandedFile, ...]) -> tuple[LandedFile, ...]:
        return tuple(replace(file, made=file.made or made.get(file.path, ())) for file in files)

    if isinstance(outcome, Landed):
        return replace(outcome, files=again(outcome.files))
    return replace(outcome, written=again(outcome.written))


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
    desk.shelf = landed(desk.shelf, Saved(name, outcome), session.keep.landed(name, outcome))
    desk.reviewing.just_now = "saved · U undoes"
    for kind, line in receipt(outcome):
        desk.main.say(kind, line)
    await desk.place_again(name)


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


async def undo(desk: Desk) -> None:
    """Ask which save to undo where there are several, then whether, and do that."""
    if not desk.shelf.saves:
        desk.reviewing.say("no save to undo · u undoes a decision")
        return
    last = await _which(desk)
    if last is None or not await desk.app.push_screen_wait(UndoSheet(last.landed)):
        return
    desk.writing = True
    try:
        await _take_back(desk, last)
    finally:
        desk.writing = False


async def _which(desk: Desk) -> Saved | None:
    """Let the person choose out of several saves, the latest first."""
    saves = desk.shelf.saves[::-1]
    if len(saves) == 1:
        return saves[0]
    rows = [Option(_named(desk, save), str(at)) for at, save in enumerate(saves)]
    keys = "Enter choose · Esc back, nothing happens"
    picked = await desk.app.push_screen_wait(ChoiceSheet("Undo which save?", rows, keys=keys))
    return None if picked is None else saves[int(picked)]


def _named(desk: Desk, save: Saved) -> str:
    at = datetime.fromtimestamp(save.landed.at).astimezone()
    title = one_line(desk.shelf.reviews[save.proposal].proposal.title) or "untitled"
    commit = f", commit {save.landed.commit[:7]}" if save.landed.commit else ""
    return f"{at:%H:%M}  {many(save.landed.changes, 'change')} of “{title}”{commit}"


async def _take_back(desk: Desk, last: Saved) -> None:
    session = await desk.main.session()
    outcome = await session.undo(last.landed)
    if isinstance(outcome, NotLanded):
        desk.main.say("error", told(outcome))
        return
    after = session.keep.undone(last.proposal, last.landed, outcome.says)
    desk.shelf = undone(desk.shelf, last, after)
    at = datetime.fromtimestamp(last.landed.at).astimezone()
    desk.main.say("receipt", " ".join([f"The save of {at:%H:%M} is undone.", *outcome.says]))
    desk.reviewing.just_now = "the save is undone · Enter saves again"
    await desk.place_again(last.proposal)
    await desk.look_again()
