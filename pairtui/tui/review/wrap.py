"""Wrap: bits in, rows of bits out, cut between words; no byte of what they stand for is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pairtui.tui.review.bits import Bit, fitting, width

RUNS = re.compile(r"\s+|\S+")


def wrapped(bits: Iterable[Bit], room: int) -> list[tuple[Bit, ...]]:
    """Return bits as rows of at most `room` cells; a line feed in `raw` ends a row.

    White space at the end of a row hangs over its edge: it belongs to the row, but is not shown.
    """
    rows: list[tuple[Bit, ...]] = []
    for line in _hard_lines(bits):
        text = "".join(bit.text for bit in line)
        if width(text) <= room:
            rows.append(tuple(line))
            continue
        places = _breaks(text, room, _solid(line))
        rows += [_trimmed(row, room) for row in _cut_at(line, places)]
    return rows or [()]


def _hard_lines(bits: Iterable[Bit]) -> Iterator[list[Bit]]:
    """Yield the bits up to each line feed; one that is shown by a sign of its own is none."""
    line: list[Bit] = []
    for bit in bits:
        line.append(bit)
        if bit.raw.endswith("\n") and not bit.text:
            yield line
            line = []
    if line:
        yield line


def _solid(line: list[Bit]) -> dict[int, int]:
    """Return each place inside a bit that cannot be cut, with the place where the bit begins."""
    inside: dict[int, int] = {}
    place = 0
    for bit in line:
        if not (bit.plain and bit.raw):
            inside.update(dict.fromkeys(range(place + 1, place + len(bit.text)), place))
        place += len(bit.text)
    return inside


def _breaks(text: str, room: int, solid: dict[int, int]) -> list[int]:
    """Return the places in a text at which a new row begins; only words wider than one are cut."""
    places: list[int] = []
    used = 0
    for run in RUNS.finditer(text):
        place, word = run.start(), run.group()
        size = width(word)
        if word.isspace():
            used += size
            continue
        if used and used + size > room:
            places.append(place)
            used = 0
        while size > room:
            fits = max(fitting(word, room), 1)
            fits = max(solid.get(place + fits, place + fits) - place, 0) or fits
            place, word = place + fits, word[fits:]
            places.append(place)
            size = width(word)
        used += size
    return places


def _cut_at(line: list[Bit], places: list[int]) -> Iterator[list[Bit]]:
    """Yield the bits of each row; a character that was made visible is never cut in two."""
    row: list[Bit] = []
    place = 0
    wanted = iter([*places, -1])
    next_cut = next(wanted)
    for bit in line:
        rest = bit
        while next_cut >= 0 and next_cut < place + len(rest.text):
            at = next_cut - place
            if at and rest.plain and rest.raw:
                head, rest = rest.cut(at)
                row.append(head)
                place += at
            if row:
                yield row
            row = []
            next_cut = next(wanted)
        row.append(rest)
        place += len(rest.text)
    if row:
        yield row


def _trimmed(row: list[Bit], room: int) -> tuple[Bit, ...]:
    """Return a row without the white space that hangs over its edge; what it stands for stays."""
    over = sum(bit.width for bit in row) - room
    for index in range(len(row) - 1, -1, -1):
        bit = row[index]
        blank = len(bit.text) - len(bit.text.rstrip())
        gone = min(blank, max(over, 0))
        if gone and gone < len(bit.text) and bit.plain and bit.raw:
            head, tail = bit.cut(len(bit.text) - gone)
            row[index : index + 1] = [head, replace(tail, text="")]
        elif gone:
            row[index] = replace(bit, text=bit.text[: len(bit.text) - gone])
        over -= gone
        if bit.text.strip():
            break
    return tuple(row)
