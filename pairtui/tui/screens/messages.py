"""Messages: what a commit is to say, from a model or from the person, until it is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pairtui.landing import Plan
from pairtui.store.nouns import Draft

if TYPE_CHECKING:
    from pairtui.tui.screens.desk import Desk


def word(desk: Desk, reply: str) -> None:
    """Take a model's answer for the message of the next save of what is on the screen."""
    text = unfenced(reply)
    if text and desk.shelf.review is not None:
        keep(desk, desk.shelf.review.proposal.id, text)
        desk.main.say("note", "this message is on the save sheet now · e there edits it")


def worded(desk: Desk, plan: Plan, name: str) -> Plan:
    """Return the plan with the message that was written for it, if there is one."""
    return replace(plan, message=desk.messages.get(name, plan.message))


def keep(desk: Desk, name: str, text: str) -> None:
    """Keep a message for a proposal, in the place of the one before; an empty one is forgotten."""
    desk.messages = {**desk.messages, name: text} if text else _without(desk.messages, name)
    if desk.keep is not None:
        desk.keep.drafted(Draft("message", name, text))


def unfenced(reply: str) -> str:
    """Return an answer without a fence around the whole of it, and without empty ends."""
    lines = reply.strip().split("\n")
    if len(lines) > 2 and lines[0].startswith("```") and lines[-1].strip() == "```":
        lines = lines[1:-1]
    return "\n".join(line.rstrip() for line in lines).strip()


def _without(messages: dict[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in messages.items() if key != name}
