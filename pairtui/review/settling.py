"""Settling: a review with a hunk that moved on placed by hand, and as it was before that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pairtui.review.apart import Apart, Origin, Settle, put_apart, settled
from pairtui.review.recutting import file_with

if TYPE_CHECKING:
    from pairtui.review.decide import Review, Rewrite, Take


def settled_in(review: Review, settle: Settle, verdict: Take | Rewrite) -> Review:
    """Return the review with a hunk that moved on placed by hand, and decided there."""
    hunk = next((hunk for hunk in review.proposal.hunks if hunk.id == settle.hunk), None)
    origin = review.origin(hunk) if hunk and hunk.id in review.stale else None
    if hunk is None or origin is None:
        return review
    found = settled(review.proposal.file(hunk.path), settle, review.stale, review.saved)
    if found is None:
        return review
    change, made = found
    known = review.apart.get(hunk.id)
    before = (known.before if known else None) or origin
    one = Apart(Origin(made, change.base), before)
    # What of it was shown counts bytes that it does not have any more.
    seen = {name: spans for name, spans in review.seen.items() if name != hunk.id}
    if settle.own is not None and review.seen.get(hunk.id) == ((0, len(hunk.old) + len(hunk.new)),):
        # What it wanted was, and only the person's words for it are shown from now on.
        seen[hunk.id] = ((len(made.old), len(made.old) + len(made.new)),)
    return replace(
        review,
        proposal=review.proposal.with_file(change),
        verdicts={**review.verdicts, hunk.id: verdict},
        seen=seen,
        stale={name: says for name, says in review.stale.items() if name != hunk.id},
        apart={**review.apart, hunk.id: one},
        offers={name: offer for name, offer in review.offers.items() if name != hunk.id},
    )


def unsettled(review: Review, apart: Mapping[str, Apart]) -> Review:
    """Return the review with each hunk placed by hand, or not, as it was in these places."""
    for name in review.apart.keys() | apart.keys():
        now, then = review.apart.get(name), apart.get(name)
        if then is None or then.before is None:
            back = now.before if now else None
            then = Apart(back) if back else now
        change = file_with(review.proposal.files, {name})
        if then is None or then == now or change is None or name in review.saved:
            continue
        change, stale = put_apart(change, review.stale, then, review.saved)
        review = replace(
            review,
            proposal=review.proposal.with_file(change),
            seen={hunk: spans for hunk, spans in review.seen.items() if hunk != name},
            stale=stale,
            apart={**review.apart, name: then},
        )
    return review
