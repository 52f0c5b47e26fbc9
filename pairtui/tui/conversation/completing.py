"""Completing: which word is being typed, and what it becomes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_FILE = re.compile(r"(?:^|[\s(])@(\S*)$")
_COMMAND = re.compile(r"/([\w-]*)$")


@dataclass(frozen=True, slots=True)
class Word:
    """The word that ends at the cursor: a path after an @, or a command after a leading slash."""

    kind: Literal["file", "command"]
    prefix: str


def word_at(before: str, *, first: bool) -> Word | None:
    """Return the word to complete in a line up to the cursor; `first` says it is the first line."""
    if first and (command := _COMMAND.fullmatch(before)):
        return Word("command", command[1])
    if file := _FILE.search(before):
        return Word("file", file[1])
    return None
