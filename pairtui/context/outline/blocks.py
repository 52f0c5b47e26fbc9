"""Blocks: code in braces as statements, each with its head and its body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pairtui.context.outline.definition import Definition, Kind
from pairtui.context.outline.words import Words

_PAIRS = {")": "(", "]": "[", "}": "{"}
_GOES_ON = frozenset("=+-/%&|^<:,.~(@")
"""Signs behind which a statement goes on in the next line."""
_JOINS = frozenset(
    (
        "extends", "implements", "where", "throws", "else", "catch", "finally", "in", "of", "as",
        "instanceof", "satisfies", "from",
    )
)  # fmt: skip
_LEADS = frozenset(
    (
        "export", "default", "declare", "abstract", "public", "private", "protected", "static",
        "extends", "implements", "return", "new", "async", "readonly",
    )
)  # fmt: skip
_LABELS = frozenset(("public", "private", "protected", "signals", "slots", "default"))
"""What stands before a colon in a class of C++, and begins nothing."""
_DEEPEST = 8
"""How deep classes are looked for in classes."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Words `low` to `high`: marks such as `@Override`, then a head from `head` to `end`.

    The body is words `body` to `close`, without its braces; both are `end` where there is none.
    """

    low: int
    head: int
    end: int
    body: int
    close: int
    high: int

    @property
    def has_body(self) -> bool:
        """Tell whether there are braces behind the head."""
        return self.body > self.end


@dataclass(frozen=True, slots=True)
class Code:
    """The words of a file with the bracket that closes each, or the end where none does.

    `newlines` says that a line's end ends a statement, as in Go and JavaScript; `macros` that a
    macro on a line of its own does, as in C.
    """

    words: Words
    closing: dict[int, int]
    newlines: bool = False
    macros: bool = False

    def skip(self, at: int) -> int:
        """Return the word behind a bracket and what it encloses."""
        return min(self.closing[at] + 1, len(self.words))

    def statements(self, low: int, high: int) -> Iterator[Statement]:
        """Yield the statements between two words."""
        while low < high:
            found = self._statement(low, high)
            if found.end > found.head:
                yield found
            low = max(found.high, low + 1)

    def _statement(self, low: int, high: int) -> Statement:
        text = self.words.text
        head = at = self._marks(low, high)
        while at < high:
            word = text[at]
            if word == ";":
                return Statement(low, head, at, at, at, at + 1)
            if word == "{" and self.words.at(self.closing[at] + 1) == ">":
                at = self.closing[at]  # a type's, or a number's, among the parameters of a type
            elif word == "{":
                return self._with_body(low, head, at, high)
            if word == "}":  # one too many
                return Statement(low, head, at, at, at, at + 1)
            if at > head and self._begins(head, at):
                return Statement(low, head, at, at, at, at)
            at = self.skip(at) if word in ("(", "[") else at + 1
        return Statement(low, head, high, high, high, high)

    def _with_body(self, low: int, head: int, end: int, high: int) -> Statement:
        """Return a statement whose body begins at `end`; the last of several braces is it."""
        text = self.words.text
        body = end
        close = min(self.closing[end], high)
        while close + 1 < high:
            if text[close + 1] == "{":
                body = close + 1
            elif self.macros and text[close + 1] == "," and text[end - 1] != "=":
                body = next((at for at in range(close, high) if text[at] in "{;"), high)  # a C++
                if self.words.at(body) != "{":  # constructor's members, each in its own braces
                    return Statement(low, head, end, end, end, body)
            else:
                break
            close = min(self.closing[body], high)
        return Statement(low, head, end, body + 1, close, close + 1)

    def _marks(self, at: int, high: int) -> int:
        """Return the word behind decorators, attributes and annotations."""
        words = self.words
        while at < high:
            if self.macros and words.text[at] in _LABELS and words.at(at + 1) == ":":
                at += 2
                continue
            if words.kind[at] == "@" and words.text[at] != "@interface":
                at += 1
            elif words.text[at] == "@" and words.at(at + 1) != "interface":
                at += 2
            elif words.text[at] == "#" and words.at(at + 1) in ("[", "!"):
                at = self._group(at + 1 + (words.at(at + 1) == "!"), high)
                continue
            elif words.text[at] == "[" and words.at(at + 1) == "[":
                at = self._group(at, high)
                continue
            else:
                break
            while words.at(at) == "." and at < high:
                at += 2
            if words.at(at) == "(":
                at = self._group(at, high)
        return min(at, high)

    def _group(self, at: int, high: int) -> int:
        return min(self.skip(at), high) if at in self.closing else at + 1

    def _begins(self, head: int, at: int) -> bool:
        """Tell whether a new statement begins at a word without a sign before it that says so."""
        words = self.words
        if words.column[at] < 0 or words.kind[at] not in "n@s" or words.text[at] in _JOINS:
            return False
        before = words.text[at - 1]
        if self.macros:
            alone = before == ")" or (at == head + 1 and before.isupper() and "_" in before)
            return alone and words.column[at] == words.indent(head)
        if before == ">" and words.at(at - 2) == "=":
            return False
        if "class" in words.text[head:at] and "constructor" in words.text[at : at + 4]:
            return False  # Kotlin's own constructor, on a line below the name
        return self.newlines and before not in _GOES_ON and before not in _LEADS


@dataclass(frozen=True, slots=True)
class Found:
    """What a statement defines; nothing itself where it has no name.

    `within` are the names it stands in besides those around the statement. `inner` says that its
    body defines something as well, by the names it gives what is in it. `low` and `high` are the
    words it takes where it is only a part of the statement; `head` is where its head ends.
    """

    name: str
    kind: Kind
    inner: tuple[str, ...] | None = None
    within: tuple[str, ...] = ()
    low: int = -1
    high: int = -1
    head: int = -1


Finder: TypeAlias = Callable[[Code, Statement, str, str], Iterable[Found]]
"""Says what a statement defines, given the kind and name of what it stands in, or nothing."""


def definitions(code: Code, find: Finder) -> Iterator[Definition]:
    """Yield what some code defines, class by class."""
    yield from _definitions(code, find, 0, len(code.words), ("", ()))


def _definitions(
    code: Code, find: Finder, low: int, high: int, around: tuple[str, tuple[str, ...]]
) -> Iterator[Definition]:
    inside, names = around
    for statement in code.statements(low, high):
        for found in find(code, statement, inside, names[-1] if names else ""):
            if found.name:
                yield _definition(code.words, statement, found, names)
            if found.inner is not None and statement.has_body and len(names) < _DEEPEST:
                inner = (found.kind if found.name else inside, names + found.inner)
                yield from _definitions(code, find, statement.body, statement.close, inner)


def _definition(
    words: Words, statement: Statement, found: Found, names: tuple[str, ...]
) -> Definition:
    low, end, last = statement.head, statement.end, statement.end - 1
    begins = words.first_line(statement.low)
    if found.low >= 0:
        low, end, last = found.low, found.high, found.high - 1
        begins = words.first_line(low)
    elif statement.has_body:
        last = min(statement.close, len(words) - 1)
    text = words.head(low, end if found.head < 0 else found.head)
    within = names + found.within
    return Definition(
        found.name, found.kind, begins, words.line[low], words.end[last], within, text
    )


def code(words: Words, *, newlines: bool = False, macros: bool = False) -> Code:
    """Return the words with their brackets matched, by indentation where they do not match."""
    closing, whole = _match(words)
    if not whole:
        closing = _match_loosely(words)
    return Code(words, closing, newlines, macros)


def _match(words: Words) -> tuple[dict[int, int], bool]:
    """Return where each bracket is closed, and whether all of them are, and by their like."""
    closing: dict[int, int] = {}
    waiting: list[int] = []
    whole = True
    for at, text in enumerate(words.text):
        if text in ("(", "[", "{"):
            waiting.append(at)
        elif text in _PAIRS:
            if waiting and words.text[waiting[-1]] == _PAIRS[text]:
                closing[waiting.pop()] = at
            else:
                whole = False
    return closing, whole and not waiting


def _match_loosely(words: Words) -> dict[int, int]:
    """Return where each bracket ends in a file that is broken.

    A brace that begins a line closes the one whose line is indented alike. What begins no deeper
    than a line that opened a brace is not inside of it.
    """
    closing: dict[int, int] = {}
    waiting: list[tuple[int, int]] = []
    for at, text in enumerate(words.text):
        column = words.column[at]
        if column >= 0 and text not in ("}", "{", ")", "]"):
            while waiting and waiting[-1][1] >= column and words.kind[at] != ".":
                closing[waiting.pop()[0]] = at - 1
        if text in ("(", "[", "{"):
            waiting.append((at, words.indent(at)))
        elif text in _PAIRS:
            _close(words, waiting, closing, at)
    closing |= {at: len(words) for at, _ in waiting}
    return closing


def _close(words: Words, waiting: list[tuple[int, int]], closing: dict[int, int], at: int) -> None:
    """Close the nearest bracket of a kind; none where it stands deeper than the closing line."""
    opener, column = _PAIRS[words.text[at]], words.column[at]
    for depth in range(len(waiting) - 1, -1, -1):
        opened, indent = waiting[depth]
        if words.text[opened] == opener and not (column >= 0 and indent < column):
            if column >= 0 and indent > column and opener == "{":
                continue
            closing.update({other: at - 1 for other, _ in waiting[depth + 1 :]})
            closing[opened] = at
            del waiting[depth:]
            return
