"""/help, /quit, /model, /cost, /theme and /withheld: the commands that open a sheet."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Answers, Opens, Outcome, SheetName, Told
from pairtui.conversation import Conversation
from pairtui.request import Fault
from pairtui.session.session import Session


def opening(name: str, sheet: SheetName, purpose: str) -> Command:
    """Return a command that does nothing but open a sheet."""

    async def act(
        argument: str, conversation: Conversation, session: Session
    ) -> AsyncIterator[Outcome]:
        yield Opens(sheet)

    return Command(name, "", purpose, act)


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


async def withheld(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Show what the AI is not sent."""
    if session.policy.withheld:
        yield Opens("withheld")
    else:
        yield Told("nothing was withheld so far")


WITHHELD = Command("withheld", "", "what the AI is not sent; allow one thing once", withheld)
HELP = opening("help", "help", "keys and commands")
QUIT = opening("quit", "leave", "leave")
COST = opening("cost", "cost", "what this conversation took: tokens and money")
MODEL = Command("model", "[[ENDPOINT/]NAME]", "choose who answers", model)
THEME = opening("theme", "themes", "choose the colours")
