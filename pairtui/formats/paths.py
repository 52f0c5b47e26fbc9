"""Paths in the headers of diffs and patches: without decoration, quotes, dates and prefixes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

NOTHING = "/dev/null"

_DATE = re.compile(r"\s+\d{4}-\d\d-\d\d[ T]\d\d:\d\d\S*(?: \S+)*$")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f"}
_PREFIXED = re.compile(r"[abciow]/(?=.)")
_KEPT = re.compile(r"\.(?:orig|old|bak)$")


@dataclass(frozen=True, slots=True)
class Pair:
    """What the two names of a diff say: the file, and whether it is made, deleted or renamed."""

    path: str
    what: str = ""


def bare(text: str) -> str:
    """Return the path a header names, without what decorates it.

    A path in double quotes is read as git writes it, with the escapes of C.
    """
    path = text.partition("\t")[0]
    path = (_DATE.sub("", path) if ":" in path else path).strip()
    path = path.strip("*`").strip() if path.startswith(("*", "`")) else path.rstrip("*`")
    if len(path) > 1 and path[0] == path[-1] == '"':
        path = _unquoted(path[1:-1])
    elif len(path) > 1 and path[0] == path[-1] == "'":
        path = path[1:-1]
    return path.removeprefix("./")


def quoted(path: str) -> str:
    """Return a path as a header names it; `bare` gives it back."""
    plain = path.strip() == path and not path.startswith(("*", "`", "'", "./"))
    plain = plain and not path.endswith(("*", "`")) and not _DATE.search(path)
    if plain and not any(sign in path for sign in '"\\\t\n\r'):
        return path
    text = path.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return '"' + text.replace("\n", "\\n").replace("\r", "\\r") + '"'


def pair(old: str, new: str, known: Sequence[str] = ()) -> Pair:
    """Return what the names after `---` and `+++` say together.

    `a/` and `b/` (and git's other one-letter prefixes) are taken off where both names have one,
    or where the other is /dev/null; `known` are files that are there and settle a doubt.
    """
    if old == NOTHING:
        return Pair(_single(new, known), "makes")
    if new == NOTHING:
        return Pair(_single(old, known), "deletes")
    short_old, short_new = unprefixed(old), unprefixed(new)
    if old == new:
        return Pair(short_new if short_new in known and new not in known else new)
    if short_old == short_new:
        return Pair(short_new)
    if _KEPT.sub("", short_old) == short_new or (new in known and old not in known):
        return Pair(short_new if short_new in known or new not in known else new)
    return Pair(short_old, "renames")


def alike(old: str, new: str) -> bool:
    """Tell whether two names are plainly those of one file, before and after."""
    if NOTHING in (old, new):
        return True
    if prefixed(old, new):
        return True
    return not pair(old, new).what


def prefixed(old: str, new: str) -> bool:
    """Tell whether two names have the prefixes that git puts before the old and the new one."""
    return old.startswith("a/") and new.startswith("b/")


def unprefixed(path: str) -> str:
    """Return a name without a prefix as git puts one before it."""
    return _PREFIXED.sub("", path, 1)


def git_path(text: str) -> tuple[str, bool]:
    """Return the file that `diff --git` names twice, as in "a/x y b/x y", or the first of two.

    The second value tells whether both names are one. Spaces are not quoted there, so the middle is
    where both halves are one name.
    """
    blanks = [at for at, sign in enumerate(text) if sign == " "]
    for at in sorted(blanks, key=lambda at: abs(2 * at + 1 - len(text))):
        old, new = bare(text[:at]), bare(text[at:])
        if old and new and not pair(old, new).what:
            return pair(old, new).path, True
    return _single(bare(text.partition(" b/")[0]), ()), False


def _single(path: str, known: Sequence[str]) -> str:
    if path == NOTHING:
        return ""
    return path if path in known else unprefixed(path)


def _unquoted(text: str) -> str:
    """Return a name without the escapes of C; as it stands where it could be no name at all."""
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text
    return _ESCAPE.sub(_unescape, data).decode("utf-8", "surrogateescape")


def _unescape(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if len(sign) == 3 else _ESCAPED.get(sign, sign)
