"""Revise: one change of a working text becomes one of the base, over what it touches there.

What nobody decided gives way to it. What a person took or wrote stays, and is offered the new text
beside it. So taking part in a round changes no byte that a person chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pairtui.proposal import (
    Absent,
    FileChange,
    Hunk,
    Present,
    SearchReplace,
    Unplaced,
    hunk_id,
)
from pairtui.review.apart import Apart
from pairtui.review.because import because
from pairtui.review.carry import CHANGED, Carrier
from pairtui.review.decide import Review
from pairtui.review.frame import Frame, Piece, Span, content, hull
from pairtui.review.merge import clash, collide, sorted_hunks, stranded
from pairtui.review.node import root_of
from pairtui.review.offer import Offer
from pairtui.review.round import Arrival, Round
from pairtui.review.widen import as_came, forgotten, widened

SAVED = "It changes what is saved already: undo that save, or ask for it in a message of its own."
TAKEN = "It goes against what you took: open that again first."
ELSEWHERE = "The file has another path since it was asked about."


@dataclass(frozen=True, slots=True)
class Laid:
    """A change of the base, those it touches, the edits of the round it stands for, and why."""

    hunk: Hunk
    touched: tuple[Hunk, ...]
    edits: tuple[Hunk, ...]
    because: tuple[int, ...]


def fold_in(review: Review, change: FileChange, hunk: Hunk) -> Review:
    """Return the review with one more change of the running round.

    `change` is its file as the model was shown it. A change that came before is not folded twice.
    """
    last = review.rounds[-1]
    if hunk.id in last.came:
        return review
    review = _noted(review, replace(last, came=last.came | {hunk.id}))
    known = next((one for one in review.proposal.files if one.path == change.path), None)
    frame = last.frames.get(change.path)
    if known is None and frame is not None:
        return _refused(review, change, hunk, ELSEWHERE)
    if known is None:
        known = FileChange(change.path, change.base)
    frame = frame or Frame(change.path, change.base, change.base)
    if hunk.kind != "text":
        return _about_file(review, known, change, hunk)
    return _text(review, known, frame, change, hunk)


def _text(
    review: Review, known: FileChange, frame: Frame, change: FileChange, hunk: Hunk
) -> Review:
    deletes = [one for one in known.hunks if one.kind == "delete"]
    if any(review.state(one.id) in ("taken", "saved") for one in deletes):
        return _refused(review, change, hunk, TAKEN)
    reach = _reach(review, known, frame, hunk)
    span = _now(known, frame, reach.span)
    touched = () if span is None else _there(review, known, span, reach)
    if span is None or hull(span, map(_span, touched)) != span:
        return _refused(review, change, hunk, CHANGED[:1].upper() + CHANGED[1:] + ".")
    if any(one.id in review.saved for one in touched):
        return _refused(review, change, hunk, SAVED)
    last = review.rounds[-1]
    names = [last.heirs.get(one.hunk, one.hunk) for one in reach.inside]
    names += [one.id for one in touched]
    edits = {edit.id: edit for name in names for edit in last.made.get(root_of(name), ())}
    edits[hunk.id] = hunk
    shown = frame.work_span(reach.span, reach.inside)
    new = _edited(content(frame.work), shown, sorted_hunks(edits.values()))
    said = " ".join(dict.fromkeys(edit.reason for edit in edits.values() if edit.reason))
    made = replace(
        hunk,
        path=known.path,
        start=span[0],
        end=span[1],
        old=content(known.base)[span[0] : span[1]],
        new=new,
        reason=said,
    )
    whys = because(last, frame.path, reach.span, said)
    laid = Laid(made, (*touched, *deletes), tuple(edits.values()), whys)
    kept = [one for one in touched if one.own or review.state(one.id) in ("taken", "edited")]
    return _offered(review, known, laid, kept) if kept else _put(review, known, laid)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a change reaches: over a span of the base, with the changes of its frame in there.

    `hunks` are those of the review that stand there, or stand for what it touches.
    """

    span: Span
    inside: frozenset[Piece]
    hunks: tuple[str, ...] = ()


