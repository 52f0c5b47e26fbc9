"""/add: bring files and more into the conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from pairtui.commands.command import Command
from pairtui.commands.outcome import Changed, Outcome, Told
from pairtui.commands.specs import split_specs
from pairtui.conversation import Conversation
from pairtui.proposal import Refused
from pairtui.session.session import Session


async def add(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Attach all that is named, or say why it cannot be."""
    if not split_specs(argument):
        yield Told("/add wants a file, such as /add notes.md, price.py:10-20 or cart/")
        return
    async for outcome in bring(argument, conversation, session, read_only=False):
        yield outcome


async def bring(
    argument: str, conversation: Conversation, session: Session, *, read_only: bool
) -> AsyncIterator[Outcome]:
    """Attach all that is named, to be changed or for reference only."""
    for spec in split_specs(argument):
        match await session.attaching.attach(spec):
            case Refused(reason=reason):
                yield Told(f"{spec} stays out: {reason}")
            case came:
                item = replace(came.item, read_only=read_only)
                conversation = conversation.attach(item)
                yield Changed(conversation)
                how = ", for reference only" if read_only else ""
                yield Told(f"{item.spec} is in{how}{f': {came.says}' if came.says else ''}")


COMMAND = Command("add", "FILE[:FROM-TO] …", "bring files into the conversation", add)
