"""Told: what the model hears about the person's verdicts, and what the person sees of that."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from pairtui.context.rendered import Render, Rendered
from pairtui.context.verdicts import tell_verdicts
from pairtui.conversation import Asked
from pairtui.review.decide import Review
from pairtui.review.verdict import account, summary
from pairtui.session.policy import Policy


def sentence(reviews: Sequence[Review]) -> str:
    """Return what the model will be told, in short, for the line above the prompt.

    Where there are several proposals, each is named by its title.
    """
    found = [(review.proposal.title, text) for review in reviews if (text := summary(review))]
    if len(found) == 1:
        return found[0][1]
    return "; ".join(f'on "{" ".join(title.split())}": {text}' for title, text in found)


def begun(policy: Policy, asked: Asked) -> Asked:
    """Return what was asked as it may be told, with the secrets in it known; blocks.

    Verdicts on files that may not be sent by now are not told.
    """
    paths = [one.path for review in asked.reviews for one in review.proposal.files]
    kept = policy.kept_out(paths) if paths else {}
    reviews = [_without(one, kept) for one in asked.reviews] if kept else asked.reviews
    asked = replace(asked, reviews=tuple(reviews))
    policy.begin(asked)
    return asked


def _without(review: Review, paths: Container[str]) -> Review:
    proposal = review.proposal
    files = tuple(one for one in proposal.files if one.path not in paths)
    return replace(review, proposal=replace(proposal, files=files))


def message(reviews: Sequence[Review], render: Render) -> Rendered | None:
    """Return what the model is told, change by change, or None when nothing was decided."""
    lines = [line for review in reviews if summary(review) for line in account(review)]
    return tell_verdicts(lines, render)
