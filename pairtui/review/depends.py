"""Depends: an edit that quotes what another change of the same reply is only about to make."""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import Absent, FileChange, Hunk, SearchReplace, Unplaced


def depending(failed: Unplaced, known: FileChange | None) -> Unplaced:
    """Return a failed edit with the change it builds on as its reason, if there is such a one.

    Its lines then stand, exactly but for LF or CRLF, in what the other changes of the file come to
    if all are taken, and have to do with one of them.
    """
    edit = failed.edit
    if known is None or not isinstance(edit, SearchReplace):
        return failed
    if failed.why not in ("not found", "already applied") or not edit.search.strip():
        return failed
    hunk = _made_by(_plain(edit.search.encode("utf-8", "surrogatepass")), known)
    if hunk is None:
        return failed
    if isinstance(known.base, Absent):
        says = f"It changes {edit.path}, which another change of this answer is yet to make."
        return replace(failed, why="depends", says=says, lines=(), near=(), nearest=None)
    line = known.base.data.count(b"\n", 0, hunk.start) + 1
    says = f"It quotes what another change of this answer, at line {line} of {edit.path}, makes."
    return replace(failed, why="depends", says=says, lines=(line,), near=(), nearest=None)


def _made_by(quoted: bytes, known: FileChange) -> Hunk | None:
    """Return the first change without which whole lines would not stand where they come to."""
    data = b"" if isinstance(known.base, Absent) else known.base.data
    made = bytearray(b"\n")
    spans: list[tuple[int, int, Hunk]] = []
    last = 0
    for hunk in known.hunks:
        if hunk.kind == "text":
            made += _plain(data[last : hunk.start])
            start = len(made)
            made += _plain(hunk.new)
            spans.append((start, len(made), hunk))
            last = hunk.end
    made += _plain(data[last:]) + b"\n"
    sought = b"\n" + quoted.removesuffix(b"\n") + b"\n"
    at = made.find(sought)
    if at < 0:
        return None
    end = at + len(sought)
    return next((hunk for low, high, hunk in spans if low < end and at < high + 1), None)


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
