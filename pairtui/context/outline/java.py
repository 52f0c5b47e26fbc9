"""Java: classes, interfaces, enums, records, their methods and constants."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.context.outline.blocks import Code, Found, Statement

_MODIFIERS = frozenset(
    (
        "public", "private", "protected", "static", "final", "abstract", "sealed", "strictfp",
        "default", "synchronized", "native", "transient", "volatile", "non", "-",
    )
)  # fmt: skip
_CLASSES = ("class", "interface", "enum", "record", "@interface")
_NOT = frozenset(("return", "new", "throw", "import", "package", "if", "for", "while", "switch"))


def find(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what a declaration defines."""
    words, at, end = code.words, statement.head, statement.end
    constant = False
    while at < end and (words.text[at] in _MODIFIERS or words.kind[at] == "@"):
        if words.text[at] == "@interface":
            break
        constant = constant or words.text[at] == "final"
        at += 1
    word, name = words.at(at), words.at(at + 1)
    if word == "@" and name == "interface":
        at, word, name = at + 1, "@interface", words.at(at + 2)
    if word in _CLASSES and name.isidentifier() and statement.has_body:
        yield Found(name, "class", (name,))
    elif inside == "class" and word not in _NOT:
        yield from _member(code, at, end, around, constant=constant)


def _member(code: Code, at: int, end: int, around: str, *, constant: bool) -> Iterator[Found]:
    """Yield a method, a constructor, or a constant."""
    words = code.words
    first = at
    while at < end and words.text[at] not in ("(", "="):
        at += 1
    name = words.at(at - 1)
    if at == first or not name.isidentifier():
        return
    if at < end and words.text[at] == "(":
        if at - first > 1 or name == around:
            yield Found(name, "method")
    elif constant and name == name.upper() and at - first > 1:
        yield Found(name, "constant")
    elif at == end and at - first == 1 and name == around and words.at(end) == "{":
        yield Found(name, "method")  # the short constructor of a record
