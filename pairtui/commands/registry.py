"""The registry: every slash command written in Python, one line each.

Commands in words are files in prompts/command/ and need no line here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands import add, again, context, drop, need, read, sheets, talks
from pairtui.commands.command import Command
from pairtui.commands.outcome import Asks, AsksTrust, GivesBack, Outcome
from pairtui.commands.parse import Run
from pairtui.conversation import Conversation
from pairtui.session.session import Session

COMMANDS: tuple[Command, ...] = (
    add.COMMAND,
    read.COMMAND,
    drop.COMMAND,
    context.COMMAND,
    again.CONTINUE,
    again.RETRY,
    need.COMMAND,
    talks.NEW,
    talks.SESSIONS,
    talks.NAME,
    talks.FORK,
    talks.EDIT,
    talks.EXPORT,
    sheets.MODEL,
    sheets.COST,
    sheets.THEME,
    sheets.WITHHELD,
    sheets.HELP,
    sheets.QUIT,
)


def listing(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return name, argument and purpose of every command, those in words included."""
    python = tuple((command.name, command.argument, command.purpose) for command in COMMANDS)
    return python + session.commanding.listing()


def at_once(name: str) -> bool:
    """Tell whether a command does its work also while an answer comes in."""
    return any(command.name == name and not command.waits for command in COMMANDS)


async def run(parsed: Run, conversation: Conversation, session: Session) -> AsyncIterator[Outcome]:
    """Yield what a command comes to; a name not in the registry is a template's."""
    for command in COMMANDS:
        if command.name == parsed.name:
            async for outcome in command.act(parsed.argument, conversation, session):
                yield outcome
            return
    waiting = await session.commanding.distrusted(parsed.name)
    if waiting:
        yield AsksTrust(waiting)
    elif says := session.commanding.lacks(parsed.name, parsed.argument):
        yield GivesBack(says)
    else:
        yield Asks(parsed.argument, parsed.name)
