"""One turn: from the words in the prompt to the end of the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pairtui.commands.outcome import (
    Answers,
    Asks,
    AsksAgain,
    AsksTrust,
    Changed,
    Foresees,
    Forks,
    GivesBack,
    Goes,
    GoesOn,
    Opens,
    Rewords,
    ShowsMore,
    Told,
)
from pairtui.commands.parse import Run, Say, Unknown, parse
from pairtui.commands.registry import at_once, run
from pairtui.conversation import Asked
from pairtui.tui.screens.again import latest_of, unfinished
from pairtui.tui.screens.answer import Answer, desk_of, talk_of
from pairtui.tui.screens.context import show_context
from pairtui.tui.screens.gates import TURN, measure, passed
from pairtui.tui.screens.messages import word
from pairtui.tui.screens.needing import asks_to_see, shown_more
from pairtui.tui.screens.queue import queue_of
from pairtui.tui.screens.remembering import keep_sent
from pairtui.tui.screens.talking import other_talk
from pairtui.tui.screens.trusting import trusted

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen


async def take_words(screen: MainScreen, text: str, *, again: bool = False) -> None:
    """Do what a submitted text asks for: run a command, or ask the model.

    `again` says that the last turn was of this text, and is asked for once more.
    """
    session = await screen.session()
    match parse(text, [name for name, *_ in screen.pane.commands]):
        case Say(words=words):
            await ask(screen, session, words, text, again=again)
        case Unknown() as unknown:
            _unknown(screen, unknown, text)
        case Run() as parsed:
            await run_command(screen, session, parsed, text, again=again)


async def take_aside(screen: MainScreen, text: str) -> None:
    """Take a text that was submitted while an answer comes in: do it at once, or let it wait."""
    session = await screen.session()
    match parse(text, [name for name, *_ in screen.pane.commands]):
        case Run(name=name) as parsed if at_once(name):
            async with queue_of(screen).beside:
                await run_command(screen, session, parsed, text)
        case Unknown() as unknown:
            _unknown(screen, unknown, text)
        case _:
            queue_of(screen).add(text)


def _unknown(screen: MainScreen, unknown: Unknown, text: str) -> None:
    near = unknown.near
    hint = f": did you mean {' or '.join(f'/{word}' for word in near)}?" if near else ""
    screen.say("note", f"/{unknown.name} is no command{hint}")
    _back(screen, text)


def _back(screen: MainScreen, text: str) -> None:
    """Put words back that nothing came of; those that wait were written for after them."""
    screen.pane.prompt.give_back(text)
    if screen.answer is None:  # else they were said beside an answer, and those wait for that
        queue_of(screen).hold()


async def _changed(screen: MainScreen, session: Session, change: Changed | Answers) -> None:
    """Show another conversation, or who answers now."""
    if isinstance(change, Answers):
        screen.pane.status = change.status
        return
    # What a running answer adds to the talk meanwhile stays.
    screen.pane.conversation = replace(talk_of(screen), attached=change.conversation.attached)
    await measure(screen, session)


async def run_command(
    screen: MainScreen, session: Session, parsed: Run, text: str, *, again: bool = False
) -> None:
    """Do what a slash command asks for; `text` is what goes back where that is nothing."""
    async for outcome in run(parsed, talk_of(screen), session):
        match outcome:
            case Told(text=line):
                screen.say("note", line)
            case Changed() | Answers() as change:
                await _changed(screen, session, change)
            case GivesBack(says=says):
                screen.say("note", says)
                _back(screen, text)
            case AsksTrust(files=files):
                if await trusted(screen, session, files):
                    await run_command(screen, session, parsed, text, again=again)
                else:
                    _back(screen, text)
            case Foresees() | ShowsMore() | Opens() as sheet:
                await open_sheet(screen, session, sheet)
            case Goes() | Forks() | Rewords():
                await other_talk(screen, outcome)
            case Asks() | GoesOn() | AsksAgain():
                await _ask_for(screen, session, outcome, text, again=again)


async def open_sheet(
    screen: MainScreen, session: Session, wanted: Foresees | ShowsMore | Opens
) -> None:
    """Open the sheet a command asks for."""
    match wanted:
        case Foresees():
            await show_context(screen, session, wanted)
        case ShowsMore():
            await show_more(screen, session)
        case Opens(sheet=sheet):
            screen.open(sheet)


async def _ask_for(
    screen: MainScreen,
    session: Session,
    outcome: Asks | GoesOn | AsksAgain,
    text: str,
    *,
    again: bool,
) -> None:
    """Ask the model as a command says."""
    match outcome:
        case Asks(words=words, command=command):
            await ask(screen, session, words, text, command, again=again)
        case GoesOn(words=words):
            await go_on(screen, session, words, text)
        case AsksAgain():
            await ask_again(screen)


async def go_on(screen: MainScreen, session: Session, words: str, text: str) -> None:
    """Ask for the rest of the last answer, or say why there is none to be asked for."""
    match unfinished(screen, latest_of(screen), words):
        case str(says):
            screen.say("note", says)
        case asked:
            await put(screen, session, asked, text)


async def ask_again(screen: MainScreen) -> None:
    """Ask the last words once more; the answer that came to them stays, but is not sent."""
    latest = latest_of(screen)
    if latest is None or not latest.text:
        screen.say("note", "there are no words yet to ask again")
    else:
        await take_words(screen, latest.text, again=latest.turned)


async def ask(
    screen: MainScreen,
    session: Session,
    words: str,
    text: str,
    command: str = "",
    *,
    again: bool = False,
) -> None:
    """Ask the model for an answer to some words."""
    await put(screen, session, Asked(words, command=command, again=again), text)


async def put(screen: MainScreen, session: Session, asked: Asked, text: str) -> None:
    """Ask the model; `text` is what goes back into the prompt where that fails."""
    screen.say("you", text)
    talk, untold = talk_of(screen), desk_of(screen).shelf.untold
    asked = replace(asked, conversation=talk, reviews=untold)
    keep_sent(screen, text)
    try:
        found = await passed(screen, session, asked, TURN)
    except BaseException:
        keep_sent(screen, "")
        raise
    if found is None:
        _back(screen, text)
        keep_sent(screen, "")
        return
    screen.answer = Answer(screen, text)
    try:
        await screen.answer.run(session, found)
    finally:
        answer, screen.answer = screen.answer, None
    if found.changes and answer.ending == "done":
        word(desk_of(screen), "".join(answer.said))
    if answer.ending == "done" and asks_to_see(screen, session, "".join(answer.said), found):
        await show_more(screen, session)


async def show_more(screen: MainScreen, session: Session) -> None:
    """Let the person show what the last answer asked to see, and ask again with that."""
    words = await shown_more(screen, session)
    if words:
        await ask(screen, session, words, words, session.needing.asked.command)
