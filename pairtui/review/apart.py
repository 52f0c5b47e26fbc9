"""Apart: hunks that were placed in another version of their file than their neighbours were.

Such a one was left behind when the file moved on under it, or a person placed it by hand where both
had changed the same lines. Each is carried to the file as it is now on its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.merge import collide, joined, sorted_hunks, stranded

BOTH = "placed by hand where you both changed it"
ANEW = "decided anew for the file as it is now"


@dataclass(frozen=True, slots=True)
class Settle:
    """Put a hunk that moved on where a person says, as an ordinary one, and take it there.

    The bytes `old`, from `start` on, of the file as it is now become `new`; `own` is what the
    person wrote in the place of that, None where nothing was.
    """

    hunk: str
    start: int
    old: bytes
    new: bytes
    own: bytes | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A hunk as it was placed, and the version of the file that was in."""

    hunk: Hunk
    base: Present | Absent


@dataclass(frozen=True, slots=True)
class Apart:
    """A hunk with an origin of its own; `before` is the one it had before it was placed by hand."""

    origin: Origin
    before: Origin | None = None


def placed_apart(
    change: FileChange, lost: Mapping[str, str], more: Iterable[Apart], saved: Collection[str]
) -> tuple[FileChange, dict[str, str]]:
    """Return a file's changes with some more that have origins of their own.

    `lost` says which of its hunks fit nowhere, and why; so does what comes back, with those of the
    others that do not stand in the file as it is now, or would touch a change that does. One that
    was `saved` is the file's own text now, and gives way.
    """
    lost = dict(lost)
    standing = replace(change, hunks=tuple(hunk for hunk in change.hunks if hunk.id not in lost))
    gone = [hunk for hunk in change.hunks if hunk.id in lost]
    for one in more:
        hunk = one.origin.hunk
        done = [other for other in standing.hunks if other.id in saved]
        others = [other for other in standing.hunks if other.id not in saved]
        found, why = joined(replace(standing, hunks=tuple(others)), (hunk,), one.origin.base)
        made = next(other for other in found.hunks if other.id == hunk.id)
        if why:
            lost |= why
            gone.append(made)
        else:
            gone += [other for other in done if collide(made, other)]
            kept = (other for other in done if not collide(made, other))
            standing = replace(found, hunks=sorted_hunks((*found.hunks, *kept)))
    return with_stranded(standing, gone), lost


def put_apart(
    change: FileChange, stale: Mapping[str, str], one: Apart, saved: Collection[str]
) -> tuple[FileChange, dict[str, str]]:
    """Return a file's changes, and which of all fit nowhere, with a hunk placed from its origin."""
    name = one.origin.hunk.id
    others = replace(change, hunks=tuple(hunk for hunk in change.hunks if hunk.id != name))
    lost = {hunk.id: stale[hunk.id] for hunk in others.hunks if hunk.id in stale}
    now, lost = placed_apart(others, lost, (one,), saved)
    rest = {other: says for other, says in stale.items() if other != name}
    return now, rest | lost


def settled(
    change: FileChange, settle: Settle, stale: Collection[str], saved: Collection[str]
) -> tuple[FileChange, Hunk] | None:
    """Return a file's changes with one of them placed by hand, and that one.

    None where the file does not hold there what the person saw, or another change stands in it.
    """
    if isinstance(change.base, Absent):
        return None
    hunk = next(hunk for hunk in change.hunks if hunk.id == settle.hunk)
    end = settle.start + len(settle.old)
    whole = hunk.kind == "delete" and settle.old == change.base.data and not settle.new
    if settle.start < 0 or not (whole or hunk.kind == "text"):
        return None
    if change.base.data[settle.start : end] != settle.old:
        return None
    made = replace(
        hunk, start=settle.start, end=end, old=settle.old, new=settle.new, moved=0,
        placed=ANEW if whole else BOTH,
    )  # fmt: skip
    others = [other for other in change.hunks if other.id != hunk.id]
    near = [other for other in others if other.id not in stale and collide(made, other)]
    if any(other.id not in saved for other in near):
        return None
    standing = [other for other in others if other.id not in stale and other not in near]
    now = replace(change, hunks=sorted_hunks((*standing, made)))
    return with_stranded(now, [other for other in others if other not in standing]), made


def with_stranded(change: FileChange, hunks: Iterable[Hunk]) -> FileChange:
    """Return a file's changes with some more that stand nowhere in it."""
    kept = (stranded(hunk, change) for hunk in hunks)
    return replace(change, hunks=sorted_hunks((*change.hunks, *kept)))
