"""Search: where a text stands in a proposal, file by file, in pieces of work of any length; pure.

What is searched is what the scroll shows, and the text of what is folded: the words of changes, the
lines around them, the names of files. Each file is searched once; what is found in it holds as
long as the file looks the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

from pairtui.proposal import Hunk
from pairtui.review.decide import Review
from pairtui.review.rounds import spot
from pairtui.review.visible import show_bytes
from pairtui.tui.review.bits import Row, encoded, halves
from pairtui.tui.review.blocks import Block, Changed, Same
from pairtui.tui.review.columns import Columns
from pairtui.tui.review.edited import Edited
from pairtui.tui.review.labels import base_of, lines
from pairtui.tui.review.page import Page
from pairtui.tui.review.remarks import Beneath
from pairtui.tui.review.scroll import Leaf, Scroll

STRETCH = 1 << 16
"""Characters that are searched without a pause."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the text stands: a row of a file, counted from 0.

    Where the row is folded, it stands at this byte of `old + new` of a change.
    """

    row: int
    hunk: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A hit by its file's place in the scroll and its own among the hits of the file."""

    number: int
    index: int


@dataclass(frozen=True, slots=True)
class Found:
    """What is marked on the screen: the text, and the rows it stands in, by file.

    `first` is the place of the first of these files in the scroll.
    """

    pattern: re.Pattern[str]
    first: int
    rows: tuple[frozenset[int], ...]

    def in_row(self, scroll: Scroll, y: int) -> bool:
        """Tell whether it stands in a row of the screen."""
        number, row = scroll.place(y)
        return self.first <= number < self.first + len(self.rows) and (
            row in self.rows[number - self.first]
        )


def pattern_of(text: str) -> re.Pattern[str]:
    """Return what finds a text as it is, capitals or not unless there are some in it."""
    flags = re.NOFLAG if any(sign.isupper() for sign in text) else re.IGNORECASE
    return re.compile(re.escape(text), flags)


