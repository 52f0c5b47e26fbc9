"""The veil: each secret has a name by which it goes to a model, and comes back.

A secret's name holds for as long as the program runs. Nothing of it is kept anywhere: what an
earlier run withheld has no value any more, and its names are not given again.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pairtui.policy.secrets import Secret, find_secrets

SIGN = re.compile(r"<withheld:([a-z0-9-]{1,60}(?:\.\d{1,4})?)>")
"""How a secret is named in the text that is sent."""
LIKE_SIGN = re.compile(
    r"(?:<|&lt;|\\u003c)[^\S\n]{0,4}withheld[^\S\n]{0,4}:|withheld:(?=[a-z][a-z-]{2,40}-\d)",
    re.IGNORECASE,
)
"""What an altered or invented name begins with."""
SHORTEST = 8
"""Characters of a value that is withheld wherever it stands, not only where it was found."""
FEW = 200
"""Values up to which a text is searched for each; it is read once for all of more."""
OWN = "look-alike"
"""The kind of what reads like a name of ours, and stands in a file."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One thing that is not sent: its name, its kind, and where it stands, as in `config.py:12`.

    `why` is a clause for a person. `allowed` says that it goes along once, with the next request.
    """

    name: str
    kind: str
    where: str
    why: str
    allowed: bool = False


class Strange(Exception):
    """A name that stands for no secret of this run; the text is the name as it was written."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Characters of a text, and what is to stand in their place."""

    start: int
    end: int
    text: str


