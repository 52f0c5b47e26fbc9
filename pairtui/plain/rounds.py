"""Rounds in plain lines and as JSON: what was asked about a proposal, and what became of that."""

from __future__ import annotations

from typing import TextIO

from pairtui.plain.lines import put_line
from pairtui.plain.past import title
from pairtui.review.comment import Comment
from pairtui.review.decide import Review
from pairtui.review.round import Earlier, Round
from pairtui.session.amount import many


def put_rounds(review: Review, out: TextIO) -> None:
    """Print every round after the first with the comments it was sent for, and the others."""
    for one in review.rounds:
        put_line(out, f"  {f'round {one.number}':<10}{_came(review, one)}")
        put_line(out, f"    before it: {_stood(one.before)}")
        sent = {spot.number for spot in one.spots}
        for comment in review.comments:
            if comment.number in sent:
                put_line(out, f"    {_said(comment)}")
        for says in one.said:
            put_line(out, f"    {says}")
    sent = {spot.number for one in review.rounds for spot in one.spots}
    for comment in review.comments:
        if comment.number not in sent or not comment.round:
            put_line(out, f"  {_said(comment)}")


def _came(review: Review, one: Round) -> str:
    """Return what came of a round, as far as it still stands."""
    new = sum(arrival.round == one.number for arrival in review.arrivals.values())
    offers = sum(offer.round == one.number and not offer.back for offer in review.offers.values())
    parts = [many(new, "change")] if new else []
    parts += [f"{offers} on top of what was taken"] if offers else []
    parts += [f"{len(one.lost)} could not be placed"] if one.lost else []
    parts += [f"{len(one.cut_off)} cut off"] if one.cut_off else []
    ending = "" if one.ending == "done" else f" ({one.ending or 'still coming'})"
    who = f", {one.provenance.source}: {one.provenance.model}" if one.provenance else ""
    return f"{', '.join(parts) or 'no changes of it stand'}{ending}{who}"


def _stood(before: Earlier) -> str:
    states = [fate.state for fate in before.fates.values()]
    counted = (f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    return " · ".join(counted) or "no change"


def _said(comment: Comment) -> str:
    quote = title(comment.quote.decode("utf-8", "replace"), 40) if comment.quote.strip() else ""
    place = comment.path + (f", “{quote}”" if quote else "")
    return f"» {comment.number} {place}: {title(comment.text, 200)} ({comment.stands})"
