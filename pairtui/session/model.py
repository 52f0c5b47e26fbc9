"""Which model answers: no name is built in, the endpoint's own list is asked once."""

from __future__ import annotations

from dataclasses import dataclass

from pairtui.config import Config
from pairtui.providers.embedded import MODEL
from pairtui.providers.hosts import model_of
from pairtui.providers.openai import OFFICIAL_URL
from pairtui.request import Model
from pairtui.session.parts import Answering, Parts

_ONLY = {"embedded": MODEL, "scripted": "scripted"}
"""Providers on this machine that have one model, and need not be asked for it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Several models could answer, and the person has not said which."""

    names: tuple[str, ...]


def known_model(parts: Parts) -> Model | None:
    """Return the model that was named or chosen before, without asking anybody."""
    provider = parts.answering.provider
    if provider is None:
        return None
    only = _ONLY.get(parts.answering.endpoint.provider, "")
    name = parts.config.model or only or parts.remembered.model(address(parts.answering))
    return described(parts.config, parts.answering, name) if name else None


async def find_model(parts: Parts) -> Model | Choices | None:
    """Return the model that answers, asking the endpoint for its list; raises Fault.

    An endpoint that offers just one model needs no choice.
    """
    provider = parts.answering.provider
    if provider is None:
        return None
    names = await provider.models()
    if len(names) == 1:
        return choose(parts, names[0])
    return Choices(names)


def choose(parts: Parts, name: str) -> Model:
    """Return the model of this name, remembered from now on for its endpoint."""
    if parts.answering.endpoint.provider == "openai":
        parts.remembered.choose(address(parts.answering), name)
    return described(parts.config, parts.answering, name)


def described(config: Config, answering: Answering, name: str) -> Model:
    """Return what is known of a model of an endpoint; what the person has set goes first."""
    settings = config.model_settings(name, address(answering))
    provider = answering.provider
    return model_of(
        name,
        provider.host if provider else "",
        embedded=answering.endpoint.provider == "embedded",
        size=settings.size,
        format=settings.format,
        budget=settings.budget,
    )


def format_set(parts: Parts, name: str) -> bool:
    """Tell whether the person said which format a model is asked for."""
    settings = parts.config.model_settings(name, address(parts.answering))
    return settings.format is not None


def address(answering: Answering) -> str:
    """Return what an endpoint is known by: its base URL, or the name of its provider."""
    endpoint = answering.endpoint
    return endpoint.url or (OFFICIAL_URL if endpoint.provider == "openai" else endpoint.provider)
