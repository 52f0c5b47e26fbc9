"""C#: namespaces, classes and their like, methods, properties, delegates and constants."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.context.outline.blocks import Code, Found, Statement
from pairtui.context.outline.words import Words

_MODIFIERS = frozenset(
    (
        "public", "private", "protected", "internal", "static", "readonly", "sealed", "abstract",
        "virtual", "override", "async", "partial", "extern", "unsafe", "new", "const", "volatile",
        "required", "file", "ref", "event", "fixed",
    )
)  # fmt: skip
_CLASSES = ("class", "struct", "interface", "enum", "record")
_NOT = frozenset(
    (
        "return", "throw", "using", "if", "for", "foreach", "while", "switch", "lock", "await",
        "yield", "else", "do", "try", "catch", "finally", "get", "set", "init", "add", "remove",
        "case", "goto",
    )
)  # fmt: skip


def find(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what a declaration defines."""
    words, at, end = code.words, statement.head, statement.end
    told: set[str] = set()
    while at < end and words.text[at] in _MODIFIERS:
        told.add(words.text[at])
        at += 1
    word, name = words.at(at), words.at(at + 1)
    if word == "record" and name in ("class", "struct"):
        at, name = at + 1, words.at(at + 2)
    if word == "namespace" and statement.has_body:
        full = "".join(words.text[at + 1 : end])
        yield Found(full, "module", (full,))
    elif word in _CLASSES and name.isidentifier():
        yield Found(name, "class", (name,) if word != "enum" else None)
    elif word == "delegate":
        yield from _called(words, at, code, statement, "type")
    elif inside == "class" and word not in _NOT:
        yield from _member(
            code, statement, at, around, constant="const" in told or told >= {"static", "readonly"}
        )


def _member(
    code: Code, statement: Statement, at: int, around: str, *, constant: bool
) -> Iterator[Found]:
    """Yield a method, a constructor, a property, or a constant."""
    words, end = code.words, statement.end
    tupled = words.at(at) == "("
    if tupled:
        at = code.skip(at)
    stop = at
    while stop < end and words.text[stop] not in ("(", "=", "operator", "this"):
        stop = code.skip(stop) if words.text[stop] == "[" else stop + 1
    name = words.at(stop - 1)
    typed = tupled or stop - at > 1
    if stop == at or words.at(stop) in ("operator", "this"):
        return
    if stop < end and words.text[stop] == "(":
        if typed or name == around:
            yield from _called(words, at, code, statement, "method")
    elif not name.isidentifier() or not typed:
        return
    elif constant or (name.isupper() and words.at(stop) == "="):
        yield Found(name, "constant")
    elif statement.has_body or words.at(stop + 1) == ">":
        yield Found(name, "method", head=stop)  # a property


def _called(words: Words, at: int, code: Code, statement: Statement, kind: str) -> Iterator[Found]:
    """Yield what has the first parameters behind a word."""
    stop = at
    while stop < statement.end and words.text[stop] != "(":
        stop += 1
    last = stop - 1
    if words.at(last) == ">":  # parameters of the type
        while last > at and words.text[last] != "<":
            last -= 1
        last -= 1
    name = words.at(last)
    if stop >= statement.end or last < at or not name.isidentifier():
        return
    arrow = next(
        (
            index
            for index in range(code.skip(stop), statement.end)
            if words.text[index] == "=" and words.at(index + 1) == ">"
        ),
        -1,
    )
    yield Found(name, "type" if kind == "type" else "method", head=arrow)
