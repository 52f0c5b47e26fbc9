"""One turn: from the words in the prompt to the end of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairtui.commands.outcome import Asks, AsksTrust, Changed, Foresees, GivesBack, Opens, Told
from pairtui.commands.parse import Run, Say, Unknown, parse
from pairtui.commands.registry import run
from pairtui.conversation import Asked
from pairtui.tui.screens.answer import Answer, desk_of, talk_of
from pairtui.tui.screens.context import show_context
from pairtui.tui.screens.gates import TURN, measure, passed
from pairtui.tui.screens.messages import word
from pairtui.tui.screens.trusting import trusted

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen


async def take_words(screen: MainScreen, text: str) -> None:
    """Do what a submitted text asks for: run a command, or ask the model."""
    session = await screen.session()
    match parse(text, [name for name, _ in screen.pane.commands]):
        case Say(words=words):
            await ask(screen, session, words, text)
        case Unknown(name=name, near=near):
            hint = f": did you mean {' or '.join(f'/{word}' for word in near)}?" if near else ""
            screen.say("note", f"/{name} is no command{hint}")
            screen.pane.prompt.give_back(text)
        case Run() as parsed:
            await run_command(screen, session, parsed, text)


async def run_command(screen: MainScreen, session: Session, parsed: Run, text: str) -> None:
    """Do what a slash command asks for; `text` is what goes back where that is nothing."""
    async for outcome in run(parsed, talk_of(screen), session):
        match outcome:
            case Told(text=line):
                screen.say("note", line)
            case Changed(conversation=conversation):
                screen.pane.conversation = conversation
                await measure(screen, session)
            case Asks(words=words, command=command):
                await ask(screen, session, words, text, command)
            case GivesBack(says=says):
                screen.say("note", says)
                screen.pane.prompt.give_back(text)
            case AsksTrust(files=files):
                if await trusted(screen, session, files):
                    await run_command(screen, session, parsed, text)
                else:
                    screen.pane.prompt.give_back(text)
            case Foresees() as wanted:
                await show_context(screen, session, wanted)
            case Opens(sheet=sheet):
                screen.open(sheet)


async def ask(
    screen: MainScreen, session: Session, words: str, text: str, command: str = ""
) -> None:
    """Ask the model; `text` is what goes back into the prompt where that fails."""
    screen.say("you", text)
    asked = Asked(words, talk_of(screen), desk_of(screen).shelf.untold, command)
    found = await passed(screen, session, asked, TURN)
    if found is None:
        screen.pane.prompt.give_back(text)
        return
    screen.answer = Answer(screen, text)
    try:
        await screen.answer.run(session, found)
    finally:
        answer, screen.answer = screen.answer, None
    if found.changes and answer.ending == "done":
        word(desk_of(screen), "".join(answer.said))
