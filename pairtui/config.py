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
from typing import Any, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

import platformdirs

from pairtui.landing import Mode
from pairtui.request import Endpoint, Format, Size

Attribution: TypeAlias = Literal["assisted-by", "co-authored-by", "none"]
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
class NoEndpoint:
    """Nobody can be asked; `says` is the sentence for a person."""

    says: str = NO_MODEL


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. `origin` says, for each one that was set, where it comes from.

    `measure` is how many cells a line of prose takes at most.
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
    models: Mapping[str, ModelSettings] = field(default_factory=dict)
    endpoints: Mapping[str, ModelSettings] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)

    def model_settings(self, name: str, url: str = "") -> ModelSettings:
        """Return what the person says of a model, and else of all models at its base URL."""
        unsaid = ModelSettings()
        endpoint = self.endpoints.get(url.rstrip("/"), unsaid)
        return self.models.get(name, unsaid).over(endpoint)

    def endpoint(self, embedded: Path | None) -> Endpoint | NoEndpoint:
        """Return where requests go; `embedded` is the installed model file, if there is one.

        May run `api_key_command`, so call it in a thread. Raises ConfigError.
        """
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
    found = {name: value for layer in layers for name, value in layer.items()}
    settings: dict[str, Any] = {
        name: _read(name, raw, where) for name, (where, raw) in found.items()
    }
    origin = {name: where for name, (where, _) in found.items()}
    return replace(Config(paths), **settings, origin=origin)


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


class _Expected(Exception):
    """A value of the wrong kind; the text says which kind is meant."""


def _read(name: str, raw: Any, where: str) -> Any:
    """Return the value of a setting; raises ConfigError that names place, setting and kind."""
    reader = READERS.get(name)
    if reader is None:
        raise ConfigError(f"{where}: there is no setting {name!r}; known: {', '.join(READERS)}")
    try:
        value = reader(raw)
    except _Expected as error:
        raise ConfigError(f"{where}: {name} must be {error}") from error
    if name == "provider" and value.startswith("scripted") and not where.startswith("--"):
        raise ConfigError(f"{where}: provider: a script is played by the flag --provider only")
    return value


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _Expected('a text, such as "..."')
    return raw.strip()


def _url(raw: Any) -> str:
    text = _text(raw)
    try:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise _Expected("an address, such as http://localhost:11434/v1")
    return text


def _command(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(part, str) for part in raw):
        raise _Expected('a list of texts, such as ["pass", "show", "openai"]')
    return tuple(raw)


def _seconds(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 < raw <= 3600:
        raise _Expected("a number of seconds from 1 to 3600")
    return float(raw)


def _tokens(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 500:
        raise _Expected("a whole number of tokens, 500 or more")
    return raw


def _cells(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 20 <= raw <= 200:
        raise _Expected("a whole number of characters from 20 to 200")
    return raw


def _one_of(alias: Any) -> Callable[[Any], str]:
    names: tuple[str, ...] = get_args(alias)

    def read(raw: Any) -> str:
        if raw not in names:
            raise _Expected(f"one of {', '.join(names)}")
        return str(raw)

    return read


def _provider(raw: Any) -> str:
    name, _, file = _text(raw).partition(":")
    if name == "scripted" and file:
        return f"{name}:{file}"
    if name not in {"openai", "embedded"} or file:
        raise _Expected("openai, embedded or scripted:FILE")
    return name


def _keys(raw: Any) -> str | dict[str, str]:
    if raw == "git":
        return "git"
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw.values()):
        raise _Expected('"git", or a table of actions and keys, such as "review.take" = "t"')
    return dict(raw)


def _models(raw: Any) -> dict[str, ModelSettings]:
    if not isinstance(raw, dict) or not all(isinstance(entry, dict) for entry in raw.values()):
        raise _Expected('tables, such as [models."qwen3:8b"]')
    return {name: _model(name, entry) for name, entry in raw.items()}


def _endpoints(raw: Any) -> dict[str, ModelSettings]:
    form = 'tables, such as [endpoints."http://localhost:11434/v1"]'
    if not isinstance(raw, dict) or not all(isinstance(entry, dict) for entry in raw.values()):
        raise _Expected(form)
    found: dict[str, ModelSettings] = {}
    for name, entry in raw.items():
        try:
            url = _url(name).rstrip("/")
        except _Expected as error:
            raise _Expected(f"{form}; {name} is no address") from error
        found[url] = _model(name, entry)
    return found


def _model(name: str, entry: dict[str, Any]) -> ModelSettings:
    values: dict[str, Any] = {}
    for setting, raw in entry.items():
        reader = MODEL_READERS.get(setting)
        if reader is None:
            raise _Expected(f"without {name}.{setting}; known: {', '.join(MODEL_READERS)}")
        try:
            values[setting] = reader(raw)
        except _Expected as error:
            raise _Expected(f"right: {name}.{setting} must be {error}") from error
    return ModelSettings(**values)


MODEL_READERS: Mapping[str, Callable[[Any], Any]] = {
    "size": _one_of(Size),
    "format": _one_of(Format),
    "budget": _tokens,
}
READERS: Mapping[str, Callable[[Any], Any]] = {
    "provider": _provider,
    "model": _text,
    "base_url": _url,
    "api_key": _text,
    "api_key_command": _command,
    "first_byte_timeout": _seconds,
    "save": _one_of(Mode),
    "attribution": _one_of(Attribution),
    "editor_opens": _one_of(EditorOpens),
    "keys": _keys,
    "measure": _cells,
    "models": _models,
    "endpoints": _endpoints,
}
