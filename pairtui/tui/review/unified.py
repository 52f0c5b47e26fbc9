"""Unified: a file of code, its changes between a few lines that stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pairtui.proposal import FileChange, Hunk
from pairtui.review.conflict import Conflict
from pairtui.review.decide import Review
from pairtui.review.lines import line_of
from pairtui.review.scrutiny.look import cares
from pairtui.tui.review.bits import Line, Row, words
from pairtui.tui.review.blocks import Block, Changed, Rows, Same
from pairtui.tui.review.care import in_short, signs_shown
from pairtui.tui.review.conflicts import conflict_block, parted, place_of
from pairtui.tui.review.edited import edited_blocks
from pairtui.tui.review.labels import (
    SIGNS,
    base_of,
    first_line,
    is_own,
    lines,
    many,
    named,
    starts,
    told,
    where,
)
from pairtui.tui.review.notes import notes_above
from pairtui.tui.review.prose import LOOKS
from pairtui.tui.review.setting import Setting


def unified(change: FileChange, review: Review, setting: Setting) -> Iterator[Block]:
    """Yield the blocks of a file of code."""
    base = base_of(change)
    every = lines(base)
    place = 0
    delta = 0
    rest, clashes = parted(change, review, prose=False)
    parts: list[tuple[int, int, Hunk | Conflict]] = [(*_touched(base, h), h) for h in rest.hunks]
    parts += [(*place_of(change, one), one) for one in clashes]
    before: Hunk | None = None
    for index, (first, last, part) in enumerate(sorted(parts, key=lambda part: part[0])):
        gap = _between(base, place, first, setting, top=index == 0)
        yield from (_further(block, delta) for block in gap)
        place = max(last, place)
        if isinstance(part, Conflict):
            yield conflict_block(change, part, setting, prose=False)
            continue
        notes = notes_above(change, (part,), review, setting, before)
        yield from _change(change, review, part, first + 1 + delta, setting, notes=notes)
        new = review.new_bytes(part)
        if review.state(part.id) not in ("stale", "saved"):  # which the base has already, or never
            delta += len(lines(new)) - len(lines(part.old))
        before = part
    gap = _between(base, place, len(every), setting, top=not parts, end=True)
    yield from (_further(block, delta) for block in gap)


def _further(block: Block, delta: int) -> Block:
    return replace(block, further=delta) if isinstance(block, Same) else block


def _touched(base: bytes, hunk: Hunk) -> tuple[int, int]:
    """Return the lines a change touches, from 0, the end not included."""
    count = len(lines(base))
    if hunk.start >= len(base):
        return count, count
    first = line_of(starts(base), hunk.start) - 1
    if hunk.start == hunk.end:
        return first, first
    return first, line_of(starts(base), hunk.end - 1)


def _change(
    change: FileChange, review: Review, hunk: Hunk, first_new: int, setting: Setting, *,
    notes: tuple[Row, ...],
) -> Iterator[Block]:  # fmt: skip
    state = review.state(hunk.id)
    if state != "open":
        head = Row("decided", _line(change, review, hunk), (hunk.id,), sign=SIGNS[state])
        if hunk.id not in setting.turned:
            yield Rows(hunk.id, (head,))
            return
        notes = (head,)
    new = review.new_bytes(hunk) if is_own(review, hunk) else hunk.new
    ended = base_of(change)[hunk.end : hunk.end + 2].startswith((b"\n", b"\r\n"))
    first_old = first_line(change, hunk)
    block = Changed(hunk, new, first_old, first_new, notes, setting.marks, ended=ended)
    yield from edited_blocks(block, setting) if hunk.own or new != hunk.new else (block,)


def _line(change: FileChange, review: Review, hunk: Hunk) -> Line:
    state = review.state(hunk.id)
    taken = state in ("taken", "edited")
    found = cares(signs_shown(review, change, hunk)) if taken else ()
    return (
        *words(f"{named(state):<9}", LOOKS[state]),
        *words(f"{where(change, hunk):<6} ", "muted"),
        *words(told(review, hunk), "same"),
        *(words(f"  ! {in_short(found)}", "warn") if found else ()),
    )


def _between(
    base: bytes, first: int, last: int, setting: Setting, *, top: bool, end: bool = False
) -> Iterator[Block]:
    """Yield the blocks of the lines that stay: a few on each side, the rest folded."""
    before = 0 if top else setting.context
    after = 0 if end else setting.context
    key = f"same:{first}"
    if last - first <= before + after + 1 or key in setting.turned:
        if first < last:
            name = key if key in setting.turned else f"still:{first}"  # to be folded again by it
            yield Same(name, base, first, last)
        return
    if before:
        yield Same(f"still:{first}", base, first, first + before)
    text = f"⋯ {many(last - after - first - before, 'line')} the same"
    yield Rows(key, (Row("fold", words(text)),))
    if after:
        yield Same(f"still:{last - after}", base, last - after, last)