class Veil:
    """Covers the secrets of some texts, and puts them back; any thread may call its methods."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: dict[str, Withheld] = {}
        self._names: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._everywhere: dict[str, str] = {}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    @property
    def items(self) -> tuple[Withheld, ...]:
        """Return everything that was withheld so far, the first one first."""
        with self._lock:
            return tuple(one for one in self._items.values() if one.kind != OWN)

    @property
    def allowed(self) -> frozenset[str]:
        """Return the names of what may go along with the next request."""
        return frozenset(one.name for one in self.items if one.allowed)

    def cover(self, text: str, where: str, path: str = "") -> str:
        """Return a text without its secrets; `where` says what text it is.

        Lines stay as many as they were. What already is a name stays. `path` is what file it reads
        like, as for `find_secrets`.
        """
        with self._lock:
            signs = [found.span() for found in SIGN.finditer(text)] if "<with" in text else []
            self._taken.update(_item(text[low + 10 : high - 1]) for low, high in signs)
            secrets = find_secrets(text, path)
            found = [one for one in secrets if not _touches(signs, one.start, one.end)]
            ours = [span for span in signs if text[span[0] + 10 : span[1] - 1] in self._values]
            return self._covered(text, found, lambda _: where, ours)

    def cover_file(self, text: str, path: str) -> str:
        """Return all of a file without its secrets; lines stay as many as they were.

        What already reads there like the name of a secret is the file's own: it comes back as is.
        """
        own: list[Secret] = []
        if "withheld" in text.casefold():
            likes = LIKE_SIGN.finditer(text)
            own = [Secret(*found.span(), OWN, found.group()) for found in likes]
        with self._lock:
            found = [*own, *find_secrets(text, path)]
            ends = [at for at, sign in enumerate(text) if sign == "\n"] if found else []
            return self._covered(text, found, lambda at: f"{path}:{bisect_left(ends, at) + 1}")

    def restore(self, text: str) -> str:
        """Return a text with each secret in the place of its name; raises Strange."""
        if "withheld" not in text.casefold():
            return text
        spans: list[_Span] = []
        with self._lock:
            for found in SIGN.finditer(text):
                value = self._values.get(found.group(1))
                if value is None:
                    raise Strange(found.group())
                spans.append(_Span(*found.span(), value))
        starts = {span.start for span in spans}
        for like in LIKE_SIGN.finditer(text):
            if like.start() not in starts:
                raise Strange(text[like.start() : like.start() + 60].split("\n", maxsplit=1)[0])
        return _spliced(text, spans)

    def add(self, item: Withheld) -> None:
        """Take in something that is withheld as a whole, such as a file."""
        with self._lock:
            self._items.setdefault(item.name, item)

    def allow(self, name: str, *, allowed: bool) -> None:
        """Let one thing go along with the next request, or keep it withheld after all."""
        with self._lock:
            if name in self._items:
                self._items[name] = replace(self._items[name], allowed=allowed)

    def _covered(
        self,
        text: str,
        found: Sequence[Secret],
        where: Callable[[int], str],
        ours: Sequence[tuple[int, int]] = (),
    ) -> str:
        """Put names in the place of what was found, and of what is known, in a text.

        `ours` are spans of names of ours: a secret that reads like a part of one is none there.
        """
        spans = [
            _Span(one.start, one.end, self._named(one, text[one.start : one.end], where))
            for one in found
        ]
        known = self._known(text)
        spans += [one for one in known if not _touches(ours, one.start, one.end)]
        spans = [one for one in spans if not self._items[_item(one.text)].allowed]
        kept: list[_Span] = []
        end = 0
        for span in sorted(spans, key=lambda one: (one.start, -one.end)):
            if span.start >= end:
                kept.append(span)
            elif span.end > end:  # it reaches out of another one: what does is withheld for itself
                kind = self._items[_item(span.text)].kind
                rest = Secret(end, span.end, kind, text[end : span.end])
                kept.append(_Span(end, span.end, self._named(rest, rest.whole, where)))
            end = max(end, span.end)
        return _spliced(text, [replace(one, text=f"<withheld:{one.text}>") for one in kept])

    def _known(self, text: str) -> Iterator[_Span]:
        """Yield each place where something stands that was withheld before."""
        if len(self._everywhere) <= FEW:
            for value, sign in self._everywhere.items():
                at = text.find(value)
                while at >= 0:
                    yield _Span(at, at + len(value), sign)
                    at = text.find(value, at + len(value))
            return
        begun: dict[str, list[str]] = {}
        for value in self._everywhere:
            begun.setdefault(value[:SHORTEST], []).append(value)
        for at in range(len(text) - SHORTEST + 1):
            for value in begun.get(text[at : at + SHORTEST], ()):
                if text.startswith(value, at):
                    yield _Span(at, at + len(value), self._everywhere[value])

    def _named(self, one: Secret, value: str, where: Callable[[int], str]) -> str:
        """Return the name that stands for a secret, or for a line of it, from now on."""
        if value in self._everywhere:
            return self._everywhere[value]
        name = self._names.get(one.whole)
        if name is None:
            name = self._names[one.whole] = self._new_name(one.kind)
            why = f"it looks like {spoken(one.kind)}"
            self._items[name] = Withheld(name, one.kind, where(one.start), why)
        sign = name
        if value != one.whole:
            lines = one.whole.split("\n")
            sign = f"{name}.{lines.index(value) + 1 if value in lines else len(lines) + 1}"
        self._values[sign] = value
        if len(value) >= SHORTEST and not value.isalpha() and one.kind != OWN:
            self._everywhere[value] = sign
        return sign

    def _new_name(self, kind: str) -> str:
        number = self._numbers.get(kind, 1)
        while (name := f"{kind}-{number}") in self._items or name in self._taken:
            number += 1
        self._numbers[kind] = number + 1
        return name


def spoken(kind: str) -> str:
    """Return a kind of secret in words, with its article: "a GitHub token"."""
    words = " ".join(_SPELT.get(word, word) for word in kind.split("-"))
    return f"{'an' if words[0].lower() in 'aeio' else 'a'} {words}"


_SPELT = {
    "github": "GitHub", "gitlab": "GitLab", "openai": "OpenAI", "anthropic": "Anthropic",
    "aws": "AWS", "azure": "Azure", "google": "Google", "slack": "Slack", "stripe": "Stripe",
    "hugging": "Hugging", "face": "Face", "pypi": "PyPI", "sendgrid": "SendGrid",
    "digitalocean": "DigitalOcean", "shopify": "Shopify", "telegram": "Telegram", "url": "URL",
}  # fmt: skip


def _touches(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether some characters are in one of these spans; they are in order, and apart."""
    at = bisect_right(spans, start, key=lambda span: span[1])
    return at < len(spans) and spans[at][0] < end


def _item(sign: str) -> str:
    """Return what a name is a line of, or the name itself."""
    return sign.partition(".")[0]


def _spliced(text: str, spans: Sequence[_Span]) -> str:
    """Return a text with spans of it replaced; they are in order, and apart."""
    parts: list[str] = []
    at = 0
    for one in spans:
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join([*parts, text[at:]])
