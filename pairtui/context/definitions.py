"""Definitions: a file of code as its functions, classes and what stands between them.

Found by indentation, brackets and the words that begin a definition, not by a parser, so that a
file that is broken has them too. Where the language is not known, or its brackets do not match, a
part begins at each line without indentation behind a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pairtui.context.blanked import blanked, is_known, suffix_of
from pairtui.review.lines import cut_lines
from pairtui.review.text import BOM

DEEPEST = 3
"""How deep definitions are looked for inside others."""

_NAME = rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*"
_OPEN, _CLOSE = b"([{", b")]}"
_PYTHON = re.compile(rb"(?:async[ \t]+)?(?P<kind>def|class)[ \t]+(?P<name>%s)" % _NAME)
_BEFORE = (
    rb"(?:(?:export|default|declare|abstract|async|public|private|protected|internal|static|final"
    rb"|sealed|open|override|inline|virtual|extern|unsafe|pub(?:\([^)]*\))?|const|partial|data"
    rb"|suspend|friend)\s+)*"
)
_WORD = re.compile(
    rb"%s(?:func\s*\([^)]*\)\s*|(?P<kind>function\b\s*\*?|class|interface|enum(?:\s+class)?|trait"
    rb"|mod|namespace|type|record|object|protocol|extension|func|fun|fn|macro_rules!)\s+)"
    rb"(?P<name>%s)" % (_BEFORE, _NAME)
)
_VALUE = re.compile(
    rb"(?:export\s+)?(?:default\s+)?(?:const|let|var)\s+(?P<name>%s)\s*(?::[^=]*)?=\s*(?:async\b\s*)?"
    rb"(?:function\b|class\b|\(|<|%s\s*=>)" % (_NAME, _NAME)
)
_CALLED = re.compile(rb"[^=(]*?(?P<name>~?%s)\s*(?:<[^(){};]*>)?\s*\(" % _NAME)
_RECORD = re.compile(rb"%s(?:typedef\s+)?(?:struct|union)\s+(?P<name>%s)" % (_BEFORE, _NAME))
_ANY = re.compile(
    rb"(?:(?:export|local|async|pub|private|public)\s+)*(?:def|defp|defmodule|function|sub|func|fn"
    rb"|fun|proc|class|module|macro)\s+(?P<name>[\w.?!:$-]*[\w?!])|(?P<shell>[\w-]+)\s*\(\)\s*\{?\s*$"
)
_CONTAINER = re.compile(
    rb"%s(?:class|interface|enum|struct|union|impl\b|trait|mod|namespace|object|protocol|extension"
    rb"|record)\b" % _BEFORE
)
_STATEMENT = re.compile(
    rb"(?:if|for|while|switch|catch|return|else|do|try|with|elif|except|finally)\b"
)
_GOES_ON = re.compile(rb"[{})\]]|(?:else|catch|finally)\b")
_LABEL = re.compile(rb"(?:public|private|protected)\s*:\s*$")
_LEADS = re.compile(rb"@|#!?\[|template\b")
_JOINS = frozenset(("c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "java", "cs"))


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of a file: bytes `start` to `end`, and what they define, or "".

    `within` is the name of the definition it stands in.
    """

    start: int
    end: int
    name: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class _Lines:
    """A file line by line: as it is, and blanked, with indentation and depth of brackets."""

    python: bool
    joins: bool
    raw: Sequence[bytes]
    text: Sequence[bytes]
    starts: Sequence[int]
    depth: Sequence[int]

    def indent(self, at: int) -> int:
        return len(self.raw[at]) - len(self.raw[at].lstrip())

    def blank(self, at: int) -> bool:
        text = self.text[at].strip()
        return not text or _LABEL.match(text) is not None

    def comment(self, at: int) -> bool:
        return not self.text[at].strip() and bool(self.raw[at].strip())


@dataclass(frozen=True, slots=True)
class _Item:
    """Lines `first` to `last`, of which `head` is the first that is neither comment nor mark."""

    first: int
    head: int
    last: int


def parts(path: str, data: bytes) -> tuple[Part, ...]:
    """Return the parts of a file in order; what stands between two definitions is one, unnamed."""
    outlined, found = _all(path, data)
    top: list[Part] = []
    for part in found:
        if part.within:
            continue
        if outlined and top and not part.name and not top[-1].name:
            top[-1] = replace(top[-1], end=part.end)
        else:
            top.append(part)
    return tuple(top)


def definitions(path: str, data: bytes) -> tuple[Part, ...]:
    """Return everything in a file that has a name, methods too, in order."""
    _, found = _all(path, data)
    return tuple(part for part in found if part.name)


def _all(path: str, data: bytes) -> tuple[bool, Iterator[Part]]:
    """Return whether a file's outline can be told, and what is in it; else its blocks."""
    head = len(BOM) if data.startswith(BOM) else 0
    lines = _lines(path, data[head:])
    found = _blocks(data[head:]) if lines is None else _named(lines, 0, len(lines.raw), 0)
    moved = (replace(part, start=head + part.start, end=head + part.end) for part in found)
    return lines is not None, moved


def _lines(path: str, data: bytes) -> _Lines | None:
    """Return a file's lines; None where its outline cannot be told."""
    if not is_known(path):
        return None
    suffix = suffix_of(path)
    raw, text = cut_lines(data), cut_lines(blanked(path, data))
    turns = [
        sum(map(line.count, _each(_OPEN))) - sum(map(line.count, _each(_CLOSE))) for line in text
    ]
    depth = list(accumulate(turns, initial=0))
    python = suffix.startswith("py")
    if min(depth) < 0 or depth[-1]:
        if not python:
            return None
        depth = [0] * len(depth)
    starts = list(accumulate(map(len, raw), initial=0))
    return _Lines(python, suffix in _JOINS, raw, text, starts, depth)


