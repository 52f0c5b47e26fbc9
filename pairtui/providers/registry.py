"""Name the providers: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pairtui.providers.embedded import EmbeddedProvider
from pairtui.providers.openai import OFFICIAL_URL, Limits, OpenAIProvider
from pairtui.providers.remembered import Remembered
from pairtui.providers.scripted import ScriptedProvider, read_script
from pairtui.request import Endpoint, Provider


def make(endpoint: Endpoint, remembered: Remembered | None = None) -> Provider:
    """Return who answers at an endpoint; raises Fault where what it needs is missing."""
    return PROVIDERS[endpoint.provider](endpoint, remembered or Remembered())


def _openai(endpoint: Endpoint, remembered: Remembered) -> Provider:
    limits = Limits(first=endpoint.first_byte) if endpoint.first_byte else None
    url = endpoint.url or OFFICIAL_URL
    return OpenAIProvider(url, endpoint.key, remembered=remembered, limits=limits)


def _embedded(endpoint: Endpoint, _: Remembered) -> Provider:
    return EmbeddedProvider(Path(endpoint.file))


def _scripted(endpoint: Endpoint, _: Remembered) -> Provider:
    return ScriptedProvider(read_script(Path(endpoint.file)))


PROVIDERS: Mapping[str, Callable[[Endpoint, Remembered], Provider]] = {
    "openai": _openai,
    "embedded": _embedded,
    "scripted": _scripted,
}
