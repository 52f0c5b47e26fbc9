"""Kotlin: classes, objects, functions, constants and names for types."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.context.outline.blocks import Code, Found, Statement
from pairtui.context.outline.definition import Kind

_MODIFIERS = frozenset(
    (
        "public", "private", "internal", "protected", "open", "abstract", "sealed", "data", "inner",
        "override", "final", "suspend", "inline", "operator", "infix", "tailrec", "external",
        "lateinit", "const", "annotation", "enum", "value", "expect", "actual",
    )
)  # fmt: skip


def find(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what a declaration defines."""
    words, at, end = code.words, statement.head, statement.end
    constant = False
    while at < end and words.text[at] in _MODIFIERS:
        constant = constant or words.text[at] == "const"
        at += 1
    word, name = words.at(at), words.at(at + 1)
    if word == "fun" and name == "interface":
        at, word, name = at + 1, name, words.at(at + 2)
    if word == "companion" and name == "object":
        name = words.at(at + 2)
        yield Found(name if name.isidentifier() and at + 2 < end else "Companion", "class", ())
    elif word in ("class", "interface", "object") and name.isidentifier():
        yield Found(name, "class", (name,))
    elif word == "typealias":
        yield Found(name, "type")
    elif word == "fun":
        yield from _function(code, statement, at + 1, inside)
    elif word == "constructor" and inside == "class":
        yield Found("constructor", "method")
    elif word in ("val", "var") and (constant or (name.isupper() and len(name) > 1)):
        yield Found(name, "constant")


def _function(code: Code, statement: Statement, at: int, inside: str) -> Iterator[Found]:
    """Yield a function; one that extends a type stands in that."""
    words, end = code.words, statement.end
    names: list[str] = []
    depth = 0
    while at < end and (depth or words.text[at] != "("):
        word = words.text[at]
        depth += (word == "<") - (word == ">")
        if depth == 0 and words.kind[at] == "n":
            names.append(word)
        at += 1
    if at >= end or not names:
        return
    after = code.skip(at)
    body = next((index for index in range(after, end) if words.text[index] == "="), -1)
    receiver = tuple(names[-2:-1])
    kind: Kind = "method" if inside == "class" or receiver else "function"
    yield Found(names[-1], kind, within=receiver, head=body)
