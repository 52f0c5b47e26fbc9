"""Widen: what a person took is given more of the file around it, and not a byte of it changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pairtui.proposal import FileChange, Hunk, SearchReplace, Unplaced
from pairtui.review.bring import as_then
from pairtui.review.comment import Comment, Comments, Remark
from pairtui.review.decide import Batch, Choice, Review, Rewrite, Step, Take, Verdict
from pairtui.review.frame import Span, content
from pairtui.review.merge import sorted_hunks
from pairtui.review.node import root_of
from pairtui.review.offer import Offer
from pairtui.review.result import splice
from pairtui.review.seen import unseen_bytes
from pairtui.review.spans import Spans

Value = TypeVar("Value")
NOT_DECIDED = "You saved what you had taken here before you decided about this."


def widened(
    review: Review, change: FileChange, kept: Sequence[Hunk], span: Span
) -> tuple[Review, Hunk]:
    """Return the review with some decided hunks as one over a span of the base, and that one.

    It has the identity of the first. What is taken stays so to the byte, now and in whatever undo
    and redo go back to; where that is no longer what the hunk proposes, it is the person's own.
    """
    base = content(change.base)
    first = _joined(review, kept, span, base)
    ids = {one.id for one in kept}

    def again(step: Step | Review) -> dict[str, Verdict]:
        then = [as_then(one, step.brought, review.brought) for one in kept]
        return _again(step.verdicts, step.offers, then, first, base)

    def stepped(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(
            replace(one, verdicts=again(one), offers=_but(one.offers, ids)) for one in steps
        )

    hunks = sorted_hunks((first, *(one for one in change.hunks if one.id not in ids)))
    after = replace(
        review,
        proposal=review.proposal.with_file(replace(change, hunks=hunks)),
        verdicts=again(review),
        offers=_but(review.offers, ids),
        apart=_but(review.apart, ids if first.old != kept[0].old else ()),
        seen=_seen(review, kept, first),
        past=stepped(review.past),
        future=stepped(review.future),
    )
    after = replace(as_came(after, ids), seen=after.seen)
    return forgotten(after, [one.id for one in kept[1:]], first.id, merged=True), first


def _joined(review: Review, kept: Sequence[Hunk], span: Span, base: bytes) -> Hunk:
    """Return some decided hunks as one over a span of the base, with the bytes that stand there."""
    stands = tuple((one, review.new_bytes(one)) for one in kept)
    return replace(
        kept[0],
        start=span[0],
        end=span[1],
        old=base[span[0] : span[1]],
        new=_over(base, span, stands),
        reason=" ".join(dict.fromkeys(one.reason for one in kept if one.reason)),
    )


def as_came(review: Review, ids: Collection[str]) -> Review:
    """Return the review in which nobody brought these hunks back: they are others now."""
    roots = {root_of(name) for name in ids}
    past, future = (
        tuple(replace(step, brought=_but(step.brought, roots)) for step in steps)
        for steps in (review.past, review.future)
    )
    if roots.isdisjoint(review.brought) and (past, future) == (review.past, review.future):
        return review
    # What was shown of them were other bytes, and no step of undo may put these in their place.
    seen = _but(review.seen, roots & review.brought.keys())
    brought = _but(review.brought, roots)
    return replace(review, brought=brought, seen=seen, past=past, future=future)


def _seen(review: Review, kept: Sequence[Hunk], first: Hunk) -> dict[str, Spans]:
    """Return what was painted; what is the same on both sides counts as painted."""
    seen = _but(review.seen, {one.id for one in kept})
    if not any(unseen_bytes(review, one) for one in kept):
        seen[first.id] = ((0, len(first.old) + len(first.new)),)
    return seen


def forgotten(review: Review, ids: Collection[str], heir: str, *, merged: bool = False) -> Review:
    """Return the review without anything about hunks that are not in it any more.

    Comments about them are about their heir. So are decisions, where they are `merged` into that;
    else the steps that were about nothing else are gone.
    """
    if not ids:
        return review
    gone = frozenset(ids)
    review = as_came(review, gone)
    past, future = (
        tuple(
            _step_without(step, made, gone, heir)
            for step in steps
            if (made := _made(step.made, gone, heir, merged=merged)) is not None
        )
        for steps in (review.past, review.future)
    )
    return replace(
        review,
        verdicts=_but(review.verdicts, gone),
        seen=_but(review.seen, gone),
        stale=_but(review.stale, gone),
        offers=_but(review.offers, gone),
        arrivals=_but(review.arrivals, gone),
        apart=_but(review.apart, gone),
        comments=_inherited(review.comments, gone, heir),
        past=past,
        future=future,
    )


def _again(
    verdicts: Mapping[str, Verdict],
    offers: Mapping[str, Offer],
    kept: Sequence[Hunk],
    first: Hunk,
    base: bytes,
) -> dict[str, Verdict]:
    """Return verdicts with one about the widened hunk that comes to the same bytes."""
    others = {name: one for name, one in verdicts.items() if all(name != hunk.id for hunk in kept)}
    stood: list[tuple[Hunk, bytes]] = []
    wrote = False
    for hunk in kept:
        offer, verdict = offers.get(hunk.id), verdicts.get(hunk.id)
        if offer is not None and offer.became == "taken":
            stood.append((hunk, offer.new))
        elif isinstance(verdict, Take):
            stood.append((hunk, hunk.new))
        elif isinstance(verdict, Rewrite):
            stood.append((hunk, verdict.new))
            wrote = True
    if not stood:
        lone = verdicts.get(first.id) if len(kept) == 1 else None
        return {**others, first.id: lone} if lone else others
    new = _over(base, (first.start, first.end), tuple(stood))
    if new == first.new and not wrote:
        return {**others, first.id: Take(first.id)}
    return {**others, first.id: Rewrite(first.id, new)}


def _over(base: bytes, span: Span, pieces: tuple[tuple[Hunk, bytes], ...]) -> bytes:
    """Return a span of the base with some hunks in it applied."""
    low, high = span
    inside = tuple(
        (replace(hunk, start=hunk.start - low, end=hunk.end - low), new) for hunk, new in pieces
    )
    return splice(base[low:high], inside)


def _but(values: Mapping[str, Value], gone: Collection[str]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name not in gone}


def _inherited(comments: Comments, gone: Collection[str], heir: str) -> Comments:
    return tuple(_moved(one, heir) if one.hunk in gone else one for one in comments)


def _moved(comment: Comment, heir: str) -> Comment:
    return replace(comment, hunk=heir, start=0, end=0)


def _step_without(
    step: Step, made: Choice | Batch | Remark, gone: Collection[str], heir: str
) -> Step:
    return replace(
        step,
        made=made,
        verdicts=_but(step.verdicts, gone),
        offers=_but(step.offers, gone),
        apart=_but(step.apart, gone),
        comments=_inherited(step.comments, gone, heir),
    )


def _made(
    made: Choice | Batch | Remark, gone: Collection[str], heir: str, *, merged: bool
) -> Choice | Batch | Remark | None:
    """Return a decision without what it said of hunks that are gone, or None if that was all."""
    if isinstance(made, Remark):
        return replace(made, comment=_inherited((made.comment,), gone, heir)[0])
    if isinstance(made, Batch):
        left = tuple(
            replace(one, hunk=heir) if one.hunk in gone else one
            for one in made.of
            if merged or one.hunk not in gone
        )
        return replace(made, of=left) if left else None
    if made.hunk not in gone:
        return made
    return replace(made, hunk=heir) if merged else None


def settled(review: Review, paths: Collection[str]) -> Review:
    """Return the review with its offers decided, for the files at these paths, before a save.

    What was taken of them is what is saved. What is still open would stand on text that is in the
    file then: it is kept as an edit that fits nowhere by itself.
    """
    for change in review.proposal.files:
        for hunk in change.hunks:
            offer = review.offers.get(hunk.id)
            if change.path not in paths or offer is None or hunk.id in review.saved:
                continue
            if offer.became == "taken":
                now = review.proposal.file(change.path)
                review, _ = widened(review, now, [hunk], (hunk.start, hunk.end))
            elif review.state(hunk.id) in ("taken", "edited") and offer.became == "open":
                review = _set_aside(review, hunk, offer)
    return review


def _set_aside(review: Review, hunk: Hunk, offer: Offer) -> Review:
    texts = (review.new_bytes(hunk), offer.new)
    search, wanted = (text.decode("utf-8", "surrogateescape") for text in texts)
    edit = SearchReplace(hunk.path, search, wanted, offer.reason)
    lost = Unplaced(edit, "overlaps", NOT_DECIDED)
    proposal = replace(review.proposal, unplaced=(*review.proposal.unplaced, lost))
    return replace(review, proposal=proposal, offers=_but(review.offers, {hunk.id}))
