"""The log: what was proposed and saved here, the latest first, in plain lines or as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import TextIO

from pairtui.plain.lines import put_line
from pairtui.plain.past import listed, save_form, saved, tally, title, when
from pairtui.session.history import EVERY, LATEST, SHORT, Entry, history
from pairtui.store.place import Place

DONE, NOTHING = 0, 1
PURPOSE = "List what was proposed and saved here, the latest first."
_INDENT = " " * (SHORT + 2)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the words that are looked for, how much is listed, and the form."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help="only where all of these stand")
    parser.add_argument("--all", action="store_true", help="everything, not only the latest 20")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def log(kept: Sequence[Place], flags: Namespace, out: TextIO, err: TextIO) -> int:
    """Print what is kept, and return the exit code: 1 where there is nothing to print.

    Raises StoreFault.
    """
    words = " ".join(flags.words)
    found = history(kept, words, EVERY if flags.all else LATEST)
    for says in found.says:
        put_line(err, f"pairtui: {says}")
    if flags.json:
        out.write(json.dumps([_form(entry) for entry in found.entries], indent=2) + "\n")
    else:
        for entry in found.entries:
            _put(entry, out)
    if found.entries:
        if found.more and not flags.json:
            put_line(err, "There is more: `pairtui log --all` lists everything.")
        return DONE
    if not found.kept:
        put_line(err, "Nothing was ever kept here.")
    elif words:
        put_line(err, f"Nothing that is kept here holds all of: {words}")
    else:
        put_line(err, "Nothing was proposed here yet.")
    return NOTHING


def _put(entry: Entry, out: TextIO) -> None:
    card = entry.card
    name = f"{entry.id:<{SHORT}}  {when(entry.at)}"
    if card is not None:
        who = f"  ({card.model})" if card.model else ""
        put_line(out, f"{name}  {title(card.title)}{who}")
        rounds = f"{card.rounds} rounds" if card.rounds > 1 else ""
        what = (
            listed(card.paths),
            rounds,
            tally(card.tally, card.unplaced),
            *map(saved, entry.saves),
        )
        put_line(out, _INDENT + " · ".join(filter(None, what)))
    elif entry.saves:
        put_line(out, f"{name}  a save of which no proposal is kept")
        for save in entry.saves:
            put_line(out, f"{_INDENT}{listed(save.paths)} · {saved(save)}")
    else:
        put_line(out, f"{name}  said in a conversation")
    if entry.excerpt:
        put_line(out, f"{_INDENT}“{entry.excerpt}”")


def _form(entry: Entry) -> dict[str, object]:
    card = entry.card
    kind = "proposal" if card else "save" if entry.saves else "turn"
    form: dict[str, object] = {"kind": kind, "at": entry.at, "found": entry.excerpt}
    if card is not None:
        form |= {
            "id": card.id,
            "title": card.title,
            "changed": card.changed,
            "session": card.session,
            "model": card.model,
            "branch": card.branch,
            "paths": list(card.paths),
            "unplaced": card.unplaced,
            "rounds": card.rounds,
            "tally": asdict(card.tally),
        }
    return form | {"saves": [save_form(save) for save in entry.saves]}
