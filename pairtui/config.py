"""Read the settings: flags, then the environment, then the user's own file, then defaults.

Nothing is ever read from a repository, and no `.env` file is: a repository must not choose where
words, files and keys are sent.
"""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import platformdirs

from pairtui.landing import Mode
from pairtui.money import Limits, Price, Prices
from pairtui.request import Endpoint
from pairtui.settings import money, readers
from pairtui.settings.models import (
    MAIN,
    Endpoints,
    ModelSettings,
    NamedEndpoint,
    endpoints,
    models,
)
from pairtui.settings.readers import Expected

Attribution: TypeAlias = Literal["assisted-by", "co-authored-by", "none"]
Notify: TypeAlias = Literal["off", "bell", "notice"]
"""What is written to the terminal when a long answer ends, or one that nobody looked at."""
Theme: TypeAlias = Literal[
    "textual-dark", "textual-light", "atom-one-light", "catppuccin-latte", "flexoki",
    "rose-pine-dawn", "ansi-dark", "ansi-light",
]  # fmt: skip
"""The colours there are: those of Textual's in which every text can be read on every ground."""
EditorOpens: TypeAlias = Literal["file", "change"]
"""What `E` in the review opens in the person's own editor."""
SECONDS_FOR_KEY = 30
"""How long `api_key_command` may take."""
NO_MODEL = (
    "No model to ask yet: set OPENAI_API_KEY, or set OPENAI_BASE_URL to a server of your own, "
    "or run `pairtui model add` for a tiny one to try things out."
)


class ConfigError(Exception):
    """A setting that cannot be used; the text names where it stands, and what is expected."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The user's folders: settings, data (models), state (what is remembered), cache."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """Return where the settings are read from."""
        return self.config / "config.toml"

    @property
    def remembered_file(self) -> Path:
        """Return where choices and dropped options are kept."""
        return self.state / "remembered.json"


@dataclass(frozen=True, slots=True)
class NoEndpoint:
    """Nobody can be asked; `says` is the sentence for a person."""

    says: str = NO_MODEL


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. `origin` says, for each one that was set, where it comes from.

    `measure` is how many cells a line of prose takes at most. `named` is the endpoint in use, where
    that is one with a name. `hosts` are the only ones that a repository's text may go to, None
    being any. `map` says whether a request may hold an outline of the repository.
    """

    paths: Paths
    provider: str = ""
    model: str = ""
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    api_key_command: tuple[str, ...] = ()
    first_byte_timeout: float | None = None
    save: Mode = "commit"
    attribution: Attribution = "assisted-by"
    editor_opens: EditorOpens = "file"
    keys: str | Mapping[str, str] = field(default_factory=dict)
    measure: int = 72
    theme: Theme = "textual-dark"
    notify: Notify = "off"
    models: Mapping[str, ModelSettings] = field(default_factory=dict)
    endpoints: Endpoints = field(default_factory=dict)
    named: str = ""
    rates: tuple[tuple[str, Price], ...] = ()
    currency: str = "$"
    limits: Limits = field(default_factory=Limits)
    hosts: tuple[str, ...] | None = None
    map: bool = True
    origin: Mapping[str, str] = field(default_factory=dict)

    def model_settings(self, name: str, url: str = "") -> ModelSettings:
        """Return what the person says of a model, and else of all models at its base URL."""
        url = url.rstrip("/")
        found = self.models.get(name, ModelSettings())
        for key, said in self.endpoints.items():
            if isinstance(said, NamedEndpoint) and said.base_url.rstrip("/") == url:
                found = found.over(said.models)
            elif isinstance(said, ModelSettings) and key == url:
                found = found.over(said)
        return found

    @property
    def prices(self) -> Prices:
        """Return what tokens cost the person."""
        return Prices(self.rates, self.currency)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the names of all endpoints there are: first the one that is set by itself."""
        named = [name for name, one in self.endpoints.items() if isinstance(one, NamedEndpoint)]
        alone = self.provider or self.base_url or self.api_key or self.api_key_command
        return (*((MAIN,) if alone or not named else ()), *named)

    def at(self, place: str) -> Config:
        """Return the settings with another endpoint in use, by its name."""
        return replace(self, named="" if place == MAIN else place)

    def endpoint(self, embedded: Path | None) -> Endpoint | NoEndpoint:
        """Return where requests go; `embedded` is the installed model file, if there is one.

        May run `api_key_command`, so call it in a thread. Raises ConfigError.
        """
        said = self.endpoints.get(self.named)
        if isinstance(said, NamedEndpoint):
            key = said.api_key or key_from_command(said.api_key_command)
            return Endpoint("openai", said.base_url, key, first_byte=said.first_byte_timeout)
        name, _, file = self.provider.partition(":")
        if name == "scripted":
            return Endpoint("scripted", file=file)
        served = bool(self.base_url or self.api_key or self.api_key_command)
        if name == "openai" or (served and name != "embedded"):
            key = self.api_key or key_from_command(self.api_key_command)
            return Endpoint("openai", self.base_url, key, first_byte=self.first_byte_timeout)
        if embedded is not None:
            return Endpoint("embedded", file=str(embedded))
        if name == "embedded":
            return NoEndpoint("The embedded model is not here yet: run `pairtui model add`.")
        return NoEndpoint()


def user_paths() -> Paths:
    """Return the folders this system gives a user's programs."""
    return Paths(
        config=platformdirs.user_config_path("pairtui"),
        data=platformdirs.user_data_path("pairtui"),
        state=platformdirs.user_state_path("pairtui"),
        cache=platformdirs.user_cache_path("pairtui"),
    )


