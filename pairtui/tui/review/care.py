"""Care: the signs of the changes of a review, remembered, and how they are said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TypeAlias, TypeVar

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review
from pairtui.review.scrutiny.hidden import MOST as MOST_HIDDEN
from pairtui.review.scrutiny.hidden import count_hidden
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
BATCH = 64
"""Changes that are looked at in one go beside the keys."""
Files: TypeAlias = tuple[FileChange, ...]
_known: dict[Hunk, tuple[tuple[Sign, ...], Files]] = {}
_sizes: dict[int, tuple[FileChange, bool]] = {}
_caring: dict[int, tuple[FileChange, Files, tuple[tuple[str, int], ...]]] = {}


def signs_of(review: Review, change: FileChange, hunk: Hunk) -> tuple[Sign, ...]:
    """Return the signs of a change as it stands, with the person's own words where there are."""
    now, among = as_it_stands(review, hunk), review.proposal.files
    kept = _kept(now, among)
    if kept is not None:
        return kept
    found = signs(change, now, among)
    _remember(_known, now, (found, among))
    return found


def signs_shown(review: Review, change: FileChange, hunk: Hunk) -> tuple[Sign, ...]:
    """Return the signs of a change as far as a frame need not wait for them."""
    if not is_large(change):
        return signs_of(review, change, hunk)
    return _kept(as_it_stands(review, hunk), review.proposal.files) or ()


def is_large(change: FileChange) -> bool:
    """Tell whether looking at all changes of a file would be felt."""
    known = _sizes.get(id(change))
    if known is None or known[0] is not change:
        size = sum(len(hunk.old) + len(hunk.new) for hunk in change.hunks)
        known = change, size > LARGE or len(change.hunks) > MANY
        _remember(_sizes, id(change), known)
    return known[1]


def needs_care(review: Review, change: FileChange, hunk: Hunk) -> bool:
    """Tell whether a change is to be decided on its own."""
    return bool(cares(signs_of(review, change, hunk)))


def open_with_care(review: Review, change: FileChange) -> int:
    """Return how many open changes of a file need care, as far as that is known."""
    return sum(review.state(name) == "open" for name, _ in _with_care(review, change))


def says_hidden(review: Review, change: FileChange) -> str:
    """Return how many characters that cannot be seen are in what is open of a file, in words."""
    found = [n for name, n in _with_care(review, change) if review.state(name) == "open"]
    count = sum(found)
    if not count:
        return ""
    more = " or more" if max(found) >= MOST_HIDDEN else ""
    return f"{count}{more} hidden {'character' if count == 1 else 'characters'}"


def _with_care(review: Review, change: FileChange) -> tuple[tuple[str, int], ...]:
    """Return which changes need care as they were proposed, with how much of each is unseen.

    None of a large file, as long as not all of it was looked at.
    """
    among = review.proposal.files
    known = _caring.get(id(change))
    if known is None or known[0] is not change or known[1] is not among:
        if is_large(change) and any(_kept(hunk, among) is None for hunk in change.hunks):
            return ()
        fresh = Review(review.proposal)
        found = [hunk for hunk in change.hunks if needs_care(fresh, change, hunk)]
        known = change, among, tuple((hunk.id, count_hidden(hunk)) for hunk in found)
        _remember(_caring, id(change), known)
    return known[2]


async def look_ahead(review: Review) -> bool:
    """Look at every change beside the keys; tell whether any of a large file needs care.

    Large files come first: their signs are waited for. The list of files counts all others.
    """
    found = False
    for change in sorted(review.proposal.files, key=is_large, reverse=True):
        for at in range(0, len(change.hunks), BATCH):
            batch = change.hunks[at : at + BATCH]
            serious = await asyncio.to_thread(_any_cares, review, change, batch)
            found |= serious and is_large(change)
    return found


def is_much(review: Review) -> bool:
    """Tell whether looking at a whole proposal would be felt."""
    files = review.proposal.files
    return sum(len(change.hunks) for change in files) > MANY or any(map(is_large, files))


def _any_cares(review: Review, change: FileChange, hunks: tuple[Hunk, ...]) -> bool:
    return sum(needs_care(review, change, hunk) for hunk in hunks) > 0  # after a look at all


def _kept(hunk: Hunk, among: Files) -> tuple[Sign, ...] | None:
    """Return the signs of a change that are remembered; None for none.

    A test may have come to stand elsewhere in the meantime; nothing else looks at other files.
    """
    kept = _known.get(hunk)
    if kept is None:
        return None
    same = kept[1] is among or not any(sign.name.startswith("test") for sign in kept[0])
    return kept[0] if same else None


Key = TypeVar("Key")
Value = TypeVar("Value")


def _remember(where: dict[Key, Value], key: Key, value: Value) -> None:
    if len(where) >= MOST:
        where.clear()
    where[key] = value


def in_short(found: tuple[Sign, ...]) -> str:
    """Return what the line of a change says of its signs that call for care, made safe."""
    many = f", {len(found)} signs (i)" if len(found) > 1 else ""
    return f"needs care{many}: {one_line(found[0].says)}"


def care_rows(review: Review, change: FileChange, hunk: Hunk) -> Iterator[Row]:
    """Yield the row above a change that says which care it needs."""
    found = cares(signs_shown(review, change, hunk))
    if found:
        yield Row("note", words(in_short(found), "warn"), (hunk.id,), sign="!")
