"""Recording: the turn that is being taken, kept as it comes in; at most a second of it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from pairtui.conversation import Turn
from pairtui.events import Asking, Ended, Event, Heard
from pairtui.proposal import Usage
from pairtui.request import Model, Request, SentPart
from pairtui.session.keeping import Keeping
from pairtui.store.nouns import Exchange
from pairtui.tokens import estimate

SOON = 0.9
"""Seconds after which what has come in is kept; it takes a moment more until it is on the disk."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a front knows of a turn: what the model was told, its proposal, and what it cost."""

    told: str = ""
    proposal: str | None = None
    usage: Usage | None = None


class Recording:
    """One turn, from its words to its end. It writes once a second while an answer comes in.

    `clock` returns seconds since the epoch.
    """

    def __init__(
        self, keep: Keeping, words: str, model: Model | None, clock: Callable[[], float]
    ) -> None:
        self._keep = keep
        self._clock = clock
        self._facts = Facts()
        self._heard: list[str] = []
        self._soon: asyncio.TimerHandle | None = None
        name, host = (model.name, model.host) if model else ("", "")
        self._exchange = Exchange(Turn(words, "", ""), clock(), name, host)

    @property
    def reply(self) -> str:
        """Return the answer so far, exactly as it came."""
        return "".join(self._heard)

    def begin(self, facts: Facts) -> None:
        """Keep the words, before anything is asked."""
        self._facts = facts
        self._keep.said(self._now(""))

    def hear(self, event: Event, facts: Facts) -> None:
        """Note what a turn came to by now, and keep it soon."""
        self._facts = facts
        match event:
            case Asking(request=request):
                self._asked(request, again=event.purpose == "repair")
            case Heard(text=text):
                self._heard.append(text)
                if self._soon is None:
                    loop = asyncio.get_running_loop()
                    self._soon = loop.call_later(SOON, self._keep_so_far)
            case Ended(reply=reply):
                self._heard = [reply] if reply else self._heard
            case _:
                pass

    def end(self, ending: str, facts: Facts) -> None:
        """Keep the turn as it ended; nothing more is written of it."""
        self._facts = facts
        self.close()
        took = max(self._clock() - self._exchange.at, 0.0)
        self._exchange = replace(self._exchange, seconds=took)
        self._keep.said(self._now(ending), again=True)

    def close(self) -> None:
        """Write nothing more by itself."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def _keep_so_far(self) -> None:
        self._soon = None
        self._keep.said(self._now(""), again=True)

    def _now(self, ending: str) -> Exchange:
        turn = replace(
            self._exchange.turn,
            reply=self.reply,
            ending=ending,
            told=self._facts.told,
            proposal=self._facts.proposal,
        )
        return replace(self._exchange, turn=turn, usage=self._facts.usage)

    def _asked(self, request: Request, *, again: bool) -> None:
        """Note a request that is on its way; of one that asks again only what is new."""
        made = self._exchange
        fresh = tuple(use for use in request.prompts if use not in made.prompts)
        self._exchange = replace(
            made,
            model=request.model or made.model,
            prompts=(*made.prompts, *fresh),
            sent=(*made.sent, *_parts(request, again=again)),
            requests=(*made.requests, request.digest),
        )


def _parts(request: Request, *, again: bool) -> tuple[SentPart, ...]:
    if again:
        more = "".join(one.text for one in request.messages[-2:])
        return (SentPart("asked again", estimate(more)),)
    if request.parts:
        return request.parts
    return tuple(SentPart(one.role, estimate(one.text)) for one in request.messages)
