"""Grains: the next smaller pieces of a hunk: lines of code, or paragraphs, sentences and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from math import ceil

from pairtui.proposal import Hunk
from pairtui.review.aligning import aligned
from pairtui.review.match import Gap
from pairtui.review.node import Node
from pairtui.review.parting import Side, Span, paired, parted
from pairtui.review.passages import FENCE, passages
from pairtui.review.sentences import sentences, wholes
from pairtui.review.settle import balanced, over, settled
from pairtui.review.words import marked

MOST = 2_000
"""Nodes one hunk is parted into; where there would be more, neighbours are taken together."""

LONGEST = 200_000
"""Characters, old and new, beyond which a text is not compared word by word."""

BOM = "\ufeff"


def finer(hunk: Hunk, *, prose: bool) -> tuple[Node, ...]:
    """Return the next smaller nodes of a hunk, in bytes of its own; none if it has no smaller ones.

    They tile the hunk: what lies between two of them is the same on both sides. Any choice of them
    can be taken, and reads well. Code is parted into lines; prose into paragraphs, items and lines
    of other things, these into sentences, and these into runs of words. A level that would part
    nothing is passed over. No node begins or ends inside of what a person sees as one character;
    bytes that are no UTF-8 are kept as they are.
    """
    if hunk.kind != "text":
        return ()
    old, new = (data.decode("utf-8", "surrogateescape") for data in (hunk.old, hunk.new))
    head = Node(0, int(old[:1] == BOM), 0, int(new[:1] == BOM))
    area = Node(head.old_end, len(old), head.new_end, len(new))
    first = (head,) if head.old_end != head.new_end else ()
    for level in (_passages, _sentences, _words) if prose else (_lines,):
        one, other = old[area.old : area.old_end], new[area.new : area.new_end]
        nodes = [node.within(area) for node in level(one, other)]
        if len(first) + len(nodes) > 1:
            return tuple(_in_bytes(_few([*first, *nodes]), old, new))
        area = nodes[0] if nodes else area
    return ()


def by_sentence(hunk: Hunk) -> tuple[Node, ...]:
    """Return the nodes of a change of prose that are its paragraphs and, in these, its sentences.

    In bytes of its own, as `finer`; what is inserted where something else was, or is, goes with it.
    Sentences that all go, one after the other, go together.
    """
    if len(hunk.old) + len(hunk.new) > LONGEST:
        return ()
    old, new = (data.decode("utf-8", "surrogateescape") for data in (hunk.old, hunk.new))
    nodes = [
        inner.within(outer)
        for outer in _passages(old, new)
        for inner in _sentences(old[outer.old : outer.old_end], new[outer.new : outer.new_end])
    ]
    return tuple(_in_bytes(_few(_apart(nodes)), old, new)) if nodes else ()


def _apart(nodes: Iterable[Node]) -> list[Node]:
    """Return nodes of which no two are cut, or inserted, or cut and inserted at one point."""
    found: list[Node] = []
    for node in nodes:
        last = found[-1] if found else None
        if last is not None and last.old_end == node.old and last.new_end == node.new:
            bare = node.old == node.old_end and last.old == last.old_end
            instead = node.old == node.old_end and last.new == last.new_end
            before = node.new == node.new_end and last.old == last.old_end
            both = node.new == node.new_end and last.new == last.new_end
            if bare or instead or before or both:
                found[-1] = over((last, node))
                continue
        found.append(node)
    return found


def _lines(old: str, new: str) -> tuple[Node, ...]:
    """Return changed lines of code: pairs that are alike, else deleted before inserted ones."""
    sides = _ended(old, new, _line_spans(old), _line_spans(new))
    return settled(parted(*sides, aligned(sides[0].parts, sides[1].parts, lines=True)), old, new)


def _passages(old: str, new: str) -> tuple[Node, ...]:
    """Return changed paragraphs, items of lists, and lines of tables and code."""
    sides = _ended(old, new, passages(old), passages(new))
    gaps = aligned(sides[0].parts, sides[1].parts, merging=True)
    nodes = settled(parted(*sides, _in_order(*sides, gaps)), old, new)
    return _calm(tuple(_fenced(nodes, old, new)), old, new)


def _sentences(old: str, new: str) -> tuple[Node, ...]:
    """Return changed sentences; one that stands alone for another was changed into it."""
    sides = Side(old, sentences(old)), Side(new, sentences(new))
    gaps = aligned(sides[0].parts, sides[1].parts, merging=True)
    return _untorn(parted(*sides, _in_order(*sides, _replaced(gaps))), old, new)


def _words(old: str, new: str) -> tuple[Node, ...]:
    """Return the runs of words that changed, where the two texts share enough."""
    if len(old) + len(new) > LONGEST:
        return ()
    nodes: list[Node] = []
    place = place_new = 0
    for same, run in groupby(marked(old, new), lambda piece: piece.kind == "same"):
        pieces = tuple(run)
        cut = sum(len(piece.text) for piece in pieces if piece.kind != "added")
        added = sum(len(piece.text) for piece in pieces if piece.kind != "cut")
        if not same:
            nodes.append(Node(place, place + cut, place_new, place_new + added))
        place, place_new = place + cut, place_new + added
    return _untorn(balanced(nodes, old, new), old, new)


def _line_spans(text: str) -> tuple[Span, ...]:
    ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
    starts = [0, *ends]
    return tuple(
        (start, min(end, len(text)))
        for start, end in zip(starts, ends, strict=False)
        if start < len(text)
    )


def _ended(
    old: str, new: str, spans: Sequence[Span], spans_new: Sequence[Span]
) -> tuple[Side, Side]:
    """Return two sides whose parts have their line ends, unless the last line of one has none.

    Then line ends are what stands between lines, so that no line runs into the next; also in a
    piece of such a text, which begins with a line end and has none at its end.
    """
    texts = [text for text in (old, new) if text]
    ended = all(text.endswith("\n") for text in texts)
    begun = len(texts) == 1 and not texts[0].startswith(("\n", "\r\n"))
    if ended or begun:
        return Side(old, spans), Side(new, spans_new)
    spans, spans_new = _bodies(old, spans), _bodies(new, spans_new)
    return Side(old, spans, apart=True), Side(new, spans_new, apart=True)


def _bodies(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    bodies = [(start, start + len(text[start:end].rstrip("\r\n"))) for start, end in spans]
    return tuple(body for body in bodies if body[1])


def _in_order(old: Side, new: Side, gaps: Sequence[Gap]) -> Sequence[Gap]:
    """Return the gaps, or pairs one by one where nothing is alike and there are as many of both."""
    count = len(old.spans)
    if count != len(new.spans) or any(paired(gap) for gap in gaps):
        return gaps
    return [Gap(at, at + 1, at, at + 1) for at in range(count)]


def _replaced(gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps, with one part that was deleted where one was inserted made a pair."""
    found: list[Gap] = []
    for pairs, run in groupby(gaps, paired):
        alone = list(run)
        if not pairs and len(alone) == 2 and alone[0].old < alone[0].old_end == alone[1].old_end:
            alone = [Gap(alone[0].old, alone[0].old_end, alone[1].new, alone[1].new_end)]
        found += alone
    return found


