"""Read: one file to its outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pairtui.context.outline.definition import Definition, Outline
from pairtui.context.outline.markdown import headings, masked
from pairtui.context.outline.registry import Language, language, lexer
from pairtui.context.outline.words import Words, cut

LONGEST_LINE = 5_000
"""Characters; code with longer lines was made by a machine, and has no outline."""
MOST_DEFINITIONS = 1_000
MOST_NAMES = 200
SHORTEST_NAME = 3

_KEPT_NAME = 80


def outline(path: str, source: str) -> Outline | None:
    """Return what a file defines and names, or None where its language has no outline.

    Lines end with LF; a CR before it, and a byte order mark, stand for nothing.
    """
    of = language(path)
    if of is None:
        return None
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", " ")
    if of.read is None:
        return _prose(source, of)
    if max(map(len, source.split("\n"))) > LONGEST_LINE:
        return Outline()
    words = cut(source, lexer(of), attributes=of.attributes)
    found = sorted(of.read(words), key=lambda one: one.line)[:MOST_DEFINITIONS]
    return Outline(_kept(found), _names(words, found))


def _prose(source: str, of: Language) -> Outline:
    """Return the headings of a text, and the names it quotes as code."""
    found = list(headings(source, lexer(of)))[:MOST_DEFINITIONS]
    quoted = masked(source).split("`")[1::2]
    return Outline(_kept(found), _most(Counter(name for name in quoted if name.isidentifier())))


def _kept(found: Iterable[Definition]) -> tuple[Definition, ...]:
    return tuple(one for one in found if one.name and len(one.name) <= _KEPT_NAME)


def _names(words: Words, found: Iterable[Definition]) -> tuple[tuple[str, int], ...]:
    """Return the names a file uses, without where it only defines them."""
    used = words.names.copy()
    used.subtract(one.name for one in found)
    return _most(used)


def _most(counted: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the names used most often, those that are alike in order of the alphabet."""
    kept = [
        (name, count)
        for name, count in counted.items()
        if count > 0 and SHORTEST_NAME <= len(name) <= _KEPT_NAME and name.isidentifier()
    ]
    return tuple(sorted(kept, key=lambda one: (-one[1], one[0]))[:MOST_NAMES])
