"""Scroll: all files of a review one below the other; each is laid out when it comes near.

The height of a file is an estimate until then, so rows are only counted on from one that is known:
`known` lays out what has a row in some range, and what is below it may have moved by that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TypeAlias

from pairtui.proposal import CutOff, FileChange, Hunk, Proposal, Unplaced
from pairtui.review.decide import Review
from pairtui.tui.review.bits import Row
from pairtui.tui.review.cards import CUT_OFF, UNPLACED
from pairtui.tui.review.page import Page, page
from pairtui.tui.review.setting import Setting

KEPT = 256
"""Files that stay laid out, at most: more than there are rows on a screen."""
GUESS = 12
"""Rows a change takes, as long as nobody looked."""

Lost: TypeAlias = tuple[tuple[str, Unplaced | CutOff], ...]
"""What of a file cannot be taken, by the key of its card."""


class Leaf:
    """One file in the scroll, as it stands: another state of it is another leaf.

    `height` is an estimate as long as it is not `known`. `above` is how many rows head it.
    """

    __slots__ = (
        "above", "changes", "count", "height", "known", "lost", "page", "path", "rows"
    )  # fmt: skip

    def __init__(self, path: str, changes: tuple[FileChange, ...], lost: Lost, above: int) -> None:
        self.path = path
        self.changes = changes
        self.lost = lost
        self.above = above
        self.count = sum([len(one.hunks) for one in changes])
        self.height = above + GUESS * (self.count + len(lost))
        self.known = False
        self.page: Page | None = None
        self.rows: dict[int, Row] = {}

    def row(self, page: Page, index: int) -> Row:
        """Return a row of its page, made once: it is painted, and then told to be seen."""
        row = self.rows.get(index)
        if row is None:
            row = self.rows[index] = page.row(index)
        return row

    @property
    def hunks(self) -> Iterator[Hunk]:
        """Yield the changes of the file."""
        for change in self.changes:
            yield from change.hunks

    def stands(self, other: Leaf) -> bool:
        """Tell whether another leaf was made of the same changes."""
        same = len(self.changes) == len(other.changes) and all(
            one is two for one, two in zip(self.changes, other.changes, strict=True)
        )
        return same and self.lost == other.lost and self.above == other.above


@dataclass(frozen=True, slots=True, eq=False)
class Scroll:
    """The files of a review in order; `tops` is the row each begins at, and the end of all.

    `numbers` are the places of the files by path, `homes` those of changes and cards. `firsts` are
    how many changes there are before each file, and in all.
    """

    review: Review
    setting: Setting
    leaves: tuple[Leaf, ...]
    tops: tuple[int, ...]
    numbers: Mapping[str, int]
    homes: Mapping[str, int]
    firsts: tuple[int, ...]
    kept: deque[Leaf] = field(default_factory=deque)

    @property
    def height(self) -> int:
        """Return how many rows there are, as far as that is known."""
        return self.tops[-1]

    @property
    def sure(self) -> bool:
        """Tell whether the height of every file is known."""
        return all(leaf.known for leaf in self.leaves)

    @property
    def changes(self) -> int:
        """Return how many changes there are."""
        return self.firsts[-1]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the path of every file."""
        return tuple(self.numbers)

    # Rows

    def place(self, y: int) -> tuple[int, int]:
        """Return which file a row is in, and which row of it that is."""
        number = min(max(bisect_right(self.tops, y) - 1, 0), len(self.leaves) - 1)
        return number, y - self.tops[number]

    def page(self, number: int) -> Page:
        """Return one file as rows, laid out now if it is not."""
        leaf = self.leaves[number]
        if leaf.page is None:
            leaf.page = page(self.review, leaf.path, self.setting, above=leaf.above)
            leaf.height, leaf.known = leaf.page.height, True
            self.kept.append(leaf)
            if len(self.kept) > KEPT:
                old = self.kept.popleft()
                old.page, old.rows = None, {}
        return leaf.page

    def read(self, number: int) -> Page:
        """Return one file as rows without keeping them; only its height is known from then on."""
        leaf = self.leaves[number]
        found = leaf.page or page(self.review, leaf.path, self.setting, above=leaf.above)
        leaf.height, leaf.known = found.height, True
        return found

    def row(self, y: int) -> Row:
        """Return the row at a height, counted from 0; IndexError outside."""
        if not 0 <= y < self.height:
            raise IndexError(y)
        return self.shown(y)[0]

    def shown(self, y: int) -> tuple[Row, Page]:
        """Return a row and the file it is of."""
        number, at = self.place(y)
        found = self.page(number)
        leaf = self.leaves[number]
        return leaf.row(found, at) if at < found.height else Row("blank"), found

    def known(self, low: int, high: int) -> Scroll:
        """Return the scroll with all files laid out that have a row from `low` up to `high`."""
        first, last = self.place(low)[0], self.place(max(high - 1, low))[0]
        return self.laid(range(first, last + 1))

    def laid(self, numbers: Iterable[int]) -> Scroll:
        """Return the scroll with these files laid out."""
        fits = True
        for number in numbers:
            leaf = self.leaves[number]
            if not leaf.known:
                self.page(number)
            fits = fits and leaf.height == self.tops[number + 1] - self.tops[number]
        return self if fits else replace(self, tops=_tops(self.leaves))

    def in_sight(self, top: int, height: int) -> tuple[int, tuple[Leaf, ...]]:
        """Return what decides about the rows of a screen: the files on it, and where it begins."""
        first, row = self.place(top)
        return row, self.leaves[first : self.place(top + height - 1)[0] + 1]

    # Changes

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of `old + new` of a change, or None.

        Its file has to be laid out.
        """
        number = self.homes.get(hunk)
        if number is None:
            return None
        found = self.page(number).find(hunk, offset)
        return None if found is None else self.tops[number] + found

    def hunk(self, name: str) -> Hunk | None:
        """Return a change by its id, or None."""
        number = self.homes.get(name)
        hunks = () if number is None else self.leaves[number].hunks
        return next((hunk for hunk in hunks if hunk.id == name), None)

    def ordinal(self, name: str) -> int:
        """Return which of all changes one is, from 1; 0 for none of them."""
        number = self.homes.get(name)
        if number is None:
            return 0
        here = (index for index, hunk in enumerate(self.leaves[number].hunks) if hunk.id == name)
        at = next(here, None)
        return 0 if at is None else self.firsts[number] + at + 1

    def above(self, y: int) -> str:
        """Return the change on the nearest row from this one up that has any; empty for none."""
        number, row = self.place(y)
        found = self.page(number).above(row)
        while not found and number:
            number -= 1
            for hunk in self.leaves[number].hunks:
                found = hunk.id
        return found


def scroll(review: Review, setting: Setting) -> Scroll:
    """Return a review as one scroll, with nothing laid out yet."""
    leaves = _leaves(review.proposal)
    return _made(review, setting, leaves, deque())


def renewed(before: Scroll, review: Review, setting: Setting) -> Scroll:
    """Return the scroll of a later state of the review; files that look the same stay laid out."""
    touched = _touched(before, review, setting)
    if before.review.proposal is review.proposal and touched is not None:
        leaves = list(before.leaves)
        for path in touched & before.numbers.keys():
            number = before.numbers[path]
            leaves[number] = _fresh(leaves[number], leaves[number])
        scroll = replace(before, review=review, setting=setting)
        return replace(scroll, leaves=tuple(leaves), tops=_tops(leaves)) if touched else scroll
    made: list[Leaf] = []
    for leaf in _leaves(review.proposal):
        number = before.numbers.get(leaf.path, -1)
        old = before.leaves[number] if number >= 0 else None
        same = touched is not None and leaf.path not in touched
        made.append(old if old and same and old.stands(leaf) else _fresh(leaf, old))
    return _made(review, setting, tuple(made), before.kept)


def _fresh(leaf: Leaf, before: Leaf | None) -> Leaf:
    """Return a file to be laid out anew; its height before is a better guess than any."""
    made = Leaf(leaf.path, leaf.changes, leaf.lost, leaf.above)
    if before is not None:
        made.height = before.height
    return made


def _touched(before: Scroll, review: Review, setting: Setting) -> set[str] | None:
    """Return the paths of the files whose rows changed though their changes did not; None for all.

    Whatever else of a review the rows of a file depend on has to be compared here.
    """
    if replace(before.setting, opened=frozenset()) != replace(setting, opened=frozenset()):
        return None
    old = before.review
    ids = differing(old.verdicts, review.verdicts)
    ids |= differing(old.saved, review.saved)
    ids |= differing(old.stale, review.stale) | differing(old.apart, review.apart)
    ids |= differing(old.offers, review.offers) | differing(old.arrivals, review.arrivals)
    ids |= differing(old.brought, review.brought)
    touched = {before.leaves[before.homes[name]].path for name in ids if name in before.homes}
    touched |= differing(old.placed, review.placed)
    touched |= {one.path for one in {*old.comments} ^ {*review.comments}}
    touched |= {path for path, _ in before.setting.opened ^ setting.opened}
    return touched


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """Return the keys under which two mappings do not hold the same thing."""
    if before is after:
        return set()
    found = {key for key, value in after.items() if before.get(key) is not value}
    return found | (before.keys() - after.keys())


def _leaves(proposal: Proposal) -> tuple[Leaf, ...]:
    """Return every file of a proposal, in order of first mention, those with only cards last."""
    changes: dict[str, list[FileChange]] = {}
    for change in proposal.files:
        changes.setdefault(change.path, []).append(change)
    lost: dict[str, list[tuple[str, Unplaced | CutOff]]] = {}
    for index, one in enumerate(proposal.unplaced):
        lost.setdefault(one.edit.path, []).append((f"{UNPLACED}{index}", one))
    for index, cut in enumerate(proposal.cut_off):
        lost.setdefault(cut.path, []).append((f"{CUT_OFF}{index}", cut))
    every = tuple(dict.fromkeys((*changes, *lost)))
    heads = len(every) > 1
    return tuple(
        Leaf(
            path,
            tuple(changes.get(path, ())),
            tuple(lost.get(path, ())),
            heads + (heads and at > 0),
        )
        for at, path in enumerate(every)
    )


def _made(review: Review, setting: Setting, leaves: tuple[Leaf, ...], kept: deque[Leaf]) -> Scroll:
    numbers = {leaf.path: number for number, leaf in enumerate(leaves)}
    homes: dict[str, int] = {}
    for number, leaf in enumerate(leaves):
        for change in leaf.changes:
            homes.update(dict.fromkeys([hunk.id for hunk in change.hunks], number))
        for key, _ in leaf.lost:
            homes[key] = number
    firsts = (0, *accumulate(leaf.count for leaf in leaves))
    return Scroll(review, setting, leaves, _tops(leaves), numbers, homes, firsts, kept)


def _tops(leaves: Iterable[Leaf]) -> tuple[int, ...]:
    return (0, *accumulate(leaf.height for leaf in leaves))
