"""Match: which runs of one sequence stand unchanged in another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

PAIRS = 20_000
"""Equal pairs that are compared in one gap; beyond, its commonest elements hold nothing."""

RUNS = (1, 2, 4)
"""How long the runs are that are looked for as occurring only once."""


class Block(NamedTuple):
    """`size` elements from `old` on stand, unchanged, from `new` on in the other sequence."""

    old: int
    new: int
    size: int


class Gap(NamedTuple):
    """Elements `old` to `old_end` became `new` to `new_end`; one side may be empty."""

    old: int
    old_end: int
    new: int
    new_end: int


def blocks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """Return the equal runs of two sequences, in order, none empty, touching ones joined.

    First the common ends, then elements, or short runs of them, that occur once on both sides
    (patience diff, by Bram Cohen), then `difflib` in the gaps that are left, where the commonest
    elements are passed over if there are very many.
    """
    found: list[Block] = []
    gaps = [Gap(0, len(old), 0, len(new))]
    while gaps:
        gap, ends = _trimmed(old, new, gaps.pop())
        found += ends
        if set(old[gap.old : gap.old_end]).isdisjoint(new[gap.new : gap.new_end]):
            continue
        anchors = next(filter(None, (_anchors(old, new, gap, size) for size in RUNS)), None)
        if anchors:
            gaps += _between(anchors, gap)
            found += [Block(one, other, 1) for one, other in anchors]
        else:
            found += _closely(old, new, gap)
    return joined(sorted(found))


def gaps(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Gap]:
    """Return what lies between the equal runs of two sequences, in order."""
    found: list[Gap] = []
    left = right = 0
    for block in (*blocks(old, new), Block(len(old), len(new), 0)):
        if left < block.old or right < block.new:
            found.append(Gap(left, block.old, right, block.new))
        left, right = block.old + block.size, block.new + block.size
    return found


def joined(found: list[Block]) -> list[Block]:
    """Return sorted blocks, those that touch on both sides made one."""
    whole: list[Block] = []
    for block in found:
        old, new, size = whole[-1] if whole else Block(0, 0, 0)
        if whole and (old + size, new + size) == (block.old, block.new):
            whole[-1] = Block(old, new, size + block.size)
        else:
            whole.append(block)
    return whole


def _trimmed(old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap) -> tuple[Gap, list[Block]]:
    """Return the gap without its common ends, and these as blocks."""
    low, low_new, high, high_new = gap.old, gap.new, gap.old_end, gap.new_end
    while low < high and low_new < high_new and old[low] == new[low_new]:
        low, low_new = low + 1, low_new + 1
    while low < high and low_new < high_new and old[high - 1] == new[high_new - 1]:
        high, high_new = high - 1, high_new - 1
    ends = (Block(gap.old, gap.new, low - gap.old), Block(high, high_new, gap.old_end - high))
    return Gap(low, high, low_new, high_new), [block for block in ends if block.size]


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap, size: int
) -> list[tuple[int, int]]:
    """Return where runs that occur once on both sides begin, in rising order on both."""
    once = _once(old, gap.old, gap.old_end, size)
    once_new = _once(new, gap.new, gap.new_end, size)
    pairs = [(place, once_new[run]) for run, place in once.items() if run in once_new]
    return _longest_rise(sorted(pairs))


def _once(items: Sequence[Hashable], low: int, high: int, size: int) -> dict[Hashable, int]:
    runs: list[Hashable] = list(items[low:high])
    if size > 1:
        runs = list(zip(*(items[low + step : high] for step in range(size)), strict=False))
    count = Counter(runs)
    return {run: low + at for at, run in enumerate(runs) if count[run] == 1}


def _longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs whose second numbers rise too."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        before.append(last[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        last[length : length + 1] = [at]
    run: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _between(anchors: list[tuple[int, int]], gap: Gap) -> list[Gap]:
    """Return what lies between anchors, where anything does."""
    ahead = [*anchors, (gap.old_end, gap.new_end)]
    behind = [(gap.old - 1, gap.new - 1), *anchors]
    return [
        Gap(low + 1, high, low_new + 1, high_new)
        for (low, low_new), (high, high_new) in zip(behind, ahead, strict=True)
        if low + 1 < high or low_new + 1 < high_new
    ]


def _closely(old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap) -> list[Block]:
    """Return the equal runs inside a gap that has no anchors."""
    left, right = old[gap.old : gap.old_end], new[gap.new : gap.new_end]
    often, often_new = Counter(left), Counter(right)
    pairs = {item: count * often_new[item] for item, count in often.items()}
    total = sum(pairs.values())
    common: set[Hashable] = set()
    for item in sorted(pairs, key=lambda item: -pairs[item]):
        if total <= PAIRS:
            break
        common.add(item)
        total -= pairs[item]
    matcher = SequenceMatcher(common.__contains__, left, right, autojunk=False)
    return [
        Block(gap.old + one, gap.new + other, size)
        for one, other, size in matcher.get_matching_blocks()
        if size
    ]
