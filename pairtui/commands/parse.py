"""Parse: what a person typed becomes words to say or a command to run."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

_COMMAND = re.compile(r"/([A-Za-z][\w-]*)(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Say:
    """Plain words for the model."""

    words: str


@dataclass(frozen=True, slots=True)
class Run:
    """A known command with what stood behind it."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A command nobody knows; `near` are known ones that look like it."""

    name: str
    near: tuple[str, ...]


Parsed: TypeAlias = Say | Run | Unknown


def parse(text: str, names: Iterable[str]) -> Parsed:
    """Return what a submitted text means.

    Only a leading slash with one bare word is a command: `/usr/bin/env` stays plain words. A
    leading question mark only asks, as it does in a comment.
    """
    stripped = text.strip()
    if stripped.startswith("?") and stripped.lstrip("? "):
        return Run("ask", stripped[1:].strip())
    match = _COMMAND.match(stripped)
    if match is None:
        return Say(stripped)
    known = tuple(names)
    name = match[1].lower()
    if name in known:
        return Run(name, stripped[match.end() :].strip())
    return Unknown(name, tuple(difflib.get_close_matches(name, known, n=3)))
