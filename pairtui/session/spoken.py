"""Spoken: an answer that is only words, in which no edit is looked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field

from pairtui.context.assemble import Assembled
from pairtui.events import (
    Asking,
    Ended,
    Ending,
    Event,
    Heard,
    Noted,
    Said,
    Thinking,
    Waiting,
)
from pairtui.formats.thinking import Thinking as Aloud
from pairtui.proposal import Usage
from pairtui.request import Delta, Fault, Finish, TextDelta, ThoughtDelta
from pairtui.session.broken_off import about_end, failed
from pairtui.session.turn import Turn


@dataclass(slots=True)
class _Hearing:
    """What has come of the answer so far."""

    heard: list[str] = field(default_factory=list)
    aloud: Aloud = field(default_factory=Aloud)
    ending: Ending = "done"
    usage: Usage | None = None

    def hear(self, delta: Delta | Waiting) -> list[Event]:
        """Take the next piece and return what it came to."""
        match delta:
            case TextDelta(text=text):
                self.heard.append(text)
                return [Heard(text), *self._events(self.aloud.feed(text))]
            case ThoughtDelta(text=text):
                return [Thinking(text)]
            case Finish(reason=reason, usage=usage):
                self.ending, self.usage = "done" if reason == "stop" else "broke off", usage
                says = about_end(delta)
                return [Noted(says)] if says else []
            case Waiting():
                return [delta]

    def close(self) -> list[Event]:
        """Take the end of the answer."""
        return self._events(self.aloud.close())

    def _events(self, said: str) -> list[Event]:
        """Return what was thought aloud in a piece of the answer, and what was said."""
        thought = self.aloud.thoughts()
        return [*([Thinking(thought)] if thought else []), *([Said(said)] if said else [])]


async def spoken(turn: Turn, made: Assembled, told: str = "") -> AsyncGenerator[Event, None]:
    """Yield an answer as it is said; `told` is what it was told of verdicts."""
    hearing = _Hearing()
    if made.says:
        yield Noted(made.says)
    request = await asyncio.to_thread(turn.parts.policy.cover, made.request)
    if news := turn.parts.policy.news(request.messages):
        yield Noted(news)
    yield Asking(request)
    try:
        async with aclosing(turn.stream(request)) as deltas:
            async for delta in deltas:
                for event in hearing.hear(delta):
                    yield event
    except Fault as fault:
        hearing.ending = "broke off" if hearing.heard else "failed"
        yield failed(fault, came=bool(hearing.heard))
    for event in hearing.close():
        yield event
    ending: Ending = "stopped" if turn.stop.is_set() else hearing.ending
    yield Ended(ending, "".join(hearing.heard), hearing.usage, told)