def _fenced(nodes: Sequence[Node], old: str, new: str) -> Iterator[Node]:
    """Yield nodes, those from a fence that is new, or goes away, to its other end made one."""
    place = 0
    fences = [
        at
        for at, node in enumerate(nodes)
        if (_fences(old[node.old : node.old_end]) + _fences(new[node.new : node.new_end])) % 2
    ]
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        yield from nodes[place:opening]
        yield over(nodes[opening : closing + 1])
        place = closing + 1
    yield from nodes[place:]


def _fences(text: str) -> int:
    return sum(FENCE.match(line) is not None for line in text.split("\n"))


def _untorn(nodes: Iterable[Node], old: str, new: str) -> tuple[Node, ...]:
    """Return nodes of sentences or words with no code, link or mark of a list torn."""
    return _calm(settled(nodes, old, new, wholes(old), wholes(new)), old, new)


def _calm(nodes: Sequence[Node], old: str, new: str) -> tuple[Node, ...]:
    """Return nodes of prose with line breaks that moved taken together."""

    def spaced(node: Node) -> bool:
        return old[node.old : node.old_end].split() == new[node.new : node.new_end].split()

    calm: list[Node] = []
    for only_space, run in groupby(nodes, spaced):
        spell = tuple(run)
        calm += [over(spell)] if only_space else spell
    return tuple(calm)


def _few(nodes: Sequence[Node]) -> list[Node]:
    """Return no more nodes than a person can be offered."""
    size = ceil(len(nodes) / MOST)
    return [over(nodes[at : at + size]) for at in range(0, len(nodes), size)]


def _in_bytes(nodes: Sequence[Node], old: str, new: str) -> Iterator[Node]:
    places = _offsets(old, [at for node in nodes for at in (node.old, node.old_end)])
    places_new = _offsets(new, [at for node in nodes for at in (node.new, node.new_end)])
    for low, high, low_new, high_new in zip(
        places[::2], places[1::2], places_new[::2], places_new[1::2], strict=True
    ):
        yield Node(low, high, low_new, high_new)


def _offsets(text: str, places: Sequence[int]) -> list[int]:
    """Return rising places of a text as offsets into its bytes."""
    steps = zip([0, *places], places, strict=False)
    return list(
        accumulate(len(text[low:high].encode("utf-8", "surrogateescape")) for low, high in steps)
    )
