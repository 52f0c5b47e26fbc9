"""Sight: what of a review is on the screen, as a value; every move makes the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review
from pairtui.review.node import root_of
from pairtui.tui.review.bits import Row, encoded, spans, width
from pairtui.tui.review.cards import is_card
from pairtui.tui.review.eye import Eye, Move, aimed, moved, next_mark, settled
from pairtui.tui.review.page import Page, page, paths
from pairtui.tui.review.pieces import part_of
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.verdicts import next_open

SIDEWAYS = 16
"""Cells that one key scrolls code sideways."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A review, the page that is open, the eye on it, and the size of the screen for it."""

    review: Review
    page: Page
    eye: Eye
    setting: Setting
    height: int
    left: int = 0

    @property
    def row(self) -> Row:
        """Return the row the cursor is on."""
        return self.page.row(self.eye.y) if self.page.height else Row("blank")

    @property
    def hunk(self) -> Hunk | None:
        """Return the change the cursor is in, if it is in one."""
        if not self.eye.hunk or is_card(self.eye.hunk):
            return None
        return self.review.proposal.hunk(self.eye.hunk)

    @property
    def folded(self) -> tuple[str, ...]:
        """Return the changes that the row of the cursor stands for, if they are folded."""
        return self.row.hunks if self.row.kind == "decided" else ()

    @property
    def change(self) -> FileChange | None:
        """Return the changes of the open file; None where it only has cards."""
        files = self.review.proposal.files
        return next((change for change in files if change.path == self.page.path), None)


def opened(review: Review, setting: Setting, height: int) -> Sight | None:
    """Return the sight of a review at its first open change; None where there is nothing."""
    every = paths(review)
    if not every:
        return None
    sight = Sight(review, page(review, every[0], setting), Eye(), setting, height)
    first = next((hunk for hunk in review.proposal.hunks if _open(review, hunk)), None)
    return at_hunk(sight, first.id) if first is not None else at_path(sight, every[0])


def renewed(sight: Sight, review: Review) -> Sight:
    """Return the sight of a later state of the review; the row looked at stays where it is."""
    if unchanged(sight.review, review):
        return replace(sight, review=review)
    return _again(replace(sight, review=review))


def unchanged(before: Review, review: Review) -> bool:
    """Tell whether two states of a review show the same rows."""
    return (
        before.proposal is review.proposal
        and before.verdicts == review.verdicts
        and before.saved == review.saved
        and before.stale == review.stale
    )


def arranged(sight: Sight, setting: Setting, height: int) -> Sight:
    """Return the sight shown otherwise; the row looked at stays where it is."""
    if setting == sight.setting and height == sight.height:
        return sight
    return _again(replace(sight, setting=setting, height=height))


def stepped(sight: Sight, move: Move) -> Sight:
    """Return the sight after one move on the page."""
    return replace(sight, eye=moved(sight.page, sight.eye, move, sight.height))


def at_row(sight: Sight, y: int) -> Sight:
    """Return the sight with the cursor on this row of the page."""
    return replace(sight, eye=settled(sight.page, replace(sight.eye, y=y), sight.height))


def wheeled(sight: Sight, rows: int) -> Sight:
    """Return the sight scrolled by some rows; the cursor comes along when it would leave."""
    last = max(sight.page.height - sight.height, 0)
    top = min(max(sight.eye.top + rows, 0), last)
    y = min(max(sight.eye.y, top), top + sight.height - 1)
    return replace(sight, eye=settled(sight.page, replace(sight.eye, top=top, y=y), sight.height))


def at_hunk(sight: Sight, hunk: str, offset: int = 0) -> Sight:
    """Return the sight on a change, in whichever file it is, at this byte of `old + new`."""
    path = sight.review.proposal.hunk(hunk).path
    if path != sight.page.path:
        sight = at_path(sight, path)
    eye = aimed(sight.page, sight.eye, hunk, sight.height, offset)
    return replace(sight, eye=eye, left=0)


def at_path(sight: Sight, path: str) -> Sight:
    """Return the sight on a file: its first open change, its card where that is all, its top."""
    there = page(sight.review, path, sight.setting)
    eye = settled(there, Eye(), sight.height)
    sight = replace(sight, page=there, eye=eye, left=0)
    first = next((hunk.id for hunk in _hunks(sight) if _open(sight.review, hunk)), "")
    if not _hunks(sight):
        first = next((block.key for block in there.blocks if is_card(block.key)), "")
    return replace(sight, eye=aimed(there, eye, first, sight.height)) if first else sight


