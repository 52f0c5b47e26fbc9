"""Spoken: an answer that is only words, in which no edit is looked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from pairtui.context.assemble import Assembled
from pairtui.events import Asking, Ended, Ending, Event, Failed, Noted, Said, Waiting
from pairtui.proposal import Usage
from pairtui.request import Fault, Finish, TextDelta
from pairtui.session.broken_off import about_end
from pairtui.session.turn import Turn


async def spoken(turn: Turn, made: Assembled, told: str = "") -> AsyncGenerator[Event, None]:
    """Yield an answer as it is said; `told` is what it was told of verdicts."""
    heard: list[str] = []
    ending: Ending = "done"
    usage: Usage | None = None
    if made.says:
        yield Noted(made.says)
    request = await asyncio.to_thread(turn.parts.policy.cover, made.request)
    if news := turn.parts.policy.news():
        yield Noted(news)
    yield Asking(request)
    try:
        async with aclosing(turn.stream(request)) as deltas:
            async for delta in deltas:
                match delta:
                    case TextDelta(text=text):
                        heard.append(text)
                        yield Said(text)
                    case Finish(reason=reason, usage=usage):
                        ending = "done" if reason == "stop" else "broke off"
                        if says := about_end(delta):
                            yield Noted(says)
                    case Waiting():
                        yield delta
                    case _:
                        pass
    except Fault as fault:
        ending = "broke off" if heard else "failed"
        yield Failed(fault.says, fault.remedy, fault.wait)
    yield Ended("stopped" if turn.stop.is_set() else ending, "".join(heard), usage, told)
