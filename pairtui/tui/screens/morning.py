"""Morning: the line that says when the work was left, how it stands, and what moved since; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pairtui.review.counts import counts
from pairtui.review.decide import Review
from pairtui.review.visible import one_line
from pairtui.session.moment import moment
from pairtui.store.nouns import DraftPlace, Resumed
from pairtui.tui.review.labels import many
from pairtui.tui.screens.moved import moved

HALF: dict[DraftPlace, str] = {
    "prompt": "half-typed words",
    "reason": "half reason",
    "comment": "half comment",
    "edit": "half edit",
    "message": "commit message",
    "queue": "words that wait",
    "paste": "half-typed words",
}
NAMED = 3
"""Files that are named; of more, only how many they are."""


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to the files of some proposals while nobody looked.

    `paths` are the files that changed, `shifted` the changes that moved along with their lines,
    `lost` those that moved on.
    """

    paths: tuple[str, ...] = ()
    shifted: int = 0
    lost: int = 0


def since(reviews: Iterable[tuple[Review, Review]]) -> Since:
    """Return what happened between two states of each of some reviews."""
    paths: dict[str, None] = {}
    shifted = lost = 0
    for before, after in reviews:
        paths |= dict.fromkeys(news.path for news in moved(before, after))
        was = {hunk.id: hunk.moved for hunk in before.proposal.hunks}
        for hunk in after.proposal.hunks:
            state, former = after.state(hunk.id), before.state(hunk.id)
            lost += state == "stale" != former
            shifted += state not in ("stale", "saved") and hunk.moved != was.get(hunk.id)
    return Since(tuple(paths), shifted, lost)


def morning(left: Resumed, reviews: Sequence[Review], happened: Since, now: float) -> str:
    """Return the line for a start that goes on with what was left.

    `reviews` are as they stand now, `now` is in seconds since the epoch. Where the line to the
    terminal was lost, that is said with the change that was on the screen.
    """
    tallies = [counts(review) for review in reviews]
    still = sum(tally.open for tally in tallies)
    taken = sum(tally.to_save for tally in tallies)
    halves = _listed(
        [f"your {half}" for half in dict.fromkeys(HALF[one.place] for one in left.drafts)]
    )
    begun = left.spot is not None and left.spot.lost
    first = _lost(left, halves, now) if begun else _left(left, reviews, halves, now)
    goes_on = "n goes on." if still else "Enter saves." if taken else ""
    return " ".join(filter(None, (first, _moved(happened), goes_on)))


def _left(left: Resumed, reviews: Sequence[Review], halves: str, now: float) -> str:
    tallies = [counts(review) for review in reviews]
    parts = (
        (sum(tally.open for tally in tallies), "open"),
        (sum(tally.to_save for tally in tallies), "taken, not saved"),
        (sum(tally.saved for tally in tallies), "saved"),
    )
    said = [*(f"{number} {what}" for number, what in parts if number), *filter(None, [halves])]
    return f"{_when(left.card.used, now)}: {', '.join(said) or 'nothing is open'}."


def _lost(left: Resumed, halves: str, now: float) -> str:
    spot = left.spot
    at = "" if spot is None else _place(left, spot.proposal, spot.hunk)
    when = moment(spot.at, now) if spot else ""
    tallies = [counts(review) for review in left.reviews.values()]
    made = sum(tally.taken + tally.edited + tally.rejected for tally in tallies)
    here = [many(made, "decision")] if made else []
    kept = _listed([*here, *filter(None, [halves])])
    first = f"Line lost {when}{at}."
    if not kept:
        return first
    one = made + len(left.drafts) == 1 and not kept.endswith("words")
    return f"{first} {kept[:1].upper() + kept[1:]} {'is' if one else 'are'} here."


def _place(left: Resumed, proposal: str, hunk: str) -> str:
    review = left.reviews.get(proposal)
    names = [one.id for one in review.proposal.hunks] if review else []
    return f" at change {names.index(hunk) + 1} of {len(names)}" if hunk in names else ""


def _moved(happened: Since) -> str:
    if not happened.paths:
        return ""
    some = len(happened.paths) <= NAMED
    files = _listed([one_line(path) for path in happened.paths])
    what = files if some else many(len(happened.paths), "file")
    parts = [f"{many(happened.shifted, 'change')} moved"] if happened.shifted else []
    if happened.lost:
        count = f"{happened.lost}" if parts else many(happened.lost, "change")
        parts.append(f"{count} {'needs' if happened.lost == 1 else 'need'} you")
    return f"Since then {what} changed: {', '.join(parts) or 'every change still fits'}."


def _when(at: float, now: float) -> str:
    said = moment(at, now)
    return (
        f"Today {said}" if said[:1].isdigit() and ":" in said[:3] else said[:1].upper() + said[1:]
    )


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
