"""Sight: what of a review is on the screen, as a value; every move makes the next one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review
from pairtui.review.node import root_of
from pairtui.tui.review import scroll as scrolls
from pairtui.tui.review.bits import Row, encoded, halves, spans, width
from pairtui.tui.review.cards import is_card
from pairtui.tui.review.eye import LEAD, Eye, Move, aimed, around, moved, next_mark, settled
from pairtui.tui.review.page import Page, carried
from pairtui.tui.review.pieces import part_of
from pairtui.tui.review.scroll import Scroll
from pairtui.tui.review.setting import WHOLE_FILE, Setting
from pairtui.tui.review.verdicts import next_open, waits

SIDEWAYS = 16
"""Cells that one key scrolls code sideways."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A review as one scroll, the eye on it, and the height of the screen for it.

    Every row on the screen is known.
    """

    scroll: Scroll
    eye: Eye
    height: int
    left: int = 0

    @property
    def review(self) -> Review:
        """Return the review that is shown."""
        return self.scroll.review

    @property
    def setting(self) -> Setting:
        """Return how it is shown."""
        return self.scroll.setting

    @property
    def page(self) -> Page:
        """Return the file the cursor is in."""
        return self.scroll.page(self.scroll.place(self.eye.y)[0])

    @property
    def row(self) -> Row:
        """Return the row the cursor is on."""
        return self.scroll.row(self.eye.y)

    @property
    def hunk(self) -> Hunk | None:
        """Return the change the cursor is in, if it is in one."""
        return None if is_card(self.eye.hunk) else self.scroll.hunk(self.eye.hunk)

    @property
    def folded(self) -> tuple[str, ...]:
        """Return the changes that the row of the cursor stands for, if they are folded."""
        return self.row.hunks if self.row.kind == "decided" else ()

    @property
    def change(self) -> FileChange | None:
        """Return the changes of the file the cursor is in; None where it only has cards."""
        leaf = self.scroll.leaves[self.scroll.place(self.eye.y)[0]]
        return next(iter(leaf.changes), None)

    @property
    def key(self) -> str:
        """Return the name of the block the cursor is in."""
        number, row = self.scroll.place(self.eye.y)
        return self.scroll.page(number).spot(row).key


def opened(review: Review, setting: Setting, height: int) -> Sight | None:
    """Return the sight of a review at its first open change; None where there is nothing."""
    scroll = scrolls.scroll(review, setting)
    if not scroll.leaves:
        return None
    sight = _on(scroll, 0, 0, height)
    first = next((hunk for hunk in review.proposal.hunks if waits(review, hunk)), None)
    return at_hunk(sight, first.id) if first else at_path(sight, scroll.leaves[0].path)


def renewed(sight: Sight, review: Review) -> Sight | None:
    """Return the sight of a later state of the review; the row looked at stays where it is.

    None where there is nothing any more.
    """
    scroll = scrolls.renewed(sight.scroll, review, sight.setting)
    return _again(sight, scroll, sight.height) if scroll.leaves else None


def arranged(sight: Sight, setting: Setting, height: int) -> Sight:
    """Return the sight shown otherwise; the row looked at stays where it is."""
    if setting == sight.setting and height == sight.height:
        return sight
    return _again(sight, scrolls.renewed(sight.scroll, sight.review, setting), height)


def stepped(sight: Sight, move: Move) -> Sight:
    """Return the sight after one move."""
    if move == "top" or move == "bottom":  # noqa: PLR1714 - so that the types are told apart
        number = 0 if move == "top" else len(sight.scroll.leaves) - 1
        row = 0 if move == "top" else sight.scroll.page(number).height - 1
        there = _on(sight.scroll, number, row, sight.height, above=sight.height - 1)
        return replace(there, left=sight.left)
    near = _near(sight, sight.height)
    return _looking(near, moved(near.scroll, near.eye, move, near.height))


def at_row(sight: Sight, y: int) -> Sight:
    """Return the sight with the cursor on this row, which is on the screen."""
    return _looking(sight, replace(sight.eye, y=y))


def wheeled(sight: Sight, rows: int) -> Sight:
    """Return the sight scrolled by some rows; the cursor comes along when it would leave."""
    near = _near(sight, abs(rows))
    last = max(near.scroll.height - near.height, 0)
    top = min(max(near.eye.top + rows, 0), last)
    y = min(max(near.eye.y, top), top + near.height - 1)
    return _looking(near, replace(near.eye, top=top, y=y))


def at_hunk(sight: Sight, hunk: str, offset: int = 0) -> Sight:
    """Return the sight on a change, in whichever file it is, at this byte of `old + new`.

    As it was where there is no such change.
    """
    number = sight.scroll.homes.get(hunk)
    if number is None:
        return sight
    scroll = sight.scroll.laid([number])
    y = scroll.find(hunk, offset)
    if y is None:
        return sight
    scroll, _ = around(scroll, Eye(y, y), 2 * sight.height)
    here = _shifted(sight.scroll, scroll, sight.eye)
    eye = aimed(scroll, here, hunk, sight.height, offset)
    return replace(sight, scroll=scroll, eye=eye, left=0)


def at_place(sight: Sight, hunk: str, offset: int, row: int) -> Sight:
    """Return the sight on this byte of a change, in this row of the screen if it can be there."""
    there = at_hunk(sight, hunk, offset)
    near = _near(replace(there, eye=replace(there.eye, top=max(there.eye.y - row, 0))), 0)
    return _looking(near, near.eye)


def with_comment(sight: Sight, number: int) -> Sight:
    """Return the sight with a comment of this file on the screen, if the cursor stays there too."""
    file, _ = sight.scroll.place(sight.eye.y)
    rows = enumerate(sight.scroll.page(file).rows(), sight.scroll.tops[file])
    y = next((y for y, row in rows if row.comment == number), sight.eye.y)
    top = max(min(sight.eye.top, y), y - sight.height + 1)
    if not top <= sight.eye.y < top + sight.height:
        return sight
    return _near(replace(sight, eye=replace(sight.eye, top=top)), 0)


def roomier_below(sight: Sight, hunk: str) -> bool:
    """Tell whether more of the screen is free below a change than above it.

    Where it leaves little of either, or is none of those on the screen, the cursor's row counts.
    """
    scroll, top = sight.scroll, sight.eye.top
    end = min(top + sight.height, scroll.height)
    rows = [y - top for y in range(top, end) if hunk in scroll.row(y).hunks]
    above, below = (rows[0], sight.height - rows[-1] - 1) if rows else (0, 0)
    if max(above, below) < sight.height // 3:
        return sight.eye.y - top < sight.height // 2
    return below >= above


def offset_of(sight: Sight) -> int:
    """Return the first byte of `old + new` of its change that the row of the cursor shows."""
    shown = (low for name, low, _ in spans(sight.row) if name == sight.eye.hunk)
    return min(shown, default=0)


def at_path(sight: Sight, path: str) -> Sight:
    """Return the sight on a file: its first open change, its card where that is all, its top."""
    leaf = sight.scroll.leaves[sight.scroll.numbers[path]]
    first = next((hunk.id for hunk in leaf.hunks if waits(sight.review, hunk)), "")
    if not leaf.changes and leaf.lost:
        first = leaf.lost[0][0]
    return at_hunk(sight, first) if first else at_head(sight, path)


def at_head(sight: Sight, path: str) -> Sight:
    """Return the sight with the head of a file in the first row of the screen."""
    number = sight.scroll.numbers[path]
    row = max(sight.scroll.leaves[number].above - 1, 0)
    return _on(sight.scroll, number, row, sight.height)


def to_row(sight: Sight, number: int, row: int) -> Sight:
    """Return the sight on a row of a file, scrolled only where that is not on the screen."""
    scroll = sight.scroll.laid([number])
    eye = _shifted(sight.scroll, scroll, sight.eye)
    y = scroll.tops[number] + min(row, scroll.leaves[number].height - 1)
    if eye.top <= y < eye.top + sight.height:
        return _looking(_near(replace(sight, scroll=scroll, eye=eye), 0), replace(eye, y=y))
    return replace(_on(scroll, number, row, sight.height, above=LEAD), left=sight.left)


def brought_in(sight: Sight, found: re.Pattern[str]) -> Sight:
    """Return the sight with code scrolled sideways to what was found in the row of the cursor."""
    text = sight.row.text
    first = found.search(text)
    if first is None or sight.row.kind != "code" or sight.row.other is not None:
        return sight
    start, end = width(text[: first.start()]), width(text[: first.end()])
    room = max(sight.setting.width - 2 * SIDEWAYS, SIDEWAYS)
    if sight.left <= start and end <= sight.left + room:
        return sight
    return replace(sight, left=max(end - room, 0) if end > room else 0)


def onward(sight: Sight, step: int) -> Hunk | None:
    """Return the next or previous open change from where the cursor is, all around, or None."""
    review = sight.review
    if sight.hunk is not None:
        return next_open(review, sight.hunk.id, step)
    above = sight.scroll.above(sight.eye.y)
    nearest = sight.scroll.hunk(above)
    mine = nearest if nearest is not None and waits(review, nearest) else None
    return (mine if step < 0 else None) or next_open(review, above, step) or mine


def at_mark(sight: Sight, step: int) -> Sight:
    """Return the sight on the next or previous change of the rows around."""
    eye = next_mark(sight.scroll, sight.eye, step)
    near = _near(replace(sight, eye=eye), 0)
    return _looking(near, near.eye)


def sideways(sight: Sight, step: int) -> Sight:
    """Return the sight with code scrolled sideways, no further than its longest row on screen."""
    rows = range(sight.eye.top, min(sight.eye.top + sight.height, sight.scroll.height))
    widest = max((sight.scroll.row(y).width for y in rows), default=0)
    left = min(max(sight.left + step * SIDEWAYS, 0), max(widest - SIDEWAYS, 0))
    return replace(sight, left=left)


def turned(sight: Sight) -> Sight:
    """Return the sight with the block under the cursor opened, or folded again."""
    setting = sight.setting.toggled(sight.page.path, sight.key)
    after = arranged(sight, setting, sight.height)
    return at_hunk(after, sight.hunk.id) if sight.hunk else after


def wholly(sight: Sight) -> Sight:
    """Return the sight with all lines of the file shown, or only those around its changes."""
    setting = sight.setting.toggled(sight.page.path, WHOLE_FILE)
    return arranged(sight, setting, sight.height)


def unfolded(sight: Sight, hunk: str, offset: int) -> Sight:
    """Return the sight on this byte of a change, opened if it was folded."""
    there = at_hunk(sight, hunk)
    block = (there.page.path, there.key)
    setting = replace(there.setting, opened=there.setting.opened | {block})
    return at_hunk(arranged(there, setting, there.height), hunk, offset)


def _on(scroll: Scroll, number: int, row: int, height: int, above: int = 0) -> Sight:
    """Return the sight on a row of a file, with so many rows above it on the screen if it can."""
    scroll = scroll.laid([number])
    y = scroll.tops[number] + row
    scroll, eye = around(scroll, Eye(y, y - above), 2 * height)
    return _looking(Sight(scroll, eye, height), replace(eye, top=max(eye.top, 0)))


def _looking(sight: Sight, eye: Eye) -> Sight:
    return replace(sight, eye=settled(sight.scroll, eye, sight.height))


def _near(sight: Sight, reach: int) -> Sight:
    """Return the sight with all rows known that are on the screen or so near to it."""
    scroll, eye = around(sight.scroll, sight.eye, reach + sight.height)
    return replace(sight, scroll=scroll, eye=eye)


def _shifted(before: Scroll, after: Scroll, eye: Eye) -> Eye:
    """Return the eye where more of the scroll is known above it."""
    places = (before.place(eye.y), before.place(eye.top))
    y, top = (after.tops[number] + row for number, row in places)
    return replace(eye, y=y, top=top)


def _again(sight: Sight, scroll: Scroll, height: int) -> Sight:
    """Return the sight on another state of the scroll, with the eye on the same place of it."""
    before, eye = sight.scroll, sight.eye
    if scroll.leaves is before.leaves and height == sight.height:
        return replace(sight, scroll=scroll)
    number, row = before.place(eye.y)
    leaf = before.leaves[number]
    meant = _as_cut_now(scroll, eye.hunk)
    there = scroll.numbers.get(leaf.path, scroll.homes.get(meant, 0))
    scroll = scroll.laid([there])
    if scroll.leaves[there] is not leaf:
        row = carried(before.page(number), scroll.page(there), row, meant)
    y = scroll.tops[there] + row
    scroll, after = around(scroll, Eye(y, y - (eye.y - eye.top), meant), 2 * height)
    found = Sight(scroll, after, height, sight.left)
    return _looking(found, replace(after, top=max(after.top, 0)))


def _as_cut_now(scroll: Scroll, key: str) -> str:
    """Return what a name of a change or a card means now: the change itself may be in pieces."""
    if not key or key in scroll.homes:
        return key
    review = scroll.review
    known = any(root_of(item.id) == root_of(key) for item in review.proposal.hunks)
    return part_of(review, key).id if known else key


def paged(sight: Sight, hunk: Hunk, offset: int) -> Sight:
    """Return the sight on the first byte of a change that was not shown yet.

    Where its row is on the screen already, it is cut off at the right: code scrolls sideways.
    """
    y = sight.scroll.find(hunk.id, offset)
    if y is None or not _shows(sight.scroll.row(y), hunk.id, offset):
        return unfolded(sight, hunk.id, offset)
    if sight.eye.top <= y < sight.eye.top + sight.height:
        row = sight.scroll.row(y)
        left = min(_column(row, hunk.id, offset), max(row.width - 1, 0))
        return replace(sight, eye=replace(sight.eye, y=y), left=left)
    return _near(replace(sight, eye=Eye(y, max(y - 1, 0), hunk.id), left=0), 0)


def _shows(row: Row, hunk: str, offset: int) -> bool:
    """Tell whether a row shows this byte of a change, if it were scrolled to it."""
    return any(
        name == hunk and low <= offset < high
        for part in halves(row)
        for name, low, high in spans(part)
    )


def _column(row: Row, hunk: str, offset: int) -> int:
    """Return the column at which a row, or a half of it, shows this byte of a change."""
    column = 0
    for part in halves(row):
        column = 0
        for bit in part.bits:
            size = len(encoded(bit.raw))
            for at in bit.at:
                if bit.hunk == hunk and at <= offset < at + size:
                    inside = encoded(bit.raw)[: offset - at].decode("utf-8", "ignore")
                    return column + (width(inside) if bit.plain else 0)
            column += bit.width
    return column
