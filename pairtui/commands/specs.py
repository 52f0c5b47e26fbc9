"""Specs: the files named behind a command, as a person writes them."""

from __future__ import annotations

import shlex


def split_specs(argument: str) -> tuple[str, ...]:
    """Return the files named in an argument; quotes keep spaces, a leading @ is dropped."""
    try:
        parts = shlex.split(argument)
    except ValueError:  # an apostrophe in a name is no quotation
        parts = argument.split()
    return tuple(part.removeprefix("@") for part in parts if part.removeprefix("@"))
