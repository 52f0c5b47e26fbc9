"""Settle: nodes widened until nothing is torn: no character, no link, no pair of brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pairtui.review.clusters import edge
from pairtui.review.node import Node

Span = tuple[int, int]

PAIRS = ("()", "[]", "{}", "「」", "『』", "（）", "【】", "《》")
BRACKETS = {sign: (pair, step) for pair in PAIRS for sign, step in zip(pair, (1, -1), strict=True)}
"""Each bracket, with its pair and whether it opens (1) or closes (-1)."""

TWICE = re.compile(r"\*\*|\*|~~|`+|[\"„“”]|[«»]|[‹›]")
"""Marks of which there are two: emphasis, code, quotation marks of any language."""

KINDS = dict.fromkeys("„“”", '"') | {"»": "«", "›": "‹"}
"""Quotation marks that belong together."""

FAR = 8
"""How many changes further on the other half of a pair is looked for."""


def settled(
    nodes: Iterable[Node],
    old: str,
    new: str,
    whole: Sequence[Span] = (),
    whole_new: Sequence[Span] = (),
) -> tuple[Node, ...]:
    """Return nodes with their edges moved outwards to where both texts may be cut.

    That is between characters as a person sees them, and not inside the spans given, which are
    sorted. Nodes that then run into each other become one.
    """
    kept: list[Node] = []
    waiting = list(nodes)[::-1]

    def free(at: int, at_new: int) -> bool:
        return (
            edge(old, at)
            and edge(new, at_new)
            and not _inside(at, whole)
            and not _inside(at_new, whole_new)
        )

    while waiting:
        node = waiting.pop()
        low, high, low_new, high_new = node.old, node.old_end, node.new, node.new_end
        while not free(low, low_new):
            if kept and (kept[-1].old_end, kept[-1].new_end) == (low, low_new):
                last = kept.pop()
                low, low_new = last.old, last.new
            else:
                low, low_new = low - 1, low_new - 1
        while not free(high, high_new):
            if waiting and (waiting[-1].old, waiting[-1].new) == (high, high_new):
                following = waiting.pop()
                high, high_new = following.old_end, following.new_end
            else:
                high, high_new = high + 1, high_new + 1
        kept.append(Node(low, high, low_new, high_new))
    return tuple(kept)


def balanced(nodes: Sequence[Node], old: str, new: str) -> Iterator[Node]:
    """Yield nodes, joined where one opens and another closes what neither holds alone."""
    place = 0
    while place < len(nodes):
        end = place + 1
        odd = _odd(nodes[place], old, new)
        if odd:
            for at in range(place + 1, min(place + FAR, len(nodes))):
                odd = _sum(odd, _odd(nodes[at], old, new))
                if not odd:
                    end = at + 1
                    break
        yield over(nodes[place:end])
        place = end


def _odd(node: Node, old: str, new: str) -> dict[str, int]:
    """Return by how many each bracket is opened more than closed, and which marks have no twin."""
    counts: dict[str, int] = {}
    for text, sign in ((old[node.old : node.old_end], -1), (new[node.new : node.new_end], 1)):
        for letter in text:
            if letter in BRACKETS:
                pair, step = BRACKETS[letter]
                counts[pair] = counts.get(pair, 0) + sign * step
        for mark in TWICE.findall(text):
            kind = KINDS.get(mark, mark)
            counts[kind] = counts.get(kind, 0) + 1
    return _sum(counts, {})


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Return two counts as one, without what comes to nothing: twins, for a mark."""
    both = {key: one.get(key, 0) + other.get(key, 0) for key in (*one, *other)}
    both = {key: count if key in PAIRS else count % 2 for key, count in both.items()}
    return {key: count for key, count in both.items() if count}


def over(nodes: Sequence[Node]) -> Node:
    """Return one node over several that follow each other."""
    return Node(nodes[0].old, nodes[-1].old_end, nodes[0].new, nodes[-1].new_end)


def _inside(at: int, spans: Sequence[Span]) -> bool:
    """Tell whether a place lies inside one of these sorted spans, which do not overlap."""
    before = bisect_left(spans, at, key=lambda span: span[0]) - 1
    return before >= 0 and at < spans[before][1]
