"""Aligning: which lines or sentences of an old text became which of a new one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest

from pairtui.review.likeness import (
    Profile,
    begins_alike,
    likeness,
    likeness_of_lines,
    profile,
    shared,
    together,
)
from pairtui.review.match import Gap, blocks

ENOUGH = 0.4
"""How alike two texts have to be to be called one that was changed."""

SOME = 0.3
"""How alike one text has to be to another to be looked at together with its neighbour."""

BETTER = 0.05
"""How much more alike two neighbours together have to be than the better one of them alone."""

IN_ORDER = 0.02
"""What it adds that two lines of code are as far below the last equal one."""

MOST = 8_000
"""Texts of one gap that are compared; more are all deleted and inserted."""

ALL = 1_500
"""Pairs of a gap that are all compared; beyond, only those that share a rare word ..."""

PAIRS = 40_000
"""... as long as those are not more than this ..."""

BEST = 4
"""... and of these only the few that share most with each text."""

NEAR = 1
"""Texts before and after the same relative place that are compared in any case."""


def aligned(
    old: Sequence[str], new: Sequence[str], *, merging: bool = False, lines: bool = False
) -> list[Gap]:
    """Return what became of each text, in order on both sides; the gaps tile both sequences.

    One text to one where they are the same or alike, one to none where it was deleted, none to one
    where it was inserted; deleted ones come before inserted ones. With `merging` two neighbours
    may have become one, or one two. What is alike is paired such that the sum of the squares of
    their likeness is largest (the heaviest chain of pairs), after equal ones were.

    The texts are `lines` of code: how they begin counts too, and where much is alike the first of
    the one side goes with the first of the other.
    """
    found: list[Gap] = []
    place = place_new = 0
    same = [
        (block.old + step, block.new + step)
        for block in blocks(old, new)
        for step in range(block.size)
    ]
    for at, at_new in [*same, (len(old), len(new))]:
        gap = Gap(place, at, place_new, at_new)
        found += _between(old, new, gap, merging=merging, lines=lines)
        if at < len(old) or at_new < len(new):
            found.append(Gap(at, at + 1, at_new, at_new + 1))
        place, place_new = at + 1, at_new + 1
    return found


def _between(
    old: Sequence[str], new: Sequence[str], gap: Gap, *, merging: bool, lines: bool
) -> Iterator[Gap]:
    """Yield what became of the texts between two equal ones."""
    many = gap.old_end - gap.old + gap.new_end - gap.new > MOST
    if many or gap.old == gap.old_end or gap.new == gap.new_end:
        yield from _lone(gap.old, gap.old_end, gap.new, gap.new_end)
        return
    place, place_new = gap.old, gap.new
    left = [profile(text) for text in old[gap.old : gap.old_end]]
    right = [profile(text) for text in new[gap.new : gap.new_end]]
    worth = _pairs_of_lines(left, right) if lines else _pairs(left, right, merging=merging)
    for pair in _heaviest(worth, len(left), len(right)):
        low, high, low_new, high_new = pair
        low, high = low + gap.old, high + gap.old
        low_new, high_new = low_new + gap.new, high_new + gap.new
        yield from _lone(place, low, place_new, low_new)
        yield Gap(low, high, low_new, high_new)
        place, place_new = high, high_new
    yield from _lone(place, gap.old_end, place_new, gap.new_end)


def _lone(low: int, high: int, low_new: int, high_new: int) -> Iterator[Gap]:
    for at in range(low, high):
        yield Gap(at, at + 1, low_new, low_new)
    for at in range(low_new, high_new):
        yield Gap(high, high, at, at + 1)


def _pairs(left: Sequence[Profile], right: Sequence[Profile], *, merging: bool) -> dict[Gap, float]:
    """Return the pairs that are alike enough, with what each is worth."""
    worth: dict[Gap, float] = {}
    merged: set[Gap] = set()
    for at, at_new in _candidates(left, right):
        alike = likeness(left[at], right[at_new])
        if alike >= ENOUGH:
            worth[Gap(at, at + 1, at_new, at_new + 1)] = alike * alike
        if merging and alike >= SOME:
            merged.update(_merged(at, at_new, len(left), len(right)))
    for gap in sorted(merged):
        alike = _alike_merged(left, right, gap)
        if alike >= ENOUGH:
            worth[gap] = alike * alike
    return worth


def _pairs_of_lines(left: Sequence[Profile], right: Sequence[Profile]) -> dict[Gap, float]:
    """Return the pairs of lines of code that are alike enough, with what each is worth."""
    worth: dict[Gap, float] = {}
    for at, at_new in _candidates(left, right):
        alike = likeness_of_lines(left[at], right[at_new])
        if alike >= ENOUGH:
            in_order = IN_ORDER if at == at_new else 0.0
            worth[Gap(at, at + 1, at_new, at_new + 1)] = alike * alike + in_order
    if len(left) == len(right) == 1 and begins_alike(left[0], right[0]):
        worth[Gap(0, 1, 0, 1)] = 1.0
    return worth


def _merged(at: int, at_new: int, size: int, size_new: int) -> Iterator[Gap]:
    """Yield the pairs of two neighbours to one that hold this pair of one to one."""
    for low in (at - 1, at):
        if low >= 0 and low + 2 <= size:
            yield Gap(low, low + 2, at_new, at_new + 1)
    for low in (at_new - 1, at_new):
        if low >= 0 and low + 2 <= size_new:
            yield Gap(at, at + 1, low, low + 2)


def _alike_merged(left: Sequence[Profile], right: Sequence[Profile], gap: Gap) -> float:
    """Return how alike two neighbours are to one; 0 unless that is more than either is alone."""
    if gap.old_end - gap.old == 2:
        (one, other), whole = left[gap.old : gap.old_end], right[gap.new]
    else:
        (one, other), whole = right[gap.new : gap.new_end], left[gap.old]
    shares = [shared(part, whole)[0] for part in (one, other)]
    total = one.total + other.total + whole.total
    alone = max(
        2 * share / (part.total + whole.total)
        for share, part in zip(shares, (one, other), strict=True)
    )
    # Together they cannot share more with it than each does: most need no closer look.
    if 2 * sum(shares) < total * max(ENOUGH, alone + BETTER):
        return 0.0
    alike = 2 * shared(together(one, other), whole)[0] / total
    return alike if alike >= alone + BETTER else 0.0


def _candidates(left: Sequence[Profile], right: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are worth comparing: all of them if they are few."""
    if len(left) * len(right) <= ALL:
        yield from ((at, at_new) for at in range(len(left)) for at_new in range(len(right)))
        return
    where = _rare(left, right)
    for at, one in enumerate(left):
        common: dict[int, float] = {}
        for key, weight in one.weights.items():
            for at_new in where.get(key, ()):
                both = min(weight, right[at_new].weights[key])
                common[at_new] = common.get(at_new, 0.0) + both
        middle = at * len(right) // len(left)
        near = range(max(0, middle - NEAR), min(len(right), middle + NEAR + 1))
        best = [at_new for _, at_new in nsmallest(BEST, _by_worth(common))]
        yield from ((at, at_new) for at_new in sorted({*near, *best}))


