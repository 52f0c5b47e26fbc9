"""/drop: take files out of the conversation again."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pairtui.commands.command import Command
from pairtui.commands.outcome import Changed, Outcome, Told
from pairtui.commands.specs import split_specs
from pairtui.conversation import Attachment, Conversation
from pairtui.session.session import Session


async def drop(
    argument: str, conversation: Conversation, session: Session
) -> AsyncIterator[Outcome]:
    """Take out all that is named; without a name, everything."""
    names = split_specs(argument) or tuple(item.spec for item in conversation.attached)
    if not names:
        yield Told("nothing is in")
    for name in names:
        matching = _named(name, conversation)
        if len(matching) == 1:
            conversation = conversation.drop(matching[0])
            yield Changed(conversation)
            stays = "" if matching[0].kind in ("diff", "commit") else "; it is still where it was"
            yield Told(f"{matching[0].spec} is out{stays}")
        elif matching:
            several = ", ".join(item.spec for item in matching)
            yield Told(f"{name} could be any of {several}; write more of it")
        else:
            yield Told(f"{name} was not in")


def _named(name: str, conversation: Conversation) -> list[Attachment]:
    """Return what a person may mean: by its whole name, else by the end of it, or its beginning."""
    for means in (
        lambda item: name == item.spec,
        lambda item: name in (item.path, item.path.removesuffix("/")),
        lambda item: item.spec.endswith((f"/{name}", f"#{name}")) or item.path.endswith(f"/{name}"),
        lambda item: item.kind == "commit" and len(name) > 3 and item.name.startswith(name),
    ):
        if found := [item for item in conversation.attached if means(item)]:
            return found
    return []


COMMAND = Command("drop", "[NAME …]", "take out what is in the conversation", drop)
