"""Strip: the one line that stands for a pane that is away; pure."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def strip(what: str, key: str, room: int) -> str:
    """Return one line of at most `room` cells: what there is, cut before the key that goes there.

    With no room known yet, nothing is cut.
    """
    left = room - cell_len(f"─ {key} ─")
    if 0 < left < cell_len(what):
        what = f"{set_cell_size(what, left - 1)}…"
    return f"─ {what}{key} ─"
