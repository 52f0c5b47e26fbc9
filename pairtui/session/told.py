"""Told: what the model hears about the person's verdicts, and what the person sees of that."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.context.rendered import Render, Rendered
from pairtui.context.verdicts import tell_verdicts
from pairtui.review.decide import Review
from pairtui.review.verdict import account, summary


def sentence(reviews: Sequence[Review]) -> str:
    """Return what the model will be told, in short, for the line above the prompt.

    Where there are several proposals, each is named by its title.
    """
    found = [(review.proposal.title, text) for review in reviews if (text := summary(review))]
    if len(found) == 1:
        return found[0][1]
    return "; ".join(f'on "{" ".join(title.split())}": {text}' for title, text in found)


def message(reviews: Sequence[Review], render: Render) -> Rendered | None:
    """Return what the model is told, change by change, or None when nothing was decided."""
    lines = [line for review in reviews if summary(review) for line in account(review)]
    return tell_verdicts(lines, render)
