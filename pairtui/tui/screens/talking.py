"""Talking: what the commands about conversations come to on the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pairtui.commands.outcome import Forks, Goes, Rewords
from pairtui.conversation import Asked
from pairtui.tui.conversation.editing import Editing
from pairtui.tui.screens.answer import desk_of, talk_of
from pairtui.tui.screens.switching import fork_to, go_to

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen


async def other_talk(screen: MainScreen, outcome: Goes | Forks | Rewords) -> None:
    """Go to another conversation, or begin to change a turn of this one."""
    match outcome:
        case Goes(session=name):
            await go_to(screen, name)
        case Forks(turns=at):
            await fork_to(screen, at)
        case Rewords(turn=turn, words=words):
            reword(screen, turn, words)


def reword(screen: MainScreen, turn: int, words: str) -> None:
    """Put the words of a turn into the prompt; what is sent from it then forks before that turn."""
    screen.pane.query(Editing).remove()
    screen.pane.mount(Editing(turn), before="#entry")
    screen.pane.prompt.give_back(words)


async def before_turn(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Go on before the turn whose words were changed, in a conversation of its own."""
    turns = [line.turn for line in screen.pane.query(Editing)]
    if not turns:
        return asked
    if not await fork_to(screen, turns[0] - 1):
        return None
    screen.say("you", asked.said)
    return replace(asked, conversation=talk_of(screen), reviews=desk_of(screen).shelf.untold)
