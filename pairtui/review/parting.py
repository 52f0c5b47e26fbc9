"""Parting: the nodes that pairs of lines or sentences come to, with the white space between them.

Whatever is taken of them reads well: what was inserted or deleted takes the white space behind it
along, or that before it where it is the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pairtui.review.match import Gap
from pairtui.review.node import Node

Span = tuple[int, int]
WIDE_STOPS = "。！？｡．။។"


@dataclass(frozen=True, slots=True)
class Side:
    """A text and the spans of its parts; what stands between them is their white space.

    White space that changed is a node of its own if it is to be kept `apart`.
    """

    text: str
    spans: Sequence[Span]
    apart: bool = False

    @property
    def parts(self) -> list[str]:
        """Return the text of each part."""
        return [self.text[start:end] for start, end in self.spans]

    def start(self, part: int) -> int:
        """Return where a part begins, or the end of the text behind the last one."""
        return self.spans[part][0] if part < len(self.spans) else len(self.text)

    def end(self, part: int) -> int:
        """Return where a part ends, or the beginning of the text before the first one."""
        return self.spans[part][1] if part >= 0 else 0

    def white(self) -> list[str]:
        """Return what stands before, between and behind the parts."""
        count = len(self.spans)
        return [self.text[self.end(at - 1) : self.start(at)] for at in range(count + 1)]


@dataclass(frozen=True, slots=True)
class Piece:
    """A node in the making; `white` where nothing but the space between two parts changed."""

    node: Node
    white: bool = False


def parted(old: Side, new: Side, gaps: Sequence[Gap]) -> tuple[Node, ...]:
    """Return the nodes of two texts, in characters, whose parts became each other as `gaps` say.

    Only one node, all of it, where parts could not be taken one by one without running into each
    other.
    """
    kept = [at for at, gap in enumerate(gaps) if paired(gap)]
    behind = kept[-1] if kept else _alone(old, new)
    if behind is None:
        return (Node(0, len(old.text), 0, len(new.text)),)
    pieces = _pieces(old, new, gaps, behind)
    return tuple(piece.node for piece in pieces) if old.apart else tuple(_joined(pieces))


def paired(gap: Gap) -> bool:
    """Tell whether something old became something new, and was not deleted or inserted."""
    return gap.old < gap.old_end and gap.new < gap.new_end


def _alone(old: Side, new: Side) -> int | None:
    """Return the last part, or -1, up to which parts take along the white space behind them.

    Here no part stays, so that this has to hold for every part, or none can be taken alone.
    """
    sides = [side for side in (old, new) if side.text]
    if not all(side.spans for side in sides):
        return None
    every = len(old.spans) + len(new.spans)
    if all(_closed(side, only=len(sides) == 1) for side in sides):
        return every
    if all(_like(side.white()[1:-1], side.white()[-1]) for side in sides):
        return every
    if all(_like(side.white()[1:-1], side.white()[0]) for side in sides):
        return -1
    lines = all(part.endswith("\n") for side in sides for part in side.parts)
    return every if lines and len(sides) == 1 else None


def _closed(side: Side, *, only: bool) -> bool:
    """Tell whether the parts need nothing between them; the last of all needs no end."""
    parts = side.parts[:-1] if only else side.parts
    ended = all(part.endswith("\n") or part[-1:] in WIDE_STOPS for part in parts)
    return ended and not any(side.white())


def _like(inner: Sequence[str], outer: str) -> bool:
    """Tell whether the white space at one end of a text is of the kind inside it."""
    kinds = {"\n" in white for white in inner}
    return outer.isspace() and kinds <= {"\n" in outer} and all(map(str.isspace, inner))


def _pieces(old: Side, new: Side, gaps: Sequence[Gap], behind: int) -> Iterator[Piece]:
    """Yield the changed parts and the changed white space between them, in order."""
    place = place_new = 0
    for at, gap in enumerate(gaps):
        if paired(gap) or at < behind:
            low, low_new = old.start(gap.old), new.start(gap.new)
        else:
            low, low_new = old.end(gap.old - 1), new.end(gap.new - 1)
        yield from _white(old, new, Node(place, low, place_new, low_new))
        if paired(gap) or at >= behind:
            high, high_new = old.end(gap.old_end - 1), new.end(gap.new_end - 1)
        else:
            high, high_new = old.start(gap.old_end), new.start(gap.new_end)
        place = high if gap.old < gap.old_end else low
        place_new = high_new if gap.new < gap.new_end else low_new
        if old.text[low:place] != new.text[low_new:place_new]:
            yield Piece(Node(low, place, low_new, place_new))
    yield from _white(old, new, Node(place, len(old.text), place_new, len(new.text)))


def _white(old: Side, new: Side, node: Node) -> Iterator[Piece]:
    if old.text[node.old : node.old_end] != new.text[node.new : node.new_end]:
        yield Piece(node, white=True)


def _joined(pieces: Iterable[Piece]) -> Iterator[Node]:
    """Yield the nodes; white space that changed goes with a changed part it touches."""
    held: Piece | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif held.white != piece.white and _touch(held.node, piece.node):
            held = Piece(_over(held.node, piece.node))
        else:
            yield held.node
            held = piece
    if held is not None:
        yield held.node


def _touch(one: Node, other: Node) -> bool:
    return (one.old_end, one.new_end) == (other.old, other.new)


def _over(one: Node, other: Node) -> Node:
    return replace(one, old_end=other.old_end, new_end=other.new_end)
