"""Keep: what an edit repeats of the text it quotes stays as the file has it.

A quotation may have lost trailing space or have plain quotation marks where the file has
typographic ones; its replacement then has so too. Whatever stands in both was not meant to be
changed, so the file's own bytes take its place.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pairtui.review.fold import BLANK, SPACES, continues, fold, indent
from pairtui.review.match import blocks
from pairtui.review.shift import Shift

TOKEN = re.compile(r"\w+|\.{3}|.", re.DOTALL)
COMPARED = 2_500
"""Pairs of lines that are compared with each other; beyond, it takes too long."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted line: its tokens, each as the file has it, and what trails it here and there."""

    pairs: Sequence[tuple[str, str]]
    trail: str
    behind: str
    words: Counter[str]


def kept(
    quoted: Sequence[bytes], there: Sequence[bytes], wanted: Sequence[bytes], shift: Shift | None
) -> list[bytes] | None:
    """Return the new lines in the file's own terms; None where these are not certain.

    `there` are the lines of the file that the quoted ones matched, one for one; indentation is
    shifted, and text that quoted and new lines share is written as the file has it.
    """
    if shift is None:
        return spelt(quoted, there, wanted)
    old, real, new = ([body[len(indent(body)) :] for body in of] for of in (quoted, there, wanted))
    said = spelt(old, real, new)
    fronts = [indent(shift.line(body)) for body in wanted]
    return said and [front + body for front, body in zip(fronts, said, strict=True)]


def spelt(
    quoted: Sequence[bytes], there: Sequence[bytes], wanted: Sequence[bytes]
) -> list[bytes] | None:
    """Return new lines with what they share with the quoted ones as the file spells it.

    None if a new line could be from several quoted ones that the file spells differently, or if
    there are too many lines to tell.
    """
    if list(quoted) == list(there) or not wanted:
        return list(wanted)
    if len(quoted) * len(wanted) > COMPARED:
        return None
    lines = [_quoted(one, other) for one, other in zip(quoted, there, strict=True)]
    known: list[bytes] = []
    for body in wanted:
        text, trail = _cut(body)
        words = _words(text)
        said, ending = _text(text, words, lines), _trail(trail, words, lines)
        if said is None or ending is None:
            return None
        known.append((said + ending).encode("utf-8", "surrogateescape"))
    return known


def unpadded(
    quoted: Sequence[bytes], there: Sequence[bytes], wanted: Sequence[bytes]
) -> tuple[list[bytes], list[bytes]]:
    """Return quoted and new lines without the blanks that the reply puts behind every line.

    Lines that are nothing but blanks are told apart from others.
    """
    extra: dict[bool, set[bytes]] = {True: set(), False: set()}
    for one, other in zip(quoted, there, strict=True):
        mine, real = (line[len(line.rstrip(BLANK)) :] for line in (one, other))
        extra[not one.strip()].add(mine.removeprefix(real) if mine.startswith(real) else b"")
    pads = {blank: min(found) if len(found) == 1 else b"" for blank, found in extra.items()}

    def clean(line: bytes) -> bytes:
        return line.removesuffix(pads[not line.strip()])

    return [clean(line) for line in quoted], [clean(line) for line in wanted]


def _cut(body: bytes) -> tuple[str, str]:
    """Return a line's text and what trails it."""
    whole = body.decode("utf-8", "surrogateescape")
    text = whole.rstrip(SPACES)
    return text, whole[len(text) :]


def _words(text: str) -> Counter[str]:
    return Counter(token for token in TOKEN.findall(text) if token.strip())


def _quoted(said: bytes, real: bytes) -> Quoted:
    (text, trail), (there, behind) = _cut(said), _cut(real)
    return Quoted(list(_token_pairs(text, there)), trail, behind, _words(text))


def _text(text: str, words: Counter[str], lines: Sequence[Quoted]) -> str | None:
    """Return a new line's text, spelt as in the quoted lines it has half of its words from.

    Or half of theirs. Where these differ, those that share most have to agree.
    """
    tokens = [token for token, _ in _token_pairs(text, text)]
    shares = [(words & line.words).total() for line in lines]
    best = max(shares)
    chief: dict[int, set[str]] = {}
    other: dict[int, set[str]] = {}
    for line, share in zip(lines, shares, strict=True):
        if not share or 2 * share < min(words.total(), line.words.total()):
            continue
        options = chief if share >= best - 1 else other
        for block in blocks([token for token, _ in line.pairs], tokens):
            for step in range(block.size):
                there = line.pairs[block.old + step][1]
                options.setdefault(block.new + step, set()).add(there)
    written = other | chief
    if any(len(found) > 1 for found in written.values()):
        return None
    return "".join(min(written.get(at, {token})) for at, token in enumerate(tokens))


def _trail(trail: str, words: Counter[str], lines: Sequence[Quoted]) -> str | None:
    """Return what trails a new line, as behind the quoted lines it has half of its words from."""
    found = {
        line.behind if line.trail == trail else trail
        for line in lines
        if bool(words) == bool(line.words) and 2 * (words & line.words).total() >= words.total()
    }
    return None if len(found) > 1 else (found or {trail}).pop()


def _token_pairs(said: str, real: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a text, each with what it is in another text that folds alike."""
    if said == real and said.isascii():
        yield from ((token, token) for token in TOKEN.findall(said))
        return
    here, there = folded_edges(said), folded_edges(real)
    plain = fold(said)
    cuts = [found.start() for found in TOKEN.finditer(plain)] + [len(plain)]
    shared = (at for at in cuts if at in here and at in there)
    for low, high in itertools.pairwise(shared):
        yield said[here[low] : here[high]], real[there[low] : there[high]]


def folded_edges(text: str) -> dict[int, int]:
    """Return where characters begin in a folded text, each with where it begins in the text.

    A letter with its marks is one character; the end counts as a beginning.
    """
    edges: dict[int, int] = {}
    begin = size = 0
    for at in (*(at for at, sign in enumerate(text) if at and not continues(sign)), len(text)):
        edges[size] = begin
        size += len(fold(text[begin:at]))
        begin = at
    edges[size] = begin
    return edges
