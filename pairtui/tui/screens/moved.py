"""Moved: what became of a proposal's changes when its files changed on disk; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pairtui.proposal import Hunk
from pairtui.review.after import APPEARED
from pairtui.review.decide import Review
from pairtui.review.visible import one_line
from pairtui.tui.review.labels import many


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a file, and how many changes still fit.

    `path` is that file, made safe. It is the one that a file was to be renamed to where `what` is
    "appeared", or "gone again" once it went.
    """

    path: str
    fits: str
    what: str = "changed"

    def in_full(self, at: str) -> str:
        """Return it as one sentence; `at` is the time of day when it was seen."""
        return f"{self._says(self.path, f' at {at}')}: {self.fits}"

    @property
    def in_short(self) -> str:
        """Return it for a row that may be narrow: neither folders nor the time."""
        return f"{self._says(PurePosixPath(self.path).name, '')}: {self.fits}"

    @property
    def after_save(self) -> str:
        """Return what a save of another proposal came to."""
        if self.what == "changed":
            return f"was placed again on {self.path}: {self.fits}"
        return f"was placed again, for {self._says(self.path, '')}: {self.fits}"

    def _says(self, name: str, at: str) -> str:
        match self.what:
            case "appeared":
                return f"there is a file {name} now"
            case "gone again":
                return f"the file {name} is gone again"
        return f"{name} changed on disk{at}"


def moved(before: Review, after: Review) -> tuple[News, ...]:
    """Return what happened to each file, with how many changes still fit: "3 changes still fit".

    Files are left out in which nothing is left to decide or to save.
    """
    return tuple(_moved(before, after))


def _moved(before: Review, after: Review) -> Iterator[News]:
    for change in after.proposal.files:
        was = before.proposal.file(change.path)
        fits = _fitting(after, change.hunks)
        if not fits:
            continue
        if change.base != was.base:
            yield News(one_line(change.path), fits)
            continue
        turned = [h for h in change.hunks if _stale(before, h) != _stale(after, h)]
        target = next((hunk for hunk in turned if _target_there(before, after, hunk)), None)
        if target is not None:
            what = "appeared" if _stale(after, target) else "gone again"
            yield News(one_line(target.to), fits, what)
        elif turned:
            yield News(one_line(change.path), fits)


def _stale(review: Review, hunk: Hunk) -> bool:
    return review.state(hunk.id) == "stale"


def _target_there(before: Review, after: Review, hunk: Hunk) -> bool:
    """Tell whether a change fits or not because of a file that it would write over."""
    return APPEARED in (before.stale.get(hunk.id), after.stale.get(hunk.id))


def _fitting(review: Review, hunks: Iterable[Hunk]) -> str:
    states = [review.state(hunk.id) for hunk in hunks]
    fit = sum(state in ("open", "taken", "edited") for state in states)
    lost = states.count("stale")
    if not fit:
        return f"{many(lost, 'change')} moved on" if lost else ""
    fits = f"{many(fit, 'change')} still {'fits' if fit == 1 else 'fit'}"
    return f"{fits}, {lost} moved on" if lost else fits
