"""/continue and /retry: the rest of an answer that broke off, and another answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import AsksAgain, GoesOn, Outcome, Told
from pairtui.conversation import Conversation
from pairtui.request import Fault
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
        try:
            await session.choose_model(argument)
        except Fault as fault:
            yield Told(f"{fault.says}. {fault.remedy}")
            return
        yield Told(f"{argument} answers from now on")
    yield AsksAgain()


CONTINUE = Command("continue", "[WORDS]", "go on with an answer that broke off", go_on, waits=True)
RETRY = Command(
    "retry", "[MODEL]", "ask the last words again, of another model if named", retry, waits=True
)
