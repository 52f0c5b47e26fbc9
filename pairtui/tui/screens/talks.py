"""Talks: the list of conversations, and what is picked in it done."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from pairtui.review.visible import one_line
from pairtui.session.amount import many
from pairtui.session.talk_form import called, file_of
from pairtui.session.talk_words import title
from pairtui.session.talks import NOTHING_SAID
from pairtui.store.nouns import SessionEntry
from pairtui.store.place import StoreFault
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.naming import NameSheet
from pairtui.tui.screens.sheet import Option
from pairtui.tui.screens.switching import busy, fork_to, go_to, swap
from pairtui.tui.screens.talking import reword
from pairtui.tui.screens.talks_sheet import TalksSheet, TurnsSheet

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen


async def every(screen: MainScreen) -> None:
    """Let the person look through the conversations until one is opened, or Esc."""
    session = await screen.session()
    words, at, more = "", 0, True
    while more:
        try:
            entries = await session.talks.every()
        except StoreFault as fault:
            screen.say("error", fault.says)
            return
        here, now = session.talks.current, session.saves.now()
        sheet = TalksSheet(entries, session.talks.holding, now=now, here=here, words=words, at=at)
        picked = await screen.app.push_screen_wait(sheet)
        words, at = sheet.words, sheet.at
        if picked is None:
            return
        match picked.action:
            case "open":
                await go_to(screen, picked.entry.card.id)
                return
            case "name":
                await _name(screen, session, picked.entry)
            case "turns":
                more = not await turns(screen, picked.entry)
            case "export":
                await export(screen, picked.entry.card.id)
            case "remove":
                await _remove(screen, session, picked.entry)


async def of_this_one(screen: MainScreen) -> None:
    """Let the person choose a turn of the conversation on the screen."""
    await turns(screen)


async def turns(screen: MainScreen, entry: SessionEntry | None = None) -> bool:
    """Let the person choose a turn to go on behind, or to change; tell whether one was chosen.

    Without a conversation they are the turns of the one on the screen.
    """
    session = await screen.session()
    name = entry.card.id if entry else ""
    found = await session.talks.turns(name)
    if not found:
        screen.say("note", NOTHING_SAID)
        return False
    called = title(entry) if entry else "this conversation"
    sheet = TurnsSheet(called, found, now=session.saves.now())
    picked = await screen.app.push_screen_wait(sheet)
    if picked is None:
        return False
    action, number = picked
    words = found[number - 1].turn.words
    if action == "edit" and name in ("", session.talks.current):
        reword(screen, number, words)
        return True
    if not await fork_to(screen, number if action == "fork" else number - 1, name):
        return False
    if action == "edit":
        screen.pane.prompt.give_back(words)
    return True


async def export(screen: MainScreen, name: str = "") -> None:
    """Let the person choose a form, and write a conversation into a new file at home."""
    session = await screen.session()
    whole = await session.talks.whole(name)
    if whole is None:
        screen.say("note", NOTHING_SAID)
        return
    stem = "-".join(re.findall(r"[a-z0-9]+", called(whole).casefold()))[:40].strip("-") or "talk"
    paths = [session.copies.proposed(f"{stem}.{end}") for end in ("md", "json")]
    rows = [
        Option(f"As Markdown, to {paths[0]}", paths[0], "to be read"),
        Option(f"As JSON, to {paths[1]}", paths[1], "all of it, exact"),
    ]
    says = ("The file is a new one, for you alone. /export FILE writes elsewhere.",)
    sheet = ChoiceSheet(f"Write “{one_line(called(whole))}” to a file?", rows, says=says)
    path = await screen.app.push_screen_wait(sheet)
    if path is not None:
        data = await asyncio.to_thread(file_of, whole, path)
        refused = await session.copies.write(path, data)
        screen.say("note", f"{path}: {refused}" if refused else f"it is in {path}")


async def _name(screen: MainScreen, session: Session, entry: SessionEntry) -> None:
    name = await screen.app.push_screen_wait(NameSheet(entry.card.name))
    if name is not None:
        refused = await session.talks.name(name, entry.card.id)
        if refused is not None:
            screen.say("note", refused.says)


async def _remove(screen: MainScreen, session: Session, entry: SessionEntry) -> None:
    """Ask, and remove a conversation; one that is on the screen makes room for a new one."""
    name = entry.card.id
    sheet = remove_sheet(entry, await session.talks.undoable(name))
    if await screen.app.push_screen_wait(sheet) != "remove":
        return
    if name == session.talks.current:
        if refusal := busy(screen):
            screen.say("note", refusal)
            return
        await swap(screen, session, None)
    refused = await session.talks.delete(name)
    says = refused.says if refused else f"“{one_line(title(entry))}” is removed for good"
    screen.say("note", says)


def remove_sheet(entry: SessionEntry, undoable: int) -> ChoiceSheet:
    """Return the sheet; its answer is "remove" or "keep"."""
    says = ["Its words, answers, proposals and half-typed texts go, and cannot come back."]
    if entry.open or entry.to_save:
        says.append(
            f"{many(entry.open + entry.to_save, 'change')} to decide or save would go, too."
        )
    if undoable:
        which = "a save" if undoable == 1 else f"{undoable} saves"
        says.append(f"U can still undo {which} of it: the record of saves keeps what that needs.")
    rows = [Option("Keep it", "keep"), Option("Remove it for good", "remove")]
    return ChoiceSheet(f"Remove “{one_line(title(entry))}”?", rows, says=says)
