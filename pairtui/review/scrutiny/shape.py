"""Shape: what can be told of a change from its size, its mode and its white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairtui.proposal import Present
from pairtui.review.result import EXECUTABLE
from pairtui.review.scrutiny.sign import Looked, Sign, count_of

WIDE = 1_000
"""Bytes from which on a line is a very long one."""
SPARSE = 12
"""Prose has a space in so many bytes at least: its paragraphs are long lines by nature."""
GAP = 200
"""Spaces in a row, or empty lines, behind which something is out of sight."""
BLANK = 60
LOST = 200
"""Lines a change takes away, on balance, from which on it is a large deletion."""
HALF = 40
"""The same where that is more than half of the file."""
PADDED = re.compile(rb"(?<![ \t])[ \t]{%d,}+(?=[^\s])" % GAP)
WHITE = b" \t\r\n\f\v"
INDENTED = (".py", ".pyi", ".yml", ".yaml", ".mk", ".coffee", ".haml", ".pug", ".nim", ".hs", ".fs")


def mode(at: Looked) -> Iterator[Sign]:
    """Yield a sign where a file becomes one that can be run, or stops being one."""
    if at.hunk.kind == "mode":
        runs = at.hunk.to == EXECUTABLE
        says = "it becomes a program that can be run" if runs else "it can no longer be run"
        yield at.sign("mode", says, care=runs)


def binary(at: Looked) -> Iterator[Sign]:
    """Yield a sign where the new bytes are no text."""
    where = at.hunk.new.find(b"\0")
    if where >= 0 and b"\0" not in at.hunk.old:
        size = count_of(len(at.hunk.new), "byte")
        yield at.sign("binary", f"{size} that are no text", (where, where + 1))


def out_of_sight(at: Looked) -> Iterator[Sign]:
    """Yield a sign where text stands behind so much white space that it is out of sight."""
    new = at.hunk.new
    found = PADDED.search(new) if b" " * GAP in new.replace(b"\t", b" ") else None
    if found and not PADDED.search(at.hunk.old):
        spaces = found.end() - found.start()
        says = f"text behind {spaces} spaces at line {at.line(found.start())}"
        yield at.sign("out of sight", says, (found.end(), found.end() + 1))
    if new.count(b"\n") > BLANK:
        lines = _behind(new)
        if lines and not _behind(at.hunk.old):
            yield at.sign("out of sight", f"text behind {lines} empty lines")


def _behind(data: bytes) -> int:
    """Return how many empty lines come before some text, where they are very many; else 0."""
    bare = data.translate(None, b" \t\r\f\v").rstrip(b"\n")
    if b"\n" * BLANK not in bare:
        return 0
    return max(len(run) for run in re.findall(rb"\n++", bare)) - 1


def wide(at: Looked) -> Iterator[Sign]:
    """Yield a sign where a line of what is no prose is very long."""
    new = at.hunk.new
    if len(new) < WIDE:
        return
    place = 0
    for line in new.split(b"\n"):
        if len(line) > WIDE and line.count(b" ") * SPARSE < len(line):
            size = count_of(len(line), "byte")
            says = f"line {at.line(place)} is {size} long"
            yield at.sign("long line", says, (place, place + len(line)), care=False)
            return
        place += len(line) + 1


def deletion(at: Looked) -> Iterator[Sign]:
    """Yield a sign where much goes away."""
    old, new = at.hunk.old.count(b"\n"), at.hunk.new.count(b"\n")
    lost = old - new
    if lost < HALF or at.hunk.kind not in ("text", "delete"):
        return
    base = at.change.base
    whole = base.data.count(b"\n") if isinstance(base, Present) else old
    if lost >= LOST or (lost * 2 > whole and at.hunk.kind == "text"):
        says = f"takes away {lost:,} of the {whole:,} lines of the file"
        yield at.sign("large deletion", says)


def white_space(at: Looked) -> Iterator[Sign]:
    """Yield a sign where nothing but white space changes."""
    old, new = at.hunk.old, at.hunk.new
    if not old or not new or old == new:
        return
    if abs(len(old) - len(new)) > LARGEST or old.translate(None, WHITE) != new.translate(
        None, WHITE
    ):
        return
    if old.replace(b"\r\n", b"\n") == new.replace(b"\r\n", b"\n"):
        yield at.sign("white space", "only line ends change", care=False)
        return
    matters = at.path.endswith(INDENTED) or at.path.rpartition("/")[2].casefold() == "makefile"
    means = ", and indentation means something here" if matters and _moves(old, new) else ""
    yield at.sign("white space", f"only white space changes{means}", care=False)


LARGEST = 1 << 20
"""A difference in length, in bytes, above which it is not worth looking."""


def _moves(old: bytes, new: bytes) -> bool:
    """Tell whether the indentation of any line changes."""
    return [_indent(line) for line in old.split(b"\n") if line.strip()] != [
        _indent(line) for line in new.split(b"\n") if line.strip()
    ]


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())]
