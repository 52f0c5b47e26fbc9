"""Models and endpoints: what the person says of those that can be asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pairtui.request import Format, Size
from pairtui.settings.readers import Expected, command, fields, one_of, seconds, tables, text
from pairtui.settings.readers import tokens as some_tokens
from pairtui.settings.readers import url as address

MAIN = "main"
"""What the endpoint is called that is set by itself, beside those with names."""
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What the person says of one model, or of all of an endpoint; None is left to the guess.

    `budget` is in tokens.
    """

    size: Size | None = None
    format: Format | None = None
    budget: int | None = None

    def over(self, other: ModelSettings) -> ModelSettings:
        """Return these settings, and the other's where nothing is said here."""
        return ModelSettings(
            self.size or other.size, self.format or other.format, self.budget or other.budget
        )


@dataclass(frozen=True, slots=True)
class NamedEndpoint:
    """A place to ask that has a name; `models` is what holds for every model there.

    It has a key of its own or none: another's is never sent to it.
    """

    base_url: str
    model: str = ""
    api_key: str = field(default="", repr=False)
    api_key_command: tuple[str, ...] = ()
    first_byte_timeout: float | None = None
    models: ModelSettings = ModelSettings()


Endpoints: TypeAlias = Mapping[str, ModelSettings | NamedEndpoint]
"""By address, what holds for every model there; by name, a place to ask."""
MODEL_READERS: Mapping[str, Callable[[Any], Any]] = {
    "size": one_of(Size),
    "format": one_of(Format),
    "budget": some_tokens,
}
ENDPOINT_READERS: Mapping[str, Callable[[Any], Any]] = {
    "base_url": address,
    "model": text,
    "api_key": text,
    "api_key_command": command,
    "first_byte_timeout": seconds,
    **MODEL_READERS,
}


def models(raw: Any) -> dict[str, ModelSettings]:
    """Return what is said of models, by their names."""
    found = tables(raw, 'tables, such as [models."qwen3:8b"]')
    return {
        name: ModelSettings(**fields(name, entry, MODEL_READERS)) for name, entry in found.items()
    }


def endpoints(raw: Any) -> dict[str, ModelSettings | NamedEndpoint]:
    """Return what is said of endpoints, by their addresses, and the endpoints that have names."""
    form = 'tables, such as [endpoints.work] or [endpoints."http://localhost:11434/v1"]'
    found: dict[str, ModelSettings | NamedEndpoint] = {}
    for name, entry in tables(raw, form).items():
        if "://" in name:
            found[_address(name, form)] = ModelSettings(**fields(name, entry, MODEL_READERS))
        else:
            found[name] = _named(name, entry)
    return found


def _address(name: str, form: str) -> str:
    try:
        return address(name).rstrip("/")
    except Expected as error:
        raise Expected(f"{form}; {name} is no address") from error


def _named(name: str, entry: Mapping[str, Any]) -> NamedEndpoint:
    if not _NAME.fullmatch(name) or name == MAIN:
        what = "letters, digits, dots and dashes, and not “main”"
        raise Expected(f"called otherwise than {name!r}: a name has {what}")
    values = fields(name, entry, ENDPOINT_READERS)
    if "base_url" not in values:
        raise Expected(f"whole: {name} is no address, so it needs {name}.base_url")
    said = {setting: values.pop(setting) for setting in MODEL_READERS if setting in values}
    return NamedEndpoint(**values, models=ModelSettings(**said))
