"""Rooms: how much a model reads at once, and whether it thinks first, by its name.

The figures are data, in models.toml beside this file, with the defaults for unknown models.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pairtui.request import Size


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of a model: `context` and `output` in tokens.

    `thinks` says that it thinks before it answers, and may not show that. `table` says that it
    counts its tokens by the table that ships with this program.
    """

    context: int
    output: int
    thinks: bool = False
    table: bool = False

    @property
    def budget(self) -> int:
        """Return how many tokens may be sent: what room for the answer leaves."""
        return self.context - min(self.output, self.context // 2)


def room_of(name: str, size: Size, *, hosted: bool) -> Room:
    """Return what is known of a model, and else the default for its size.

    Only a server elsewhere gives a model all the room it was made with.
    """
    defaults, rows = _table()
    default = defaults[size]
    last = name.rpartition("/")[2].casefold()
    row = next((row for row in rows if any(fnmatchcase(last, one) for one in row["models"])), {})
    thinks, table = row.get("thinks", False), row.get("table", False)
    if not hosted or size != "capable":
        return Room(default.context, default.output, thinks, table)
    context, output = row.get("context", default.context), row.get("output", default.output)
    return Room(context, output, thinks, table)


def narrowed(context: int) -> int:
    """Return how many tokens may be sent to a model that its server gives a context of this size.

    A quarter is left for the answer, as by default.
    """
    return context - max(context // 4, 1)


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[Size, Room], tuple[Mapping[str, Any], ...]]:
    text = (files("pairtui.providers") / "models.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    defaults: dict[Size, Room] = {size: Room(**row) for size, row in found["default"].items()}
    return defaults, tuple(found["model"])