def _reach(review: Review, known: FileChange, frame: Frame, hunk: Hunk) -> Reach:
    """Return how far a change reaches, so that it cuts through no other."""
    last, same = review.rounds[-1], known.base == frame.base
    span, inside = frame.touched(hunk.start, hunk.end)
    reach = Reach(span, inside)
    texts = [one for one in known.hunks if one.kind == "text" and one.id not in review.stale]
    while True:
        roots = {root_of(last.heirs.get(one.hunk, one.hunk)) for one in reach.inside}
        heirs = {last.heirs.get(one.hunk, one.hunk) for one in reach.inside}
        roots = {root for root in roots if root in last.made} | {
            root_of(name) for name in reach.hunks if root_of(name) in last.made
        }
        hit = [
            one
            for one in texts
            if one.id in heirs
            or root_of(one.id) in roots
            or (same and clash(_span(one), reach.span))
        ]
        ids = frozenset(one.id for one in hit)
        more = reach.inside | {
            one
            for one in frame.pieces
            if clash(one.base, reach.span) or last.heirs.get(one.hunk, one.hunk) in ids
        }
        span = hull(reach.span, (one.base for one in more))
        span = hull(span, map(_span, hit)) if same else span
        further = Reach(span, more, tuple(one.id for one in hit))
        if further == reach:
            return reach
        reach = further


def _there(review: Review, known: FileChange, span: Span, reach: Reach) -> tuple[Hunk, ...]:
    """Return the changes that a span of the base as it is now meets."""
    return tuple(
        one
        for one in known.hunks
        if one.kind == "text"
        and one.id not in review.stale
        and (one.id in reach.hunks or clash(_span(one), span))
    )


def _now(known: FileChange, frame: Frame, span: Span) -> Span | None:
    """Return where a span of the base as it was asked about is now, or None."""
    if known.base == frame.base:
        return span
    if isinstance(known.base, Absent) or isinstance(frame.base, Absent):
        return None
    return Carrier(frame.base.data, known.base.data).span(*span)


def _span(hunk: Hunk) -> Span:
    return hunk.start, hunk.end


def _edited(work: bytes, shown: Span, edits: tuple[Hunk, ...]) -> bytes:
    """Return a part of the working text with some changes of it made."""
    parts: list[bytes] = []
    place = shown[0]
    for edit in edits:
        parts += [work[place : edit.start], edit.new]
        place = edit.end
    return b"".join([*parts, work[place : shown[1]]])


def _put(review: Review, known: FileChange, laid: Laid) -> Review:
    """Return the review with a change in the place of those it touches, which nobody took."""
    made, last = laid.hunk, review.rounds[-1]
    base = "" if isinstance(known.base, Absent) else known.base.digest
    named = hunk_id(made.path, base, made.start, made.old, made.new)
    same = isinstance(known.base, Present) and made.old == made.new
    fresh = () if same else (replace(made, id=named),)
    gone = {one.id for one in laid.touched}
    review = as_came(review, gone)
    rest = tuple(one for one in known.hunks if one.id not in gone)
    if named in gone and review.state(named) == "open":
        gone.remove(named)  # it comes to the same again
    review = forgotten(review, gone, "" if same else named)
    review = _with_hunks(review, known, (*rest, *fresh))
    arrivals = {**review.arrivals, **{one.id: Arrival(last.number, laid.because) for one in fresh}}
    said = _withdrawn(laid.touched) if same else ()
    return _stands_for(replace(review, arrivals=arrivals), laid, named, said)


def _offered(review: Review, known: FileChange, laid: Laid, kept: Sequence[Hunk]) -> Review:
    """Return the review with a change offered beside what a person took or wrote there."""
    made, last = laid.hunk, review.rounds[-1]
    gone = [one for one in laid.touched if one not in kept]
    review, first = widened(review, known, kept, (made.start, made.end))
    offers = {name: one for name, one in review.offers.items() if name != first.id}
    if made.new != review.new_bytes(first):
        offers[first.id] = Offer(made.new, made.reason, last.number, laid.because)
    review = forgotten(_offering(review, offers), [one.id for one in gone], first.id)
    known = review.proposal.file(known.path)
    ids = {one.id for one in gone}
    rest = tuple(one for one in known.hunks if one.id not in ids)
    said = () if first.id in offers else _withdrawn(gone)
    return _stands_for(_with_hunks(review, known, rest), laid, first.id, said)


def _stands_for(review: Review, laid: Laid, named: str, said: tuple[str, ...]) -> Review:
    """Return the review that knows which changes of the round one of its own stands for."""
    last = review.rounds[-1]
    before = {root_of(one.id) for one in laid.touched}
    made = {name: edits for name, edits in last.made.items() if name not in before}
    made[root_of(named)] = laid.edits
    gone = {one.id for one in laid.touched}
    heirs = {name: named if heir in gone else heir for name, heir in last.heirs.items()}
    heirs |= dict.fromkeys(gone, named)
    return _noted(review, replace(last, made=made, heirs=heirs, said=(*last.said, *said)))


