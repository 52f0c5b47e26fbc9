"""/context: show what the next request would hold."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Foresees, Outcome, Told
from pairtui.commands.parse import Run, parse
from pairtui.conversation import Conversation
from pairtui.session.session import Session


async def context(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Foresee these words, or a command in words with what stands behind it."""
    names = [name for name, _, _ in session.commanding.listing()]
    match parse(argument, names):
        case Run(name=name) if await session.commanding.distrusted(name):
            yield Told(f"/{name} is of this repository and not trusted yet; use it once first")
        case Run(name=name, argument=words):
            yield Foresees(argument, words, name)
        case _:
            yield Foresees(argument, argument)


COMMAND = Command("context", "[WORDS]", "see exactly what these words would be sent with", context)
