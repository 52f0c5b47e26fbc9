"""Names: which paths could ever be read or written, judged by their spelling alone."""

from __future__ import annotations

import re

IGNORED_BY_HFS = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
"""Characters that Apple's file system drops when it compares names."""
SHORT_GIT = re.compile(r"git~\d+")
"""How Windows abbreviates `.git`."""
NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of a surrogate pair that stand for no byte of a name, and have no UTF-8 of their own."""
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def objection(path: str) -> str:
    """Return why a path can never be used, as in "it has no name", or nothing.

    A usable path is relative to the root, with plain names joined by slashes. Aliases of `.git`
    are those that git itself refuses, on every system, since work trees are shared.
    """
    if not path:
        return "it has no name"
    if NO_BYTES.search(path):
        return "its name holds characters that no file name can hold"
    if CONTROL.search(path):
        return "its name holds control characters"
    if "\\" in path:
        return "its name holds a backslash"
    if path.startswith("/"):
        return "it is not written from the top of the repository"
    for part in path.split("/"):
        if part in ("", "."):
            return "it is not written plainly, without empty parts or '.'"
        if not part.rstrip(". "):
            return "it leads out of its folder"
        if is_git(part):
            return "it lies in git's own folder"
    return ""


def is_git(part: str) -> bool:
    """Tell whether a file system somewhere could take one name for `.git`."""
    plain = IGNORED_BY_HFS.sub("", part).casefold().split(":")[0].rstrip(". ")
    return plain == ".git" or SHORT_GIT.fullmatch(plain) is not None
