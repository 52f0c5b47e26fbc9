"""Merge: carry changes from one version of a file to another, exactly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pairtui.proposal import Absent, FileChange, Hunk, Kind, Present
from pairtui.review.carry import Carrier

MADE = "the file moved on: there was none, and now there is one"
GONE = "the file moved on: it is not there any more"
OTHER = "the file moved on: it is not the one that was to be deleted any more"
TOUCHED = "the file moved on: another change now stands where this one was meant to go"

WHOLE: Mapping[Kind, int] = {"delete": 0, "rename": 1, "mode": 2, "text": 3}
"""In which order changes of a file stand."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changes that could not be carried, by the ids of their hunks."""

    hunks: tuple[str, ...]


def transplant(
    pieces: tuple[tuple[Hunk, bytes], ...], base: bytes, other: bytes
) -> bytes | Conflict:
    """Return another version of a file with these spans of the base replaced in it.

    A span is carried only if every line it touches stands unchanged in the other version, in a
    place that is beyond doubt; an insertion needs the lines on both its sides, or the edge of the
    file. A change of path or mode is none of the text.
    """
    carrier = Carrier(base, other)
    pieces = tuple((hunk, new) for hunk, new in pieces if hunk.kind not in ("rename", "mode"))
    places = [carrier.span(hunk.start, hunk.end) for hunk, _ in pieces]
    lost = tuple(hunk.id for (hunk, _), place in zip(pieces, places, strict=True) if place is None)
    if lost:
        return Conflict(lost)
    parts: list[bytes] = []
    last = 0
    for (_, new), (start, end) in zip(pieces, filter(None, places), strict=True):
        parts += [other[last:start], new]
        last = end
    return b"".join([*parts, other[last:]])


def relocate(change: FileChange, new_base: Present) -> tuple[FileChange, dict[str, str]]:
    """Return a file's changes over its new bytes, and why some of them fit nowhere any more.

    A hunk is carried as by `transplant`; else it goes where its bytes stand with the line before
    and the line after, if that is one place in both versions. One that moved on keeps what it
    would change, on an empty span near its old place. A new path or mode is good for any bytes;
    a deletion only for those that were shown.
    """
    if isinstance(change.base, Absent):
        hunks = tuple(replace(hunk, start=0, end=0) for hunk in change.hunks)
        return FileChange(change.path, new_base, hunks), {hunk.id: MADE for hunk in hunks}
    carrier = Carrier(change.base.data, new_base.data)
    texts = tuple(hunk for hunk in change.hunks if hunk.kind == "text")
    whole = tuple(hunk for hunk in change.hunks if hunk.kind != "text")
    places = [carrier.span(hunk.start, hunk.end) for hunk in texts]
    lost: dict[str, str] = {}
    for at, hunk in enumerate(texts):
        if places[at]:
            continue
        place = carrier.quoted(hunk.start, hunk.end)
        if place is None:
            lost[hunk.id] = carrier.doubt(hunk.start, hunk.end)
        elif any(clash(place, other) for other in places if other):
            lost[hunk.id] = TOUCHED
        else:
            places[at] = place
    if not carrier.same:
        lost |= {hunk.id: OTHER for hunk in whole if hunk.kind == "delete"}
        whole = tuple(replace(hunk, end=0) for hunk in whole)
    kept = (
        carrier.moved(hunk, place) if place else carrier.stranded(hunk, places)
        for hunk, place in zip(texts, places, strict=True)
    )
    return FileChange(change.path, new_base, sorted_hunks((*whole, *kept))), lost


def joined(
    change: FileChange, fresh: Iterable[Hunk], base: Present | Absent
) -> tuple[FileChange, dict[str, str]]:
    """Return a file's changes with some more that were placed in another version of the file.

    Those that cannot be carried over, or would touch a change that is there, come with the reason.
    """
    more = FileChange(change.path, base, tuple(fresh))
    lost: dict[str, str] = {}
    if base != change.base:
        if isinstance(change.base, Absent):
            lost = {hunk.id: GONE for hunk in more.hunks}
        else:
            more, lost = relocate(more, change.base)
    for hunk in more.hunks:
        if hunk.id not in lost and any(collide(hunk, other) for other in change.hunks):
            lost[hunk.id] = TOUCHED
    fresh = (replace(hunk, path=change.path) for hunk in more.hunks)
    hunks = (stranded(hunk, change) if hunk.id in lost else hunk for hunk in fresh)
    return replace(change, hunks=sorted_hunks((*change.hunks, *hunks))), lost


def stranded(hunk: Hunk, change: FileChange) -> Hunk:
    """Return a hunk that fits nowhere, on an empty span inside the file and outside its hunks."""
    size = 0 if isinstance(change.base, Absent) else len(change.base.data)
    at = min(hunk.start, size)
    for other in change.hunks:
        if other.start < at < other.end:
            at = other.end
    return replace(hunk, start=at, end=at)


def collide(one: Hunk, other: Hunk) -> bool:
    """Tell whether two changes of a file cannot both be taken.

    Nothing goes with a deletion. A new path or mode goes with everything but another of its kind.
    """
    if "delete" in (one.kind, other.kind):
        return True
    if one.kind == other.kind == "text":
        return clash((one.start, one.end), (other.start, other.end))
    return one.kind == other.kind


def clash(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two spans share bytes, or are two insertions at one point."""
    if one == other:
        return True
    if max(one[0], other[0]) < min(one[1], other[1]):
        return True
    return one[0] < other[0] == other[1] < one[1] or other[0] < one[0] == one[1] < other[1]


def sorted_hunks(hunks: Iterable[Hunk]) -> tuple[Hunk, ...]:
    """Return hunks by place; an insertion stands before a change of what follows it.

    What is about the file itself comes first.
    """
    return tuple(sorted(hunks, key=lambda hunk: (WHOLE[hunk.kind], hunk.start, hunk.end)))
