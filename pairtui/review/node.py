"""Node: one node of a hunk's tree, from the whole change down to a single word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """Bytes `old` to `old_end` of what a hunk replaces, which become `new` to `new_end` of its new.

    Offsets count from the beginning of the hunk's own bytes, never from that of the file.
    """

    old: int
    old_end: int
    new: int
    new_end: int

    def within(self, outer: Node) -> Node:
        """Return this node as one of the tree that the outer one, in which it lies, is part of."""
        return Node(
            self.old + outer.old,
            self.old_end + outer.old,
            self.new + outer.new,
            self.new_end + outer.new,
        )


def name(root: str, node: Node) -> str:
    """Return the identity of a node below a hunk: that of the hunk, and which bytes it is."""
    return f"{root}/{node.old}-{node.old_end}+{node.new}-{node.new_end}"


def root_of(hunk_id: str) -> str:
    """Return the identity of the whole hunk that a node, or the hunk itself, belongs to."""
    return hunk_id.partition("/")[0]


def tiles(nodes: Sequence[Node], old: bytes, new: bytes) -> bool:
    """Tell whether nodes in this order make up a change: what lies between them is the same."""
    place = place_new = 0
    for node in (*nodes, Node(len(old), len(old), len(new), len(new))):
        if not (place <= node.old <= node.old_end and place_new <= node.new <= node.new_end):
            return False
        if old[place : node.old] != new[place_new : node.new]:
            return False
        place, place_new = node.old_end, node.new_end
    return place <= len(old) and place_new <= len(new)
