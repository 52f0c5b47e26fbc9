"""Which forms of sent changes are read; a new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from pairtui.sources import criticmarkup
from pairtui.sources.sent import Reader, Sent, Trouble

READERS: Mapping[str, Reader] = {
    "CriticMarkup": criticmarkup.read,
}
"""By the name a person knows the form by."""


def recognised(data: bytes) -> tuple[str, Sent | Trouble] | None:
    """Return what was sent and the name of its form, or None where it is of none."""
    for name, read in READERS.items():
        found = read(data)
        if found is not None:
            return name, found
    return None
