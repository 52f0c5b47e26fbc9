"""Lines: text cut at line feeds only, so that no byte is ever lost or changed."""

from __future__ import annotations

from bisect import bisect_right


def cut_lines(data: bytes) -> list[bytes]:
    """Return the lines of some bytes, each with its end; joined, they are the bytes again.

    Only LF ends a line: `bytes.splitlines` would also cut at a lone CR, `str.splitlines` at form
    feeds and U+2028.
    """
    parts = data.split(b"\n")
    whole = [part + b"\n" for part in parts[:-1]]
    return whole + ([parts[-1]] if parts[-1] else [])


def body(line: bytes) -> bytes:
    """Return a line without its end, LF or CRLF."""
    if line.endswith(b"\r\n"):
        return line[:-2]
    return line.removesuffix(b"\n")


def line_end(line: bytes) -> bytes:
    """Return the end of a line: CRLF, LF, or nothing."""
    return line[len(body(line)) :]


def line_starts(data: bytes) -> list[int]:
    """Return the offset at which each line begins; at least one, for an empty text."""
    starts = [0]
    for line in cut_lines(data):
        starts.append(starts[-1] + len(line))
    return starts[:-1] or [0]


def line_of(starts: list[int], offset: int) -> int:
    """Return the number, from 1, of the line an offset lies in."""
    return bisect_right(starts, offset)