def _each(signs: bytes) -> list[bytes]:
    return [bytes((sign,)) for sign in signs]


def _named(lines: _Lines, low: int, high: int, level: int, within: str = "") -> Iterator[Part]:
    """Yield the items of a range of lines, and behind each what is defined in it."""
    for item in _items(lines, low, high):
        head = _head(lines, item)
        name = _name(head, python=lines.python)
        yield Part(lines.starts[item.first], lines.starts[item.last], name, within)
        if level < DEEPEST and _CONTAINER.match(head):
            inner = f"{within}.{name}" if within and name else name or within or "impl"
            body = _body(lines, item)
            found = _named(lines, *body, level + 1, inner)
            yield from (part for part in found if part.name not in ("", name))


def _body(lines: _Lines, item: _Item) -> tuple[int, int]:
    """Return the lines inside a container: those that are deeper than its head."""
    low, high = item.head + 1, item.last
    base = lines.depth[item.head]
    while low < high and lines.depth[low] != base + (not lines.python):
        low += 1
    while high > low and not lines.python and lines.depth[high] <= base:
        high -= 1
    return low, high


def _items(lines: _Lines, low: int, high: int) -> Iterator[_Item]:
    """Yield what stands on the level of the first line of a range that has anything."""
    first = next((at for at in range(low, high) if not lines.blank(at)), None)
    if first is None:
        return
    column, base = lines.indent(first), lines.depth[first]
    heads = [at for at in range(first, high) if _begins(lines, at, column, base)]
    kept: list[tuple[int, int]] = []
    for at in heads:
        if kept and _leads_to(lines, kept[-1][1], at):
            kept[-1] = (kept[-1][0], at)
        else:
            kept.append((at, at))
    if not kept:
        return
    ends = [*(begun for begun, _ in kept[1:]), high]
    last = low
    for (begun, head), end in zip(kept, ends, strict=True):
        while begun > last and lines.comment(begun - 1):
            begun -= 1  # noqa: PLW2901 - the comment above belongs to it
        last = _trimmed(lines, head, end, column)
        yield _Item(begun, head, last)


def _begins(lines: _Lines, at: int, column: int, base: int) -> bool:
    if lines.blank(at) or lines.depth[at] != base or lines.indent(at) != column:
        return False
    if at and lines.text[at - 1].rstrip().endswith(b"\\"):
        return False
    return lines.python or not _GOES_ON.match(lines.text[at].lstrip())


def _leads_to(lines: _Lines, one: int, other: int) -> bool:
    """Tell whether a line belongs to the definition that begins below it."""
    above = lines.text[one].strip()
    if _LEADS.match(above):
        return True
    touching = other == one + 1 and lines.joins
    return touching and not above.endswith((b";", b"}", b":", b">")) and above[:1] != b"#"


def _trimmed(lines: _Lines, head: int, end: int, column: int) -> int:
    """Return the end of an item without blank lines and comments that belong to the next one."""
    while end > head + 1 and lines.blank(end - 1):
        if lines.comment(end - 1) and lines.python and lines.indent(end - 1) > column:
            break
        if not lines.python and lines.depth[end - 1] != lines.depth[head]:
            break
        end -= 1
    return end


def _head(lines: _Lines, item: _Item) -> bytes:
    """Return how an item begins, up to its body, without the marks before it."""
    found = b""
    for line in lines.text[item.head : min(item.last, item.head + 12)]:
        found += line
        if b"{" in line or b";" in line or lines.python:
            break
    return found.strip()


def _name(head: bytes, *, python: bool) -> str:
    """Return what is defined by something that begins so, or ""."""
    if python:
        found = _PYTHON.match(head)
        return _text(found) if found else ""
    if _STATEMENT.match(head):
        return ""
    body, ends = head.find(b"{"), head.find(b";")
    declared = ends >= 0 and (body < 0 or ends < body)
    if found := _VALUE.match(head):
        return _text(found)
    if (found := _WORD.match(head)) and (not declared or found["kind"] == b"type"):
        return _text(found)
    if declared or body < 0:
        return ""
    if not head.startswith(b"impl") and (found := _CALLED.match(head, 0, body)):
        return _text(found)
    found = _RECORD.match(head)
    return _text(found) if found else ""


def _text(found: re.Match[bytes]) -> str:
    return found["name"].decode("utf-8", "replace")


def _blocks(data: bytes) -> Iterator[Part]:
    """Yield the blocks of a file of unknown kind."""
    start = at = end = 0
    blank = True
    begun = ""
    for line in cut_lines(data):
        if line.strip():
            if blank and not line[:1].isspace() and at > start:
                if end > start:
                    yield Part(start, end, begun)
                start, begun = at, ""
            begun = begun or (_called(line) if not line[:1].isspace() else "")
            end = at + len(line)
        blank = not line.strip()
        at += len(line)
    if end > start:
        yield Part(start, end, begun)


def _called(line: bytes) -> str:
    found = _ANY.match(line)
    if found is None:
        return _name(line.strip(), python=False) if b"{" in line else ""
    return (found["name"] or found["shell"]).decode("utf-8", "replace")
