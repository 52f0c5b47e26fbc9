"""/drop: take files out of the conversation again."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Changed, Outcome, Told
from pairtui.commands.specs import split_specs
from pairtui.conversation import Conversation
from pairtui.session.session import Session


async def drop(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Take out each named file; without a name, every file."""
    names = split_specs(argument) or tuple(item.path for item in conversation.attached)
    if not names:
        yield Told("no file is in")
    for name in names:
        matching = [item for item in conversation.attached if name in (item.path, item.spec)]
        if not matching:
            yield Told(f"{name} was not in")
            continue
        conversation = conversation.drop(matching[0].path)
        yield Changed(conversation)
        yield Told(f"{matching[0].spec} is out; it is still where it was on disk")


COMMAND = Command("drop", "[FILE …]", "take files out of the conversation", drop)
