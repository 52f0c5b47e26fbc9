"""Pointing: which lines of a working text a comment is about."""

from __future__ import annotations

from pairtui.review.comment import Comment
from pairtui.review.decide import Review
from pairtui.review.frame import Frame, Span, content, hull
from pairtui.review.lines import line_of, line_starts
from pairtui.review.merge import clash
from pairtui.review.node import root_of
from pairtui.review.rounds import spot


def lines_of(review: Review, frame: Frame, comment: Comment) -> str:
    """Return lines of the working text, from 1, as "31" or "31-33"; "" for the whole file."""
    place = place_of(review, frame, comment)
    if place is None:
        return ""
    starts = line_starts(content(frame.work))
    if not starts:
        return ""
    first = line_of(starts, place[0])
    last = max(first, line_of(starts, max(place[1] - 1, place[0])))
    return str(first) if first == last else f"{first}-{last}"


def place_of(review: Review, frame: Frame, comment: Comment) -> Span | None:
    """Return which bytes of the working text a comment is about; None for the whole file."""
    where = spot(review, comment)
    if where.whole:
        return None
    root = root_of(comment.hunk)
    mine = [one for one in frame.pieces if comment.hunk and root_of(one.hunk) == root]
    exact = [one for one in mine if one.hunk == comment.hunk]
    if exact:
        part = _part(review, comment)
        start, end = exact[0].work
        return (start + part[0], start + part[1]) if part else (start, end)
    if mine:
        return hull(mine[0].work, (one.work for one in mine))
    span = where.start, where.end
    inside = frozenset(one for one in frame.pieces if clash(one.base, span))
    return frame.work_span(hull(span, (one.base for one in inside)), inside)


def _part(review: Review, comment: Comment) -> Span | None:
    """Return which bytes of what stands for a change are meant; None for all of it."""
    hunk = review.proposal.hunk(comment.hunk)
    size = len(hunk.old)
    if comment.start == comment.end or comment.start < size:
        return None
    if review.new_bytes(hunk) != hunk.new:
        return None
    return comment.start - size, comment.end - size
