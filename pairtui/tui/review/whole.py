"""Whole: the rows of what happens to a file itself: it goes, gets another path, another mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pairtui.proposal import FileChange, Hunk
from pairtui.review.conflict import conflict
from pairtui.review.decide import Reject, Review, State
from pairtui.review.visible import one_line
from pairtui.tui.review.bits import Bit, Row, bits_of, words
from pairtui.tui.review.blocks import Block, Changed, Rows
from pairtui.tui.review.care import care_rows
from pairtui.tui.review.conflicts import changed_since, said
from pairtui.tui.review.labels import SIGNS, happens, lines, named
from pairtui.tui.review.notes import notes_of
from pairtui.tui.review.prose import LOOKS, Flow, Part, flowing
from pairtui.tui.review.remarks import spread
from pairtui.tui.review.setting import Setting

SHORT = 24
"""A file of more lines than this that goes away is folded."""
FIRST = 8
"""Lines of it that are shown then."""


def text_only(change: FileChange, review: Review) -> FileChange | None:
    """Return the changes of a file's text; None where the file goes and has none to show."""
    going = (hunk for hunk in change.hunks if hunk.kind == "delete")
    if any(review.state(hunk.id) not in ("rejected", "stale") for hunk in going):
        return None
    return replace(change, hunks=tuple(hunk for hunk in change.hunks if hunk.kind == "text"))


def whole_file(
    change: FileChange, review: Review, setting: Setting, *, prose: bool
) -> Iterator[Block]:
    """Yield the blocks of the changes that are about the file itself."""
    for hunk in change.hunks:
        if hunk.kind == "text":
            continue
        state = review.state(hunk.id)
        head = tuple(_head(change, review, hunk, setting))
        if state == "open":
            notes = (*care_rows(review, change, hunk), *notes_of(hunk, state, review))
            head = (*(row for note in notes for row in spread(note, setting)), *head)
        made = conflict(review, hunk, prose=prose)
        if made is not None and hunk.kind == "delete":
            head = (*head, *changed_since(hunk, made.base, made.yours))
        if hunk.kind != "delete" or (state != "open" and hunk.id not in setting.turned):
            yield Rows(hunk.id, head)
        elif prose:
            yield Rows(hunk.id, (*head, *_pages(hunk, state, setting)))
        else:
            yield from _lines(hunk, head, setting)


def _head(change: FileChange, review: Review, hunk: Hunk, setting: Setting) -> Iterator[Row]:
    """Yield the rows that say what happens and what was decided; a long path is not cut off."""
    state = review.state(hunk.id)
    bits: list[Bit] = list(bits_of(f"{named(state):<9}", LOOKS.get(state, "muted")))
    bits += bits_of(happens(change, hunk), "strong" if state == "open" else "same")
    says = _besides(review, hunk, state)
    bits += bits_of(f"  {says}", "warn" if state == "stale" else "muted") if says else ()
    yield from spread(Row("decided", tuple(bits), (hunk.id,), sign=SIGNS[state]), setting)


def _besides(review: Review, hunk: Hunk, state: State) -> str:
    if state == "stale":
        return said(review, hunk)
    verdict = review.verdicts.get(hunk.id)
    if isinstance(verdict, Reject):
        return f'"{one_line(verdict.reason)}"' if verdict.reason else ""
    return one_line(hunk.reason) if state != "open" else ""


def _lines(hunk: Hunk, head: tuple[Row, ...], setting: Setting) -> Iterator[Block]:
    """Yield the lines of code that go with their file, the first few of many."""
    count = len(lines(hunk.old))
    most = count if count <= SHORT or hunk.id in setting.turned else FIRST
    yield Changed(hunk, b"", 1, 1, head, marks=False, most=most)
    if most < count:
        yield Rows(hunk.id, (_more(hunk, f"{count - most} more lines go"),))


def _pages(hunk: Hunk, state: State, setting: Setting) -> tuple[Row, ...]:
    """Return the prose that goes with its file, the first few rows of many."""
    part = Part(hunk, state, b"")
    rows = flowing(Flow(hunk.old, hunk.start, (part,), setting, opened=True)) if hunk.old else ()
    # Its sign is beside the words about the file.
    rows = tuple(replace(row, sign="") for row in rows)
    if len(rows) <= SHORT or hunk.id in setting.turned:
        return rows
    return (*rows[:FIRST], _more(hunk, f"{len(rows) - FIRST} more rows go"))


def _more(hunk: Hunk, says: str) -> Row:
    return Row("fold", words(f"⋯ {says} · o shows them"), (hunk.id,))
