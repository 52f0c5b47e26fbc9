"""/need: list again what the last answer asked to see."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Outcome, ShowsMore
from pairtui.conversation import Conversation
from pairtui.session.session import Session


async def need(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Have the person choose what to show."""
    yield ShowsMore()


COMMAND = Command(
    "need", "", "list what the AI asked to see, and show it what you like", need, waits=True
)
