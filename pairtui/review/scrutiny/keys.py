"""Keys: what looks like a secret key; by known formats with their checks, then by its disorder.

GitHub's and npm's tokens end in a CRC-32 of the rest in base 62 (GitHub, "Behind GitHub's new
authentication token formats", 2021). The value itself is never said.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pairtui.review.scrutiny.origin import is_lock
from pairtui.review.scrutiny.sign import Looked, Sign, lines_with
from pairtui.review.scrutiny.testing import is_test

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
DISORDER = 3.0
"""Bits a character has at least in what was drawn by lot and has a known format."""
GUESSED = 3.6
"""The same for what only stands beside a telling name."""


def _any(value: bytes) -> bool:
    return disorder(value) >= DISORDER


def _summed(value: bytes) -> bool:
    """Tell whether the last six characters are the check sum of those before."""
    body, said = value.rpartition(b"_")[2][:-6], value[-6:].decode("ascii", "replace")
    number, digits = zlib.crc32(body), ""
    while number:
        number, rest = divmod(number, 62)
        digits = DIGITS[rest] + digits
    return digits.rjust(6, "0") == said


def _aws(value: bytes) -> bool:
    return b"EXAMPLE" not in value and disorder(value[4:]) >= DISORDER


def _web_token(value: bytes) -> bool:
    """Tell whether the first two parts are JSON, as RFC 7519 has them, and not the manual's own."""
    try:
        head, claims = (
            json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
            for part in value.split(b".")[:2]
        )
    except (ValueError, binascii.Error, RecursionError):
        return False
    return isinstance(head, dict) and "alg" in head and '"1234567890"' not in json.dumps(claims)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of key: a string it always has, its form, and what else must be so."""

    what: str
    holds: bytes
    form: re.Pattern[bytes]
    check: Callable[[bytes], bool] = _any


def _form(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![A-Za-z0-9_])" + pattern + rb"(?![A-Za-z0-9_])")


FORMATS = (
    *(
        Format("a GitHub token", one, _form(one + rb"[A-Za-z0-9]{36}"), _summed)
        for one in (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_")
    ),
    Format("a GitHub token", b"github_pat_", _form(rb"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}")),
    Format("an npm token", b"npm_", _form(rb"npm_[A-Za-z0-9]{36}"), _summed),
    Format("an AWS access key", b"AKIA", _form(rb"AKIA[A-Z2-7]{16}"), _aws),
    Format("an AWS access key", b"ASIA", _form(rb"ASIA[A-Z2-7]{16}"), _aws),
    Format("an OpenAI key", b"T3BlbkFJ", _form(rb"sk-[\w-]{0,120}?T3BlbkFJ[\w-]{10,120}")),
    Format("an Anthropic key", b"sk-ant-", _form(rb"sk-ant-[a-z]{2,8}\d\d-[\w-]{60,120}")),
    Format("a GitLab token", b"glpat-", _form(rb"glpat-[\w-]{20,60}")),
    Format("a Slack token", b"xox", _form(rb"xox[abeoprs]-\d[\w-]{20,250}")),
    Format("a Slack hook", b"hooks.slack.com/services/T",
           re.compile(rb"hooks\.slack\.com/services/T\w{8,12}/B\w{8,12}/\w{24}")),
    Format("a Google key", b"AIza", _form(rb"AIza[\w-]{35}")),
    Format("a Google token", b"ya29.", _form(rb"ya29\.[\w-]{40,250}")),
    Format("a Stripe key", b"_live_", _form(rb"[sr]k_live_[A-Za-z0-9]{24,120}")),
    Format("a SendGrid key", b"SG.", _form(rb"SG\.[\w-]{22}\.[\w-]{43}")),
    Format("a PyPI token", b"pypi-AgE", _form(rb"pypi-AgE[\w-]{60,250}")),
    Format("a Hugging Face token", b"hf_", _form(rb"hf_[A-Za-z]{34}")),
    Format("a DigitalOcean token", b"_v1_", _form(rb"do[opr]_v1_[a-f0-9]{64}")),
    Format("a Shopify token", b"shp", _form(rb"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}")),
    Format("a Telegram token", b":AA", _form(rb"\d{8,10}:AA[\w-]{33}")),
    Format("an age key", b"AGE-SECRET-KEY-1", _form(rb"AGE-SECRET-KEY-1[0-9A-Z]{58}")),
    Format("a web token", b".eyJ", _form(rb"eyJ[\w-]{10,400}\.eyJ[\w-]{10,4000}\.[\w-]{20,800}"),
           _web_token),
    Format("a private key", b"PRIVATE KEY",
           re.compile(rb"-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
                      rb"(?:\\n|[\s\"'+,]){1,60}(?:[A-Za-z-]{3,12}: [^\n]{1,80}\s{1,4}){0,4}"
                      rb"[A-Za-z0-9+/=]{40,100}")),
)  # fmt: skip
TELLING = (b"secret", b"token", b"passw", b"api_key", b"apikey", b"api-key", b"access_key",
           b"accesskey", b"private_key", b"credential", b"auth_key", b"authkey")  # fmt: skip
ASSIGNED = re.compile(
    rb"(?:secret|token|passwd|password|api[_-]?key|access[_-]?key|private[_-]?key|credentials?"
    rb"|auth[_-]?key)[\w-]{0,20}[\"']?[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}"
    rb"(?:[\"']([^\"'\s]{16,200})[\"']|([A-Za-z0-9+/_=.~-]{20,200})[ \t]{0,8}$)",
    re.IGNORECASE | re.MULTILINE,
)
SETTINGS = (".env", ".ini", ".cfg", ".conf", ".yml", ".yaml", ".properties", ".toml")
PLACEHOLDER = re.compile(
    rb"example|sample|dummy|placeholder|change[_-]?me|your|fake|redact|todo|insert|replace|mock"
    rb"|secret|passw|token|x{4,}|\*{3,}|0{5,}|12345|abcde|qwerty|[<>{}$%()\[\]\\]|://|^[./]|\.\w+\.\w+\.",
    re.IGNORECASE,
)
UUID = re.compile(rb"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


def keys(at: Looked) -> Iterator[Sign]:
    """Yield a sign for each kind of key that comes in with a change."""
    new = at.hunk.new
    known = False
    for one in FORMATS:
        if one.holds not in new:
            continue
        for found in one.form.finditer(new):
            value = found.group()
            if one.check(value) and value not in at.hunk.old:
                known = True
                says = f"something that looks like {one.what} at line {at.line(found.start())}"
                yield at.sign("key", says, found.span())
                break
    if not known:
        yield from _guessed(at)


def _guessed(at: Looked) -> Iterator[Sign]:
    """Yield a sign for a value without order beside a name that tells of a secret."""
    new = at.hunk.new
    lines = lines_with(new.lower(), TELLING)
    if not lines or is_lock(at.path) or is_test(at.path):
        return
    name = at.path.rpartition("/")[2].casefold()
    bare = name.startswith(".env") or name.endswith(SETTINGS)
    for found in (one for low, high in lines for one in ASSIGNED.finditer(new, low, high)):
        value = found.group(1) or (found.group(2) if bare else b"") or b""
        if _drawn(value) and value not in at.hunk.old:
            says = f"something that looks like a key at line {at.line(found.start())}"
            yield at.sign("key", says, found.span())
            return


def _drawn(value: bytes) -> bool:
    """Tell whether a value looks as if it was drawn by lot."""
    digits = sum(48 <= byte < 58 for byte in value)
    letters = sum(chr(byte).isalpha() for byte in value)
    if digits < 2 or letters < 4 or UUID.match(value) or PLACEHOLDER.search(value):
        return False
    hexadecimal = all(byte in b"0123456789abcdefABCDEF" for byte in value)
    return disorder(value) >= (DISORDER if hexadecimal and len(value) >= 32 else GUESSED)


def disorder(value: bytes) -> float:
    """Return Shannon's entropy of some bytes, in bits a byte."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values()) if size else 0.0
