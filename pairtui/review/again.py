"""Again: the review once a landing that was undone has been done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pairtui.proposal import Absent, Present
from pairtui.review.after import after_landing
from pairtui.review.decide import Batch, Review, Step, as_of
from pairtui.review.node import root_of


def after_again(
    review: Review, was: Review, landed: Mapping[str, Present | Absent]
) -> tuple[Review, Review]:
    """Return the review with what landed the first time decided as it was then, and after that.

    `was` is the review that had landed, `landed` what is at each path now. What was decided since
    about the same changes gives way, for these bytes are in the files again; whatever was taken
    besides stays taken, for it is not.
    """
    done = {root_of(hunk) for hunk in review.saved}
    roots = {root_of(one) for one in was.verdicts if was.state(one) in ("taken", "edited")} - done
    other = {
        hunk: verdict for hunk, verdict in review.verdicts.items() if root_of(hunk) not in roots
    }
    mine = {hunk: verdict for hunk, verdict in was.verdicts.items() if root_of(hunk) in roots}
    cuts = {root: cut for root, cut in review.cuts.items() if root not in roots}
    cuts |= {root: cut for root, cut in was.cuts.items() if root in roots}
    apart = {hunk: one for hunk, one in review.apart.items() if root_of(hunk) not in roots}
    apart |= {hunk: one for hunk, one in was.apart.items() if root_of(hunk) in roots}
    offers = {hunk: one for hunk, one in review.offers.items() if root_of(hunk) not in roots}
    step = Step(Batch(()), other | mine, cuts, apart, offers, review.comments)
    before = as_of(review, step)
    aside = {hunk: verdict for hunk, verdict in before.verdicts.items() if hunk in other}
    alone = {hunk: verdict for hunk, verdict in before.verdicts.items() if hunk not in other}
    after = after_landing(replace(before, verdicts=alone), landed)
    return before, replace(after, verdicts={**after.verdicts, **aside})
