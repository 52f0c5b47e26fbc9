"""Which files and hosts are told by name, and what a repository may ask for."""

from __future__ import annotations

import pytest

from pairtui.policy.hosts import may_go, without_port
from pairtui.policy.names import holds_credentials, told_by_name
from pairtui.policy.repository import Rules, read_rules


@pytest.mark.parametrize(
    "path",
    [".env", "a/.env.local", ".envrc", ".ENV", "deploy/server.pem", "id_rsa", "keys/id_ed25519",
     "id_ed25519_sk", "id_rsa.old", "x.key", "x.P12", "x.pfx", "vault.kdbx", ".netrc", ".pgpass"],
)  # fmt: skip
def test_files_that_are_kept_for_their_name(path: str) -> None:
    assert told_by_name(path)


@pytest.mark.parametrize(
    "path",
    [".env.example", ".env.sample", ".env.template", "env", "environment.py", ".environment",
     "id_rsa.pub", "keys.py", "key", "monkey.md", "a.pem/readme.md", ".npmrc", "pem.txt"],
)  # fmt: skip
def test_files_that_are_not(path: str) -> None:
    assert not told_by_name(path)


def test_some_files_stay_out_once_they_hold_credentials() -> None:
    assert holds_credentials("a/.npmrc")
    assert holds_credentials(".pypirc")
    assert not holds_credentials("npmrc")


@pytest.mark.parametrize(
    ("host", "allowed", "goes"),
    [
        ("api.openai.com", ("api.openai.com",), True),
        ("api.openai.com", ("API.OpenAI.com",), True),
        ("api.openai.com:8443", ("api.openai.com",), True),
        ("api.openai.com", ("api.openai.com:8443",), False),
        ("localhost:11434", ("localhost:11434",), True),
        ("localhost:11435", ("localhost:11434",), False),
        ("evil-api.openai.com", ("api.openai.com",), False),
        ("api.openai.com.evil.net", ("api.openai.com",), False),
        ("openai.com", ("api.openai.com",), False),
        ("[::1]:8080", ("[::1]",), True),
        ("[::1]:8080", ("[::1]:8080",), True),
        ("[::2]:8080", ("[::1]",), False),
        ("localhost", (), False),
    ],
)
def test_hosts(host: str, allowed: tuple[str, ...], goes: bool) -> None:
    assert may_go(host, allowed) == goes


def test_a_host_without_its_port() -> None:
    hosts = ("localhost:1", "127.0.0.1:8080", "[::1]:80", "::1", "a.localhost.")
    bare = ["localhost", "127.0.0.1", "::1", "::1", "a.localhost"]
    assert list(map(without_port, hosts)) == bare


def test_rules_of_a_repository() -> None:
    data = b'hosts = ["api.openai.com"]\nignore = ["secret/", "!x"]\n'
    assert read_rules(data) == Rules(("api.openai.com",), ("secret/", "!x"))
    assert read_rules(b"") == Rules()
    assert read_rules(b"hosts = []") == Rules(hosts=())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'base_url = "http://evil.example"', "may not set base_url"),
        (b'api_key_command = ["sh", "-c", "id"]', "may not set api_key_command"),
        (b'[endpoints.evil]\nbase_url = "http://evil.example"', "may not set endpoints"),
        (b'provider = "openai"', "may not set provider"),
        (b"withhold = false", "'withhold'"),
        (b"hosts = 'any'", "hosts must be"),
        (b'hosts = ["https://api.openai.com/v1"]', "hosts must be"),
        (b'hosts = ["*"]', "hosts must be"),
        (b"hosts = [1]", "hosts must be"),
        (b'ignore = "secret"', "ignore must be"),
        (b'ignore = ["a\\nb"]', "ignore must be"),
        (b"x" * 70_000, "larger"),
        (b"\xff\xfe", "cannot be read"),
        (b"a = " + b"[" * 30_000, "cannot be read"),
        (b"hosts = [", "cannot be read"),
    ],
)
def test_rules_that_cannot_be_used_are_said(data: bytes, says: str) -> None:
    broken = read_rules(data).broken
    assert says in broken
    assert len(broken) < 200
    assert "\n" not in broken
