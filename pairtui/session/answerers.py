"""Answerers: who answers now, who else could, and the way from one to the other."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pairtui.config import Config, ConfigError
from pairtui.providers.remembered import Remembered
from pairtui.providers.rooms import narrowed
from pairtui.request import Fault, Model, Provider, TellsContext
from pairtui.session.answering import find
from pairtui.session.model import address, choose, known_model
from pairtui.session.parts import Answering, Parts
from pairtui.settings.models import MAIN, NamedEndpoint

SMALL = 8_000
"""Tokens to send below which a context is called small: less than local models are sent without
knowing."""
SECONDS_TO_LIST = 10.0
"""How long an endpoint may take to say which models it offers, its key command included."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What an endpoint offers: names of models, or `says`, why there are none to be had."""

    place: str
    host: str = ""
    names: tuple[str, ...] = ()
    says: str = ""


class Answerers:
    """The endpoints of the settings; one of them answers, and `model` is who does there.

    One that is left is closed with the next words, when nothing can be coming from it any more.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._left: list[Provider] = []
        self._looked: set[tuple[str, str]] = set()
        self._news: list[str] = []
        self.place = parts.config.named or MAIN
        """The name of the endpoint that answers."""
        self.model: Model | None = known_model(parts)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the names of all endpoints, the one that answers first."""
        return tuple(dict.fromkeys((self.place, *self._parts.config.places)))

    async def offers(self, place: str) -> Offered:
        """Return what an endpoint offers; it is asked here and now, within a time limit."""
        answering = self._parts.answering
        try:
            async with asyncio.timeout(SECONDS_TO_LIST):
                if place != self.place:
                    answering = await self._found(place)
                if answering.provider is None:
                    return Offered(place, says=answering.problem)
                host, names = answering.provider.host, await answering.provider.models()
        except TimeoutError:
            return Offered(place, says=f"no answer within {SECONDS_TO_LIST:.0f} seconds")
        except ConfigError as error:
            return Offered(place, says=str(error))
        except Fault as fault:
            return Offered(place, fault.host, says=f"{fault.says}. {fault.remedy}")
        finally:
            if place != self.place and answering.provider is not None:
                await answering.provider.aclose()
        return Offered(place, host, names, "" if names else f"{host} offers no model")

    async def choose(self, spec: str) -> None:
        """Let this model answer from now on: NAME, ENDPOINT/NAME, or ENDPOINT for its own model.

        Raises Fault where that cannot be, and all is as before then.
        """
        place, name = self._parsed(spec)
        if place != self.place:
            answering = await self._reached(place)
            name = name or self._usual(place, answering)
            if not name:
                says, remedy = f"{place} has no model that is yours yet", f"/model {place}/NAME."
                raise Fault("model", place, says, remedy)
            current = self._parts.answering
            self._left += [current.provider] if current.provider else []
            current.become(answering)
            self.place, self.model = place, None  # nobody, until it is known who is meant there
        if self._parts.answering.provider is not None and name:
            self.model = await asyncio.to_thread(choose, self._parts, name)
            self._looked.discard((self.place, name))

    async def look(self) -> None:
        """Ask the server once how much it really gives the model, and send no more than that."""
        model = self.model
        if model is None or (self.place, model.name) in self._looked:
            return
        self._looked.add((self.place, model.name))
        try:
            context = await self._context(model.name)
        except Fault:
            return  # it is said of the request itself
        if context is not None:
            self._fit(model, context)

    async def _context(self, name: str) -> int | None:
        provider: object = self._parts.answering.provider
        return await provider.context_of(name) if isinstance(provider, TellsContext) else None

    def _fit(self, model: Model, context: int) -> None:
        """Take in how much a server gives a model; a small context is said, with its remedy."""
        room, url = narrowed(context), address(self._parts.answering)
        set_by_hand = self._parts.config.model_settings(model.name, url).budget
        budget = min(room, set_by_hand or room)
        self.model = replace(model, budget=budget)
        if budget < (set_by_hand or SMALL):
            self._news.append(
                f"{model.host} gives {model.name} a context of {context:,} tokens, so at most "
                f"{room:,} are sent. More: OLLAMA_CONTEXT_LENGTH=16384 for `ollama serve`, or "
                "num_ctx in the model's own file."
            )

    async def doubt(self, expected: int) -> None:
        """Look again after a server counted far less than was sent: it may have left some out."""
        model = self.model
        context = await self._context(model.name) if model else None
        if model is not None and context is not None and expected > context:
            self._fit(model, context)
            self._news.append(
                f"{model.name} did not see all of this: it came to ≈{expected:,} tokens, and the "
                "server left out what did not fit."
            )

    def news(self) -> tuple[str, ...]:
        """Return, once, what there is to say of whoever answers."""
        found, self._news = tuple(self._news), []
        return found

    async def settle(self) -> None:
        """Close the endpoints that were left; nothing is coming from them."""
        left, self._left = self._left, []
        for provider in left:
            await provider.aclose()

    async def aclose(self) -> None:
        """Close the endpoint that answers, and those that were left."""
        await self.settle()
        if self._parts.answering.provider is not None:
            await self._parts.answering.provider.aclose()

    def _parsed(self, spec: str) -> tuple[str, str]:
        """Return the endpoint and the model that are meant; names of models may have slashes."""
        head, slash, rest = spec.partition("/")
        if head not in self.places or (slash and not rest):
            return self.place, spec
        if not slash and head == self.place:
            return self.place, self.model.name if self.model else ""
        return head, rest

    async def _reached(self, place: str) -> Answering:
        """Return the way to an endpoint; raises Fault where there is none."""
        try:
            answering = await self._found(place)
        except ConfigError as error:
            raise Fault("key", place, str(error), "All is as before.") from error
        if answering.provider is None:
            raise Fault("missing", place, answering.problem.rstrip("."), "All is as before.")
        return answering

    async def _found(self, place: str) -> Answering:
        """Return the way to an endpoint, behind the policy; may run a key command."""
        config: Config = self._parts.config.at(place)
        found = await asyncio.to_thread(find, config, self._parts.remembered)
        return found.guarded(self._parts.policy)

    def _usual(self, place: str, answering: Answering) -> str:
        """Return the model that was set or chosen for an endpoint, or nothing."""
        remembered: Remembered = self._parts.remembered
        endpoints: Mapping[str, object] = self._parts.config.endpoints
        said = endpoints.get(place)
        own = said.model if isinstance(said, NamedEndpoint) else ""
        return own or remembered.model(address(answering))
