from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pairtui.config import (
    Config,
    ConfigError,
    NoEndpoint,
    Paths,
    load_config,
    user_paths,
)
from pairtui.money import Limits, Price, Prices
from pairtui.request import Endpoint
from pairtui.settings.models import ModelSettings

EVERYTHING = """
provider = "openai"
model = "gpt-6"
base_url = "http://localhost:11434/v1"
api_key = "from-the-file"
api_key_command = ["pass", "show", "openai"]
first_byte_timeout = 120
save = "stage"
editor_opens = "change"
map = false
attribution = "none"

[keys]
"review.take" = "t"

[models."qwen3:8b"]
size = "local"
format = "search_replace"
budget = 4000

[endpoints."http://localhost:11434/v1/"]
format = "whole_file"
size = "capable"
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "c", tmp_path / "d", tmp_path / "s", tmp_path / "k")


def write(paths: Paths, text: str) -> None:
    paths.config.mkdir()
    paths.config_file.write_text(text)


def test_the_only_hosts_that_text_may_go_to(paths: Paths) -> None:
    write(paths, 'hosts = ["api.openai.com", "[::1]:8080"]')
    assert load_config({}, {}, paths).hosts == ("api.openai.com", "[::1]:8080")


def test_without_anything_the_defaults_hold(paths: Paths) -> None:
    assert load_config({}, {}, paths) == Config(paths)
    assert Config(paths).save == "commit"
    assert Config(paths).attribution == "assisted-by"


def test_every_setting_is_read_from_the_file(paths: Paths) -> None:
    write(paths, EVERYTHING)
    config = load_config({}, {}, paths)
    assert config.base_url == "http://localhost:11434/v1"
    assert (config.model, config.api_key, config.first_byte_timeout) == (
        "gpt-6",
        "from-the-file",
        120,
    )
    assert config.api_key_command == ("pass", "show", "openai")
    assert (config.save, config.attribution) == ("stage", "none")
    assert config.editor_opens == "change"
    assert not config.map
    assert config.keys == {"review.take": "t"}
    assert config.model_settings("qwen3:8b") == ModelSettings("local", "search_replace", 4000)
    assert config.model_settings("other") == ModelSettings()
    assert set(config.origin.values()) == {str(paths.config_file)}


def test_what_is_said_of_a_model_goes_before_what_is_said_of_its_endpoint(paths: Paths) -> None:
    write(paths, EVERYTHING)
    config = load_config({}, {}, paths)
    here = "http://localhost:11434/v1"
    assert config.model_settings("other", here) == ModelSettings("capable", "whole_file")
    assert config.model_settings("other", f"{here}/") == ModelSettings("capable", "whole_file")
    assert config.model_settings("qwen3:8b", here).format == "search_replace"
    assert config.model_settings("other", "http://elsewhere/v1") == ModelSettings()
    write_more = ModelSettings(budget=900).over(ModelSettings("local", "v4a", 4000))
    assert write_more == ModelSettings("local", "v4a", 900)


def test_a_flag_goes_before_the_environment_and_that_before_the_file(paths: Paths) -> None:
    write(paths, 'model = "file"\nbase_url = "http://file/v1"\napi_key = "file"\n')
    environment = {
        "PAIRTUI_MODEL": "env",
        "OPENAI_BASE_URL": "http://env/v1",
        "OPENAI_API_KEY": " ",
    }
    config = load_config({"model": "flag", "provider": None}, environment, paths)
    assert (config.model, config.base_url, config.api_key) == ("flag", "http://env/v1", "file")
    assert config.origin == {
        "model": "--model",
        "base_url": "OPENAI_BASE_URL",
        "api_key": str(paths.config_file),
    }


def test_our_own_variables_go_before_the_shared_ones(paths: Paths) -> None:
    environment = {
        "PAIRTUI_API_KEY": "ours\n", "OPENAI_API_KEY": "shared",
        "PAIRTUI_BASE_URL": "http://ours/v1", "OPENAI_BASE_URL": "http://shared/v1",
    }  # fmt: skip
    config = load_config({}, environment, paths)
    assert (config.api_key, config.base_url) == ("ours", "http://ours/v1")
    assert config.origin["api_key"] == "PAIRTUI_API_KEY"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("modell = 'x'", ("modell", "known: ", "model")),
        ("model = 3", ("model", "a text")),
        ("model = ''", ("model", "a text")),
        ("base_url = 'localhost:11434'", ("base_url", "http://")),
        ("base_url = 'file:///etc/passwd'", ("base_url", "http://")),
        ("base_url = 'http://host:port/v1'", ("base_url", "http://")),
        ("api_key_command = 'pass show openai'", ("api_key_command", "list")),
        ("api_key_command = []", ("api_key_command", "list")),
        ("first_byte_timeout = true", ("first_byte_timeout", "seconds")),
        ("first_byte_timeout = 0", ("first_byte_timeout", "seconds")),
        ("editor_opens = 'line'", ("editor_opens", "file, change")),
        ("map = 1", ("map", "true or false")),
        ("save = 'push'", ("save", "commit, stage, write")),
        ("attribution = 'signed-off-by'", ("attribution", "assisted-by, co-authored-by, none")),
        ("keys = 'vim'", ("keys", '"git"')),
        ("[keys]\na = 3", ("keys", "table")),
        ("models = 3", ("models", "tables")),
        ("[models.m]\nsize = 'huge'", ("m.size", "tiny, local, capable")),
        ("[models.m]\nformat = 'json'", ("m.format", "search_replace")),
        ("[models.m]\nbudget = 3", ("m.budget", "tokens")),
        ("[models.m]\ncolour = 3", ("m.colour", "known: size, format, budget")),
        ("provider = 'scripted:x.toml'", ("provider", "flag --provider")),
        ("[models.m]\nformat = ''", ("m.format", "fenced, whole_file, v4a, unified_diff")),
        ("endpoints = 3", ("endpoints", "tables")),
        ("endpoints.a = 3", ("endpoints", "tables")),
        ("[endpoints.a]\nsize = 'tiny'", ("endpoints", "a is no address", "a.base_url")),
        ("[endpoints.main]\nbase_url = 'http://h/v1'", ("endpoints", "called otherwise", "main")),
        ("[endpoints.'a b']\nbase_url = 'http://h/v1'", ("endpoints", "called otherwise")),
        ("[endpoints.'file://x']\nsize = 'tiny'", ("endpoints", "file://x is no address")),
        ("[endpoints.a]\nbase_url = 'h'", ("a.base_url", "http://")),
        ("[endpoints.a]\nbase_url = 'http://h/v1'\nkey = 'x'", ("a.key", "known: base_url, model")),
        ("endpoint = 'work'", ("no endpoint 'work'", "known: main")),
        ("prices = 3", ("prices", "tables")),
        ("[prices.m]\ninput = -1", ("m.input", "a number, 0 or more")),
        ("[prices.m]\ninput = nan", ("m.input", "a number, 0 or more")),
        ("[prices.m]\nin = 1", ("m.in", "known: input, output, cached")),
        ("hosts = 'api.openai.com'", ("hosts", "a list of hosts")),
        ('hosts = ["http://localhost:1/v1"]', ("hosts", "a list of hosts")),
        ("currency = ''", ("currency", "a text")),
        ("currency = 'dollars'", ("currency", "at most 4")),
        ("limits = 3", ("limits", "a table")),
        ("[limits]\nturn_cost = 2", ("limits", "needs prices")),
        ("[limits]\nturn_tokens = 3", ("limits.turn_tokens", "500 or more")),
        ("[limits]\nturn = 3", ("limits.turn", "known: turn_tokens, session_tokens, turn_cost")),
        ("[endpoints.'http://h/v1']\nformat = 3", ("http://h/v1.format", "one of search_replace")),
        ("[endpoints.'http://h/v1']\nmodel = 'x'", ("h/v1.model", "known: size, format, budget")),
        ("provider = 'cloud'", ("provider", "openai, embedded")),
        ("not toml", ("cannot be read",)),
    ],
)
def test_what_cannot_be_used_is_named_with_place_and_kind(
    text: str, words: tuple[str, ...], paths: Paths
) -> None:
    write(paths, text)
    with pytest.raises(ConfigError) as caught:
        load_config({}, {}, paths)
    said = str(caught.value)
    assert str(paths.config_file) in said
    assert all(word in said for word in words)


def test_a_bad_variable_is_named(paths: Paths) -> None:
    with pytest.raises(ConfigError, match="OPENAI_BASE_URL"):
        load_config({}, {"OPENAI_BASE_URL": "nonsense"}, paths)


def test_the_git_keys_are_a_word(paths: Paths) -> None:
    write(paths, 'keys = "git"')
    assert load_config({}, {}, paths).keys == "git"


def test_nothing_is_read_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    for name in ("config.toml", ".pairtui.toml", "pairtui.toml"):
        (repository / name).write_text('base_url = "http://evil.example/v1"')
    (repository / ".env").write_text("OPENAI_BASE_URL=http://evil.example/v1\nOPENAI_API_KEY=x")
    monkeypatch.chdir(repository)
    config = load_config()
    assert (config.base_url, config.api_key, config.origin) == ("", "", {})


def test_the_user_s_folders_follow_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "linux":
        assert user_paths().config_file == Path(
            os.environ["XDG_CONFIG_HOME"], "pairtui/config.toml"
        )
        assert user_paths().remembered_file.is_relative_to(os.environ["XDG_STATE_HOME"])


NAMED = """
model = "own"
api_key = "main-key"

