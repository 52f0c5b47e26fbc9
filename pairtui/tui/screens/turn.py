"""One turn: from the words in the prompt to the end of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairtui.commands.outcome import Asks, Changed, Opens, Told
from pairtui.commands.parse import Run, Say, Unknown, parse
from pairtui.commands.registry import run
from pairtui.conversation import Asked
from pairtui.tui.screens.answer import Answer, desk_of, talk_of
from pairtui.tui.screens.gates import TURN, measure, passed

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
            async for outcome in run(parsed, talk_of(screen), session):
                match outcome:
                    case Told(text=line):
                        screen.say("note", line)
                    case Changed(conversation=conversation):
                        screen.pane.conversation = conversation
                        await measure(screen, session)
                    case Asks(words=words, command=command):
                        await ask(screen, session, words, text, command)
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
        screen.answer = None
