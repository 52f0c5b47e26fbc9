"""What reading costs, by hand: `python -m tests.bench.reading` in the project's folder.

Each reply is fed in pieces of 4 characters. For each there is the time for one megabyte and for
two (the ratio has to stay near 2), the time when it comes in one piece, and the most memory held at
once, in texts, beside the reply itself. The first rows are replies of each format, as one large
edit and as many small ones; their memory is all that the reader has and has given away. The rest
are replies no model should write; there it is what the reader has.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator

from pairtui.formats import search_replace, unified_diff, v4a, whole_file
from pairtui.formats.reader import ReadEvent, reader
from pairtui.proposal import SearchReplace, WholeFile
from pairtui.request import Format

MEGABYTE = 1_000_000
PIECE = 4
PATH = "a.py"
LIMIT = 1.0
"""Seconds a megabyte may take."""
MOST = 3.0
"""Texts that may be held in memory at once."""

Shape = Callable[[int], str]


def code(size: int, word: str = "total") -> str:
    """Return made-up code of about this many characters."""
    lines = (f"    {word} = first * {at} + second  # as of {at % 97}\n" for at in range(size))
    return _filled(lines, size)


def prose(size: int) -> str:
    """Return made-up prose of about this many characters, one line for a paragraph."""
    said = "The harbour lay still that morning, and nobody had lit the lamps on the quay. "
    return _filled((said * 5 + f"{at}\n\n" for at in range(size)), size)


def _filled(lines: Iterator[str], size: int) -> str:
    parts: list[str] = []
    while size > 0:
        parts.append(next(lines))
        size -= len(parts[-1])
    return "".join(parts)


def _edits(size: int, each: int) -> list[SearchReplace]:
    half = each // 2
    count = max(1, size // each)
    return [SearchReplace(PATH, code(half), code(half, "sum")) for _ in range(count)]


def _repeated(text: str) -> Shape:
    return lambda size: (text * (size // len(text) + 1))[:size]


def _headed(head: str, text: str) -> Shape:
    return lambda size: head + _repeated(text)(size)


FORMATS: dict[str, Shape] = {
    "one block": lambda size: search_replace.write(_edits(size, size)),
    "blocks": lambda size: search_replace.write(_edits(size, 600)),
    "one diff hunk": lambda size: unified_diff.write(_edits(size, size)),
    "diff hunks": lambda size: unified_diff.write(_edits(size, 600)),
    "one patch hunk": lambda size: v4a.write(_edits(size, size)),
    "patch hunks": lambda size: v4a.write(_edits(size, 600)),
    "whole file": lambda size: whole_file.write([WholeFile(PATH, code(size))]),
    "whole files": lambda size: whole_file.write([WholeFile(PATH, code(600))] * (size // 600)),
    "prose": prose,
}
"""Replies of each format."""

BLOCK = f"{PATH}\n<<<<<<< SEARCH\n"
DIFF = f"```diff\n--- a/{PATH}\n+++ b/{PATH}\n@@ -1,9 +1,9 @@\n"
BARE_DIFF = f"--- a/{PATH}\n+++ b/{PATH}\n@@ -1,900000 +1,900000 @@\n"
PATCH = f"*** Begin Patch\n*** Update File: {PATH}\n@@\n"

SHAPES: dict[str, Shape] = {
    "newlines": _repeated("\n"),
    "CRLF": _repeated("\r\n"),
    "CR": _repeated("\r"),
    "blanks": _repeated(" "),
    "one line": _repeated("x"),
    "words on one line": _repeated("word "),
    "<": _repeated("<"),
    "< lines": _repeated("<\n"),
    "ticks": _repeated("`"),
    "fences": _repeated("```\n"),
    "growing fences": _repeated("".join("`" * (3 + at) + "x\n" for at in range(200))),
    "fences with info": _repeated("```py\n"),
    "first markers": _repeated("<<<<<<< SEARCH\n"),
    "dividers": _headed(BLOCK, "=======\n"),
    "last markers": _repeated(">>>>>>> REPLACE\n"),
    "markers in turn": _repeated("<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE\n"),
    "@@": _repeated("@@\n"),
    "@@ in a diff": _headed(DIFF, "@@\n"),
    "@@ in a patch": _headed(PATCH, "@@\n"),
    "--- x": _repeated("--- x\n"),
    "--- x in a diff": _headed(DIFF, "--- x\n"),
    "diff --git": _repeated("diff --git a/x b/x\n"),
    "diff --git, many blanks": _repeated("diff --git" + " a" * 140 + "\n"),
    "file heads": _repeated("--- a/x\n+++ b/x\n"),
    "patch begins": _repeated("*** Begin Patch\n"),
    "patch operations": _headed(PATCH, "*** Update File: b.py\n"),
    "patch moves": _headed(PATCH, "*** Move to: b.py\n"),
    "names": _repeated("`x.py`\n"),
    "names in a fence": _headed("a.md\n```\n", "`x.py`\n"),
    "names and fences": _repeated("a.md (new file)\n```\nx\n```\n"),
    "titles": _repeated("TITLE: x\n"),
    "half a name": _repeated("a" * 280 + "\n"),
    "half a heading": _repeated("## " + "a " * 140 + "\n"),
    "stars": _repeated("*" * 290 + "\n"),
    "slashes": _repeated("/" * 290 + "\n"),
    "heredocs": _repeated("apply_patch <<EOF\n"),
    "heredocs, many blanks": _repeated("git apply " + " " * 280 + "\n"),
    "thinking": _headed("<think>", "x\n"),
    "thoughts": _repeated("<think></think>"),
    "newlines in a block": _headed(BLOCK, "\n"),
    "newlines in a diff": _headed(DIFF, "\n"),
    "newlines in a bare diff": _headed(BARE_DIFF, "\n"),
    "newlines in a patch": _headed(PATCH, "\n"),
    "newlines in a file": _headed(f"{PATH}\n```\n", "\n"),
    "- in a diff": _headed(DIFF, "-\n"),
    "bullets in a diff": _headed(BARE_DIFF, " x\n\n- x\n"),
    "one line in a block": _headed(BLOCK, "x"),
    "one line in a diff": _headed(DIFF, "+x"),
    "nested fences": _headed(f"{PATH}\n````\n", "````py\n````\n"),
    "quoted paths": _repeated('--- "' + "\\\\" * 130 + '"\n'),
    "unquoted words": _repeated("`a` " * 70 + "\n<<<<<<< SEARCH\n"),
    "letters": _repeated("harbour über alles\n"),
    "form feeds": _repeated("\x0c\n"),
    "emoji": _repeated("😀\n"),
}  # fmt: skip
"""Replies no model should write."""


def seconds(reply: str, form: Format, piece: int = PIECE) -> float:
    """Return the processor time it takes to read a reply."""
    reading = reader(form, [PATH])
    began = time.process_time()
    for at in range(0, len(reply), piece):
        reading.feed(reply[at : at + piece])
    reading.close()
    return time.process_time() - began


def texts(reply: str, form: Format, *, given: bool) -> float:
    """Return the most memory that is held at once, in sizes of the reply; `given`: with events."""
    pieces = [reply[at : at + 4000] for at in range(0, len(reply), 4000)]
    tracemalloc.start()
    try:
        reading = reader(form, [PATH])
        events: list[ReadEvent] = []
        for piece in pieces:
            events += reading.feed(piece)
            if not given:
                events.clear()
        events += reading.close()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return peak / sys.getsizeof(reply)


def main() -> int:
    """Print the table of all replies, or of those with a given word in their name.

    Return 1 if a figure is beyond its limit.
    """
    print("reply".ljust(26), "1 MB".rjust(9), "2 MB".rjust(9), "ratio", "one piece", "memory")
    wrong = 0
    for name, shape in {**FORMATS, **SHAPES}.items():
        if sys.argv[1:] and not any(one in name for one in sys.argv[1:]):
            continue
        form: Format = "whole_file" if "file" in name else "search_replace"
        one, two = shape(MEGABYTE), shape(2 * MEGABYTE)
        small, large = seconds(one, form), seconds(two, form)
        at_once = seconds(one, form, len(one))
        held = texts(one, form, given=name in FORMATS)
        bad = max(small, at_once) > LIMIT or held > MOST
        wrong += bad
        times = f"{small:7.2f} s {large:7.2f} s {large / small:5.1f} {at_once:7.2f} s"
        print(f"{name:26} {times} {held:6.1f}{' *' if bad else ''}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
