"""Select: which nodes of a hunk a person means who selected some of its bytes.

Lines of code are chosen as `git add -p` and lazygit do it: of what is selected the old lines go
and the new ones come, in the order they are shown; everything else stays as it was, and open. So
where old and new lines are shown side by side, a new one comes in the place of the one beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TypeAlias

from pairtui.proposal import FileChange, Hunk, Present
from pairtui.review.decide import Review
from pairtui.review.grains import finer
from pairtui.review.lines import cut_lines
from pairtui.review.node import Node, name, root_of
from pairtui.review.settle import over
from pairtui.review.spans import Spans, add
from pairtui.review.split import node_of, piece, whole

Pairs: TypeAlias = Sequence[tuple[int | None, int | None]]
BOM = b"\xef\xbb\xbf"


def picked(
    review: Review, hunk: Hunk, spans: Spans, *, prose: bool, pairs: Pairs = ()
) -> tuple[Node, ...]:
    """Return the nodes that some spans of a hunk's `old + new` mean, in their order.

    Deciding about each of them decides about nothing that is not selected, but where no line or
    word can be told from the next: then what goes together goes together. None where the spans
    hold no byte of the hunk. `pairs` are the lines that are shown side by side, if they are: the
    old and the new one by number from 0, None for none.
    """
    if prose or not _lines_apart(review.proposal.file(hunk.path), hunk):
        return tuple(_touched(leaves(hunk, prose=prose), spans, len(hunk.old)))
    return tuple(_pair_nodes(hunk, spans, pairs) if pairs else _line_nodes(hunk, spans))


def named(review: Review, hunk: Hunk, node: Node) -> str:
    """Return the name of a node of a hunk, which may itself be a piece of one."""
    if node == whole(hunk):
        return hunk.id
    root = root_of(hunk.id)
    cut = review.cuts.get(root)
    outer = node_of(cut.hunk, hunk.id) if cut else None
    return name(root, node.within(outer) if outer else node)


def leaves(hunk: Hunk, *, prose: bool) -> tuple[Node, ...]:
    """Return the smallest nodes of a hunk that can be decided alone; the whole if it has none."""
    nodes = finer(hunk, prose=prose)
    if not nodes:
        return (whole(hunk),)
    return tuple(
        inner.within(node) for node in nodes for inner in leaves(piece(hunk, node), prose=prose)
    )


def span_of(node: Node, size: int) -> Spans:
    """Return the bytes of a node as spans of its hunk's `old + new`, whose old are `size`."""
    spans = add((), node.old, node.old_end)
    return add(spans, size + node.new, size + node.new_end)


def _lines_apart(change: FileChange, hunk: Hunk) -> bool:
    """Tell whether any lines of a change can go or come without another's running into them."""
    texts = [text for text in (hunk.old, hunk.new) if text]
    if any(text.startswith(BOM) for text in texts):
        return False
    base = change.base.data if isinstance(change.base, Present) else b""
    begins = not base[: hunk.start].removeprefix(BOM) or base[hunk.start - 1 : hunk.start] == b"\n"
    ended = all(text.endswith(b"\n") for text in texts)
    alone = len(texts) == 1 and hunk.end == len(base)
    return begins and (ended or alone)


def _line_nodes(hunk: Hunk, spans: Spans) -> Iterator[Node]:
    """Yield the nodes of the lines that a span has a byte of; what is together is one."""
    size = len(hunk.old)
    gone = list(_runs(hunk.old, spans, 0))
    come = list(_runs(hunk.new, spans, size))
    if gone and come and gone[-1][1] == size and come[0][0] == 0:
        both = Node(gone[-1][0], size, 0, come[0][1])
        yield from (Node(low, high, 0, 0) for low, high in gone[:-1])
        yield both
        come = come[1:]
    else:
        yield from (Node(low, high, 0, 0) for low, high in gone)
    yield from (Node(size, size, low, high) for low, high in come)


def _pair_nodes(hunk: Hunk, spans: Spans, pairs: Pairs) -> Iterator[Node]:
    """Yield the nodes of the rows of two columns that a span has a byte of; neighbours as one."""
    lines, lines_new = cut_lines(hunk.old), cut_lines(hunk.new)
    size = len(hunk.old)
    node: Node | None = None
    at = at_new = 0
    for old, new in pairs:
        end = at + (0 if old is None else len(lines[old]))
        end_new = at_new + (0 if new is None else len(lines_new[new]))
        row = Node(at, end, at_new, end_new)
        at, at_new = end, end_new
        if _has(span_of(row, size), spans):
            node = over([node, row]) if node else row
        elif node:
            yield node
            node = None
    if node:
        yield node


def _has(parts: Spans, spans: Spans) -> bool:
    """Tell whether any two of these spans share a byte."""
    return any(low < end and start < high for low, high in spans for start, end in parts)


def _runs(data: bytes, spans: Spans, begin: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines that have a selected byte."""
    found: Spans = ()
    for start, end in pairwise((0, *accumulate(map(len, cut_lines(data))))):
        if _has(((begin + start, begin + end),), spans):
            found = add(found, start, end)
    yield from found


def _touched(nodes: tuple[Node, ...], spans: Spans, size: int) -> Iterator[Node]:
    """Yield the nodes that have a selected byte; neighbours as one."""
    run: list[Node] = []
    for node in nodes:
        if _has(span_of(node, size), spans):
            run.append(node)
        elif run:
            yield over(run)
            run = []
    if run:
        yield over(run)
