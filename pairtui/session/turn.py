"""The noun of leg 1: one turn, with everything it needs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pairtui.conversation import Asked
from pairtui.request import Model, Provider
from pairtui.session.parts import Parts


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn needs: the parts, who answers, what was asked, and the way to stop.

    `strays` says that the model misquoted before, so it is asked for short files whole.
    """

    parts: Parts
    provider: Provider
    model: Model
    asked: Asked
    stop: asyncio.Event
    strays: bool = False
