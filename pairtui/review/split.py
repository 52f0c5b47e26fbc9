"""Split: a hunk as the nodes of its tree, each a hunk of its own, and together again.

The nodes a hunk is cut into always make it up, so that taking all of them is taking the whole. A
hunk that is not cut is one node, the whole of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from pairtui.proposal import Absent, FileChange, Hunk
from pairtui.review.node import Node, name, root_of, tiles
from pairtui.review.spans import Spans, add

Nodes: TypeAlias = tuple[Node, ...]
NAMED = re.compile(r"/(\d+)-(\d+)\+(\d+)-(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cut:
    """A hunk as it was before it was cut, and the nodes it is cut into, in their order."""

    hunk: Hunk
    nodes: Nodes

    @property
    def pieces(self) -> tuple[Hunk, ...]:
        """Return the hunk of each node."""
        return tuple(piece(self.hunk, node) for node in self.nodes)


def uncut(hunk: Hunk) -> Cut:
    """Return a hunk as one that is cut into nothing but itself."""
    return Cut(hunk, (whole(hunk),))


def whole(hunk: Hunk) -> Node:
    """Return the node that is all of a hunk."""
    return Node(0, len(hunk.old), 0, len(hunk.new))


def node_of(hunk: Hunk, hunk_id: str) -> Node | None:
    """Return the node of a hunk that an identity names, or None if it names none."""
    if hunk_id == hunk.id:
        return whole(hunk)
    found = NAMED.fullmatch(hunk_id.removeprefix(hunk.id))
    named = Node(*map(int, found.groups())) if found else None
    return named if named and holds(whole(hunk), named) and not _empty(named) else None


def holds(outer: Node, inner: Node) -> bool:
    """Tell whether a node is another one or a part of it."""
    old = outer.old <= inner.old and inner.old_end <= outer.old_end
    return old and outer.new <= inner.new and inner.new_end <= outer.new_end


def piece(hunk: Hunk, node: Node) -> Hunk:
    """Return one node of a hunk as a hunk; the whole keeps the hunk's own identity."""
    return replace(
        hunk,
        id=hunk.id if node == whole(hunk) else name(hunk.id, node),
        start=hunk.start + node.old,
        end=hunk.start + node.old_end,
        old=hunk.old[node.old : node.old_end],
        new=hunk.new[node.new : node.new_end],
    )


def with_node(nodes: Nodes, named: Node) -> Nodes:
    """Return the nodes with one more that takes the place of those inside it.

    One that lies in another leaves what is before and behind it there. One that lies across the
    edge of another gives nodes that no longer make up the hunk, which `recut` refuses.
    """
    inside = [node for node in nodes if holds(named, node)]
    if inside:
        at = nodes.index(inside[0])
        return (*nodes[:at], named, *nodes[at + len(inside) :])
    for at, node in enumerate(nodes):
        if holds(node, named):
            before = Node(node.old, named.old, node.new, named.new)
            behind = Node(named.old_end, node.old_end, named.new_end, node.new_end)
            rest = [part for part in (before, named, behind) if part == named or not _empty(part)]
            return (*nodes[:at], *rest, *nodes[at + 1 :])
    return (*nodes, named)


def recut(change: FileChange, cut: Cut, nodes: Nodes) -> FileChange | None:
    """Return a file's changes with a hunk cut into other nodes.

    None if the nodes do not make it up, or if its pieces are not all there, unchanged and beside
    each other: some have landed, or the text between them is another one now.
    """
    if not tiles(nodes, cut.hunk.old, cut.hunk.new):
        return None
    ids = [part.id for part in cut.pieces]
    at = next((at for at, hunk in enumerate(change.hunks) if hunk.id == ids[0]), None)
    if at is None:
        return None
    first = change.hunks[at]
    start = first.start - cut.nodes[0].old
    end = start + len(cut.hunk.old)
    hunk = replace(cut.hunk, path=first.path, start=start, end=end, moved=first.moved)
    base = b"" if isinstance(change.base, Absent) else change.base.data
    here = change.hunks[at : at + len(ids)]
    if here != Cut(hunk, cut.nodes).pieces or base[start : hunk.end] != hunk.old:
        return None
    pieces = Cut(hunk, nodes).pieces
    return replace(change, hunks=(*change.hunks[:at], *pieces, *change.hunks[at + len(ids) :]))


def carried_over(values: Mapping[str, object], cut: Cut, nodes: Nodes) -> dict[str, str]:
    """Return, by the identities of new nodes, the old one of which each is a part or the whole.

    Only for old ones that have a value; a node that takes the place of several has none.
    """
    found: dict[str, str] = {}
    for node in nodes:
        for old in cut.nodes:
            source = piece(cut.hunk, old).id
            if holds(old, node) and source in values:
                found[piece(cut.hunk, node).id] = source
    return found


def seen_over(seen: Mapping[str, Spans], cut: Cut, nodes: Nodes) -> dict[str, Spans]:
    """Return what was painted of other nodes; what is the same on both sides counts as painted."""
    size = len(cut.hunk.old)
    spans: Spans = ()
    for node in cut.nodes:
        for low, high in seen.get(piece(cut.hunk, node).id, ()):
            for start, end in _to_whole(node, size, low, high):
                spans = add(spans, start, end)
    for start, end in _between(cut):
        spans = add(spans, start, end)
    found: dict[str, Spans] = {}
    for node in nodes:
        mine: Spans = ()
        for low, high in spans:
            for start, end in _to_node(node, size, low, high):
                mine = add(mine, start, end)
        if mine:
            found[piece(cut.hunk, node).id] = mine
    return found


def roots(change: FileChange) -> frozenset[str]:
    """Return the identities of the whole hunks of a file."""
    return frozenset(root_of(hunk.id) for hunk in change.hunks)


def _empty(node: Node) -> bool:
    return node.old == node.old_end and node.new == node.new_end


def _to_whole(node: Node, size: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield a span of a node's old and new bytes as one of the hunk's."""
    edge = node.old_end - node.old
    yield node.old + min(low, edge), node.old + min(high, edge)
    shift = size + node.new - edge
    yield shift + max(low, edge), shift + max(high, edge)


def _to_node(node: Node, size: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span of the hunk's old and new bytes that lie in a node."""
    edge = node.old_end - node.old
    yield max(low, node.old) - node.old, min(high, node.old_end) - node.old
    start, end = max(low, size + node.new), min(high, size + node.new_end)
    yield start - size - node.new + edge, end - size - node.new + edge


def _between(cut: Cut) -> Iterator[tuple[int, int]]:
    size, place, place_new = len(cut.hunk.old), 0, 0
    for node in (*cut.nodes, Node(size, size, len(cut.hunk.new), len(cut.hunk.new))):
        yield place, node.old
        yield size + place_new, size + node.new
        place, place_new = node.old_end, node.new_end
