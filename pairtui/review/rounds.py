"""Rounds: a proposal is answered once more, and the review goes on over what comes of that.

The model is shown the working text of each file: the base with all that is taken, edited or open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pairtui.proposal import FileChange, Proposal
from pairtui.review.comment import Comment, Comments, marked
from pairtui.review.decide import Reject, Review
from pairtui.review.frame import Frame, framed
from pairtui.review.node import root_of
from pairtui.review.revise import fold_in
from pairtui.review.round import (
    Earlier,
    Explained,
    Fate,
    Revised,
    Round,
    RoundEnded,
    RoundEvent,
    Sent,
    Spot,
)

SHOWN = ("open", "taken", "edited")


def number_of(review: Review) -> int:
    """Return which round the review is in; the proposal itself is the first."""
    return 1 + len(review.rounds)


def running(review: Review) -> Round | None:
    """Return the round whose answer is coming in, if there is one."""
    last = review.rounds[-1] if review.rounds else None
    return last if last and not last.ending else None


def working(review: Review, path: str) -> Frame:
    """Return the working text of a file of the proposal; KeyError where it has none."""
    return _framed(review, review.proposal.file(path))


def happened_in_round(review: Review, event: RoundEvent) -> Review:
    """Return the review after something happened to one of its rounds."""
    match event:
        case Sent():
            return _begun(review, event)
        case Revised():
            return _revised(review, event)
        case RoundEnded():
            return _ended(review, event)
        case Explained(comments=numbers):
            comments = marked(review.comments, numbers, number_of(review), answered=True)
            return replace(review, comments=comments)


def fresh(review: Review, draft: Proposal) -> Revised:
    """Return what of an answer so far is not in the running round yet."""
    last = running(review)
    came = last.came if last else frozenset()
    files = (
        replace(change, hunks=tuple(hunk for hunk in change.hunks if hunk.id not in came))
        for change in draft.files
    )
    new = tuple(change for change in files if change.hunks)
    return Revised(new, draft.unplaced, draft.cut_off, draft.provenance)


def spot(review: Review, comment: Comment) -> Spot:
    """Return where a comment is now; one whose place is gone is about its file."""
    files = review.proposal.files
    change = next((one for one in files if one.path == comment.path), None)
    if comment.hunk:
        kin = [
            hunk for one in files for hunk in one.hunks if root_of(hunk.id) == root_of(comment.hunk)
        ]
        mine = [hunk for hunk in kin if hunk.id == comment.hunk] or kin
        if mine:
            return Spot(comment.number, mine[0].path, mine[0].start, mine[-1].end)
    elif change is not None and not comment.whole_file:
        place = _quoted(change, comment)
        if place is not None:
            return Spot(comment.number, change.path, *place)
    return Spot(comment.number, comment.path, whole=True)


def _quoted(change: FileChange, comment: Comment) -> tuple[int, int] | None:
    """Return where the quoted bytes stand: where they did, or else in the only other place."""
    base = getattr(change.base, "data", b"")
    if base[comment.start : comment.end] == comment.quote:
        return comment.start, comment.end
    at = base.find(comment.quote)
    if at < 0 or base.find(comment.quote, at + 1) >= 0:
        return None
    return at, at + len(comment.quote)


def _framed(review: Review, change: FileChange) -> Frame:
    """Return a frame.

    A deletion that is still open is not applied, for it may be withdrawn, nor what a person wrote
    and took back.
    """
    texts = [hunk for hunk in change.hunks if hunk.kind == "text"]
    shown = [hunk for hunk in texts if review.state(hunk.id) in SHOWN]
    mine = [hunk for hunk in shown if not (hunk.own and review.state(hunk.id) == "open")]
    applied = [(hunk, review.new_bytes(hunk)) for hunk in mine]
    deletes = (hunk for hunk in change.hunks if hunk.kind == "delete")
    return framed(change, applied, gone=any(review.state(one.id) == "taken" for one in deletes))


def _earlier(review: Review) -> Earlier:
    fates = {
        hunk.id: Fate(review.state(hunk.id), review.new_bytes(hunk), _reason(review, hunk.id))
        for hunk in review.proposal.hunks
    }
    offers = {name: one for name, one in review.offers.items() if one.became != "taken"}
    return Earlier(review.proposal.files, fates, offers)


def _reason(review: Review, hunk: str) -> str:
    verdict = review.verdict(hunk)
    return verdict.reason if isinstance(verdict, Reject) else ""


def _begun(review: Review, sent: Sent) -> Review:
    if running(review) is not None:
        review = _ended(review, RoundEnded("broke off"))
    number = number_of(review) + 1
    chosen: Sequence[Comment] = [
        one for one in review.comments if one.number in sent.comments and not one.round
    ]
    fresh_round = Round(
        number,
        sent.words,
        tuple(spot(review, one) for one in chosen),
        _earlier(review),
        {change.path: _framed(review, change) for change in review.proposal.files},
    )
    numbers = [one.number for one in chosen]
    comments: Comments = marked(review.comments, numbers, number)
    return replace(review, rounds=(*review.rounds, fresh_round), comments=comments)


def _revised(review: Review, event: Revised) -> Review:
    last = running(review)
    if last is None:
        return review
    mine = [*last.lost]
    unplaced = [one for one in review.proposal.unplaced if one not in mine]
    cut_off = [one for one in review.proposal.cut_off if one not in last.cut_off]
    proposal = replace(
        review.proposal,
        unplaced=(*unplaced, *event.unplaced),
        cut_off=(*cut_off, *event.cut_off),
    )
    last = replace(
        last,
        lost=event.unplaced,
        cut_off=event.cut_off,
        provenance=event.provenance or last.provenance,
    )
    review = replace(review, proposal=proposal, rounds=(*review.rounds[:-1], last))
    for change in event.files:
        for hunk in change.hunks:
            review = fold_in(review, change, hunk)
    return review


def _ended(review: Review, event: RoundEnded) -> Review:
    last = running(review)
    if last is None:
        return review
    numbers = [one.number for one in last.spots]
    nothing = not (last.came or last.lost or last.cut_off)
    if nothing and (event.ending == "failed" or event.cut):
        comments = marked(review.comments, numbers, 0)
        return replace(review, rounds=review.rounds[:-1], comments=comments)
    met = {number for one in review.arrivals.values() for number in one.because}
    met |= {number for one in review.offers.values() for number in one.because}
    met |= {*event.cited}
    comments = tuple(
        replace(one, closed=True, answered=one.number in met) if one.number in numbers else one
        for one in review.comments
    )
    if event.cut:
        comments = marked(comments, {*numbers} - met, 0)
    over = replace(last, ending=event.ending, frames={}, made={}, heirs={}, came=frozenset())
    return replace(review, rounds=(*review.rounds[:-1], over), comments=comments)
