"""C and C++: functions, classes, types, namespaces and macros."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairtui.context.outline.blocks import Code, Found, Statement
from pairtui.context.outline.definition import Definition, Kind
from pairtui.context.outline.words import Words

_MACRO = re.compile(r"\s*define\s+(?P<name>\w+)(?P<rest>.*)", re.DOTALL)
_ATTRIBUTES = frozenset(
    ("__attribute__", "__declspec", "alignas", "decltype", "noexcept", "explicit", "requires",
     "_Alignas", "__asm__", "asm")
)  # fmt: skip
_STATEMENTS = frozenset(
    ("if", "for", "while", "switch", "return", "else", "do", "case", "goto", "throw", "delete",
     "new", "static_assert", "_Static_assert", "sizeof", "catch", "using", "friend")
)  # fmt: skip
_NO_HEADS = _STATEMENTS | {"typedef"}
_CLASSES = ("class", "struct", "union", "enum")


def find_in_header(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what a declaration in a header defines, functions without a body too."""
    found = tuple(find(code, statement, inside, around))
    yield from found
    if not found and inside != "class":
        yield from _function(code, statement, statement.head, inside, around, declared=True)


def find(code: Code, statement: Statement, inside: str, around: str) -> Iterator[Found]:
    """Yield what a declaration defines; a function without a body only in a class."""
    words, end = code.words, statement.end
    at = _behind_template(code, statement.head, end)
    word = words.at(at)
    if word == "inline" and words.at(at + 1) == "namespace":
        at, word = at + 1, "namespace"
    if word == "namespace" and statement.has_body:
        name = "".join(words.text[at + 1 : end])
        yield Found(name, "module", (name,) if name else ())
    elif word == "extern" and words.kind[at + 1 : at + 2] == ["s"] and statement.body == at + 3:
        yield Found("", "module", ())
    elif word == "typedef":
        yield from _typedef(code, statement)
    elif word == "concept" or (word == "using" and words.at(at + 2) == "="):
        yield Found(words.at(at + 1), "type")
    elif statement.has_body and (name := _class(code, at, end)):
        yield Found(name, "class", (name,) if "enum" not in words.text[at:end] else None)
    elif word not in _STATEMENTS:
        yield from _function(code, statement, at, inside, around)


def _behind_template(code: Code, at: int, end: int) -> int:
    """Return the word behind `template <...>`, each of them."""
    words = code.words
    while words.at(at) == "template" and words.at(at + 1) == "<":
        depth = 0
        while at < end:
            depth += (words.text[at] == "<") - (words.text[at] == ">")
            at += 1
            if words.text[at - 1] == ">" and depth == 0:
                break
    return at


def _class(code: Code, at: int, end: int) -> str:
    """Return the name of the class, struct, union or enum that a head is of, or nothing."""
    words = code.words
    while at < end and words.text[at] not in _CLASSES and words.kind[at] == "n":
        at += 1
    if at >= end or words.text[at] not in _CLASSES:
        return ""
    name = ""
    at += 1
    while at < end:
        word = words.text[at]
        if word == "(":
            before = words.text[at - 1]
            if before not in _ATTRIBUTES and not (before == name and name.isupper()):
                return ""  # a function that returns one
            at = code.skip(at)
            continue
        if word in ("*", "&", "="):
            return ""
        if _ends_name(words, at):
            break
        if words.kind[at] == "n" and word not in ("final", "class", "struct", *_ATTRIBUTES):
            name = word
        at += 1
    return name


def _ends_name(words: Words, at: int) -> bool:
    """Tell whether bases or parameters begin, and not the second half of a name as in `a::b`."""
    return words.text[at] in (":", "<") and ":" not in (words.at(at + 1), words.at(at - 1))


