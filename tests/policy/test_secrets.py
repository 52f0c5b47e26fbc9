"""What is taken for a secret, and what is not."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.policy.secrets import find_secrets
from tests.policy.made import TOKENS, drawn, key_block


def values(text: str, path: str = "") -> list[str]:
    return [text[one.start : one.end] for one in find_secrets(text, path)]


@pytest.mark.parametrize("name", TOKENS)
def test_tokens_are_known_by_their_form(name: str) -> None:
    token = TOKENS[name]
    for text in (f"x = '{token}'\n", f"use {token}, please", f"{token}", f"a\n  - {token}\nb"):
        (found,) = find_secrets(text)
        assert text[found.start : found.end] == token
        assert found.kind == name.partition(",")[0]


@pytest.mark.parametrize(
    ("before", "value", "after", "path"),
    [
        ("aws_secret_access_key = ", drawn(40), "\n", ""),
        ("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=", drawn(86) + "==", ";E=x", ""),
        ("postgres://joe:", "s3cr3tpw!", "@db.internal/shop", "settings.py"),
        ("url = 'redis://:", drawn(20), "@cache:6379/0'", ""),
        ("Authorization: Bearer ", drawn(40), "", "notes.md"),
        ('{"auths": {"https://index.docker.io/v1/": {"auth": "', drawn(30), '"}}}', "config.json"),
        ("//registry.npmjs.org/:_authToken=", drawn(36), "\n", ".npmrc"),
        ("password = '", "Tr0ub4dor&3", "'", "settings.py"),
        ("password = '", "!Tr0ub4dor", "'", "settings.py"),
        ("auth: {user: 'joe', pass: '", "Tr0ub4dor&3", "'}", "mail.js"),
        ("SMTP_PASS=", "correct9horse", "\n", ".env.local"),
        ("smtpPass: ", "correct9horse", "\n", "values.yaml"),
        ('db = "Server=a;User=b;Password=', "Tr0ub4", ';"', "a.cs"),
        ("DB_PASSWORD=", "correct9horse", "\n", ".env.local"),
        ("DB_PASSWORD=", "correct9horse", "\n", "deploy.sh"),
        ("export API_KEY=", drawn(24), "\n", "deploy.sh"),
        ("  password: ", "correct9horse", "\n", "values.yaml"),
        ("spring.datasource.password=", "correct9horse", "\n", "application.properties"),
        ('api_key: "', drawn(24), '"', "client.ts"),
        ('"clientSecret": "', drawn(32), '",', "app.json"),
        ("my password is: ", "hunter2hunter2", " and so on", ".env"),
        ("the password is ", "hunter2hunter2", ", and so on", ".env"),
        ("client_secret = '", drawn(32), "'", ""),
    ],
)
def test_values_beside_a_telling_name(before: str, value: str, after: str, path: str) -> None:
    assert values(f"a\n{before}{value}{after}", path) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "password = 'password'",
        "password: str = ''",
        "compass: north123456\nbypass: !Rule12345\n",
        'f"Server=a;Password={password};"',
        "password = os.environ['DATABASE_PASSWORD_PRODUCTION1']",
        "api_key = '${OPENAI_API_KEY_1234567890}'",
        "api_key = 'your-api-key-goes-here-0123'",
        "token = generate_token_v2(user_id_12345678)",
        "secret_name = 'production-database-credentials-2'",
        "max_tokens: 4096",
        "tokenizer: meta-llama/Llama-3.1-8B-Instruct",
        "password = getpass.getpass('Password: ')",
        "token_url = 'https://auth.example.com/oauth2/token'",
        "Please enter your password: it must have 8 characters.",
        "-----BEGIN PRIVATE KEY----- is how a private key begins, and then 64 characters a line.",
        "postgres://user:password@localhost/db",
        "https://user:${TOKEN}@github.com/a/b",
        "sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'",
        "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
        "The quick brown fox jumps over the lazy dog.",
        "session_token_id = '123e4567-e89b-12d3-a456-426614174000'",
        "eyJust words.eyJump.over",
        "sk-learn is a name people write for scikit-learn",
        "class ApiKeyAuthenticationBackendForAdministrators2:",
    ],
)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert values(text) == []
    assert values(text, "config.yaml") == []


@pytest.mark.parametrize(
    "head", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ", "DSA ", "PGP ", "PUBLIC ", "CERT"]
)
def test_a_private_key_in_base_64_is_one(head: str) -> None:
    lines = "\n".join(key_block(head))
    if head in ("PUBLIC ", "CERT"):
        lines = lines.replace("PRIVATE ", "")
    coded = base64.b64encode(lines.encode()).decode()
    private = [coded] if "PRIVATE" in lines else []
    assert values(f"users:\n- user:\n    client-key-data: {coded}\n", "config") == private


def test_each_line_of_a_private_key_is_one() -> None:
    head, *body, foot = key_block()
    text = "\n".join(["x", head, *body, foot, "y"])
    assert values(text) == body
    assert {one.whole for one in find_secrets(text)} == {"\n".join(body)}
    quoted = "\n".join(f'    "{line}\\n"' for line in (head, *body, foot))
    assert all(any(line in value for value in values(quoted)) for line in body)
    assert values("\n".join([head, *body])) == body, "one that is cut off"
    dos = "\r\n".join([head, *body, foot])
    assert values(dos) == body


def test_a_private_key_in_one_line_of_json() -> None:
    head, *body, foot = key_block("")
    text = '{"private_key": "' + "\\n".join([head, *body, foot]) + '\\n", "n": 1}'
    (value,) = values(text, "account.json")
    assert all(line in value for line in body)
    assert head not in value


@given(st.text(alphabet="abc =:'\"-@/.\n1XpasswordtokenBEGINPRIVATE KEY<>", max_size=400))
@settings(max_examples=150)
def test_what_is_found_is_in_order_apart_and_within_a_line(text: str) -> None:
    end = 0
    for one in find_secrets(text, "x.env"):
        assert end <= one.start < one.end
        assert "\n" not in text[one.start : one.end]
        end = one.end


def test_hostile_texts_take_no_longer() -> None:
    hostile = [
        "-----BEGIN RSA PRIVATE KEY-----\n" * 3_000,
        "password" * 20_000,
        "password = '" + "a" * 200_000,
        "://a:" * 40_000,
        "sk-" * 60_000,
        "eyJ" + "a" * 100_000 + ".eyJ" * 1_000,
        "token" + " " * 200_000,
    ]
    for text in hostile:
        began = time.process_time()
        find_secrets(text, "x.env")
        assert time.process_time() - began < 2, text[:20]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE " + "KEY-----" + "+" * 23_000 + "!\n",
        "-----BEGIN PRIVATE " + "KEY-----" + "/" * 23_000 + "!\n",
        ("-----BEGIN PRIVATE " + "KEY-----\n") * 3_000,
        "eyJ-" * 100_000,
        "token=" * 30_000,
        "http://a:" * 30_000,
    ],
)
def test_a_hostile_text_is_read_through_in_no_time(text: str) -> None:
    """Where an expression is tried in every way this takes minutes, or longer than anyone lives."""
    assert find_secrets(text, "a.yml") == ()
