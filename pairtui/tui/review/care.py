"""Care: the signs of the changes of a review, remembered, and how they are said."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review
from pairtui.review.scrutiny.look import as_it_stands, cares, signs
from pairtui.review.scrutiny.sign import Sign
from pairtui.review.visible import one_line
from pairtui.tui.review.bits import Row, words

MOST = 50_000
"""Changes whose signs are remembered."""
LARGE = 1 << 18
"""Bytes of changes in one file above which no frame waits for their signs."""
MANY = 1_000
"""The same in changes."""
_known: dict[Hunk, tuple[tuple[Sign, ...], tuple[FileChange, ...]]] = {}


def signs_of(review: Review, change: FileChange, hunk: Hunk) -> tuple[Sign, ...]:
    """Return the signs of a change as it stands, with the person's own words where there are."""
    now, among = as_it_stands(review, hunk), review.proposal.files
    kept = _known.get(now)
    # A test may have come to stand elsewhere in the meantime; nothing else looks at other changes.
    if kept and (kept[1] is among or not any(sign.name.startswith("test") for sign in kept[0])):
        return kept[0]
    if len(_known) >= MOST:
        _known.clear()
    found = signs(change, now, among)
    _known[now] = found, among
    return found


def signs_shown(review: Review, change: FileChange, hunk: Hunk) -> tuple[Sign, ...]:
    """Return the signs of a change as far as a frame need not wait for them."""
    if is_large(change):
        kept = _known.get(as_it_stands(review, hunk))
        return kept[0] if kept else ()
    return signs_of(review, change, hunk)


def is_large(change: FileChange) -> bool:
    """Tell whether looking at all changes of a file would be felt."""
    if len(change.hunks) > MANY:
        return True
    return sum(len(hunk.old) + len(hunk.new) for hunk in change.hunks) > LARGE


def needs_care(review: Review, change: FileChange, hunk: Hunk) -> bool:
    """Tell whether a change is to be decided on its own."""
    return bool(cares(signs_of(review, change, hunk)))


def open_with_care(review: Review, change: FileChange) -> int:
    """Return how many open changes of a file need care."""
    return sum(
        bool(cares(signs_shown(review, change, hunk)))
        for hunk in change.hunks
        if review.state(hunk.id) == "open"
    )


def in_short(found: tuple[Sign, ...]) -> str:
    """Return what the line of a change says of its signs that call for care, made safe."""
    many = f", {len(found)} signs (i)" if len(found) > 1 else ""
    return f"needs care{many}: {one_line(found[0].says)}"


def care_rows(review: Review, change: FileChange, hunk: Hunk) -> Iterator[Row]:
    """Yield the row above a change that says which care it needs."""
    found = cares(signs_shown(review, change, hunk))
    if found:
        yield Row("note", words(in_short(found), "warn"), (hunk.id,), sign="!")
