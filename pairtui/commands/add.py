"""/add: bring files into the conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Changed, Outcome, Told
from pairtui.commands.specs import split_specs
from pairtui.conversation import Conversation
from pairtui.proposal import Refused
from pairtui.session.session import Session


async def add(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Attach each named file, or say why it cannot be."""
    specs = split_specs(argument)
    if not specs:
        yield Told("/add wants a file, such as /add notes.md or /add price.py:10-20")
        return
    for spec in specs:
        match await session.attaching.attach(spec):
            case Refused(reason=reason):
                yield Told(f"{spec} stays out: {reason}")
            case item:
                conversation = conversation.attach(item)
                yield Changed(conversation)
                yield Told(f"{item.spec} is in")


COMMAND = Command("add", "FILE[:FROM-TO] …", "bring files into the conversation", add)
