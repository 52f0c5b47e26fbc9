"""Words: Pygments' tokens as the words and signs of code, without comments and blanks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST_HEAD = 120
"""Characters of a definition's head that are kept."""
_TAB = 8

_PIECE = re.compile(r"[\w$\x80-\U0010ffff]+!?|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a file, side by side: word `i` is `text[i]`, and so on.

    `kind` is "n" for a name or keyword, "@" for a decorator, "s" for a string, "0" for a number and
    "." for a sign, one each. `start` and `stop` are offsets, `line` and `end` the lines of both,
    from 1. `column` is the indentation where a word is the first of its line, else -1.
    """

    source: str
    text: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    stop: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    comments: set[int] = field(default_factory=set)
    """Lines on which a comment stands."""
    orders: list[tuple[int, str]] = field(default_factory=list)
    """Orders to a preprocessor, with their lines."""
    names: Counter[str] = field(default_factory=Counter)
    """Names that belong neither to the language nor to what comes with it, and how often."""

    def __len__(self) -> int:
        return len(self.text)

    def at(self, index: int) -> str:
        """Return a word, or nothing where there is none."""
        return self.text[index] if 0 <= index < len(self.text) else ""

    def indent(self, index: int) -> int:
        """Return how far the line is indented that a word stands on."""
        while index > 0 and self.column[index] < 0:
            index -= 1
        return max(self.column[index], 0)

    def head(self, low: int, high: int) -> str:
        """Return words as one line, the contents of strings left out, cut where it is long."""
        pieces: list[str] = []
        for index in range(low, high):
            tight = self.text[index - 1 : index] == ["("] or self.text[index] == ")"
            if pieces and self.start[index] > self.stop[index - 1] and not tight:
                pieces.append(" ")
            pieces.append("…" if self.kind[index] == "s" else self.text[index])
        text = "".join(pieces)
        return text if len(text) <= LONGEST_HEAD else text[: LONGEST_HEAD - 1] + "…"

    def first_line(self, index: int) -> int:
        """Return the line at which the comments right above a word begin."""
        line = self.line[index]
        above = self.end[index - 1] if index else 0
        while line - 1 > above and line - 1 in self.comments:
            line -= 1
        return line


def cut(source: str, lexer: Lexer, *, attributes: bool = False) -> Words:
    """Return the words of a text whose lines end with LF.

    With `attributes` what the lexer calls orders to a preprocessor are words as well.
    """
    words = Words(source)
    breaks = [found.start() for found in re.finditer("\n", source)]
    for offset, token, value in lexer.get_tokens_unprocessed(source):
        name = str(token)
        kind = _kind(name)
        if not kind:
            continue
        if kind == "n" and _is_own(name):
            words.names[value.rpartition("::")[2].lstrip("@#[")] += 1
        line = bisect_right(breaks, offset - 1) + 1
        if kind == "#" and not attributes:
            words.orders.append((line, value))
        elif kind == "c" or (kind == "d" and value.startswith("/")):
            words.comments.update(range(line, line + value.rstrip().count("\n") + 1))
        elif kind in "sd":
            _add_string(words, value, offset, line)
        else:
            for found in _pieces(value, kind):
                start = offset + found[2]
                at = bisect_right(breaks, start - 1) + 1 if found[2] else line
                _add(words, found[0], found[1], start, at)
    return words


def _pieces(value: str, kind: str) -> Iterator[tuple[str, str, int]]:
    """Yield text, kind and offset of the words in one token."""
    if kind == "n" and value[:1] in ("@", "["):  # what the lexer takes whole, as C#'s attributes
        yield value, "@", 0
    elif kind in "n0" and not any(map(str.isspace, value)):
        yield value, kind, 0
    else:
        for found in _PIECE.finditer(value):
            text = found[0]
            yield text, "n" if text[0].isalnum() or text[0] in "_$" else ".", found.start()


def _add(words: Words, text: str, kind: str, start: int, line: int) -> None:
    column = -1
    if not words.end or words.end[-1] < line:
        begin = words.source.rfind("\n", 0, start) + 1
        before = words.source[begin:start]
        continued = words.source[:begin].endswith("\\\n")
        column = -1 if continued else len(before.expandtabs(_TAB))
    words.text.append(text)
    words.kind.append(kind)
    words.start.append(start)
    words.stop.append(start + len(text))
    words.line.append(line)
    words.end.append(line)
    words.column.append(column)


def _add_string(words: Words, value: str, start: int, line: int) -> None:
    """Add a string, or lengthen the one it goes on with."""
    end = line + value.count("\n")
    if words.kind and words.kind[-1] == "s" and words.stop[-1] == start:
        words.stop[-1], words.end[-1] = start + len(value), end
    elif value.strip():
        _add(words, "", "s", start, line)
        words.stop[-1], words.end[-1] = start + len(value), end


@lru_cache(maxsize=512)
def _is_own(token: str) -> bool:
    """Tell whether a Pygments token is a name that somebody chose."""
    return token.startswith("Token.Name") and "Builtin" not in token and "Magic" not in token


@lru_cache(maxsize=512)
def _kind(token: str) -> str:
    """Return what a Pygments token is to us: a kind of word, "c", "d", "#", or nothing."""
    for beginning, kind in (
        ("Token.Comment.Preproc", "#"),
        ("Token.Comment", "c"),
        ("Token.Literal.String.Doc", "d"),
        ("Token.Literal.String", "s"),
        ("Token.Literal", "0"),
        ("Token.Name", "n"),
        ("Token.Keyword", "n"),
        ("Token.Operator.Word", "n"),
        ("Token.Text", ""),
    ):
        if token.startswith(beginning):
            return kind
    return "."
