"""Page: one file of a review as rows, in one column that can be very long."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from pairtui.proposal import FileChange
from pairtui.review.decide import Review
from pairtui.review.prose import is_prose
from pairtui.tui.review.bits import Row
from pairtui.tui.review.blocks import Block, Same
from pairtui.tui.review.cards import cards, is_card
from pairtui.tui.review.columns import side_by_side
from pairtui.tui.review.head import head
from pairtui.tui.review.labels import base_of, lines
from pairtui.tui.review.prose import manuscript
from pairtui.tui.review.remarks import with_remarks
from pairtui.tui.review.setting import WHOLE_FILE, Setting
from pairtui.tui.review.unified import unified
from pairtui.tui.review.whole import text_only, whole_file

LARGE = 20_000
"""Lines of new text above which even prose is shown as code is: wrapping it all would take long."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page that is found again after the page was made anew."""

    key: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one file, with the row at which each begins, and of all of them the end."""

    path: str
    prose: bool
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]
    lines: int = 0
    """How many lines the file may come to: the widest line number."""

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return self.starts[-1]

    def row(self, y: int) -> Row:
        """Return the row at a height, counted from 0; IndexError outside the page."""
        if not 0 <= y < self.height:
            raise IndexError(y)
        at = bisect_right(self.starts, y) - 1
        return self.blocks[at].row(y - self.starts[at])

    def rows(self) -> Iterator[Row]:
        """Yield every row."""
        for block in self.blocks:
            for index in range(block.height):
                yield block.row(index)

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of `old + new` of a change, or None."""
        for block, start in zip(self.blocks, self.starts, strict=False):
            index = block.find(hunk, offset)
            if index is not None:
                return start + index
        return None

    def above(self, y: int) -> str:
        """Return the change on the nearest row from this one up that has any; empty for none."""
        at = bisect_right(self.starts, y) - 1
        for block, start in zip(self.blocks[at::-1], self.starts[at::-1], strict=False):
            # Lines that stay may be very many, and no change is in them.
            rows = 0 if isinstance(block, Same) else min(block.height, y + 1 - start)
            for index in reversed(range(rows)):
                hunks = [name for name in block.row(index).hunks if not is_card(name)]
                if hunks:
                    return hunks[-1]
        return ""

    def spot(self, y: int) -> Spot:
        """Return the name of a place."""
        if not 0 <= y < self.height:
            return Spot()
        at = bisect_right(self.starts, y) - 1
        return Spot(self.blocks[at].key, y - self.starts[at])

    def at(self, spot: Spot) -> int | None:
        """Return the row a place is now at, or None where it is gone."""
        for block, start in zip(self.blocks, self.starts, strict=False):
            if block.key == spot.key and block.height:
                return start + min(spot.index, block.height - 1)
        return None

    def at_line(self, number: int) -> int | None:
        """Return the row of a line that stays, by its number from 1; None where it is not shown."""
        for block, start in zip(self.blocks, self.starts, strict=False):
            if isinstance(block, Same) and block.first < number <= block.last:
                return start + number - 1 - block.first
        return None

    def key(self, y: int) -> str:
        """Return the name of the block at a height."""
        return self.spot(y).key


def paths(review: Review) -> tuple[str, ...]:
    """Return every path of a review, in order of first mention, cards last."""
    proposal = review.proposal
    found = [change.path for change in proposal.files]
    found += [lost.edit.path for lost in proposal.unplaced]
    found += [cut.path for cut in proposal.cut_off]
    return tuple(dict.fromkeys(found))


def page(review: Review, path: str, setting: Setting, *, above: int = 0) -> Page:
    """Return one file of a review as rows; `above` is how many of them head it."""
    changes = [change for change in review.proposal.files if change.path == path]
    blocks: list[Block] = [head(review, path, changes, above)] if above else []
    prose = False
    count = 0
    if (path, WHOLE_FILE) in setting.opened:  # no more lines than these stay around a change
        most = sum(len(lines(base_of(change))) for change in changes)
        setting = replace(setting, context=most)
    setting = setting.within(path)
    for change in changes:
        prose = as_manuscript(change)
        count = _most_lines(change)
        whole = whole_file(change, review, setting, prose=prose)
        text = _text(change, review, setting, prose=prose)
        blocks += with_remarks((*whole, *text), review, path, setting, prose=prose)
    manuscripts = prose or is_prose(path, b"")
    blocks += cards(review, path, setting, prose=manuscripts)
    starts = (0, *accumulate(block.height for block in blocks))
    return Page(path, prose, tuple(blocks), starts, count)


def _text(change: FileChange, review: Review, setting: Setting, *, prose: bool) -> Iterator[Block]:
    """Yield the blocks of the changes of a file's text: here its layout is chosen."""
    text = text_only(change, review)
    if text is None:
        return
    if prose:
        yield from manuscript(text, review, setting)
    elif setting.side_by_side:
        yield from side_by_side(unified(text, review, setting))
    else:
        yield from unified(text, review, setting)


def carried(before: Page, after: Page, y: int, meant: str) -> int:
    """Return where the row at `y` is on a later page of the same file.

    Where it is gone: the row of the change that is `meant`, or of the same line of the file, or
    one as far below what still stands above it.
    """
    spot, row = before.spot(y), before.row(y)
    found = after.at(spot)
    if found is None and meant:
        found = after.find(meant)
    if found is None and row.kind == "code" and not row.hunks:
        found = after.at_line(row.old)
    at = bisect_right(before.starts, y) - 1
    while found is None and at > 0:
        at -= 1
        block = before.blocks[at]
        last = after.at(Spot(block.key, block.height)) if block.height else None
        found = None if last is None else last + y - before.starts[at + 1] + 1
    found = min(y, after.height - 1) if found is None else found
    return max(min(found, after.height - 1), 0)


def _most_lines(change: FileChange) -> int:
    return len(lines(base_of(change))) + sum(hunk.new.count(b"\n") for hunk in change.hunks)


def as_manuscript(change: FileChange) -> bool:
    """Tell whether a file is shown as prose."""
    sample = base_of(change) or b"".join(hunk.new for hunk in change.hunks)
    size = sum(hunk.new.count(b"\n") + hunk.old.count(b"\n") for hunk in change.hunks)
    return size < LARGE and is_prose(change.path, sample)
