"""Blocks: Markdown cut at blank lines outside fences, as it streams in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["prose", "fence", "table"]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)$")
_ITEM = re.compile(r" {0,3}([-*+]|\d{1,9}[.)])(\s|$)")


@dataclass(frozen=True, slots=True)
class Block:
    """One run of Markdown that can be set on its own."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Text that may still grow: its finished blocks, the open one, and the open one's raw text."""

    done: tuple[Block, ...]
    open: Block | None
    rest: str


def cut(text: str) -> Cut:
    """Return the blocks of a text that is still coming in.

    A block is finished when the next one has begun, a fence when its closing line is whole.
    """
    done: list[Block] = []
    lines: list[str] = []
    fence = ""
    blank = False
    for line in _LINE.findall(text):
        whole = line.endswith("\n")
        mark = _FENCE.match(line)
        if fence:
            lines.append(line)
            if mark and _closes(mark, fence) and whole:
                done.append(_block(lines, fence))
                lines, fence = [], ""
            continue
        if not line.strip():
            lines += [line] if lines or not whole else []
            blank = bool(lines) and whole
            continue
        fence = mark[1] if mark and "`" not in mark[2] else ""
        apart = blank and not _goes_on(lines[0], line, whole=whole)
        if lines and (apart or (fence and whole)):
            done.append(_block(lines))
            lines = []
        blank = False
        lines.append(line)
    return Cut(tuple(done), _block(lines, fence) if lines else None, "".join(lines))


def inside(fence: str) -> str:
    """Return the code in a fence, exactly; the last line may be missing its end."""
    first, _, code = fence.partition("\n")
    lines = _LINE.findall(code)
    mark, last = _FENCE.match(first), _FENCE.match(lines[-1]) if lines else None
    if mark and last and _closes(last, mark[1]):
        lines.pop()
    return "".join(lines)


def language(fence: str) -> str:
    """Return what a fence says its code is, once that line is whole; "" where it says nothing."""
    first, whole, _ = fence.partition("\n")
    mark = _FENCE.match(first)
    words = mark[2].split() if mark and whole else []
    return words[0] if words else ""


def _closes(mark: re.Match[str], fence: str) -> bool:
    return mark[1].startswith(fence) and not mark[2].strip()


def _goes_on(first: str, line: str, *, whole: bool) -> bool:
    """Tell whether a line behind a blank one still belongs to the list that was begun.

    Of a line that is not whole yet this cannot be said.
    """
    if _ITEM.match(first) is None:
        return False
    return not whole or line[0] in " \t" or _ITEM.match(line) is not None


def _block(lines: list[str], fence: str = "") -> Block:
    table = lines[0].lstrip().startswith("|")
    kind: Kind = "fence" if fence and _FENCE.match(lines[0]) else "table" if table else "prose"
    return Block(kind, "".join(lines).strip("\n"))
