"""/continue and /retry: the rest of an answer that broke off, and another answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Answers, AsksAgain, GoesOn, Outcome
from pairtui.commands.sheets import chosen
from pairtui.conversation import Conversation
from pairtui.session.session import Session


async def go_on(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Ask for the rest of the last answer."""
    yield GoesOn(argument)


async def retry(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Ask the last words once more, of another model if one is named."""
    if argument:
        outcomes = await chosen(argument, session)
        for outcome in outcomes:
            yield outcome
        if not isinstance(outcomes[0], Answers):
            return
    yield AsksAgain()


CONTINUE = Command("continue", "[WORDS]", "go on with an answer that broke off", go_on, waits=True)
RETRY = Command(
    "retry", "[MODEL]", "ask the last words again, of another model if named", retry, waits=True
)
