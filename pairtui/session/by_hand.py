"""By hand: where an edit that fitted nowhere would go, for a person to look at before it does.

Once its file has changed it may fit by itself: then it is an open change like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pairtui.proposal import Hunk, Misfit, Present, Refused, SearchReplace, Snapshot, Unplaced
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.review.by_hand import place_by_hand
from pairtui.review.decide import Review
from pairtui.review.place import Placed, place
from pairtui.review.unfitting import changed, put_in

NOW = "placed now that the file changed"
NEVER: tuple[Misfit, ...] = ("reference", "withheld")
"""Why an edit is placed neither by a person nor later on, though its lines may be there."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """What placing an edit by hand comes to: the review with it, or `says` why it cannot be.

    `old` and `new` are the file with and without `hunks`. `alike` is in percent; 100 where the
    edit fits by itself now, as the file has changed since.
    """

    review: Review
    hunks: tuple[Hunk, ...] = ()
    base: bytes = b""
    alike: int = 0
    says: str = ""


def by_hand(repo: Repo, review: Review, lost: Unplaced) -> ByHand:
    """Return what comes of an edit at the passage that is nearest to what it quotes.

    It is looked for anew: the file may have changed since the answer came.
    """
    path = lost.edit.path
    if lost.why in NEVER:
        return ByHand(review, says=lost.says)
    known = next((change for change in review.proposal.files if change.path == path), None)
    state = known.base if known else read(repo, path)
    if not isinstance(state, Present):
        reason = state.reason if isinstance(state, Refused) else "there is no such file"
        return ByHand(review, says=f"{path} cannot be changed: {reason}.")
    found = place(lost.edit, Snapshot().with_file(path, state), known)
    alike = 100
    if isinstance(found, Unplaced):
        alike = found.nearest.alike if found.nearest else 0
        found = place_by_hand(found, state, known) if found.nearest else found
    if not isinstance(found, Placed) or not found.hunks:
        says = found.says if isinstance(found, Unplaced) else f"{path} already reads like this."
        return ByHand(review, says=says)
    after = put_in(review, lost, state, found.hunks)
    return ByHand(after, found.hunks, state.data, alike)


def fitting_now(repo: Repo, review: Review) -> tuple[Review, tuple[Hunk, ...]]:
    """Return the review with the edits that fit by themselves now as open changes, and these.

    Only those that quote lines, of files that have changed since: what comes as a whole file would
    take back whatever that change was.
    """
    fresh: tuple[Hunk, ...] = ()
    for lost in review.proposal.unplaced:
        edit, path = lost.edit, lost.edit.path
        known = next((change for change in review.proposal.files if change.path == path), None)
        state = known.base if known else read(repo, path)
        quotes = isinstance(edit, SearchReplace) and edit.search.strip() and lost.why not in NEVER
        if not quotes or not isinstance(state, Present) or (known and not changed(review, path)):
            continue
        found = place(edit, Snapshot().with_file(path, state), known)
        if isinstance(found, Placed) and found.hunks:
            hunks = tuple(_now(hunk) for hunk in found.hunks)
            review, fresh = put_in(review, lost, state, hunks), (*fresh, *hunks)
    return review, fresh


def _now(hunk: Hunk) -> Hunk:
    """Return a hunk that says when it was placed, besides how."""
    rest = hunk.placed.removeprefix("placed").strip()
    return replace(hunk, placed=f"{NOW}, {rest}" if rest else NOW)