def _by_worth(common: Mapping[int, float]) -> Iterator[tuple[float, int]]:
    """Yield places with what they share; the smallest are those that share most."""
    return ((-weight, at) for at, weight in common.items())


def _rare(left: Sequence[Profile], right: Sequence[Profile]) -> dict[str, list[int]]:
    """Return where on the right the rarest words stand, as many words as there may be pairs of."""
    where: dict[str, list[int]] = {}
    for at, one in enumerate(right):
        for key in one.weights:
            where.setdefault(key, []).append(at)
    often = Counter(key for one in left for key in one.weights if key in where)
    total = 0
    rare: dict[str, list[int]] = {}
    for key in sorted(often, key=lambda key: (often[key] * len(where[key]), key)):
        total += often[key] * len(where[key])
        if total > PAIRS:
            break
        rare[key] = where[key]
    return rare


def _heaviest(worth: dict[Gap, float], size: int, size_new: int) -> list[Gap]:
    """Return the chain of pairs, rising on both sides, that is worth most.

    A sweep over the old side; the best chain that ends before each place of the new side is kept
    in a list that rises in both place and worth.
    """
    begins: list[list[Gap]] = [[] for _ in range(size + 1)]
    ends: list[list[Gap]] = [[] for _ in range(size + 1)]
    for pair in sorted(worth):
        begins[pair.old].append(pair)
        ends[pair.old_end].append(pair)
    chains: dict[Gap, tuple[float, Gap | None]] = {}
    places: list[int] = []
    best: list[tuple[float, Gap]] = []
    for at in range(size + 1):
        for pair in ends[at]:
            _keep(places, best, chains[pair][0], pair)
        for pair in begins[at]:
            before = bisect_left(places, pair.new + 1) - 1
            value, last = best[before] if before >= 0 else (0.0, None)
            chains[pair] = (value + worth[pair], last)
    chain: list[Gap] = []
    pair_or_end = best[-1][1] if best else None
    while pair_or_end is not None:
        chain.append(pair_or_end)
        pair_or_end = chains[pair_or_end][1]
    return chain[::-1]


def _keep(places: list[int], best: list[tuple[float, Gap]], value: float, pair: Gap) -> None:
    """Put a chain among the best ones, if none that ends as early is worth as much."""
    at = bisect_left(places, pair.new_end + 1)
    if at and best[at - 1][0] >= value:
        return
    low = at - 1 if at and places[at - 1] == pair.new_end else at
    high = at
    while high < len(best) and best[high][0] <= value:
        high += 1
    places[low:high] = [pair.new_end]
    best[low:high] = [(value, pair)]
