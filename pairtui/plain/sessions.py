"""Sessions in plain lines: the conversations of a repository, or as JSON."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TextIO

from pairtui.plain.lines import put_line
from pairtui.plain.past import listed, when
from pairtui.session.amount import many
from pairtui.session.history import SHORT
from pairtui.session.talk_form import card_form
from pairtui.session.talk_list import listing
from pairtui.session.talk_words import title
from pairtui.store.nouns import SessionEntry
from pairtui.store.place import Place

DONE, NOTHING = 0, 1
PURPOSE = """List the conversations of this repository, the last used first.
`pairtui sessions export ID` prints a whole one, or writes it into a file."""
_INDENT = " " * (SHORT + 2)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the words that are looked for, and the form."""
    parser.add_argument(
        "words", nargs="*", metavar="WORDS",
        help="only where all of these stand: in what was said, in files, names or dates",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def sessions(kept: Sequence[Place], flags: Namespace, out: TextIO, err: TextIO) -> int:
    """Print the list, and return the exit code: 1 where there is nothing to print.

    Raises StoreFault.
    """
    words = " ".join(flags.words)
    found = listing(kept, words, time.time())
    for says in found.says:
        put_line(err, f"pairtui: {says}")
    if flags.json:
        out.write(json.dumps([_form(entry) for entry in found.entries], indent=2) + "\n")
    else:
        for entry in found.entries:
            _put(entry, found.short[entry.card.id], out)
    if found.entries:
        return DONE
    if not found.kept:
        put_line(err, "Nothing was ever kept here.")
    else:
        put_line(err, f"No conversation here has all of: {words}" if words else "Nothing was said.")
    return NOTHING


def _put(entry: SessionEntry, name: str, out: TextIO) -> None:
    card = entry.card
    put_line(out, f"{name:<{SHORT}}  {when(card.used)}  {title(entry, 72)}")
    facts = (
        many(entry.turns, "turn"),
        listed(entry.paths) if entry.paths else "",
        f"{entry.open} open" if entry.open else "",
        f"{entry.to_save} taken, not saved" if entry.to_save else "",
        "half typed" if entry.draft else "",
        card.model,
        f"forked from {card.origin.session[:SHORT]}" if card.origin else "",
    )
    put_line(out, _INDENT + " · ".join(filter(None, facts)))


def _form(entry: SessionEntry) -> dict[str, object]:
    return {
        **card_form(entry.card),
        "turns": entry.turns,
        "open": entry.open,
        "to_save": entry.to_save,
        "paths": list(entry.paths),
        "draft": entry.draft,
    }
