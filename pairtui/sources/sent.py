"""Sent: what someone else sent to be reviewed, whatever the form it came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes `start` to `end` of a text become `new`; `reason` is what was said about it."""

    start: int
    end: int
    new: bytes
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said about no change; `about` is the text it was said of, where it says so.

    `line` is counted from 1, in what was sent.
    """

    line: int
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The text without any change, and the changes, in order; no two share bytes or a place."""

    base: bytes
    changes: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def accepted(self) -> bytes:
        """Return the text with every change."""
        return applied(self.base, self.changes)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something can be neither read nor written; `line` is counted from 1."""

    line: int
    says: str


Reader: TypeAlias = Callable[[bytes], Sent | Trouble | None]
"""Read what was sent; None where it is of another form."""


def applied(base: bytes, changes: Sequence[Change]) -> bytes:
    """Return a text with some changes made."""
    parts: list[bytes] = []
    place = 0
    for change in changes:
        parts += [base[place : change.start], change.new]
        place = change.end
    return b"".join([*parts, base[place:]])
