"""Placeholder: lines that stand for text an answer left out."""

from __future__ import annotations

import re
from collections.abc import Container

OPENING = r"^\s*(?:(?:#|//|/\*|\{/\*|<!--|--|;|%|\*|\"\"\"|'''|\[|\()\s*)+"
DOTS = r"(?:\.{3,}|…)"
THING = (
    r"(?:code|file|function|class|method|methods|functions|module|imports?|implementation|tests?"
    r"|text|document|chapter|section|article|paragraphs?|content|logic|body|script|component)"
)
LEFT_OUT = (
    rf"(?:(?:rest|remainder) of (?:the|this|your) (?:\w+ )?{THING}"
    rf"|(?:existing|remaining|previous|original|other|same|unchanged) (?:\w+ )?{THING}"
    rf"|{THING} (?:\w+ )?(?:unchanged|omitted|as before)|unchanged|omitted)"
)
PLACEHOLDER = re.compile(
    rf"(?:{OPENING}|^\s*){DOTS}[^.…]{{0,60}}\b{LEFT_OUT}\b"
    rf"|{OPENING}[^.…]{{0,60}}\b{LEFT_OUT}\b[^.…]{{0,40}}{DOTS}"
    rf"|{OPENING}(?:the )?(?:rest|remainder) of (?:the|this|your) (?:\w+ )?{THING}"
    r"(?: (?:is|are|remains?|stays?))? (?:unchanged|the same|omitted|as before|as it was|here)\b"
    rf"|{OPENING}(?:existing|remaining) {THING} (?:here|unchanged|omitted)\b"
    rf"|(?:{OPENING}|^\s*)⋯ (?:[\d,]+ lines?|1 line) left out\b",
    re.IGNORECASE,
)

LONGEST = 400
"""Characters; a line that stands for others is short."""


def left_out(line: bytes) -> bool:
    """Tell whether a line of a quotation stands for text that was left out of it."""
    return _stands_for(line.decode("utf-8", "surrogateescape"))


def placeholder(text: str, there: Container[bytes]) -> str:
    """Return the first line that stands for text left out and is not in the file, or nothing.

    `there` are the file's lines without their ends: a file may really say so.
    """
    for line in text.split("\n"):
        said = line.removesuffix("\r")
        if _stands_for(said) and said.encode() not in there:
            return said.strip()
    return ""


def _stands_for(line: str) -> bool:
    return len(line) <= LONGEST and PLACEHOLDER.search(line) is not None