def load_config(
    flags: Mapping[str, str | None] | None = None,
    environment: Mapping[str, str] | None = None,
    paths: Paths | None = None,
) -> Config:
    """Return the settings in force; raises ConfigError that names what is wrong, and where.

    `flags` are by setting, those not given being None or absent.
    """
    paths = paths or user_paths()
    layers = (
        _from_file(paths.config_file),
        _from_environment(os.environ if environment is None else environment),
        {name: (_flag(name), raw) for name, raw in (flags or {}).items() if raw is not None},
    )
    found: Raw = {}
    for layer in layers:
        if "endpoint" not in layer and layer.keys() & {"base_url", "provider"}:
            found.pop("endpoint", None)  # another place was named since
        found |= layer
    settings: dict[str, Any] = {
        FIELDS.get(name, name): _read(name, raw, where) for name, (where, raw) in found.items()
    }
    origin = {name: where for name, (where, _) in found.items()}
    return _placed(_priced(replace(Config(paths), **settings, origin=origin)))


def _priced(config: Config) -> Config:
    """Return the settings; raises ConfigError where a limit in money has no price to go by."""
    if config.limits.in_money and not config.rates:
        where = config.origin["limits"]
        raise ConfigError(f'{where}: limits: a cost needs prices, such as [prices."gpt-5*"]')
    return config


def _placed(config: Config) -> Config:
    """Return the settings with the model of the named endpoint that is in use.

    What the file says by itself is about the other one. Raises ConfigError where there is none of
    that name.
    """
    if not config.named:
        return config
    said = config.endpoints.get(config.named)
    if not isinstance(said, NamedEndpoint):
        known = ", ".join(config.places) or "none"
        where = config.origin["endpoint"]
        raise ConfigError(f"{where}: there is no endpoint {config.named!r}; known: {known}")
    in_file = config.origin.get("model") == str(config.paths.config_file)
    return replace(config, model=said.model if in_file or not config.model else config.model)


def key_from_command(command: tuple[str, ...]) -> str:
    """Return what a person's own command prints on its first line; raises ConfigError."""
    if not command:
        return ""
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_FOR_KEY,
            cwd=Path.home(),  # not the repository: nothing in it takes part
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError(f"api_key_command: {command[0]} did not give a key: {error}") from error
    lines = ran.stdout.decode("utf-8", "replace").splitlines()
    if ran.returncode or not lines or not lines[0].strip():
        said = ran.stderr.decode("utf-8", "replace").strip()[:200]
        raise ConfigError(f"api_key_command: {command[0]} gave no key ({ran.returncode}) {said}")
    return lines[0].strip()


Raw: TypeAlias = dict[str, tuple[str, Any]]
"""Settings as found: by name, where each stands and its value."""

ENVIRONMENT: tuple[tuple[str, str], ...] = (
    ("OPENAI_API_KEY", "api_key"),
    ("OPENAI_BASE_URL", "base_url"),
    ("PAIRTUI_API_KEY", "api_key"),
    ("PAIRTUI_BASE_URL", "base_url"),
    ("PAIRTUI_ENDPOINT", "endpoint"),
    ("PAIRTUI_MODEL", "model"),
)
"""Variables and the settings they give; a later one goes before an earlier one."""


def _from_environment(environment: Mapping[str, str]) -> Raw:
    return {
        setting: (variable, environment[variable].strip())
        for variable, setting in ENVIRONMENT
        if environment.get(variable, "").strip()
    }


def _from_file(path: Path) -> Raw:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    return {name: (str(path), raw) for name, raw in found.items()}


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _read(name: str, raw: Any, where: str) -> Any:
    """Return the value of a setting; raises ConfigError that names place, setting and kind."""
    reader = READERS.get(name)
    if reader is None:
        raise ConfigError(f"{where}: there is no setting {name!r}; known: {', '.join(READERS)}")
    try:
        value = reader(raw)
    except Expected as error:
        raise ConfigError(f"{where}: {name} must be {error}") from error
    if name == "provider" and value.startswith("scripted") and not where.startswith("--"):
        raise ConfigError(f"{where}: provider: a script is played by the flag --provider only")
    return value


def _cells(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 20 <= raw <= 200:
        raise Expected("a whole number of characters from 20 to 200")
    return raw


def _provider(raw: Any) -> str:
    name, _, file = readers.text(raw).partition(":")
    if name == "scripted" and file:
        return f"{name}:{file}"
    if name not in {"openai", "embedded"} or file:
        raise Expected("openai, embedded or scripted:FILE")
    return name


def _keys(raw: Any) -> str | dict[str, str]:
    if raw == "git":
        return "git"
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw.values()):
        raise Expected('"git", or a table of actions and keys, such as "review.take" = "t"')
    return dict(raw)


FIELDS = {"endpoint": "named", "prices": "rates"}
"""Settings that are kept under another name than a person writes."""
READERS: Mapping[str, Callable[[Any], Any]] = {
    "provider": _provider,
    "model": readers.text,
    "base_url": readers.url,
    "api_key": readers.text,
    "api_key_command": readers.command,
    "first_byte_timeout": readers.seconds,
    "save": readers.one_of(Mode),
    "attribution": readers.one_of(Attribution),
    "editor_opens": readers.one_of(EditorOpens),
    "keys": _keys,
    "measure": _cells,
    "theme": readers.one_of(Theme),
    "notify": readers.one_of(Notify),
    "models": models,
    "endpoints": endpoints,
    "endpoint": readers.text,
    "prices": money.prices,
    "currency": money.currency,
    "limits": money.limits,
    "hosts": readers.hosts,
    "map": readers.yes_or_no,
}
