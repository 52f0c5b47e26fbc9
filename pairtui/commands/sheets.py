"""/help, /quit, /model and /theme: the commands that open a sheet."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Answers, Opens, Outcome, Told
from pairtui.conversation import Conversation
from pairtui.request import Fault
from pairtui.session.session import Session


async def show_help(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Open the list of keys and commands."""
    yield Opens("help")


async def leave(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Open the leave sheet."""
    yield Opens("leave")


async def cost(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Open what the conversation took."""
    yield Opens("cost")


async def model(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Choose who answers: by name, or from the lists of all endpoints."""
    if not argument:
        yield Opens("models")
        return
    for outcome in await chosen(argument, session):
        yield outcome


async def chosen(name: str, session: Session) -> tuple[Outcome, ...]:
    """Let a model answer from now on, and return what that comes to: `Answers` first if it does."""
    try:
        status = await session.choose_model(name)
    except Fault as fault:
        return (Told(f"{fault.says}. {fault.remedy}"),)
    says = f"{status.model.label} answers from now on" if status.model else status.problem
    return Answers(status), Told(says)


async def themes(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Open the list of colours."""
    yield Opens("themes")


async def withheld(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Show what the AI is not sent."""
    if session.policy.withheld:
        yield Opens("withheld")
    else:
        yield Told("nothing was withheld so far")


WITHHELD = Command("withheld", "", "what the AI is not sent; allow one thing once", withheld)
HELP = Command("help", "", "keys and commands", show_help)
QUIT = Command("quit", "", "leave", leave)
COST = Command("cost", "", "what this conversation took: tokens and money", cost)
MODEL = Command("model", "[[ENDPOINT/]NAME]", "choose who answers", model)
THEME = Command("theme", "", "choose the colours", themes)
