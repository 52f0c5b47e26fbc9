"""/new, /name, /fork, /edit, /export and /sessions: what is done with conversations as such."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Forks, GivesBack, Goes, Opens, Outcome, Rewords, Told
from pairtui.commands.sheets import opening
from pairtui.conversation import Conversation
from pairtui.session.session import Session
from pairtui.session.talk_form import file_of
from pairtui.session.talks import NOTHING_SAID


async def begin(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Begin another conversation."""
    if argument:
        yield GivesBack("/new takes no words: send them in the new conversation")
    else:
        yield Goes("")


async def name(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Name this conversation."""
    refused = await session.talks.name(argument)
    if refused is not None:
        yield GivesBack(refused.says)
    elif argument:
        yield Told(f"this conversation is “{' '.join(argument.split())}” now")
    else:
        yield Told("its first words name this conversation again")


async def fork(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Go on behind an earlier turn, in a conversation of its own."""
    if not argument:
        yield Opens("turns")
        return
    number = await _number(argument, session)
    yield GivesBack(number) if isinstance(number, str) else Forks(number)


async def edit(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Put the words of a turn into the prompt, to send them once more in other words."""
    number = await _number(argument, session)
    if isinstance(number, str):
        yield GivesBack(number)
        return
    turns = await session.talks.turns()
    yield Rewords(number, turns[number - 1].turn.words)


async def export(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Write this conversation into a new file, or ask where."""
    if not argument:
        yield Opens("export")
        return
    whole = await session.talks.whole()
    if whole is None:
        yield GivesBack(NOTHING_SAID)
        return
    data = await asyncio.to_thread(file_of, whole, argument)
    refused = await session.copies.write(argument, data)
    if refused:
        yield GivesBack(f"{argument}: {refused}")
    else:
        yield Told(f"this conversation is in {argument}")


async def _number(argument: str, session: Session) -> int | str:
    """Return which turn is meant, the last one without a number; or why there is none."""
    count = len(await session.talks.turns())
    if not count:
        return NOTHING_SAID
    said = argument or str(count)
    if not (said.isascii() and said.isdecimal() and 1 <= int(said) <= count):
        turns = f"from 1 to {count}" if count > 1 else "1: there is one turn"
        return f"“{said}” is no turn; the number of one is wanted, {turns}"
    return int(said)


NEW = Command("new", "", "begin another conversation; this one stays in /sessions", begin)
NAME = Command("name", "WORDS", "name this conversation", name)
FORK = Command("fork", "[TURN]", "go on behind an earlier turn, in a new conversation", fork)
EDIT = Command("edit", "[TURN]", "change the words of a turn and send them again", edit)
EXPORT = Command(
    "export", "[FILE]", "write this conversation to a file, as Markdown or (.json) JSON", export
)
SESSIONS = opening("sessions", "sessions", "list the conversations: open, name, fork, remove")
