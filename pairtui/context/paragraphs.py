"""Paragraphs: where the prose of a text file lies, apart from headings, code, tables and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pairtui.review.lines import body, cut_lines

_FENCE = re.compile(rb"[ \t]{0,3}(`{3,}|~{3,})")
_ITEM = re.compile(rb"[ \t]*(?:[-+*]|\d{1,9}[.)]|\(\d{1,3}\))[ \t]+(?:\[[ xX]\][ \t]+)?")
_UNDERLINE = re.compile(rb"[ \t]{0,3}([=\-~^\"'#*+.:_`])\1{2,}[ \t]*")
_NO_PROSE_LINE = re.compile(
    rb"[ \t]{0,3}(?:#{1,6}(?:[ \t]|\r?$)|\[[^\]]+\]:|!\[[^\]]*\]\([^)]*\)\s*$|:[\w-]+:[ \t])"
)
_NO_PROSE_BLOCK = re.compile(rb"[ \t]{0,3}(?:>|<(?:[/!?]|[A-Za-z][\w-]*[ \t/>])|\||(?:\.\.|::)\s)")
_INDENTED = re.compile(rb"(?: {4}|\t)")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of prose: bytes `start` to `end`, without white space around it.

    A list item is a paragraph of its own, from after its mark.
    """

    start: int
    end: int


def paragraphs(data: bytes) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a Markdown, reStructuredText or plain text file, in order.

    Headings, fenced and indented code, tables, quotations, directives, front matter, HTML blocks
    and link definitions are none.
    """
    return tuple(
        Paragraph(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
        for start, text in _pieces(data)
        if text.strip()
    )


def _pieces(data: bytes) -> Iterator[tuple[int, bytes]]:
    for start, lines in _blocks(data):
        if _is_prose(lines):
            yield from _items(start, lines)


def _blocks(data: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Yield runs of lines between blank lines, with the offset they begin at; no fenced code."""
    block: list[bytes] = []
    start = at = _front_matter(data)
    fence = b""
    for line in cut_lines(data[at:]):
        opening = _FENCE.match(line)
        if fence:
            fence = b"" if opening and _closes(line, fence) else fence
        elif opening or not line.strip():
            fence = opening[1] if opening else b""
        else:
            if not block:
                start = at
            block.append(line)
            at += len(line)
            continue
        if block:
            yield start, block
            block = []
        at += len(line)
    if block:
        yield start, block


def _closes(line: bytes, fence: bytes) -> bool:
    run = line.strip()
    return run.startswith(fence) and not run.strip(fence[:1])


def _front_matter(data: bytes) -> int:
    """Return where the text begins: after a byte order mark and a front matter, if any."""
    at = len(_BOM) if data.startswith(_BOM) else 0
    found = re.compile(rb"(---|\+\+\+)[ \t]*\r?\n(?:.*\n)*?\1[ \t]*(?:\r?\n|\Z)").match(data, at)
    return found.end() if found else at


def _is_prose(lines: list[bytes]) -> bool:
    first = lines[0]
    if _NO_PROSE_BLOCK.match(first) or _INDENTED.match(first):
        return False
    if any(_is_table_rule(line) for line in lines):
        return False
    return not any(_UNDERLINE.fullmatch(body(line)) for line in lines)


def _is_table_rule(line: bytes) -> bool:
    text = line.strip()
    return b"-" in text and b"|" in text and not text.strip(b"|:- \t+")


def _items(start: int, lines: list[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each list item of a block by itself, or the whole block where it is no list."""
    piece, begin, at = b"", start, start
    for line in lines:
        mark = _ITEM.match(line)
        if mark or _NO_PROSE_LINE.match(line):
            yield begin, piece
            begin = at + (mark.end() if mark else len(line))
            piece = line[mark.end() :] if mark else b""
        elif not piece:
            begin, piece = at, line
        else:
            piece += line
        at += len(line)
    yield begin, piece
