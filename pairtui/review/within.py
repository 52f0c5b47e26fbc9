"""Within: where a sentence stands inside a line, for prose whose paragraphs are one line each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pairtui.review.fold import BLANK, exact, fold, folded, joined
from pairtui.review.keep import folded_edges, spelt
from pairtui.review.locate import SIGNS, Several
from pairtui.review.sentences import sentences
from pairtui.review.text import Text
from pairtui.review.tie import told_apart
from pairtui.review.trim import Quote

ENDED = re.compile(r"[.!?…。！？｡．؟۔।॥][\"'”’»›」』】）〉》)\]*_]*\Z")
SHORTEST = 12
"""Bytes; what is shorter is hardly a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Bytes `start` to `end` of a file, and what is to stand there; the rest as in `Spot`."""

    start: int
    end: int
    new: bytes
    ignoring: str = ""
    equal: int = 1


def within(quote: Quote, text: Text) -> Passage | Several | None:
    """Return where whole sentences stand inside a line, if nowhere else in the file.

    Quotation and replacement are one line each; an empty replacement takes the white space on one
    side with it. None too if the replacement repeats the sentence before or after.
    """
    said, new = (_only(lines) for lines in (quote.search, quote.wanted))
    if said is None or new is None or len(said) < SHORTEST or not _complete(_text(said)):
        return None
    plain = text.data if text.data.isascii() else joined(text.data, folded)
    if folded(said) not in plain:
        return None
    # What trails a line is never part of a sentence, so there is no form between these two.
    for form, ignoring in ((exact, ""), (folded, SIGNS)):
        places = _lines_with(form(said), text.data if form is exact else plain)
        at = places[0] if len(places) == 1 else told_apart(places, [said], quote.hints, text)
        if at is not None:
            found = _passage(said, new, at, text, ignoring)
            return found and replace(found, equal=len(places))
        if places:
            return Several(tuple(places), ignoring, quote.hints.names)
    return None


def _lines_with(said: bytes, data: bytes | bytearray) -> list[int]:
    """Return the line (from 0) of each place where something stands inside a line."""
    places: list[int] = []
    line = seen = 0
    at = data.find(said)
    while at >= 0:
        line += data.count(b"\n", seen, at)
        seen = at
        places.append(line)
        at = data.find(said, at + len(said))
    return places


def _only(lines: list[bytes]) -> bytes | None:
    """Return the only line that is not blank, without its edges; nothing if all are."""
    full = [line.strip(BLANK) for line in lines if line.strip()]
    return None if len(full) > 1 else b"".join(full)


def _complete(said: str) -> bool:
    spans = sentences(said)
    return bool(ENDED.search(said)) and (spans[0][0], spans[-1][1]) == (0, len(said))


def _passage(said: bytes, new: bytes, at: int, text: Text, ignoring: str) -> Passage | None:
    line, quoted = _text(text.bodies[at]), _text(said)
    edges, first = folded_edges(line), fold(line).find(fold(quoted))
    start, end = edges.get(first), edges.get(first + len(fold(quoted)))
    spans = sentences(line)
    begins = [low for low, _ in spans]
    ends = [high for _, high in spans]
    if start is None or end is None or start not in begins or end not in ends:
        return None
    before, after = spans[: begins.index(start)][-1:], spans[ends.index(end) + 1 :][:1]
    if _repeats(_text(new), [line[slice(*span)] for span in (*before, *after)]):
        return None
    real = _bytes(line[start:end])
    written = b"".join(spelt([said], [real], [new]) or ()) if new else b""
    if not new and after:
        end = after[0][0]
    elif not new and before:
        start = before[-1][1]
    begin = text.starts[at] + len(_bytes(line[:start]))
    return Passage(begin, begin + len(_bytes(line[start:end])), written, ignoring)


def _repeats(new: str, neighbours: list[str]) -> bool:
    """Tell whether one of the new sentences stands beside them already."""
    return any(new[low:high] in neighbours for low, high in sentences(new))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