[endpoints.work]
base_url = "http://work/v1"
api_key = "work-key"
model = "big"
budget = 9000

[endpoints.home]
base_url = "http://home/v1/"
size = "tiny"

[endpoints."http://home/v1"]
budget = 700
"""


def test_endpoints_have_names(paths: Paths) -> None:
    write(paths, NAMED)
    config = load_config({}, {}, paths)
    assert config.places == ("main", "work", "home")
    assert (config.model, config.endpoint(None)) == ("own", Endpoint("openai", key="main-key"))
    work = load_config({"endpoint": "work"}, {}, paths)
    assert work.model == "big"
    assert work.endpoint(None) == Endpoint("openai", "http://work/v1", "work-key")
    assert work.at("main").endpoint(None) == config.endpoint(None)
    assert "work-key" not in repr(work)
    assert config.model_settings("any", "http://work/v1").budget == 9000
    assert config.model_settings("any", "http://home/v1") == ModelSettings("tiny", None, 700)


def test_a_key_goes_to_its_own_endpoint_only(paths: Paths) -> None:
    write(paths, NAMED)
    home = load_config({"endpoint": "home"}, {"OPENAI_API_KEY": "shared"}, paths)
    assert home.endpoint(None) == Endpoint("openai", "http://home/v1/")
    assert home.model == ""


@pytest.mark.parametrize(
    ("flags", "environment", "named", "model"),
    [
        ({}, {}, "work", "big"),
        ({}, {"PAIRTUI_MODEL": "said"}, "work", "said"),
        ({"endpoint": "home", "model": "flag"}, {}, "home", "flag"),
        ({"base_url": "http://x/v1"}, {}, "", "own"),
        ({"provider": "embedded"}, {}, "", "own"),
        ({}, {"OPENAI_BASE_URL": "http://x/v1"}, "", "own"),
        ({}, {"OPENAI_BASE_URL": "http://x/v1", "PAIRTUI_ENDPOINT": "home"}, "home", ""),
    ],
)
def test_what_was_named_last_is_in_use(
    flags: dict[str, str | None],
    environment: dict[str, str],
    named: str,
    model: str,
    paths: Paths,
) -> None:
    write(paths, f'endpoint = "work"\n{NAMED}')
    config = load_config(flags, environment, paths)
    assert (config.named, config.model) == (named, model)


def test_prices_and_limits_are_the_person_s(paths: Paths) -> None:
    write(
        paths,
        'currency = "€"\n[prices."gpt-5*"]\ninput = 1.25\ncached = 0.125\noutput = 10\n'
        "[limits]\nturn_tokens = 50000\nsession_cost = 2.5\n",
    )
    config = load_config({}, {}, paths)
    assert config.prices == Prices((("gpt-5*", Price(1.25, 10.0, 0.125)),), "€")
    assert config.limits == Limits(turn_tokens=50_000, session_cost=2.5)
    assert Config(paths).limits == Limits()
    assert not Config(paths).limits.any


def test_a_key_never_shows(paths: Paths) -> None:
    assert "sk-secret" not in repr(load_config({}, {"OPENAI_API_KEY": "sk-secret"}, paths))


MODEL = Path("/models/m.gguf")


@pytest.mark.parametrize(
    ("flags", "environment", "embedded", "endpoint"),
    [
        ({}, {"OPENAI_API_KEY": "k"}, MODEL, Endpoint("openai", key="k")),
        ({}, {"OPENAI_BASE_URL": "http://h/v1"}, MODEL, Endpoint("openai", "http://h/v1")),
        ({}, {}, MODEL, Endpoint("embedded", file=str(MODEL))),
        ({}, {}, None, NoEndpoint()),
        ({"provider": "embedded"}, {"OPENAI_API_KEY": "k"}, MODEL,
         Endpoint("embedded", file=str(MODEL))),
        ({"provider": "openai"}, {}, MODEL, Endpoint("openai")),
        ({"provider": "scripted:a.toml"}, {"OPENAI_API_KEY": "k"}, None,
         Endpoint("scripted", file="a.toml")),
    ],
)  # fmt: skip
def test_where_requests_go(
    flags: dict[str, str | None],
    environment: dict[str, str],
    embedded: Path | None,
    endpoint: Endpoint | NoEndpoint,
    paths: Paths,
) -> None:
    assert load_config(flags, environment, paths).endpoint(embedded) == endpoint


def test_an_embedded_model_that_was_asked_for_and_is_not_there_is_said(paths: Paths) -> None:
    found = load_config({"provider": "embedded"}, {}, paths).endpoint(None)
    assert isinstance(found, NoEndpoint)
    assert "pairtui model add" in found.says


def test_the_key_can_come_from_a_program_that_is_not_run_in_the_repository(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "import os; print('key-in', os.getcwd()); print('a second line')"
    write(paths, f'api_key_command = ["{sys.executable}", "-c", "{code}"]')
    found = load_config({}, {}, paths).endpoint(None)
    assert isinstance(found, Endpoint)
    assert found.key == f"key-in {Path.home()}"


@pytest.mark.parametrize(
    "command",
    [
        ["/nonexistent/program"],
        [sys.executable, "-c", "raise SystemExit(3)"],
        [sys.executable, "-c", ""],
    ],
)
def test_a_program_that_gives_no_key_is_said(command: list[str], paths: Paths) -> None:
    config = Config(paths, api_key_command=tuple(command))
    with pytest.raises(ConfigError, match="api_key_command"):
        config.endpoint(None)
