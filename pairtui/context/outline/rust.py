"""Rust: functions, types, traits, modules, constants and macros; methods by their type."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.context.outline.blocks import Code, Found, Statement
from pairtui.context.outline.definition import Kind

_MODIFIERS = frozenset(("pub", "default", "async", "unsafe", "extern", "const", "safe", "auto"))
_NAMED: dict[str, Kind] = {
    "struct": "class", "enum": "class", "union": "class", "trait": "class", "mod": "module",
    "type": "type", "const": "constant", "static": "constant",
}  # fmt: skip


def find(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what an item defines."""
    words = code.words
    at, foreign = _behind_modifiers(code, statement)
    word, name = words.at(at), words.at(at + 1)
    if word in ("static", "const") and name == "mut":
        name = words.at(at + 2)
    if word == "fn":
        yield Found(name, "method" if inside in ("impl", "class") else "function")
    elif word == "impl" and statement.has_body:
        target = _target(code, at + 1, statement.end)
        yield Found(target, "impl", (target,))
    elif word in ("macro_rules", "macro_rules!"):
        yield Found(words.at(at + 2) if name == "!" else name, "macro")
    elif word in _NAMED and name.isidentifier() and name != "_":
        holds = word in ("trait", "mod") and statement.has_body
        if word != "mod" or statement.has_body:
            yield Found(name, _NAMED[word], (name,) if holds else None)
    elif foreign and statement.has_body:
        yield Found("", "module", ())


def _behind_modifiers(code: Code, statement: Statement) -> tuple[int, bool]:
    """Return the word that says what an item is, and whether `extern` stands before it."""
    words, at = code.words, statement.head
    foreign = False
    while words.at(at) in _MODIFIERS and at < statement.end:
        if words.text[at] == "const" and words.at(at + 1) not in _MODIFIERS | {"fn"}:
            break
        foreign = foreign or words.text[at] == "extern"
        at += 1
        if words.at(at) == "(":
            at = code.skip(at)
        elif words.kind[at : at + 1] == ["s"]:
            at += 1
    return at, foreign


def _target(code: Code, at: int, end: int) -> str:
    """Return the type that a block of methods is for, without its parameters."""
    words = code.words
    depth, name = 0, ""
    while at < end:
        word = words.text[at]
        if word == "<":
            depth += 1
        elif word == ">" and words.at(at - 1) != "-":
            depth -= 1
        elif depth == 0 and word == "where":
            break
        elif depth == 0 and word == "for":
            name = ""
        elif depth == 0 and words.kind[at] == "n" and word not in ("dyn", "mut", "const"):
            name = word
        at += 1
    return name or "impl"
