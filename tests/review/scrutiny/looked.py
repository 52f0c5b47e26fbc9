"""One change of a file, and what is seen in it."""

from __future__ import annotations

from pairtui.proposal import Absent, FileChange, Hunk, Kind, Present
from pairtui.review.scrutiny.look import signs
from pairtui.review.scrutiny.sign import Sign


def made(
    old: str | bytes | None, new: str | bytes, path: str = "src/a.py", kind: Kind = "text",
    to: str = "",
) -> FileChange:  # fmt: skip
    """Return a change of a whole file; `old` None makes the file new."""
    was, is_now = (
        text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text or b""
        for text in (old, new)
    )
    hunk = Hunk("h", path, 0, len(was), was, is_now, kind=kind, to=to)
    return FileChange(path, Absent() if old is None else Present(was), (hunk,))


def seen(
    old: str | bytes | None, new: str | bytes, path: str = "src/a.py", kind: Kind = "text",
    to: str = "",
) -> tuple[Sign, ...]:  # fmt: skip
    """Return the signs of a change of a whole file."""
    change = made(old, new, path, kind, to)
    return signs(change, change.hunks[0])


def names(*found: Sign) -> set[str]:
    return {sign.name for sign in found}
