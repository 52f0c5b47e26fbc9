"""Moved: what became of a proposal's changes when its files changed on disk; pure."""

from __future__ import annotations

from pairtui.review.decide import Review
from pairtui.review.visible import one_line
from pairtui.tui.review.labels import many


def moved(before: Review, after: Review) -> tuple[tuple[str, str], ...]:
    """Return each file that changed, with how many changes still fit: "3 changes still fit".

    Files are left out in which nothing is left to decide or to save.
    """
    files = tuple(change.path for change in after.proposal.files)
    changed = (path for path in files if _of(before, path) != _of(after, path))
    return tuple((one_line(path), says) for path in changed if (says := _fitting(after, path)))


def _of(review: Review, path: str) -> tuple[object, ...]:
    change = review.proposal.file(path)
    return change.base, *(review.state(hunk.id) == "stale" for hunk in change.hunks)


def _fitting(review: Review, path: str) -> str:
    states = [review.state(hunk.id) for hunk in review.proposal.file(path).hunks]
    fit = sum(state in ("open", "taken", "edited") for state in states)
    lost = states.count("stale")
    if not fit and not lost:
        return ""
    fits = f"{many(fit, 'change')} still {'fits' if fit == 1 else 'fit'}"
    return f"{fits}, {lost} moved on" if lost else fits