def onward(sight: Sight, step: int) -> Hunk | None:
    """Return the next or previous open change from where the cursor is, all around, or None."""
    review = sight.review
    if sight.hunk is not None:
        return next_open(review, sight.hunk.id, step)
    above = sight.page.above(sight.eye.y) or _last_before(sight)
    nearest = next((hunk for hunk in review.proposal.hunks if hunk.id == above), None)
    mine = nearest if nearest is not None and _open(review, nearest) else None
    return (mine if step < 0 else None) or next_open(review, above, step) or mine


def _last_before(sight: Sight) -> str:
    """Return the last change of the files before this one; empty where there is none."""
    every = paths(sight.review)
    before = every[: every.index(sight.page.path)]
    found = [hunk.id for hunk in sight.review.proposal.hunks if hunk.path in before]
    return found[-1] if found else ""


def at_mark(sight: Sight, step: int) -> Sight:
    """Return the sight on the next or previous change of the rows around."""
    eye = next_mark(sight.page, sight.eye, step)
    return replace(sight, eye=settled(sight.page, eye, sight.height))


def sideways(sight: Sight, step: int) -> Sight:
    """Return the sight with code scrolled sideways, no further than its longest row on screen."""
    rows = range(sight.eye.top, min(sight.eye.top + sight.height, sight.page.height))
    widest = max((sight.page.row(y).width for y in rows), default=0)
    left = min(max(sight.left + step * SIDEWAYS, 0), max(widest - SIDEWAYS, 0))
    return replace(sight, left=left)


def turned(sight: Sight) -> Sight:
    """Return the sight with the block under the cursor opened, or folded again."""
    key = sight.page.key(sight.eye.y)
    setting = replace(sight.setting, turned=sight.setting.turned ^ {key})
    after = _again(replace(sight, setting=setting))
    return at_hunk(after, sight.hunk.id) if sight.hunk else after


def unfolded(sight: Sight, hunk: str, offset: int) -> Sight:
    """Return the sight on this byte of a change, opened if it was folded."""
    there = at_hunk(sight, hunk)
    key = there.page.key(there.eye.y)
    setting = replace(there.setting, turned=there.setting.turned | {key})
    return at_hunk(arranged(there, setting, there.height), hunk, offset)


def _again(sight: Sight) -> Sight:
    """Return the sight with its page made anew and the eye on the same place of it."""
    spot = sight.page.spot(sight.eye.y)
    offset = sight.eye.y - sight.eye.top
    there = page(sight.review, sight.page.path, sight.setting)
    meant = _as_cut_now(sight.review, sight.eye.hunk)
    y = there.at(spot)
    if y is None and meant:
        y = there.find(meant)
    y = sight.eye.y if y is None else y
    eye = Eye(y, max(y - offset, 0), meant)
    return replace(sight, page=there, eye=settled(there, eye, sight.height))


def _as_cut_now(review: Review, key: str) -> str:
    """Return what a name of a change or a card means now: the change itself may be in pieces."""
    known = any(root_of(item.id) == root_of(key) for item in review.proposal.hunks)
    return part_of(review, key).id if known else key


def _hunks(sight: Sight) -> tuple[Hunk, ...]:
    return sight.change.hunks if sight.change else ()


def _open(review: Review, hunk: Hunk) -> bool:
    return review.state(hunk.id) == "open"


def paged(sight: Sight, hunk: Hunk, offset: int) -> Sight:
    """Return the sight on the first byte of a change that was not shown yet.

    Where its row is on the screen already, it is cut off at the right: code scrolls sideways.
    """
    y = sight.page.find(hunk.id, offset)
    if y is None or not _shows(sight.page.row(y), hunk.id, offset):
        return unfolded(sight, hunk.id, offset)
    if sight.eye.top <= y < sight.eye.top + sight.height:
        left = min(_column(sight.page.row(y), hunk.id, offset), max(sight.page.row(y).width - 1, 0))
        return replace(sight, eye=replace(sight.eye, y=y), left=left)
    top = max(y - 1, 0)
    return replace(sight, eye=Eye(y, top, hunk.id), left=0)


def _shows(row: Row, hunk: str, offset: int) -> bool:
    """Tell whether a row shows this byte of a change, if it were scrolled to it."""
    return any(name == hunk and low <= offset < high for name, low, high in spans(row))


def _column(row: Row, hunk: str, offset: int) -> int:
    """Return the column at which a row shows this byte of a change."""
    column = 0
    for bit in row.bits:
        size = len(encoded(bit.raw))
        for at in bit.at:
            if bit.hunk == hunk and at <= offset < at + size:
                inside = encoded(bit.raw)[: offset - at].decode("utf-8", "ignore")
                return column + (width(inside) if bit.plain else 0)
        column += bit.width
    return column
