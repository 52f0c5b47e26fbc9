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
        rows += [_trimmed(row, room) for row in _cut_at(line, _breaks(text, room))]
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


def _breaks(text: str, room: int) -> list[int]:
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
    over = sum(bit.width for bit in row) - room
    for index in range(len(row) - 1, -1, -1):
        if over <= 0 or row[index].text.strip():
            break
        kept = max(len(row[index].text) - over, 0)
        over -= len(row[index].text) - kept
        row[index] = replace(row[index], text=row[index].text[:kept])
    if over > 0 and row[-1].text.endswith(" "):
        kept_text = row[-1].text[: fitting(row[-1].text, row[-1].width - over)]
        row[-1] = replace(row[-1], text=kept_text)
    return tuple(row)
