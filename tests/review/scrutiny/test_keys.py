from __future__ import annotations

import random
import zlib

import pytest

from pairtui.review.scrutiny.keys import DIGITS
from tests.review.scrutiny.looked import seen

LOT = random.Random(7)


def drawn(size: int, of: str = DIGITS) -> str:
    return "".join(LOT.choices(of, k=size))


def summed(prefix: str) -> str:
    body = drawn(30)
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, rest = divmod(number, 62)
        digits = DIGITS[rest] + digits
    return prefix + body + digits.rjust(6, "0")


BIG = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# Made here, so that no scanner takes this file for one that holds keys.
SEEN = {
    "a GitHub token": summed("ghp_"),
    "an npm token": summed("npm_"),
    "an AWS access key": "AKIA" + drawn(16, BIG),
    "an OpenAI key": "sk-" + drawn(20) + "T3Blbk" + "FJ" + drawn(20),
    "an Anthropic key": "sk-ant-" + "api03-" + drawn(90),
    "a GitLab token": "glpat-" + drawn(20),
    "a Slack token": "xoxb-" + drawn(12, "0123456789") + "-" + drawn(24),
    "a Google key": "AIza" + drawn(35),
    "a Stripe key": "sk_live_" + drawn(24),
    "a PyPI token": "pypi-AgE" + drawn(80),
    "a Hugging Face token": "hf_" + drawn(34, DIGITS[10:]),
    "a private key": "-----BEGIN RSA PRIVATE" + " KEY-----\n" + drawn(64) + "\n",
    "a Telegram token": "123456789:AA" + drawn(33),
}
NOT_SEEN = {
    "a wrong sum": summed("ghp_")[:-1] + "!",
    "another sum": "ghp_" + "a1B2" * 9,
    "the manual's": "AKIAIOSFODNN7EXAMPLE",
    "crosses": "AKIAXXXXXXXXXXXXXXXX",
    "a test key": "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "the manual's token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
    "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    "only the head": "-----BEGIN PRIVATE KEY-----",
    "a hash": 'sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
    "a number": 'token_id = "123e4567-e89b-12d3-a456-426614174000"',
    "from outside": 'password = os.environ["DATABASE_PASSWORD_PRODUCTION"]',
    "a variable": 'api_key = "${OPENAI_API_KEY_1234567890}"',
    "yours": 'api_key = "your-api-key-goes-here-0123"',
    "words": 'secret_name = "production-database-credentials-2"',
    "a path": 'token_file = "/var/run/secrets/k8s.io/token2/abcd1"',
    "a url": 'token_url = "https://auth.a1b2c3.com/oauth2/v1/tok3n"',
    "a sentence": "The token of the session is kept in the store.",
}


@pytest.mark.parametrize(("what", "value"), SEEN.items(), ids=SEEN.keys())
def test_a_key_is_named_and_never_shown(what: str, value: str) -> None:
    (sign,) = seen("x\n", f'x\nkey = "{value}"\n')
    assert sign.says == f"something that looks like {what} at line 2"
    assert sign.care
    assert value.encode().strip() in f'key = "{value}"'.encode()[sign.start - 6 : sign.end + 200]
    assert seen(f"k = '{value}'\n", f"key = '{value}'\n") == (), "it was there before"


@pytest.mark.parametrize("line", NOT_SEEN.values(), ids=NOT_SEEN.keys())
def test_what_only_looks_so_is_not(line: str) -> None:
    assert seen("x\n", f"{line}\n") == ()


def test_a_value_drawn_by_lot_beside_a_telling_name() -> None:
    value = "q7Rk2mZx9LpWv4TcN8sYb3Hd"
    for path, line in (
        ("src/a.py", f'API_KEY = "{value}"'),
        ("a.json", f'"client_secret": "{value}"'),
        (".env.local", f"DB_PASSWORD={value}"),
        ("a.yml", f"  password: {value}"),
    ):
        (sign,) = seen("x\n", f"x\n{line}\n", path)
        assert sign.says == "something that looks like a key at line 2"
    assert seen("x\n", f'API_KEY = "{value}"\n', "tests/test_a.py") == ()
    assert "key" not in {sign.name for sign in seen("x\n", f"token = {value}\n", "yarn.lock")}
    assert seen("x\n", f"password = {value}\n", "src/a.py") == (), "a name of the program"
