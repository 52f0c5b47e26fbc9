"""Completing: which word is being typed, and what it becomes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_FILE = re.compile(r'(?:^|[\s(])@(?P<quote>")?(?P<prefix>(?(quote)[^"]*|[^\s"]*))$')
_COMMAND = re.compile(r"/([\w-]*)$")
_NAMED = re.compile(
    r'/(?P<command>add|read|drop)\s+(?:@?(?:"[^"]*"|[^\s"]+)\s+)*'
    r'@?(?P<quote>")?(?P<prefix>(?(quote)[^"]*|[^\s"@]*))$'
)


@dataclass(frozen=True, slots=True)
class Word:
    """The word that ends at the cursor: a name after an @, or a command after a leading slash.

    What stands behind `/drop` is of another kind: it names what is in. `quoted` tells that a
    quotation mark opens it.
    """

    kind: Literal["file", "command", "dropped"]
    prefix: str
    quoted: bool = False

    def taken(self, option: str) -> str:
        """Return what is written in the place of the prefix, and of the mark that opens it.

        A folder is left open, so that what is in it can be chosen next.
        """
        if option.endswith("/"):
            return f'"{option}' if " " in option else option
        return f'"{option}" ' if " " in option else f"{option} "


def word_at(before: str, *, first: bool) -> Word | None:
    """Return the word to complete in a line up to the cursor; `first` says it is the first line."""
    if first and (command := _COMMAND.fullmatch(before)):
        return Word("command", command[1])
    if first and (named := _NAMED.fullmatch(before)):
        kind: Literal["file", "dropped"] = "dropped" if named["command"] == "drop" else "file"
        return Word(kind, named["prefix"], bool(named["quote"]))
    if file := _FILE.search(before):
        return Word("file", file["prefix"], bool(file["quote"]))
    return None
