"""Selection: some lines of code, or pieces of prose, that the next key is to act on alone; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pairtui.proposal import Hunk
from pairtui.review.decide import Batch, Reject, Review, Take
from pairtui.review.lines import cut_lines
from pairtui.review.select import leaves, named, picked, span_of
from pairtui.review.spans import Spans, add, total
from pairtui.tui.review.bits import Row, halves, spans
from pairtui.tui.review.columns import pairs
from pairtui.tui.review.labels import many
from pairtui.tui.review.page import Page

DECIDABLE = ("open", "taken", "rejected")
NOT_HERE = "nothing can be selected here · n goes to the next change"
NOT_SHOWN = "part of the selection was not shown yet"


@dataclass(frozen=True, slots=True)
class Selection:
    """Where it began and where it is, in one file.

    Rows of the page where it is code, which may be in two columns, `beside` each other; where it is
    prose, the pieces of its changes, counted from the first one of the file.
    """

    path: str
    begun: int
    at: int
    beside: bool = False

    def on(self, at: int) -> Selection:
        """Return it from where it began up to another place."""
        return replace(self, at=at)

    @property
    def range(self) -> range:
        """Return all places it holds."""
        return range(min(self.begun, self.at), max(self.begun, self.at) + 1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of one change is selected: the names of its nodes, and all their bytes.

    The bytes are spans of the change's `old + new`.
    """

    hunk: Hunk
    names: tuple[str, ...]
    spans: Spans


def begun(
    review: Review, page: Page, row: int, hunk: str, *, beside: bool = False
) -> Selection | None:
    """Return a selection that begins at a row of a page, and at a change; None if nothing can."""
    if not page.prose:
        here = Selection(page.path, row, row, beside)
        return here if chosen(review, page, here) else None
    for at, (owner, _) in enumerate(pieces(review, page.path)):
        if owner.id == hunk:
            return Selection(page.path, at, at)
    return None


def pieces(review: Review, path: str) -> tuple[tuple[Hunk, Spans], ...]:
    """Return the smallest pieces of the changes of a file of prose, in order."""
    return tuple(
        (hunk, span_of(node, len(hunk.old)))
        for change in review.proposal.files
        if change.path == path
        for hunk in change.hunks
        if _decidable(review, hunk)
        for node in leaves(hunk, prose=True)
    )


def chosen(review: Review, page: Page, selection: Selection) -> tuple[Chosen, ...]:
    """Return what is selected of each change, in order."""
    if page.prose:
        every = pieces(review, page.path)
        marked = [every[at] for at in selection.range if at < len(every)]
        found = _by_hunk((hunk.id, low, high) for hunk, parts in marked for low, high in parts)
    else:
        rows = (page.row(at) for at in selection.range if at < page.height)
        found = _by_hunk(span for row in rows for span in _shown(row))
    by_id = {
        hunk.id: hunk
        for change in review.proposal.files
        if change.path == page.path
        for hunk in change.hunks
        if _decidable(review, hunk)
    }
    made = (
        _chosen(review, by_id[key], parts, prose=page.prose, beside=selection.beside)
        for key, parts in found.items()
        if key in by_id
    )
    return tuple(one for one in made if one.names)


def batch(selected: Iterable[Chosen], verdict: Take | Reject) -> Batch:
    """Return one decision about all that is selected, undone as one."""
    return Batch(tuple(replace(verdict, hunk=name) for one in selected for name in one.names))


def unseen(review: Review, selected: Iterable[Chosen]) -> bool:
    """Tell whether any selected byte was never painted."""
    for one in selected:
        seen = review.seen.get(one.hunk.id, ())
        both = seen
        for low, high in one.spans:
            both = add(both, low, high)
        if total(both) != total(seen):
            return True
    return False


def marks(selected: Iterable[Chosen]) -> Mapping[str, Spans]:
    """Return the selected bytes by change."""
    return {one.hunk.id: one.spans for one in selected}


def size(page: Page, selection: Selection, selected: Iterable[Chosen]) -> str:
    """Return how much is selected, in words."""
    if page.prose:
        return many(len(selection.range), "piece")
    return many(sum(_lines(one) for one in selected), "line")


def _lines(one: Chosen) -> int:
    edge = len(one.hunk.old)
    text = one.hunk.old + one.hunk.new
    sides = ((min(low, edge), min(high, edge), max(low, edge), max(high, edge))
             for low, high in one.spans)  # fmt: skip
    return sum(
        len(cut_lines(text[low:high])) + len(cut_lines(text[low_new:high_new]))
        for low, high, low_new, high_new in sides
    )


def _decidable(review: Review, hunk: Hunk) -> bool:
    return hunk.kind == "text" and review.state(hunk.id) in DECIDABLE


def _shown(row: Row) -> Iterator[tuple[str, int, int]]:
    for part in halves(row):
        yield from spans(part)


def _by_hunk(found: Iterable[tuple[str, int, int]]) -> dict[str, Spans]:
    made: dict[str, Spans] = {}
    for hunk, low, high in found:
        made[hunk] = add(made.get(hunk, ()), low, high)
    return made


def _chosen(review: Review, hunk: Hunk, parts: Spans, *, prose: bool, beside: bool) -> Chosen:
    rows = pairs(hunk.old, hunk.new) if beside else ()
    nodes = picked(review, hunk, parts, prose=prose, pairs=rows)
    held: Spans = ()
    for node in nodes:
        for low, high in span_of(node, len(hunk.old)):
            held = add(held, low, high)
    return Chosen(hunk, tuple(named(review, hunk, node) for node in nodes), held)
