"""Export: a proposal as text with its changes marked in it, for people who have no pairtui."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TextIO

from pairtui.plain.lines import put_line, put_text
from pairtui.review.visible import show_bytes
from pairtui.session.amount import many
from pairtui.session.exporting import Exported, NotExported, exported
from pairtui.store.place import Place

DONE = 0
PURPOSE = """Print the file of a proposal with its changes marked in it, byte for byte.
What is open is marked; what was taken stands in the text, what was rejected does not."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the form, and which proposal."""
    parser.add_argument(
        "id", nargs="?", default="latest", metavar="ID",
        help="the beginning of an id that `pairtui log` lists; else the latest still to decide",
    )  # fmt: skip
    parser.add_argument(
        "--criticmarkup", action="store_true", required=True,
        help="as CriticMarkup: {++in++} {--out--} {~~old~>new~~} {>>why<<}",
    )  # fmt: skip
    parser.add_argument("--file", default="", metavar="PATH", help="which of several files")
    parser.add_argument(
        "--all", action="store_true", help="mark every change as proposed, whatever was decided"
    )


def export(kept: Sequence[Place], flags: Namespace, out: TextIO, err: TextIO) -> int:
    """Print it, and return the exit code: 1 where it cannot be, 2 where it is not clear which.

    A terminal is shown what cannot be seen; a file or a pipe gets the exact bytes. Raises
    StoreFault.
    """
    found = exported(kept, flags.id, flags.file, everything=flags.all)
    if isinstance(found, NotExported):
        put_line(err, f"pairtui: {found.says}")
        return found.code
    if out.isatty():
        put_text(out, show_bytes(found.text))
    else:
        out.flush()
        out.buffer.write(found.text)
        out.buffer.flush()
    for says in _left_out(found):
        put_line(err, says)
    return DONE


def _left_out(found: Exported) -> list[str]:
    says = []
    if found.stale:
        says.append(f"{many(found.stale, 'change')} left out: the file moved on.")
    if found.unsaid:
        says.append(f"{many(found.unsaid, 'reason')} left out: they hold signs of CriticMarkup.")
    return says