def _typedef(code: Code, statement: Statement) -> Iterator[Found]:
    """Yield the name a typedef gives: the last one, or that of a pointer to a function."""
    words, at = code.words, statement.end
    if statement.has_body:
        at = min(statement.close + 1, len(words))
        while at < len(words) and words.text[at] not in (";", ",", "{"):
            at += 1
    inner = next(
        (index for index in range(statement.head, statement.end) if words.text[index] == "("), -1
    )
    if inner > 0 and words.at(inner + 1) == "*" and not statement.has_body:
        yield Found(words.at(inner + 2), "type")
        return
    names = [index for index in range(statement.head + 1, at) if words.kind[index] == "n"]
    if names and names[-1] >= (statement.close if statement.has_body else 0):
        yield Found(words.text[names[-1]], "type")


def _function(
    code: Code,
    statement: Statement,
    head: int,
    inside: str,
    around: str,
    *,
    declared: bool = False,
) -> Iterator[Found]:
    """Yield the function or method that a head with parameters names.

    Outside of classes one without a body counts only if what is `declared` is asked for.
    """
    words, end = code.words, statement.end
    at = head
    while at < end and words.text[at] not in ("(", "=", "operator"):
        if words.text[at] in _ATTRIBUTES and words.at(at + 1) == "(":
            at = code.skip(at + 1) - 1
        at += 1
    if words.at(at) == "operator" and at < end:
        yield from _operator(code, statement, at, inside)
        return
    if at >= end or at == head or words.text[at] == "=" or words.at(code.skip(at)) == ">":
        return
    *within, name = _qualified(words, at - 1, head)
    plain = name.lstrip("~")
    if not plain.isidentifier() or words.kind[at - 1] != "n" or _NO_HEADS & {plain, words.at(head)}:
        return
    typed = at - 1 - head - (name[0] == "~") > 0 or bool(within) or plain == around
    body = statement.has_body and "=" not in words.text[at:end]
    if body:
        counts = typed or not name.isupper()
    else:
        counts = typed and (declared or inside == "class") and words.at(end) == ";"
    if not counts:
        return
    method: Kind = "method" if inside == "class" or within else "function"
    head_end = next((index for index in range(at, end) if _initialises(words, index)), -1)
    yield Found(name, method, within=tuple(within), head=head_end)


def _initialises(words: Words, at: int) -> bool:
    """Tell whether the colon stands here behind which a constructor sets its members."""
    return words.text[at] == ":" and words.text[at - 1] in (")", "noexcept")


def _qualified(words: Words, at: int, low: int) -> list[str]:
    """Return the parts of the name that ends at a word, such as `A`, `B` and `c` of `A::B::c`."""
    names = words.text[at].split("::")
    if words.at(at - 1) == "~":
        names[0], at = "~" + names[0], at - 1
    while at - 2 > low and words.text[at - 1] == ":" and words.text[at - 2] == ":":
        at -= 3
        if words.text[at] == ">":  # parameters of the class
            while at > low and words.text[at] != "<":
                at -= 1
            at -= 1
        if at < low or words.kind[at] != "n":
            break
        names[:0] = words.text[at].split("::")
    return names


def _operator(code: Code, statement: Statement, at: int, inside: str) -> Iterator[Found]:
    words, after = code.words, at + 1
    if words.at(after) == "(" and words.at(after + 1) == ")":
        after += 2
    while after < statement.end and words.text[after] != "(":
        after += 1
    gap = " " if words.kind[at + 1 : at + 2] == ["n"] else ""
    if statement.has_body or inside == "class":
        yield Found("operator" + gap + "".join(words.text[at + 1 : after]), "method")


def macros(words: Words) -> Iterator[Definition]:
    """Yield the macros that stand for something."""
    orders = words.orders
    for number, (line, text) in enumerate(orders):
        found = _MACRO.fullmatch(text)
        if found is None or not found["rest"].strip(" \t\\"):
            continue
        last, other = line, number
        while orders[other][1].endswith("\\") and other + 1 < len(orders):
            other += 1
            last = orders[other][0]
        head = f"#define {found['name']}"
        if found["rest"].startswith("("):
            head += found["rest"].partition(")")[0] + ")"
        yield Definition(found["name"], "macro", _first_line(words, line), line, last, (), head)


def _first_line(words: Words, line: int) -> int:
    """Return the line at which the comments right above a line begin."""
    while line - 1 in words.comments:
        line -= 1
    return line
