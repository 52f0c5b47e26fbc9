"""Selection: the reply is the replacement of a span the program chose."""

from __future__ import annotations

import re

_PREFIX = re.compile(
    r"(?:(?:sure|certainly|of course|okay|ok)[,.!]?\s+)?"
    r"(?:here(?:'s| is| are)\b[^:\n]{0,80}:|(?:after|answer|output|rewritten|revised|new sentence"
    r"|sentence|the sentence)\s*:)\s*",
    re.IGNORECASE,
)
_FENCED = re.compile(r"(?P<run>`{3,})[^`\n]*\n(?P<text>.*?)\n?(?P=run)\s*", re.DOTALL)
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("«", "»"))


def replacement(reply: str) -> str:
    """Return what a reply puts in the place of the span: without fence, quotes or a preamble.

    Only what wraps the whole reply is taken off, and only one layer of each; what is left is
    guarded by `guard`.
    """
    text = reply.strip()
    if preamble := _PREFIX.match(text):
        text = text[preamble.end() :]
    if fenced := _FENCED.fullmatch(text):
        text = fenced["text"].strip()
    for opening, closing in _QUOTES:
        inner = text[1:-1]
        wrapped = len(text) > 2 and text.startswith(opening) and text.endswith(closing)
        if wrapped and opening not in inner and closing not in inner:
            return inner.strip()
    return text
