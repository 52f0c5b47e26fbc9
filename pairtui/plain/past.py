"""How a proposal and its saves are said in plain lines, and as JSON."""

from __future__ import annotations

from datetime import datetime

from pairtui.review.counts import Counts
from pairtui.session.amount import many
from pairtui.session.history import Save

UNTITLED = "untitled"


def when(at: float) -> str:
    """Return a time, in seconds since the epoch, in the zone of this machine."""
    try:
        return f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return "at an unknown time"


def title(text: str, most: int = 72) -> str:
    """Return a title on one line, cut where it is too long."""
    line = " ".join(text.split()) or UNTITLED
    return line if len(line) <= most else line[: most - 1] + "…"


def tally(found: Counts, unplaced: int = 0, cut_off: int = 0) -> str:
    """Return how the changes of a proposal stand, such as "3 taken · 36 open"."""
    parts = (
        (found.taken, "taken"),
        (found.edited, "yours"),
        (found.rejected, "rejected"),
        (found.open, "open"),
        (found.saved, "saved"),
        (found.stale, "moved on"),
        (unplaced, "could not be placed"),
        (cut_off, "cut off"),
    )
    return " · ".join(f"{count} {word}" for count, word in parts if count) or "no change"


def saved(save: Save) -> str:
    """Return what became of a save: "commit 1a2b3c4", "staged", "written", and if it is undone.

    One that was undone and done again says that, too.
    """
    did = {"commit": "written, not committed", "stage": "staged", "write": "written"}
    done = f"commit {save.commit[:7]}" if save.commit else did[save.mode]
    if save.again:
        return f"{done} (undone, then saved again)"
    return f"{done} (undone)" if save.undone else done


def listed(paths: tuple[str, ...], most: int = 3) -> str:
    """Return some paths, and how many more there are."""
    more = len(paths) - most
    return ", ".join(paths[:most]) + (f" and {many(more, 'more', 'more')}" if more > 0 else "")


def save_form(save: Save) -> dict[str, object]:
    """Return a save as JSON has it."""
    return {
        "id": save.id,
        "at": save.at,
        "mode": save.mode,
        "commit": save.commit,
        "branch": save.branch,
        "paths": list(save.paths),
        "changes": save.changes,
        "undone": save.undone,
        "again": save.again,
    }
