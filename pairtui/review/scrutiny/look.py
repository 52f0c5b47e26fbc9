"""Look: the signs of a change, as it was proposed or in the person's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review, Rewrite
from pairtui.review.scrutiny.registry import OF_FILES, OF_TEXT
from pairtui.review.scrutiny.sign import Looked, Sign


def signs(change: FileChange, hunk: Hunk, among: tuple[FileChange, ...] = ()) -> tuple[Sign, ...]:
    """Return what is to be known about one change of a file, what calls for care first.

    `among` are all files of the proposal: a test that goes to another of them is not removed.
    """
    at = Looked(change, hunk, among)
    text = b"\0" not in hunk.new and b"\0" not in hunk.old
    families = (*OF_TEXT, *OF_FILES) if text else OF_FILES
    found = [sign for family in families for sign in family(at)]
    return tuple(sorted(found, key=lambda sign: not sign.care))


def signs_now(review: Review, change: FileChange, hunk: Hunk) -> tuple[Sign, ...]:
    """Return the signs of a change as it stands: what a person wrote is looked at like the rest."""
    return signs(change, as_it_stands(review, hunk), review.proposal.files)


def as_it_stands(review: Review, hunk: Hunk) -> Hunk:
    """Return a change with the person's own bytes where there are some."""
    verdict = review.saved.get(hunk.id) or review.verdicts.get(hunk.id)
    return replace(hunk, new=verdict.new) if isinstance(verdict, Rewrite) else hunk


def cares(found: Iterable[Sign]) -> tuple[Sign, ...]:
    """Return the signs that call for care."""
    return tuple(sign for sign in found if sign.care)
