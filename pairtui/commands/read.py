"""/read: bring files into the conversation that the model is to read and not to edit."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.add import bring
from pairtui.commands.command import Command
from pairtui.commands.outcome import Outcome, Told
from pairtui.commands.specs import split_specs
from pairtui.conversation import Conversation
from pairtui.session.session import Session


async def read(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Attach all that is named for reference only, or say why it cannot be."""
    if not split_specs(argument):
        yield Told("/read wants a file that is to be read and not changed, such as /read style.md")
        return
    async for outcome in bring(argument, conversation, session, read_only=True):
        yield outcome


COMMAND = Command("read", "FILE[:FROM-TO] …", "bring files in for reference only", read)
