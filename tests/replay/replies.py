"""Replies: what a commit did to a file, written as a model would write it, in each format."""

from __future__ import annotations

import re
from collections.abc import Callable

from pairtui.formats import search_replace, unified_diff, v4a, whole_file
from pairtui.proposal import ChangeMode, Delete, Edit, Rename, SearchReplace, WholeFile
from tests.replay.history import Change


def edits(change: Change, *, numbered: bool = False) -> list[Edit]:
    """Return a change as edits, one for each hunk that git makes of it."""
    if change.new is None:
        return [Delete(change.path)]
    about: list[Edit] = []
    if change.to != change.path:
        about.append(Rename(change.path, change.to))
    if change.executable[0] != change.executable[1]:
        about.append(ChangeMode(change.path, change.executable[1]))
    if change.old is None:
        return [SearchReplace(change.path, "", _said(change.new, ended=False)), *about]
    return [
        *(
            SearchReplace(change.path, _said(one.old), _said(one.new), line=one.line * numbered)
            for one in change.passages
        ),
        *about,
    ]


def sayable(change: Change) -> bool:
    """Tell whether text that says nothing of line ends is enough to say a change.

    It is not where the ends themselves change, or whether the last line has one.
    """
    if change.old is None or change.new is None:
        return b"\r" not in (change.new or b"")
    old, new = change.old, change.new
    kinds = {_ends(old), _ends(new)} - {""}
    ended = old[-1:] in (b"", b"\n"), new[-1:] in (b"", b"\n")
    return len(kinds) < 2 and "mixed" not in kinds and ended[0] == ended[1]


def _ends(data: bytes) -> str:
    pairs, feeds = data.count(b"\r\n"), data.count(b"\n")
    if b"\r" in data.replace(b"\r\n", b"") or 0 < pairs < feeds:
        return "mixed"
    return "CRLF" if pairs else "LF" if feeds else ""


def _said(data: bytes, *, ended: bool = True) -> str:
    """Return text as a model writes it: with LF, and each line ended."""
    text = data.decode().replace("\r\n", "\n")
    return text + "\n" if ended and text and not text.endswith("\n") else text


def blocks(change: Change) -> str:
    """Return search/replace blocks."""
    return search_replace.write(edits(change))


def diff(change: Change) -> str:
    """Return a unified diff without line numbers."""
    return unified_diff.write(edits(change))


def numbered(change: Change) -> str:
    """Return a unified diff with line numbers."""
    return unified_diff.write(edits(change, numbered=True))


def gits(change: Change) -> str:
    """Return git's own diff in a fence."""
    text = change.patch.decode()
    ticks = max((len(run) for run in re.findall("`{3,}", text)), default=2) + 1
    return f"{'`' * ticks}diff\n{text}{'`' * ticks}\n\n"


def patch(change: Change) -> str:
    """Return a V4A patch."""
    return v4a.write(edits(change))


def whole(change: Change) -> str:
    """Return the whole file; ValueError for what a fence cannot say.

    That is any other path or mode, a deletion, and a new file whose last line has no newline.
    """
    same = change.path == change.to and change.executable[0] == change.executable[1]
    open_end = change.old is None and change.new is not None and change.new[-1:] not in b"\n"
    if change.new is None or not same or open_end:
        raise ValueError("a whole file says nothing of this")
    return whole_file.write([WholeFile(change.path, _said(change.new))])


FORMS: dict[str, Callable[[Change], str]] = {
    "search/replace": blocks,
    "diff": diff,
    "diff with numbers": numbered,
    "git's diff": gits,
    "V4A": patch,
    "whole file": whole,
}
