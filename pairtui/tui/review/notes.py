"""Notes: the rows of small print above a change, none of them cut off at the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review, State
from pairtui.review.node import root_of
from pairtui.tui.review.bits import Look, Row, words
from pairtui.tui.review.care import care_rows
from pairtui.tui.review.labels import many, newer, told
from pairtui.tui.review.remarks import because_rows, spread
from pairtui.tui.review.setting import Setting

ASKS = "?"


def notes_above(
    change: FileChange, hunks: Iterable[Hunk], review: Review, setting: Setting,
    before: Hunk | None = None,
) -> tuple[Row, ...]:  # fmt: skip
    """Return the notes above changes that stand together, `before` being the one before them.

    Pieces of one change have theirs once, and what several changes have in common is said once,
    unless a key acts on it.
    """
    notes: list[Row] = []
    for hunk in hunks:
        for note in _above(change, hunk, before, review):
            same = (at for at, row in enumerate(notes) if row.bits == note.bits)
            at = next(same, None)
            if at is None or note.sign == ASKS:
                notes.append(note)
            else:
                notes[at] = replace(notes[at], hunks=(*notes[at].hunks, *note.hunks))
        before = hunk
    return tuple(row for note in notes for row in spread(note, setting))


def _above(change: FileChange, hunk: Hunk, before: Hunk | None, review: Review) -> Iterator[Row]:
    state = review.state(hunk.id)
    care = care_rows(review, change, hunk) if state == "open" else ()
    piece = before is not None and root_of(before.id) == root_of(hunk.id)
    if change.creates and not (piece and state != "stale"):
        what = "a new file" if hunk.new else "a new file with nothing in it"
        yield Row("note", words(what), (hunk.id,), sign="+")
    new = newer(review, hunk) if state in ("taken", "edited") else ""
    if new:
        yield Row("note", words(f"{new} · a shows it", "strong"), (hunk.id,), sign=ASKS)
    yield from care
    if not piece or state == "stale":
        yield from notes_of(hunk, state, review)


def notes_of(hunk: Hunk, state: State, review: Review) -> Iterator[Row]:
    """Yield what is said above a change besides the care it needs."""
    says: list[tuple[str, Look]] = []
    if state == "stale":
        says.append((told(review, hunk), "warn"))
    if hunk.own and state == "open":
        says.append(("your own, beside what was proposed", "muted"))
    if hunk.unseen and state == "open":
        says.append(("the AI had not seen this file", "warn"))
    if hunk.moved and state == "open":
        way = "down" if hunk.moved > 0 else "up"
        says.append((f"moved, {many(abs(hunk.moved), 'line')} {way}", "muted"))
    if hunk.placed and state == "open":
        says.append((hunk.placed, "muted"))
    for text, look in says:
        yield Row("note", words(text, look), (hunk.id,), sign="!" if look == "warn" else " ")
    yield from because_rows(review, hunk)