def _offering(review: Review, offers: dict[str, Offer]) -> Review:
    """Return the review with these offers, now and in whatever undo and redo go back to."""

    def then(before: Mapping[str, Offer]) -> dict[str, Offer]:
        known = {name: before.get(name, offer) for name, offer in offers.items()}
        return {
            name: known[name] if known[name].new == offer.new else offer
            for name, offer in offers.items()
        }

    past, future = (
        tuple(replace(step, offers=then(step.offers)) for step in steps)
        for steps in (review.past, review.future)
    )
    return replace(review, offers=offers, past=past, future=future)


def _about_file(review: Review, known: FileChange, change: FileChange, hunk: Hunk) -> Review:
    """Return the review with a file deleted, renamed or of another mode, as a round wants it.

    Where the proposal makes the file, deleting it is to make none.
    """
    base, last = content(known.base), review.rounds[-1]
    hit = [one for one in known.hunks if collide(one, hunk) and one.id not in review.stale]
    if any(review.state(one.id) in ("taken", "edited", "saved") for one in hit):
        return _refused(review, change, hunk, TAKEN)
    fresh: tuple[Hunk, ...] = ()
    if isinstance(known.base, Present) or hunk.kind != "delete":
        old = base if hunk.kind == "delete" else b""
        digest = "" if isinstance(known.base, Absent) else known.base.digest
        named = hunk_id(known.path, digest, 0, old, b"", kind=hunk.kind, to=hunk.to)
        fresh = (replace(hunk, id=named, path=known.path, start=0, end=len(old), old=old),)
    whys = because(last, change.path, (0, len(base)), hunk.reason)
    heir = fresh[0].id if fresh else ""
    review = forgotten(review, [one.id for one in hit if one.id != heir], heir)
    rest = tuple(one for one in known.hunks if one not in hit)
    review = _with_hunks(review, known, (*rest, *fresh))
    arrivals = {**review.arrivals, **{one.id: Arrival(last.number, whys) for one in fresh}}
    said = () if fresh else _withdrawn(hit)
    return _noted(replace(review, arrivals=arrivals), replace(last, said=(*last.said, *said)))


def _with_hunks(review: Review, known: FileChange, hunks: tuple[Hunk, ...]) -> Review:
    """Return the review with these changes of a file; one that has none is no part of it.

    What lies on an empty span, because it fits nowhere, stays outside the others.
    """
    firm = tuple(one for one in hunks if one.id not in review.stale)
    change = replace(known, hunks=firm)
    loose = tuple(stranded(one, change) for one in hunks if one.id in review.stale)
    change = replace(change, hunks=sorted_hunks((*firm, *loose)))
    placed = {path: file for path, file in review.placed.items() if path != known.path}
    left = {one.id: Apart(origin) for one in loose if (origin := review.origin(one))}
    if change.hunks:
        proposal = review.proposal.with_file(change)
    else:
        files = tuple(one for one in review.proposal.files if one.path != known.path)
        proposal = replace(review.proposal, files=files)
    return replace(review, proposal=proposal, placed=placed, apart={**left, **review.apart})


def _withdrawn(gone: Sequence[Hunk]) -> tuple[str, ...]:
    """Return what is said of changes that a round takes back."""
    reasons = (" ".join(one.reason.split()) for one in gone)
    return tuple(
        f"{one.path}: withdrawn" + (f": {reason}" if reason else "")
        for one, reason in zip(gone, reasons, strict=True)
    )


def _refused(review: Review, change: FileChange, hunk: Hunk, says: str) -> Review:
    """Return the review with a change that cannot be folded in, as one that fits nowhere."""
    text = content(change.base)
    low = text.rfind(b"\n", 0, max(hunk.start - 1, 0)) + 1 if hunk.start == hunk.end else hunk.start
    search, wanted = (
        (text[low : hunk.start] + middle).decode("utf-8", "surrogateescape")
        for middle in (text[hunk.start : hunk.end], hunk.new)
    )
    lost = Unplaced(SearchReplace(hunk.path, search, wanted, hunk.reason), "overlaps", says)
    unplaced = (*review.proposal.unplaced, lost)
    return replace(review, proposal=replace(review.proposal, unplaced=unplaced))


def _noted(review: Review, last: Round) -> Review:
    return replace(review, rounds=(*review.rounds[:-1], last))
