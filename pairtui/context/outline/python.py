"""Python: definitions by `def`, `class` and indentation, and constants of the module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pairtui.context.outline.definition import Definition, Kind
from pairtui.context.outline.words import Words

_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_BRANCHES = frozenset(("if", "elif", "else", "try", "except", "finally", "with", "for", "while"))
"""Statements a definition may stand in and still be the module's, or the class's."""


@dataclass(slots=True)
class _Open:
    """A block whose end was not seen yet: a definition, a function's body, or a branch."""

    column: int
    kind: str
    name: str = ""


def definitions(words: Words) -> Iterator[Definition]:
    """Yield what a module defines at its level and in its classes."""
    starts = _statements(words)
    blocks: list[_Open] = []
    marked = -1
    for number, at in enumerate(starts):
        if words.kind[at] == "@" or words.text[at] == "@":
            marked = at if marked < 0 else marked
            continue
        first, marked = (at if marked < 0 else marked), -1
        column = words.column[at]
        while blocks and blocks[-1].column >= column:
            blocks.pop()
        inside = any(block.kind == "def" for block in blocks)
        within = tuple(block.name for block in blocks if block.name)
        found = _found(words, at, within)
        if found is not None:
            name, kind = found
            if not inside:
                end = starts[number + 1] if number + 1 < len(starts) else len(words)
                head = words.head(at, _head_end(words, at, end))
                last = _last(words, starts, number)
                line = words.line[at]
                yield Definition(name, kind, words.first_line(first), line, last, within, head)
            if kind in ("class", "function", "method"):
                blocks.append(_Open(column, "class" if kind == "class" else "def", name))
        elif words.text[at] in _BRANCHES:
            blocks.append(_Open(column, "branch"))


def _statements(words: Words) -> list[int]:
    """Return the first word of each statement: the first of its line, outside of brackets.

    A line that begins like a definition is one in any case: then a bracket above was left open.
    """
    found: list[int] = []
    depth = 0
    for at, text in enumerate(words.text):
        if words.column[at] >= 0 and (depth == 0 or _reopens(words, at)):
            found.append(at)
            depth = 0
        if text in _OPEN:
            depth += 1
        elif text in _CLOSE:
            depth = max(0, depth - 1)
    return found


def _reopens(words: Words, at: int) -> bool:
    if words.text[at] == "async":
        at += 1
    named = words.kind[at] == "n" and words.text[at] in ("def", "class")
    return named and words.at(at + 1).isidentifier() and words.at(at + 2) in ("(", ":", "[")


def _found(words: Words, at: int, within: tuple[str, ...]) -> tuple[str, Kind] | None:
    """Return name and kind of what a statement defines, or None."""
    if words.kind[at] != "n":
        return None
    word = words.text[at]
    if word == "async" and words.at(at + 1) == "def":
        at, word = at + 1, "def"
    name = words.at(at + 1)
    if word in ("def", "class") and name.isidentifier() and words.column[at + 1] < 0:
        return name, ("class" if word == "class" else "method" if within else "function")
    if word == "type" and name.isidentifier() and words.at(at + 2) in ("=", "["):
        return name, "type"
    if within or words.column[at] or words.at(at + 1) not in ("=", ":"):
        return None
    if words.at(at + 1) == "=" and words.at(at + 2) == "=":
        return None
    if words.at(at + 1) == ":" and words.at(at + 2) == "TypeAlias":
        return word, "type"
    return (word, "constant") if _loud(word) else None


def _loud(word: str) -> bool:
    return len(word) > 1 and word == word.upper() and any(map(str.isalpha, word))


def _head_end(words: Words, at: int, end: int) -> int:
    """Return the end of a definition's head: its colon, or what is assigned, on one line.

    `end` is where the next statement begins.
    """
    depth = 0
    opens = words.text[at] in ("def", "class", "async")
    line = words.line[at]
    for index in range(at, end):
        text = words.text[index]
        if opens and depth == 0 and text == ":":
            return index
        if not opens and words.line[index] > line:
            return index
        if text in _OPEN:
            depth += 1
        elif text in _CLOSE:
            depth -= 1
    return end


def _last(words: Words, starts: list[int], number: int) -> int:
    """Return the last line of the statement with this number, its body with it."""
    column = words.column[starts[number]]
    for other in starts[number + 1 :]:
        if words.column[other] <= column:
            return words.end[other - 1]
    return words.end[-1]
