"""Recutting: a review with one of its hunks cut into other nodes, wherever it holds the hunk."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from pairtui.proposal import FileChange
from pairtui.review.split import Cut, Nodes, carried_over, recut, seen_over, whole

if TYPE_CHECKING:
    from pairtui.review.decide import Review


def recut_in(review: Review, cut: Cut, nodes: Nodes) -> Review | None:
    """Return the review with a hunk cut into other nodes, or None if it cannot be any more."""
    ids = {part.id for part in cut.pieces}
    if not ids.isdisjoint(review.offers) or not ids.isdisjoint(review.apart):
        return None  # these are known by one name, and one origin, each
    change = file_with(review.proposal.files, ids)
    there = file_with(review.placed.values(), ids)
    changed, placed = (file and recut(file, cut, nodes) for file in (change, there))
    if changed is None or (there and placed is None):
        return None
    verdicts = {hunk: verdict for hunk, verdict in review.verdicts.items() if hunk not in ids}
    for hunk, source in carried_over(review.verdicts, cut, nodes).items():
        verdicts[hunk] = replace(review.verdicts[source], hunk=hunk)
    seen = {hunk: spans for hunk, spans in review.seen.items() if hunk not in ids}
    cuts = {root: other for root, other in review.cuts.items() if root != cut.hunk.id}
    if nodes != (whole(cut.hunk),):
        cuts[cut.hunk.id] = Cut(cut.hunk, nodes)
    return replace(
        review,
        proposal=review.proposal.with_file(changed),
        placed={**review.placed, placed.path: placed} if placed else review.placed,
        verdicts=verdicts,
        seen=seen | seen_over(review.seen, cut, nodes),
        cuts=cuts,
    )


def file_with(files: Iterable[FileChange], ids: Collection[str]) -> FileChange | None:
    """Return the first file that holds one of some hunks."""
    return next((file for file in files if any(hunk.id in ids for hunk in file.hunks)), None)
