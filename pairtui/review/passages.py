"""Passages: what a text of prose is made of: paragraphs, list items, and lines of other things."""

from __future__ import annotations

import re

from pairtui.review.sentences import BLOCK, HEADING, LINE

FENCE = re.compile(r"[ \t]*+(?:>[ \t]?)*+[ \t]*+(`{3,}|~{3,})")
ROW = re.compile(r"[ \t]*\|")
RULE = re.compile(r"[ \t]*(?:-[- \t]*|\*[* \t]*|_[_ \t]*|=+)$")
INDENTED = re.compile(r" {4}|\t")
FRONT = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(?:.*\n)*?\1[ \t]*(?:\r?\n|\Z)")


def passages(text: str) -> tuple[tuple[int, int], ...]:
    """Return the character spans of the passages of a text, each with its line end, in order.

    A paragraph, a heading or a list item is one; so is each line of code, of a table, and of a
    front matter. Blank lines between them belong to none.
    """
    return tuple((start, end) for start, end, _ in told_apart(text))


def told_apart(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Return the passages of a text, each with whether it is a line alone, which has no sentences.

    Such a line is a heading, a rule, or one of code, of a table, or of a front matter.
    """
    front = FRONT.match(text)
    spans: list[tuple[int, int, bool]] = []
    fence = ""
    begun = False
    for match in LINE.finditer(text):
        line = match[0]
        opening = FENCE.match(line)
        alone = bool(fence) or opening is not None or match.start() < (front.end() if front else 0)
        if opening and not fence:
            fence = opening[1]
        elif opening and fence and _closes(line, fence):
            fence = ""
        if not alone and not line.strip():
            begun = False
            continue
        alone = alone or _alone(line, begun=begun)
        if begun and not alone and not BLOCK.match(line):
            spans[-1] = (spans[-1][0], match.end(), False)
        else:
            spans.append((*match.span(), alone))
        begun = not alone
    return tuple(spans)


def _closes(line: str, fence: str) -> bool:
    run = line.strip().lstrip("> \t")
    return run.startswith(fence) and not run.strip(fence[0])


def _alone(line: str, *, begun: bool) -> bool:
    """Tell whether a line is a passage by itself, whatever comes next; not so a title's line."""
    body = line.rstrip("\r\n")
    rule = "|" in body and "-" in body and not body.strip("|:- \t")
    if rule or HEADING.match(body) or ROW.match(body):
        return True
    return not begun and (INDENTED.match(body) is not None or RULE.match(body) is not None)
