"""Secrets: where in a text something stands that looks like a key, a token or a password.

What has a form of its own is known by that; `review/scrutiny/keys.py` has the most of these, and
here their check sums do not count: what only looks like a key is withheld too. Anything else is
found by the name it stands beside and by its disorder, never by disorder alone: that takes prose
for keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pairtui.review.scrutiny.keys import FORMATS, UUID, disorder


@dataclass(frozen=True, slots=True)
class Secret:
    """Characters `start` to `end` of a text, within one line; `whole` is what they are a part of.

    `kind` is in words joined by hyphens, such as "github-token". `whole` is the secret itself but
    for one that goes over several lines.
    """

    start: int
    end: int
    kind: str
    whole: str


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of secret: strings of which it has one, and its form, or group 1 of it."""

    kind: str
    holds: tuple[str, ...]
    form: re.Pattern[str]


def _form(kind: str, holds: Iterable[str], pattern: str, flags: int = 0) -> Form:
    return Form(kind, tuple(holds), re.compile(pattern, flags | re.ASCII))


_ALONE = r"(?<![A-Za-z0-9_])"
FORMS: tuple[Form, ...] = (
    *(
        _form(
            one.what.partition(" ")[2].lower().replace(" ", "-"),
            (one.holds.decode(),),
            one.form.pattern.decode(),
        )
        for one in FORMATS
        if one.what != "a private key"
    ),
    _form("github-token", ("gh",), _ALONE + r"gh[pousr]_[A-Za-z0-9]{30,255}"),
    _form("gitlab-token", ("gl",), _ALONE + r"gl(?:pat|rt|dt|ptt|cbt|soat|ft)-[\w-]{20,}"),
    _form("slack-token", ("xapp-", "xox"), _ALONE + r"x(?:app|ox[a-z])-[A-Za-z0-9-]{20,}"),
    _form("openai-key", ("sk-",), _ALONE + r"sk-(?:proj|svcacct|admin|None)-[\w-]{20,}"),
    _form("openai-key", ("sk-",), _ALONE + r"sk-(?=[A-Za-z]*\d)[A-Za-z0-9]{32,}"),
    _form("anthropic-key", ("sk-ant-",), _ALONE + r"sk-ant-[\w-]{20,}"),
    _form("hugging-face-token", ("hf_",), _ALONE + r"hf_[A-Za-z0-9]{30,}"),
    _form("stripe-key", ("k_live_", "k_test_"), _ALONE + r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    _form("stripe-key", ("whsec_",), _ALONE + r"whsec_[A-Za-z0-9+/=]{24,}"),
    _form("aws-access-key", ("AKIA", "ASIA"), _ALONE + r"A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9_])"),
    _form("aws-secret-key", ("ecret", "ECRET"),
          r"aws_?secret_?(?:access_?)?key[\"']?\s{0,4}[:=]{1,2}>?\s{0,4}[\"']?([A-Za-z0-9/+=]{40})"
          r"(?![A-Za-z0-9/+=])", re.IGNORECASE),
    _form("azure-key", ("AccountKey=", "AccessKey="),
          r"Acc(?:ount|ess)Key=([A-Za-z0-9+/]{43,}={1,2})"),
    _form("azure-signature", ("sig=",), r"[?&]sig=([A-Za-z0-9%+/]{40,}(?:%3D|=))"),
    _form("azure-secret", ("8Q~",), _ALONE + r"[A-Za-z0-9_~.]{3}8Q~[\w~.-]{34}"),
    # A private key in base 64, as in the settings of Kubernetes, by its head. After "RSA", "EC" and
    # "DSA" that may be of a public one.
    _form("private-key", ("LS0tLS1CRUdJTi",),
          r"LS0tLS1CRUdJTi(?:BQUklWQVRF|BSU0Eg|BFQyBQ|BPUEVOU1NI|BFTkNSWVBU|BEU0Eg|BQR1AgUF)"
          r"[A-Za-z0-9+/]{20,}={0,2}"),
    _form("password", ("assword=", "ASSWORD=", "wd=", "WD="),
          r"[;\"']\s?(?:password|pwd)=([^;\"'\s{}<>$%()\[\]]{4,200})(?=[;\"'])", re.IGNORECASE),
    _form("google-secret", ("GOCSPX-",), _ALONE + r"GOCSPX-[\w-]{20,}"),
    _form("vault-token", ("hvs.", "hvb."), _ALONE + r"hv[sb]\.[\w-]{24,}"),
    # What stands before it without a gap is taken along: to look for it inside takes too long.
    _form("web-token", (".eyJ",), r"(?<![\w-])[\w-]{13,}+\.eyJ[\w-]{10,}+\.[\w-]{10,}"),
    _form("login", ("asic ", "earer "),
          r"\b(?:[Bb]asic|[Bb]earer) ((?=[A-Za-z+/._~-]*\d)[A-Za-z0-9+/._~-]{24,}={0,2})"),
    _form("login", ('"auth"',), r'"auth"\s{0,4}:\s{0,4}"([A-Za-z0-9+/]{12,}={0,2})"'),
)  # fmt: skip
IN_ADDRESS = re.compile(
    r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/:@\"'<>]{0,80}:([^\s/@\"'<>]{3,200})@"
)
BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
MATERIAL = re.compile(
    r"[ \t\r>#*/|\"'+-]*+(?:(?:[A-Za-z0-9+/=]|\\[nr])*+|[A-Za-z-]{3,20}: .{1,100})"
    r"[ \t\r\"'+,;)\\]*+"
)
"""A line of a private key as RFC 7468 and RFC 1421 have it, maybe quoted in some code.

What one part may take no other one gets: a line of nothing but `+` would be tried in every way.
"""
LONGEST_KEY, SHORTEST_KEY = 24_000, 24
NAMED = re.compile(
    r"(?P<name>secret|token|passwd|passphrase|password|(?<![a-z])pass|(?-i:(?<=[a-z])Pass)|pwd"
    r"|api[_-]?key|access[_-]?key"
    r"|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|auth[_-]?key)"
    r"(?:(?-i:[A-Z])\w{0,20}|[_-][\w-]{0,20}|\d{0,3})[\"']?\]?[ \t]{0,8}"
    r"(?::=|=>|[:=]|is:? )[ \t]{0,8}(?:[bru](?=[\"'`]))?"
    r"(?:\"([^\"\s]{8,200})\"|'([^'\s]{8,200})'|`([^`\s]{8,200})`"
    r"|(?P<bare>[^\s\"'`,;{}()\[\]<>]{8,200})(?=[ \t]|[;,]|$))",
    re.IGNORECASE | re.MULTILINE | re.ASCII,
)
SHELL = re.compile(r"\s*(?:export |set |- )?[A-Z0-9_]*", re.ASCII)
"""What a line of a shell begins with that sets a variable."""
TELLING = ("secret", "token", "pass", "pwd", "key", "credential")
CONFIGURATION = (
    ".env", ".ini", ".cfg", ".conf", ".config", ".yml", ".yaml", ".properties", ".toml", ".json",
    ".tfvars", ".tf", ".npmrc", ".pypirc", ".netrc", ".example", ".sample", ".template",
)  # fmt: skip
PLACEHOLDER = re.compile(
    r"example|sample|dummy|placeholder|change.?me|your|fake|redact|todo|insert|replace|mock"
    r"|x{4,}|\*{3,}|\.{3}|0{5,}|12345678|abcdefgh|qwerty|[<>{}$%()\[\]\\]|://|^[./]|^env\b|^(?:urn|arn):",
    re.IGNORECASE,
)
MARKED = re.compile(r"[@&*!|-]")
"""What a value without quotes begins with that stands for something else."""
CALLED = re.compile(
    r"(?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*|[A-Za-z_]+|[a-z]+(?:[-_][a-z]+)*\d?|_?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
)
"""What is a name in some code, or words, and no value."""
ODD, CASES = re.compile(r"[!#^&*~+=?,:;|]"), re.compile(r"[a-z].*[A-Z]|[A-Z].*[a-z]")
DISORDER, BARE_DISORDER = 3.0, 3.6
"""Bits a character has at least, in quotes or a configuration, and anywhere else."""


def find_secrets(text: str, path: str = "") -> tuple[Secret, ...]:
    """Return what looks like a secret in a text, in order, never across a line or each other.

    `path` is of the file it is, as far as it is one: in a configuration a value needs no quotes.
    """
    found = [*_blocks(text), *_formed(text), *_in_addresses(text), *_named(text, path)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Secret] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _blocks(text: str) -> Iterator[Secret]:
    """Yield the lines of each private key, also of one that is cut."""
    for begin in BEGIN.finditer(text) if "PRIVATE KEY" in text else ():
        lines = tuple(_material(text, begin.end()))
        whole = "\n".join(bare for _, bare in lines)
        if len(whole) >= SHORTEST_KEY:
            for start, bare in lines:
                yield Secret(start, start + len(bare), "private-key", whole)


def _material(text: str, at: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a private key that begins there, each with its place."""
    stop = min(len(text), at + LONGEST_KEY)
    while at < stop:
        end = text.find("\n", at, stop)
        end = stop if end < 0 else end
        last = text.find("-----END ", at, end)
        line = text[at : end if last < 0 else last]
        if not MATERIAL.fullmatch(line):
            return
        if bare := line.strip(" \t\r\"'"):
            yield at + line.index(bare), bare
        at = end + 1 if last < 0 else stop


def _formed(text: str) -> Iterator[Secret]:
    for one in FORMS:
        if any(part in text for part in one.holds):
            for found in one.form.finditer(text):
                group = 1 if one.form.groups else 0
                yield Secret(*found.span(group), one.kind, found.group(group))


def _in_addresses(text: str) -> Iterator[Secret]:
    if "://" not in text:
        return
    for found in IN_ADDRESS.finditer(text):
        value = found.group(1)
        if not PLACEHOLDER.search(value) and value.casefold() not in WORDS:
            yield Secret(*found.span(1), "url-password", value)


WORDS = frozenset(
    {
        "password",
        "passwd",
        "pass",
        "pwd",
        "secret",
        "token",
        "user",
        "x-oauth-basic",
        "postgres",
        "mysql",
        "redis",
        "root",
        "admin",
        "guest",
        "test",
    }
)
"""What stands in an address in the place of a password."""


def _named(text: str, path: str) -> Iterator[Secret]:
    """Yield values beside a name that tells of a secret."""
    plain = path.casefold().endswith(CONFIGURATION) or ".env" in path.rpartition("/")[2]
    for low, high in _telling(text):
        for found in NAMED.finditer(text, low, high):
            group = found.lastindex or 0
            bare = found.group("bare") is not None
            name = found.group("name")
            shell = bare and name.isupper() and SHELL.fullmatch(text, low, found.start("name"))
            password = name.lower().startswith(("pass", "pwd"))
            value = found.group(group)
            if bare and MARKED.match(value):
                continue
            if _meant(value, password=password, bare=bare and not (plain or shell)):
                yield Secret(*found.span(group), _kind(found), value)


def _telling(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that hold a telling name, as spans."""
    lower = text.replace("İ", "I").lower()  # the one letter that becomes two
    starts: set[int] = set()
    for word in TELLING:
        at = lower.find(word)
        while at >= 0:
            starts.add(lower.rfind("\n", 0, at) + 1)
            end = lower.find("\n", at)
            at = lower.find(word, end) if end >= 0 else -1
    for start in sorted(starts):
        end = text.find("\n", start)
        yield start, len(text) if end < 0 else end


def _kind(found: re.Match[str]) -> str:
    name = found.group("name").lower().replace("_", "-")
    if name.startswith(("pass", "pwd")):
        return "password"
    return "token" if name == "token" else "secret"


def _meant(value: str, *, password: bool, bare: bool) -> bool:
    """Tell whether a value beside a telling name is a secret, and no name, word or example."""
    if PLACEHOLDER.search(value) or CALLED.fullmatch(value) or UUID.match(value.encode()):
        return False
    digits = sum(sign.isdigit() for sign in value)
    letters = sum(sign.isalpha() for sign in value)
    if not letters or (digits < 2 and not password):
        return False
    if password and not bare:
        return bool(digits) or bool(ODD.search(value) and CASES.search(value))
    least = 20 if bare else 16
    return len(value) >= least and disorder(value.encode()) >= (BARE_DISORDER if bare else DISORDER)
