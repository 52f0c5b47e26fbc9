"""Defined: what a file defines, by names that a person writes behind a #."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairtui.context.definitions import definitions
from pairtui.context.outline.read import outline
from pairtui.review.lines import line_of, line_starts


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition, or a heading with what stands under it: its lines, from 1.

    `name` has that of what it stands in before it, as in "Cart.total".
    """

    name: str
    first: int
    last: int


def defined(path: str, data: bytes) -> tuple[Defined, ...]:
    """Return what a text file defines, in order.

    Where its language has no outline, brackets and indentation tell (`context/definitions.py`).
    """
    found = outline(path, data.decode("utf-8"))
    if found is not None:
        return tuple(
            Defined(qualified(one.name, one.within), one.first, one.last)
            for one in found.definitions
        )
    starts = line_starts(data)
    return tuple(
        Defined(
            qualified(one.name, (one.within,) if one.within else ()),
            line_of(starts, one.start),
            line_of(starts, one.end - 1),
        )
        for one in definitions(path, data)
    )


def qualified(name: str, within: Sequence[str]) -> str:
    """Return a name with those of what it stands in."""
    return ".".join((*within, name))


def named(found: Sequence[Defined], name: str) -> tuple[Defined, ...]:
    """Return those that a name means: the whole name, else the end of it."""
    whole = tuple(one for one in found if one.name == name)
    return whole or tuple(one for one in found if one.name.endswith(f".{name}"))
