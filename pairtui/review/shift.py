"""Shift: the one way in which an edit's indentation differs from the file's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pairtui.review.fold import indent

WIDTHS = range(2, 9)
"""How many spaces one tab may stand for."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How indentation as an edit has it becomes indentation as the file has it.

    `cut` is taken off its front and `add` put there; or, where `width` is set, so many spaces
    become a tab, or a tab so many spaces if `width` is negative. `seen` are the indentations of
    the quoted lines, each with the one it has in the file.
    """

    cut: bytes = b""
    add: bytes = b""
    width: int = 0
    seen: Mapping[bytes, bytes] = field(default_factory=dict)

    def of(self, blanks: bytes) -> bytes | None:
        """Return what some indentation becomes; None where it cannot be told."""
        if self.width:
            return _tabs(blanks, self.width) if self.width > 0 else _spaces(blanks, -self.width)
        return self.add + blanks[len(self.cut) :] if blanks.startswith(self.cut) else None

    def line(self, body: bytes) -> bytes:
        """Return a line that fits with its indentation shifted; a blank line stays as it is."""
        blanks = indent(body)
        there = self.of(blanks) if body.strip() else None
        return body if there is None else there + body[len(blanks) :]

    def fits(self, quoted: Sequence[bytes], wanted: Sequence[bytes]) -> bool:
        """Tell whether new lines are indented in the way the quoted ones are, beyond doubt.

        They are if a line is the same in both, or if both begin equally far to the left. An
        indentation that was not quoted must not come out as a mixture of tabs and spaces.
        """
        new = [body for body in wanted if body.strip()]
        if not new:
            return True
        old = [body for body in quoted if body.strip()]
        same_frame = min(map(indent, old), key=len) == min(map(indent, new), key=len)
        if not same_frame and set(old).isdisjoint(new):
            return False
        return all(blanks in self.seen or self._extends(blanks) for blanks in map(indent, new))

    def _extends(self, blanks: bytes) -> bool:
        """Tell whether the shift says for certain what an indentation becomes that was not seen."""
        there = self.of(blanks)
        if there is None or (b" " in there and b"\t" in there):
            return False
        # One indentation alone does not tell a shift from deeper or shallower steps.
        return len(self.seen) > 1 or b"" in self.seen or b"" in self.seen.values()


def shift_between(pairs: Iterable[tuple[bytes, bytes]]) -> Shift | None:
    """Return the one shift that turns each left indentation into the right one, if there is one.

    Equal indentations throughout are none.
    """
    seen: dict[bytes, bytes] = {}
    for here, there in pairs:
        if seen.setdefault(here, there) != there:
            return None
    moved = next(((here, there) for here, there in seen.items() if here != there), None)
    if moved is None:
        return None
    for shift in _candidates(*moved, seen):
        if all(shift.of(here) == there for here, there in seen.items()):
            return shift
    return None


def _candidates(here: bytes, there: bytes, seen: Mapping[bytes, bytes]) -> Iterator[Shift]:
    if there.endswith(here):
        yield Shift(add=there[: len(there) - len(here)], seen=seen)
    if here.endswith(there):
        yield Shift(cut=here[: len(here) - len(there)], seen=seen)
    for width in WIDTHS:
        yield Shift(width=width, seen=seen)
        yield Shift(width=-width, seen=seen)


def _tabs(blanks: bytes, width: int) -> bytes | None:
    """Return an indentation of spaces in tabs; what is left over stays spaces."""
    if b"\t" in blanks:
        return None
    tabs, rest = divmod(len(blanks), width)
    return b"\t" * tabs + b" " * rest


def _spaces(blanks: bytes, width: int) -> bytes | None:
    """Return an indentation of tabs, and of spaces behind them, in spaces."""
    tabs = len(blanks) - len(blanks.lstrip(b"\t"))
    return None if b"\t" in blanks[tabs:] else b" " * (tabs * width) + blanks[tabs:]
