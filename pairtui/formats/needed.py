"""Needed: what an answer asks to see more of, on lines such as `NEED: cart/price.py:10-80`."""

from __future__ import annotations

import re

from pairtui.formats.envelope import LIMIT

_NEED = re.compile(
    r"[ \t]*(?:(?:[-*+•]|\d{1,2}[.)])[ \t]+)?"
    r"(?:\*\*|__)?NEED:(?:\*\*|__)?[ \t]*(?P<what>\S.*?)[ \t]*"
)
_TICKED = re.compile(r"`+([^`]+)`+(:\d+(?:-\d+)?)?")
_FENCE = re.compile(r"[ \t]*(?P<run>`{3,}|~{3,})(?P<info>.*)")


def needed(text: str) -> tuple[str, ...]:
    """Return what the prose of an answer asks to see, as written: a path, or a path and lines.

    What stands in a fence asks for nothing: it is an example, or somebody's text.
    """
    found: dict[str, None] = {}
    fence = ""
    for line in text.split("\n"):
        opened = _FENCE.fullmatch(line.removesuffix("\r"))
        if opened:
            fence = _after(fence, opened["run"], opened["info"].strip())
        elif not fence and len(line) <= LIMIT and (need := _NEED.fullmatch(line.rstrip("\r"))):
            found |= dict.fromkeys(_named(need["what"]))
    return tuple(found)


def _after(fence: str, run: str, info: str) -> str:
    """Return the fence that is open behind a line that is one."""
    if not fence:
        return run
    closes = run[0] == fence[0] and len(run) >= len(fence) and not info
    return "" if closes else fence


def _named(what: str) -> list[str]:
    """Return the names in what stands behind `NEED:`."""
    ticked = _TICKED.findall(what)
    names = [f"{name}{lines}" for name, lines in ticked] if ticked else what.split(", ")
    return [name.strip().rstrip(".,;*").removeprefix("@") for name in names if name.strip()]
