"""Fold: the forms in which lines are compared when their exact bytes do not match.

Each form leaves out a little more, and none leaves out a letter, a digit or an operator.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from pairtui.review.text import Runs, hashed, indexed

Form: TypeAlias = Callable[[bytes], bytes]

BLANK = b" \t"
"""What may trail or indent a line; a form feed is content."""

SPACES = " \t\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""The blanks of a text; none of them breaks a line."""

PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys(SPACES.replace("\t", ""), " "),
        "\u2026": "...",
    }
)
"""Typographic signs that models write plainly: quotation marks, dashes, spaces, the ellipsis."""

HANGUL = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7ff"))
"""Vowels and final consonants, which are one character with what stands before them."""


def fold(text: str) -> str:
    """Return a text in Unicode's composed form (NFC), typographic signs written plainly."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(PLAIN)


def exact(body: bytes) -> bytes:
    """Return a line as it is."""
    return body


def untrailed(body: bytes) -> bytes:
    """Return a line without the blanks at its end."""
    return body.rstrip(BLANK)


def folded(body: bytes) -> bytes:
    """Return a line folded, without the blanks at its end."""
    if body.isascii():
        return body.rstrip(BLANK)
    text = fold(body.decode("utf-8", "surrogateescape"))
    return text.encode("utf-8", "surrogateescape").rstrip(BLANK)


def bare(body: bytes) -> bytes:
    """Return a line folded, without its indentation and the blanks at its end."""
    return folded(body.lstrip(BLANK))


def indent(body: bytes) -> bytes:
    """Return the spaces and tabs a line begins with; none for a blank line."""
    said = body.lstrip(BLANK)
    return body[: len(body) - len(said)] if said else b""


def continues(sign: str) -> bool:
    """Tell whether a character is one with the one before it: a mark, or a part of a syllable."""
    if sign.isascii():
        return False
    mark = unicodedata.category(sign)[0] == "M"
    return mark or any(low <= sign <= high for low, high in HANGUL)


@dataclass(frozen=True, slots=True)
class Index:
    """The lines of a file in one form, by their hashes."""

    bodies: Sequence[bytes]
    runs: Runs
    form: Form

    def find(self, wanted: Iterable[bytes], most: int = sys.maxsize) -> list[int]:
        """Return the first lines (from 0) at which these whole lines stand; none for no lines."""
        return self.runs.find(map(self.form, wanted), most)

    def reads(self, at: int, wanted: Sequence[bytes]) -> bool:
        """Tell whether these lines really stand there: hashes alone could deceive."""
        there = self.keys(at, at + len(wanted))
        return there == [self.form(line) for line in wanted]

    def keys(self, low: int, high: int) -> list[bytes]:
        """Return some lines in this form."""
        return [self.form(body) for body in self.bodies[low:high]]


@lru_cache(maxsize=16)
def index(data: bytes, form: Form) -> Index:
    """Return the lines of a file in one form, indexed; the last few are remembered."""
    text = indexed(data)
    if form is exact:
        return Index(text.bodies, text.runs, form)
    found = hashed(map(form, text.bodies))
    # Most files have no line that trails off in blanks, and many are plain throughout.
    return Index(text.bodies, text.runs if found == text.runs else found, form)


@lru_cache(maxsize=4)
def joined(data: bytes, form: Form) -> bytearray:
    """Return the lines of a file in one form, each ended by LF; the last few are remembered."""
    made = bytearray()
    for body in indexed(data).bodies:
        made += form(body)
        made += b"\n"
    return made
