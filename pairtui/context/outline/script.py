"""JavaScript and TypeScript: functions, classes, types, and the constants a module exports."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.context.outline.blocks import Code, Found, Statement
from pairtui.context.outline.definition import Kind

_MODIFIERS = frozenset(
    (
        "export", "default", "declare", "abstract", "async", "public", "private", "protected",
        "static", "readonly", "override", "get", "set", "accessor", "*",
    )
)  # fmt: skip
_NAMED: dict[str, Kind] = {
    "class": "class", "interface": "class", "enum": "class", "type": "type",
    "namespace": "module", "module": "module",
}  # fmt: skip
_HOLDS = ("class", "interface", "namespace", "module")
_STATEMENTS = frozenset(("if", "for", "while", "switch", "catch", "return", "with", "function"))


def find(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what a statement defines."""
    words, at = code.words, statement.head
    exported = words.at(at) == "export"
    while words.at(at) in _MODIFIERS and words.at(at + 1) not in ("(", "=", ":", ";", "<", ""):
        at += 1
    word, name = words.at(at), words.at(at + 1)
    if inside == "class":
        yield from _member(code, statement, at)
    elif word == "function":
        name = words.at(at + 2) if name == "*" else name
        yield Found(name if _is_name(name) else "default", "function")
    elif word in _NAMED and name not in (".", "=", "("):
        yield from _type(code, at)
    elif word == "global" and statement.has_body:
        yield Found("", "module", ())
    elif word in ("const", "let", "var") and _is_name(name):
        yield from _value(code, statement, at + 1, loud=exported)
    elif exported and word in ("(", "<"):
        yield Found("default", "function")
    elif at == statement.head:
        yield from _assigned(code, statement, at)


def _type(code: Code, at: int) -> Iterator[Found]:
    """Yield a class, an interface, an enumeration, a type or a namespace."""
    words, word, name = code.words, code.words.at(at), code.words.at(at + 1)
    inner = word in _HOLDS
    if word in ("class", "interface") and (not _is_name(name) or name == "extends"):
        yield Found("default", "class", ("default",))
    elif word == "type" and words.at(at + 2) not in ("=", "<"):
        return
    elif _is_name(name):
        yield Found(name, _NAMED[word], (name,) if inner else None)
    elif inner and words.kind[at + 1 : at + 2] == ["s"]:
        yield Found("", _NAMED[word], ())


def _member(code: Code, statement: Statement, at: int) -> Iterator[Found]:
    """Yield a method, or a property that is a function."""
    name, words = code.words.at(at).removeprefix("#"), code.words
    if name == "" and words.at(at) == "#":
        at, name = at + 1, words.at(at + 1)
    if name == "[":
        after = code.skip(at)
        name = words.at(after - 2)
    else:
        after = at + 1
    if words.at(after) in ("?", "!"):
        after += 1
    if name in _STATEMENTS or not _is_name(name):
        return
    called = words.at(after) == "<" and _calls(code, after, statement.end)
    given = words.at(after) in ("=", ":") and _is_function(code, after, statement)
    if words.at(after) == "(" or called or given:
        yield Found(name, "method")


def _value(code: Code, statement: Statement, at: int, *, loud: bool) -> Iterator[Found]:
    """Yield what `const`, `let` or `var` gives a name to."""
    name = code.words.at(at)
    if name == "enum":
        yield Found(code.words.at(at + 1), "class")
    elif _is_function(code, at + 1, statement):
        yield Found(name, "function")
    elif "class" in code.words.text[at + 1 : at + 4]:
        yield Found(name, "class", (name,))
    elif loud or (len(name) > 1 and name == name.upper() and name.strip("_$0123456789")):
        yield Found(name, "constant")


def _assigned(code: Code, statement: Statement, at: int) -> Iterator[Found]:
    """Yield a function that is assigned to a property: `exports.a = ...`, `A.prototype.b = ...`."""
    names = [code.words.at(at)]
    while code.words.at(at + 1) == "." and at + 2 < statement.end:
        at += 2
        names.append(code.words.at(at))
    if len(names) < 2 or code.words.at(at + 1) != "=" or not all(map(_is_name, names)):
        return
    if not _is_function(code, at + 1, statement):
        return
    method = len(names) > 2 and names[-2] == "prototype"
    kind: Kind = "method" if method else "function"
    name = "default" if names[-1] == "exports" else names[-1]
    yield Found(name, kind, within=(names[-3],) if method else ())


def _is_function(code: Code, at: int, statement: Statement) -> bool:
    """Tell whether what is assigned behind a name is a function or an arrow."""
    words, end = code.words, statement.end
    arrow = assigned = False
    while at < end:
        word = words.text[at]
        if word == "=" and words.at(at + 1) == ">":
            arrow = True
            if assigned:
                return True
            at += 1
        elif word == "=":
            assigned = True
            if words.at(at + 1 + (words.at(at + 1) == "async")) == "function":
                return True
        elif assigned and word in ("=", "?", "|", "&", "+", "new", "await", "{", "."):
            return False
        after = code.skip(at) if word in ("(", "[") else at + 1
        if assigned and word in ("(", "[") and words.at(at - 1) not in ("=", "async", ">"):
            return False  # a call, whose function would be an argument
        at = after
    return arrow and assigned and words.at(end) == "{"


def _calls(code: Code, at: int, end: int) -> bool:
    """Tell whether parameters follow behind those of a type."""
    return any(code.words.text[index] == "(" for index in range(at, end))


def _is_name(word: str) -> bool:
    return bool(word) and (word[0].isalpha() or word[0] in "_$")
