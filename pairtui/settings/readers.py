"""Readers: one value of a setting each, or a word on what is expected there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, get_args
from urllib.parse import urlsplit

HOST = re.compile(
    r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?"
)


class Expected(Exception):
    """A value of the wrong kind; the text says which kind is meant."""


def text(raw: Any) -> str:
    """Return a text that says something."""
    if not isinstance(raw, str) or not raw.strip():
        raise Expected('a text, such as "..."')
    return raw.strip()


def url(raw: Any) -> str:
    """Return a base URL."""
    found = text(raw)
    try:
        parts = urlsplit(found)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise Expected("an address, such as http://localhost:11434/v1")
    return found


def command(raw: Any) -> tuple[str, ...]:
    """Return a program and its arguments."""
    if not isinstance(raw, list) or not raw or not all(isinstance(part, str) for part in raw):
        raise Expected('a list of texts, such as ["pass", "show", "openai"]')
    return tuple(raw)


def hosts(raw: Any) -> tuple[str, ...]:
    """Return a list of hosts, each alone or with its port; it may be empty."""
    listed = raw if isinstance(raw, list) else [None]
    if not all(isinstance(one, str) and HOST.fullmatch(one) for one in listed):
        raise Expected('a list of hosts, such as ["api.openai.com", "localhost:11434"]')
    return tuple(listed)


def yes_or_no(raw: Any) -> bool:
    """Return whether something is wanted."""
    if not isinstance(raw, bool):
        raise Expected("true or false")
    return raw


def seconds(raw: Any) -> float:
    """Return a time."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 < raw <= 3600:
        raise Expected("a number of seconds from 1 to 3600")
    return float(raw)


def tokens(raw: Any) -> int:
    """Return a number of tokens with which something can be asked."""
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 500:
        raise Expected("a whole number of tokens, 500 or more")
    return raw


def amount(raw: Any) -> float:
    """Return a sum of money, or a price."""
    number = isinstance(raw, int | float) and not isinstance(raw, bool)
    if not number or not isfinite(raw) or raw < 0:
        raise Expected("a number, 0 or more, such as 1.25")
    return float(raw)


def one_of(alias: Any) -> Callable[[Any], str]:
    """Return a reader for one of some words."""
    names: tuple[str, ...] = get_args(alias)

    def read(raw: Any) -> str:
        if raw not in names:
            raise Expected(f"one of {', '.join(names)}")
        return str(raw)

    return read


def tables(raw: Any, form: str) -> dict[str, dict[str, Any]]:
    """Return tables by their names; `form` is what one looks like."""
    if not isinstance(raw, dict) or not all(isinstance(entry, dict) for entry in raw.values()):
        raise Expected(form)
    return dict(raw)


def fields(
    name: str, entry: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]
) -> dict[str, Any]:
    """Return the values of a table; `name` is what it is called where one of them is wrong."""
    values: dict[str, Any] = {}
    for setting, raw in entry.items():
        reader = readers.get(setting)
        if reader is None:
            raise Expected(f"without {name}.{setting}; known: {', '.join(readers)}")
        try:
            values[setting] = reader(raw)
        except Expected as error:
            raise Expected(f"right: {name}.{setting} must be {error}") from error
    return values
