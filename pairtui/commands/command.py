"""The noun of this room: one slash command written in Python."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeAlias

from pairtui.commands.outcome import Outcome
from pairtui.conversation import Conversation
from pairtui.session.session import Session

Act: TypeAlias = Callable[[str, Conversation, Session], AsyncIterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its name, what stands behind it, what it does, and the doing.

    One that `waits` asks the model, so it comes after the answer that is coming in.
    """

    name: str
    argument: str
    purpose: str
    act: Act
    waits: bool = False
