"""Markdown: headings, by the lexer's tokens; what stands in fences is not shown to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pairtui.context.outline.definition import Definition

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*")
_LONGEST = 80
"""Characters of a heading that are kept."""


def masked(source: str) -> str:
    """Return a text with the lines of fenced code and of a front matter empty.

    Fences are those of CommonMark 0.31, section 4.5: one without an end goes on to the last line.
    """
    lines = source.split("\n")
    fence = "---" if lines[0].rstrip() == "---" and "---" in map(str.rstrip, lines[1:]) else ""
    for number, line in enumerate(lines):
        found = _FENCE.fullmatch(line)
        if fence:
            lines[number] = ""
            ends = found is not None and not found["info"].strip() and fence in found["fence"]
            if ends or (number and fence == "---" == line.rstrip()):
                fence = ""
        elif found is not None and not (found["fence"][0] == "`" and "`" in found["info"]):
            fence, lines[number] = found["fence"], ""
    return "\n".join(lines)


def headings(source: str, lexer: Lexer) -> Iterator[Definition]:
    """Yield the headings of a text, each with the lines up to the next one of its level."""
    text = masked(source) + "\n"
    found = list(_found(text, lexer))
    last = source.rstrip("\n").count("\n") + 1
    ends = _ends([(line, level) for line, level, _ in found], last)
    above: list[tuple[int, str]] = []
    for number, (line, level, title) in enumerate(found):
        while above and above[-1][0] >= level:
            above.pop()
        end = ends[number]
        within = tuple(name for _, name in above)
        head = f"{'#' * level} {title}"
        yield Definition(title, "heading", line, line, max(end, line), within, head)
        above.append((level, title))


def _ends(found: list[tuple[int, int]], last: int) -> list[int]:
    """Return the last line under each heading, given the lines and levels of all."""
    ends = [last] * len(found)
    waiting: list[int] = []
    for number, (line, level) in enumerate(found):
        while waiting and found[waiting[-1]][1] >= level:
            ends[waiting.pop()] = line - 1
        waiting.append(number)
    return ends


def _found(text: str, lexer: Lexer) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and title of each heading."""
    waiting = ""
    breaks = [found.start() for found in re.finditer("\n", text)]
    for offset, token, value in lexer.get_tokens_unprocessed(text):
        if "Heading" not in str(token) and "Subheading" not in str(token):
            continue
        line = bisect_left(breaks, offset) + 1
        if atx := _HEADING.fullmatch(value):
            yield line, len(atx["level"]), _title(atx["title"])
        elif value.strip("=-"):
            waiting = value.strip()
        elif waiting:
            if not waiting.startswith(("-", "*", "+", ">", "|", "#")):
                yield line - 1, 1 if value[0] == "=" else 2, _title(waiting)
            waiting = ""


def _title(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