@dataclass(slots=True)
class Search:
    """One text that is looked for; `text` is never empty."""

    text: str
    pattern: re.Pattern[str] = field(init=False)
    _hits: dict[Leaf, tuple[Hit, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pattern = pattern_of(self.text)

    def work(self, scroll: Scroll, first: int) -> Iterator[None]:
        """Search every file that was not yet, from this one on; yield often, to be paused."""
        count = len(scroll.leaves)
        for number in (*range(first, count), *range(first)):
            leaf = scroll.leaves[number]
            if leaf not in self._hits:
                found: list[Hit] = []
                for there in _mentions(leaf, scroll.review, self.pattern):
                    yield
                    if there:
                        found = yield from self._within(scroll, number)
                        break
                self._hits[leaf] = tuple(found)
            yield

    def _within(self, scroll: Scroll, number: int) -> Generator[None, None, list[Hit]]:
        found: list[Hit] = []
        for hit in hits(scroll.read(number), scroll.leaves[number].hunks, self.pattern):
            found += () if hit is None else (hit,)
            yield
        return found

    def of(self, leaf: Leaf) -> tuple[Hit, ...]:
        """Return what was found in a file, nothing where that is not searched yet."""
        return self._hits.get(leaf, ())

    def done(self, scroll: Scroll) -> bool:
        """Tell whether every file was searched."""
        return all(leaf in self._hits for leaf in scroll.leaves)

    def count(self, scroll: Scroll) -> int:
        """Return how many hits there are, as far as that is known."""
        return sum([len(self._hits.get(leaf, ())) for leaf in scroll.leaves])

    def ordinal(self, scroll: Scroll, place: Place) -> int:
        """Return which of all hits one is, from 1, as far as that is known."""
        before = sum([len(self._hits.get(leaf, ())) for leaf in scroll.leaves[: place.number]])
        return before + place.index + 1

    def near(self, scroll: Scroll, number: int, row: int, step: int) -> Place | None:
        """Return the first hit from a row on, or up from it, all around.

        None where there is none, or where a file on the way to it is not searched yet.
        """
        leaf = scroll.leaves[number]
        if leaf not in self._hits:
            return None
        rows = [hit.row for hit in self._hits[leaf]]
        here = [at for at, one in enumerate(rows) if (one >= row if step > 0 else one <= row)]
        if here:
            return Place(number, here[0] if step > 0 else here[-1])
        return self._beyond(scroll, number, step)

    def after(self, scroll: Scroll, place: Place, step: int) -> Place | None:
        """Return the hit after or before another one, all around; None as for `near`."""
        leaf = scroll.leaves[place.number]
        if leaf not in self._hits:
            return None
        index = place.index + step
        if 0 <= index < len(self._hits[leaf]):
            return Place(place.number, index)
        return self._beyond(scroll, place.number, step)

    def _beyond(self, scroll: Scroll, number: int, step: int) -> Place | None:
        count = len(scroll.leaves)
        for away in range(1, count + 1):
            other = (number + away * step) % count
            found = self._hits.get(scroll.leaves[other])
            if found is None:
                return None
            if found:
                return Place(other, 0 if step > 0 else len(found) - 1)
        return None

    def found(self, scroll: Scroll, top: int, height: int) -> Found:
        """Return what is marked on a screen that begins at a row."""
        first = scroll.place(top)[0]
        leaves = scroll.in_sight(top, height)[1]
        rows = (frozenset(hit.row for hit in self._hits.get(leaf, ())) for leaf in leaves)
        return Found(self.pattern, first, tuple(rows))


def _mentions(leaf: Leaf, review: Review, pattern: re.Pattern[str]) -> Iterator[bool]:
    """Yield whether a text stands anywhere in a file, which is laid out only then, or not yet."""
    said = (one.text for one in review.comments if spot(review, one).path == leaf.path)
    texts = [leaf.path, *(hunk.to for hunk in leaf.hunks), *said]
    yield bool(leaf.lost) or any(pattern.search(text) for text in texts)
    for change in leaf.changes:
        written = (review.new_bytes(hunk) for hunk in change.hunks)
        for data in (base_of(change), *(hunk.new for hunk in change.hunks), *written):
            for at in _stretches(show_bytes(data), pattern):
                yield at is not None


def hits(page: Page, hunks: Iterable[Hunk], pattern: re.Pattern[str]) -> Iterator[Hit | None]:
    """Yield where a text stands in a file, from its top; None now and then, where to pause."""
    known = {hunk.id: hunk for hunk in hunks}
    for block, start in zip(page.blocks, page.starts, strict=False):
        yield None
        yield from _in_block(block, start, known, pattern)


def _in_block(
    block: Block, start: int, known: dict[str, Hunk], pattern: re.Pattern[str]
) -> Iterator[Hit | None]:
    match block:
        case Changed() | Edited() | Columns():
            yield from _in_change(block, start, pattern)
        case Same():
            text = b"".join(lines(block.base)[block.first : block.last])
            ends = list(accumulate(map(len, lines(block.base)[block.first : block.last])))
            for at in _offsets(text, pattern):
                yield None if at is None else Hit(start + bisect_right(ends, at))
        case Beneath():
            found: list[Hit] = []
            for hit in _in_block(block.block, 0, known, pattern):
                found += () if hit is None else (replace(hit, row=start + block.now_at(hit.row)),)
                yield None
            for at, row in block.extra:
                found += (Hit(start + at),) if pattern.search(row.text) else ()
            yield from sorted(found, key=lambda hit: hit.row)
        case _:
            yield from _in_rows(block, start, known, pattern)


def _in_change(
    block: Changed | Edited | Columns, start: int, pattern: re.Pattern[str]
) -> Iterator[Hit | None]:
    inner = block.inner if isinstance(block, Columns) else block
    changed = inner.mine if isinstance(inner, Edited) else inner
    for index, row in enumerate(changed.above):
        if pattern.search(row.text):
            yield Hit(start + index)
    size = 0
    for data in (changed.hunk.old, changed.new):
        for at in _offsets(data, pattern):
            row_of = None if at is None else block.find(changed.hunk.id, size + at)
            if at is None:
                yield None
            elif row_of is not None:
                yield Hit(start + row_of)
            else:  # beyond the first few lines of a file that goes
                yield Hit(start + block.height - 1, changed.hunk.id, size + at)
        size += len(data)


def _in_rows(
    block: Block, start: int, known: dict[str, Hunk], pattern: re.Pattern[str]
) -> Iterator[Hit | None]:
    """Yield the hits in rows that are made already, wrapped or not, and in what they stand for."""
    rows = [block.row(index) for index in range(block.height)]
    folded = {
        index: [known[name] for name in row.hunks if name in known and known[name].kind == "text"]
        for index, row in enumerate(rows)
        if row.kind == "decided"
    }
    texts = ["" if folded.get(index) else _text(row) for index, row in enumerate(rows)]
    ends = list(accumulate(map(len, texts)))
    places: list[Hit] = []
    for at in _stretches("".join(texts), pattern):
        places += () if at is None else (Hit(start + bisect_right(ends, at)),)
    for index, hunks in folded.items():
        for hunk in hunks:
            size = 0
            for data in (hunk.old, hunk.new):
                found = (at for at in _offsets(data, pattern) if at is not None)
                places += (Hit(start + index, hunk.id, size + at) for at in found)
                size += len(data)
    yield from sorted(places, key=lambda hit: hit.row)


def _text(row: Row) -> str:
    """Return the text of a row; that of prose goes on in the next one."""
    if row.kind == "prose":
        return "".join(bit.raw for bit in row.bits)
    return "".join(f"{half.text}\n" for half in halves(row))


def _offsets(data: bytes, pattern: re.Pattern[str]) -> Iterator[int | None]:
    """Yield at which bytes a text stands, None now and then."""
    text = show_bytes(data)
    chars = size = 0
    for at in _stretches(text, pattern):
        if at is None or len(text) == len(data):
            yield at
            continue
        size += len(encoded(text[chars:at]))
        chars = at
        yield size


def _stretches(text: str, pattern: re.Pattern[str]) -> Iterator[int | None]:
    """Yield at which characters a text stands, None after each stretch of work."""
    at = 0
    overlap = len(pattern.pattern)
    while at < len(text):
        stop = at + STRETCH
        found = pattern.search(text, at, stop + overlap)
        if found is None:
            at = stop
            yield None
        else:
            yield found.start()
            at = found.end()
