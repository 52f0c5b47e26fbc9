"""Asking: the command line of `pairtui ask`, from its arguments to its exit code."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from pairtui.session.session import Session

PURPOSE = "Ask for a change and print it as a unified diff; writes nothing."
NOTHING, USAGE = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be said."""
    parser.add_argument("words", metavar="WORDS", help="what to do, in your words")
    parser.add_argument("files", nargs="*", metavar="FILE", help="FILE or FILE:10-20")
    parser.add_argument("--json", action="store_true", help="print everything, as JSON")
    parser.add_argument("--show", action="store_true", help="print the request, and send nothing")
    parser.add_argument("--over-limit", action="store_true", help="even past a limit of yours")


async def run(
    session: Session, flags: argparse.Namespace, here: str, out: TextIO, err: TextIO
) -> int:
    """Ask, or show what would be asked; files are named from the folder `here`."""
    from pairtui.plain.ask import ask, asked_from, within  # noqa: PLC0415 - not to print help
    from pairtui.plain.foreseen import show  # noqa: PLC0415 - not to print help

    sends = not flags.show
    asked = await asked_from(session, flags.words, flags.files, err, here, sends=sends)
    if asked is None:
        return USAGE
    if flags.over_limit:
        session.limiting.allow()
    elif sends and not await within(session, asked, err):
        return NOTHING
    return await (ask if sends else show)(session, asked, out, err, json=flags.json)
