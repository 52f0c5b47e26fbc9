"""Go: functions, methods by the type of their receiver, types, exported constants and variables."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.context.outline.blocks import Code, Found, Statement
from pairtui.context.outline.definition import Kind


def find(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what a declaration at the top of a file defines."""
    words, at = code.words, statement.head
    word, name = words.at(at), words.at(at + 1)
    if word == "func" and name == "(":
        after = code.skip(at + 1)
        receiver = _type(code, at + 2, after - 1)
        yield Found(words.at(after), "method", within=(receiver,) if receiver else ())
    elif word == "func" and name.isidentifier():
        yield Found(name, "function")
    elif word in ("type", "const", "var") and name == "(":
        yield from _group(code, at, word)
    elif word == "type" and name.isidentifier():
        yield Found(name, _kind(words.text[at + 2 : statement.end]))
    elif word in ("const", "var") and name[:1].isupper():
        yield Found(name, "constant")


def _type(code: Code, low: int, high: int) -> str:
    """Return the type of a receiver, without pointer and parameters."""
    names = [at for at in range(low, high) if code.words.kind[at] == "n"]
    generic = next((at for at in range(low, high) if code.words.text[at] == "["), high)
    before = [at for at in names if at < generic]
    return code.words.text[before[-1]] if before else ""


def _group(code: Code, at: int, word: str) -> Iterator[Found]:
    """Yield what stands line by line in the parentheses behind `type`, `const` or `var`."""
    words, end = code.words, code.skip(at + 1) - 1
    index = at + 2
    while index < end:
        after = index + 1
        while after < end and words.column[after] < 0:
            after = code.skip(after) if words.text[after] in ("(", "[", "{") else after + 1
        if words.kind[index] == "n":
            name = words.text[index]
            head = next((other for other in range(index, after) if words.text[other] == "{"), after)
            if word == "type":
                yield Found(name, _kind(words.text[index + 1 : head]), low=index, high=head)
            elif name[:1].isupper():
                yield Found(name, "constant", low=index, high=head)
        index = after


def _kind(behind: list[str]) -> Kind:
    """Return what a type is that has this behind its name."""
    return "class" if behind[-1:] in (["struct"], ["interface"]) else "type"
