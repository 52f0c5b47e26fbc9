"""External: a change in the person's own editor; what the editor gets, and what came back.

Pure: the caller makes the file, suspends the screen, and runs the program.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import PurePosixPath

LONGEST_NAME = 60
PLUS = frozenset({
    "vi", "vim", "nvim", "gvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak",
    "joe", "jed", "mg", "ne", "vis",
})  # fmt: skip
"""Editors that go to a line by `+12` before the file."""
SAME = "the text is the same: nothing was decided"


def editor_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the person's editor with its arguments; empty where none is set or it is no command.

    VISUAL goes before EDITOR. There is no other program to fall back to.
    """
    for name in ("VISUAL", "EDITOR"):
        try:
            command = tuple(shlex.split(environment.get(name, "")))
        except ValueError:
            continue
        if command:
            return command
    return ()


def at_line(command: tuple[str, ...], line: int) -> tuple[str, ...]:
    """Return the command that opens a file at a line, from 1, where it is known how to say so."""
    known = PurePosixPath(command[0]).name in PLUS
    return (*command, f"+{line}") if known and line > 1 else command


def file_name(path: str) -> str:
    """Return the temporary file's name: the file's own, so that the editor knows the language.

    A name that an editor or a shell could take for something else is not used: a dot in front
    makes settings of it, and other signs mean something to many a script around an editor.
    """
    name = PurePosixPath(path).name
    plain = all(letter.isalnum() or letter in "._-" for letter in name)
    return name if plain and name[:1].isalnum() and len(name) <= LONGEST_NAME else "text.txt"


def read_back(before: bytes, after: bytes) -> bytes | None:
    """Return the new bytes of a change, or None where they are the same.

    Many editors end the last line of whatever they save; where it had no end, it keeps none.
    """
    if not before.endswith(b"\n") and before:
        after = (
            after.removesuffix(b"\r\n") if after.endswith(b"\r\n") else after.removesuffix(b"\n")
        )
    return None if after == before else after
