"""Telling: one conversation printed whole, or written into a new file."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TextIO

from pairtui.plain.lines import put_line, put_text
from pairtui.session.copies import fill
from pairtui.session.talk_form import text_of
from pairtui.session.talk_list import whole
from pairtui.store.place import Place

DONE, NOTHING, USAGE = 0, 1, 2
PURPOSE = "Print a whole conversation, or write it into a file that is not there yet."


def add_arguments(parser: ArgumentParser) -> None:
    """Add which conversation, the form, and the file."""
    parser.add_argument("id", metavar="ID", help="the beginning of an id of `pairtui sessions`")
    forms = parser.add_mutually_exclusive_group(required=True)
    forms.add_argument("--markdown", action="store_true", help="to be read")
    forms.add_argument("--json", action="store_true", help="all of it, exact")
    parser.add_argument("-o", dest="file", metavar="FILE", help="write it here; never over a file")


def tell(kept: Sequence[Place], flags: Namespace, out: TextIO, err: TextIO) -> int:
    """Print a conversation or write it, and return the exit code: 1 if that cannot be.

    Raises StoreFault.
    """
    found = whole(kept, flags.id)
    if isinstance(found, tuple):
        return _unclear(found, flags.id, err)
    text = text_of(found, "json" if flags.json else "markdown")
    if flags.file is None:
        put_text(out, text)
        return DONE
    refused = _write(flags.file, text.encode("utf-8", "surrogatepass"))
    put_line(err, f"pairtui: {refused}" if refused else f"Written to {flags.file}.")
    return NOTHING if refused else DONE


def _unclear(names: tuple[str, ...], prefix: str, err: TextIO) -> int:
    if not names:
        put_line(err, f"No conversation that is kept here begins with {prefix or 'nothing'}.")
        put_line(err, "`pairtui sessions` lists them.")
        return NOTHING
    put_line(err, f"{prefix or 'nothing'} is the beginning of several: {', '.join(names)}")
    return USAGE


def _write(path: str, data: bytes) -> str:
    """Make a file of these bytes; return why that cannot be, or nothing."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return f"{path} is there already, and stays as it is. Name another file."
    except (OSError, ValueError) as error:
        return f"{path} cannot be written: {getattr(error, 'strerror', '') or error}."
    return fill(made, path, data)
