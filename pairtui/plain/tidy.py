"""Tidying up, in plain lines: what went, what is left, and what stays though it is old."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TextIO

from pairtui.plain.lines import put_line
from pairtui.repo.git import Repo
from pairtui.session.amount import many, size
from pairtui.session.tidying import DAYS, MEGABYTES, Tidied, tidy
from pairtui.store.nouns import Pruned
from pairtui.store.place import Place

DONE = 0
PURPOSE = """Remove what is old from what is kept of this repository: never anything that is
still to decide or save, and no save that can still be undone."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add how old and how large, and whether it is only to be said."""
    parser.add_argument(
        "--older-than", type=_number, default=DAYS, metavar="DAYS",
        help=f"what was not touched for so many days ({DAYS})",
    )  # fmt: skip
    parser.add_argument(
        "--larger-than", type=_number, default=MEGABYTES, metavar="MB",
        help=f"and more, the oldest first, while proposals take more than this ({MEGABYTES})",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")


def gc(repo: Repo, kept: Sequence[Place], flags: Namespace, out: TextIO, err: TextIO) -> int:
    """Tidy up, and return the exit code; raises StoreFault and RepoError."""
    tidied = tidy(
        repo,
        kept,
        days=flags.older_than,
        megabytes=flags.larger_than,
        rehearse=flags.dry_run,
    )
    return _report(tidied, out, err, rehearsed=flags.dry_run)


def _number(text: str) -> float:
    """Return a number of days or megabytes; ValueError where it is none."""
    number = float(text)
    if not 0 <= number < 1e9:
        raise ValueError
    return number


def _report(tidied: Tidied, out: TextIO, err: TextIO, *, rehearsed: bool) -> int:
    for says in tidied.says:
        put_line(err, f"pairtui: {says}")
    if tidied.store is None and tidied.journal is None:
        put_line(out, "Nothing was ever kept here.")
        return DONE
    store, journal = tidied.store or Pruned(), tidied.journal or Pruned()
    gone = (
        (store.proposals, "proposal"),
        (store.sessions, "conversation"),
        (journal.entries, "record of a save", "records of saves"),
    )
    what = ", ".join(many(*one) for one in gone if one[0])
    verb = "Would remove" if rehearsed else "Removed"
    freed = f" ({size(max(0, store.freed + journal.freed))})" if what else ""
    put_line(out, f"{verb} {what or 'nothing'}{freed}.")
    left = f"{size(store.left)} of proposals and conversations, {size(journal.left)} of saves"
    put_line(out, f"{'Would leave' if rehearsed else 'Left'}: {left}.")
    if tidied.pending:
        put_line(out, f"Old, but kept: {many(tidied.pending, 'proposal')} still to decide or save.")
    if tidied.undoable:
        put_line(out, f"Old, but kept: {many(tidied.undoable, 'proposal')} saved and undoable.")
    return DONE
