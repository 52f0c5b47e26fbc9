"""Back: which wordings of an earlier round can be brought back, and what that comes to now.

A round covers every change it touches whole, so what stands where one was is one change, or none.
Anything else is refused: which part of which change was meant would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pairtui.proposal import Absent, FileChange, Hunk, Present, hunk_id
from pairtui.review.bring import Bring, in_one
from pairtui.review.carry import CHANGED, Carrier
from pairtui.review.decide import Batch, Reject, Reopen, Review, decide
from pairtui.review.frame import Span, content
from pairtui.review.growing import grown
from pairtui.review.merge import clash, collide
from pairtui.review.node import root_of
from pairtui.review.own import with_more
from pairtui.review.result import splice
from pairtui.review.round import Earlier

APPLIED = ("open", "taken", "edited")
COMING = "an answer is coming in: wait for its end"
SAVED = "it is saved already: U asks to undo the save"
MOVED = "the file moved on where it stood"
SEVERAL = "several changes stand there now: decide about those"
DECIDED = "it was cut into pieces since, and some of them are taken: open these again first"
YOURS = "a change of your own stands there now"
OTHER_PATH = "the file has another path now"
AGAINST = "it goes against another change of the file that stands there now"
SAME = "it stands there as it was"
NOTHING = "it changed nothing there"


@dataclass(frozen=True, slots=True)
class Former:
    """A change of an earlier round: what it proposed, or came to, and what had become of it.

    One that was "offered" stood beside what a person had taken.
    """

    round: int
    change: FileChange
    hunk: Hunk
    new: bytes
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BringBack:
    """Bring some wordings of an earlier round back, as one step of undo.

    A change that was in the review no more is a rejected one once that is undone.
    """

    of: tuple[Bring | Reopen, ...]


Way: TypeAlias = Bring | Reopen
"""What bringing one change back comes to."""


def brought_back(review: Review, event: BringBack) -> Review:
    """Return the review with some wordings of an earlier round in it again."""
    if _running(review) or not event.of:
        return review
    there = review
    for one in event.of:
        there = _with_room(there, one) if isinstance(one, Bring) and one.made else there
    after = decide(there, Batch(event.of) if len(event.of) > 1 else event.of[0])
    return review if after is there else after


def formers(review: Review, number: int) -> Iterator[Former]:
    """Yield the changes of an earlier round that can stand somewhere, by file and place."""
    before = review.rounds[number - 1].before
    for change in before.files:
        for hunk in change.hunks:
            fate = before.fates[hunk.id]
            if hunk.own or fate.state in ("saved", "stale"):
                continue
            new = hunk.new if fate.state == "rejected" else fate.new
            yield Former(number, change, hunk, new, fate.state, hunk.reason)
            if offer := before.offers.get(hunk.id):
                yield Former(number, change, hunk, offer.new, "offered", offer.reason)


def way_back(review: Review, former: Former) -> Way | str:
    """Return what brings a change of an earlier round back, or why nothing can, for a person."""
    if _running(review):
        return COMING
    known = next((one for one in review.proposal.files if one.path == former.change.path), None)
    if known is None:
        roots = {root_of(hunk.id) for hunk in review.proposal.hunks}
        if any(root_of(hunk.id) in roots for hunk in former.change.hunks):
            return OTHER_PATH
        alone = FileChange(former.change.path, former.change.base)
        return _made(review, alone, former, (former.hunk.start, former.hunk.end), gone=True)
    if former.hunk.kind != "text":
        return _about_file(review, known, former)
    span = _now(former.change, known, former.hunk)
    if span is None:
        return SAVED if _landed(review, known, former) else CHANGED
    here = [one for one in known.hunks if _stands_for(one, span, former.change)]
    if any(one.id in review.saved for one in here):
        return SAVED
    roots = {root_of(one.id) for one in here}
    if any(one.id in review.stale for one in here) or _strayed(review, known, former):
        return MOVED
    if len(roots) > 1:
        return SEVERAL
    return _in_place(review, former, *roots) if roots else _made(review, known, former, span)


def all_back(review: Review, number: int) -> tuple[BringBack, Sequence[str]]:
    """Return what brings all of a round back that was not refused in it, and why some stays out."""
    found: dict[str, Way] = {}
    lost: list[str] = []
    for former in formers(review, number):
        if former.state not in APPLIED:
            continue
        way = way_back(review, former)
        if isinstance(way, str):
            lost += [way] if way not in (SAME, *lost) else []
        else:
            found[way.hunk] = way
    return BringBack(tuple(found.values())), lost


def _running(review: Review) -> bool:
    return bool(review.rounds and not review.rounds[-1].ending)


def _with_room(review: Review, one: Bring) -> Review:
    """Return the review with a change that is in it no more, rejected, as it is without this."""
    made = one.made
    if made is None or any(hunk.id == made.id for hunk in review.proposal.hunks):
        return review
    known = next((file for file in review.proposal.files if file.path == made.path), None)
    base = known.base if known else one.base
    if base is None or (content(base)[made.start : made.end] != made.old):
        return review
    others = known.hunks if known else ()
    if any(collide(made, one) for one in others if one.id not in review.stale):
        return review
    files = tuple(with_more(file, (made,)) for file in review.proposal.files)
    files = files if known else (*files, FileChange(made.path, base, (made,)))
    there = grown(review, replace(review.proposal, files=files))
    past = tuple(
        replace(step, verdicts={**step.verdicts, made.id: Reject(made.id)}) for step in review.past
    )
    verdicts = {**there.verdicts, made.id: Reject(made.id)}
    return replace(there, verdicts=verdicts, past=past)


def _in_place(review: Review, former: Former, root: str) -> Way | str:
    """Return what gives the change that stands there now the wording of then."""
    found = in_one(review, root)
    if found is None:
        pieces = any(root_of(one.id) == root != one.id for one in review.proposal.hunks)
        return DECIDED if pieces else MOVED
    joined, hunk = found
    known = joined.proposal.file(hunk.path)
    new = _worded(known, former, review.rounds[former.round - 1].before, hunk)
    if new is None:
        return SEVERAL
    state = review.state(hunk.id) if joined is review else "open"
    if new == hunk.new and state == "rejected":
        return Reopen(hunk.id)
    if state not in ("taken", "edited"):
        stands = {hunk.new}
    else:
        offer = review.offers.get(hunk.id)
        stands = {review.new_bytes(hunk)}
        stands |= {offer.new} if offer and offer.became == "open" else set()
    if new in stands:
        return SAME
    if hunk.id in review.apart:
        return MOVED
    if state not in ("taken", "edited"):
        if hunk.own:
            return YOURS
        if new == hunk.old:
            return NOTHING
    return Bring(hunk.id, new, former.reason, former.round)


def _worded(known: FileChange, former: Former, before: Earlier, hunk: Hunk) -> bytes | None:
    """Return what the span of a change read like in a round, with a change of that as it was.

    None where something of then reaches out of it.
    """
    others = {root_of(one.id) for one in known.hunks} - {hunk.id}
    pieces: list[tuple[Hunk, bytes]] = []
    for one in former.change.hunks:
        fate = before.fates[one.id]
        mine = one.id == former.hunk.id
        if one.kind != "text" or (not mine and fate.state not in APPLIED):
            continue
        span = _now(former.change, known, one)
        if span is None or root_of(one.id) in others:
            if mine:
                return None
            continue
        if hunk.start <= span[0] and span[1] <= hunk.end:
            at = replace(one, start=span[0] - hunk.start, end=span[1] - hunk.start)
            pieces.append((at, former.new if mine else fate.new))
        elif clash(span, (hunk.start, hunk.end)):
            return None
    return splice(content(known.base)[hunk.start : hunk.end], tuple(pieces))


def _made(
    review: Review, known: FileChange, former: Former, span: Span, *, gone: bool = False
) -> Way | str:
    """Return what puts a change into the review that is in it no more."""
    digest = "" if isinstance(known.base, Absent) else known.base.digest
    before = former.hunk
    old = content(known.base)[span[0] : span[1]] if before.kind != "rename" else b""
    old = b"" if before.kind == "mode" else old
    if old == former.new and before.kind == "text" and isinstance(known.base, Present):
        return NOTHING
    name = hunk_id(known.path, digest, span[0], old, former.new, kind=before.kind, to=before.to)
    made = replace(
        before, id=name, path=known.path, start=span[0], end=span[1], old=old, new=former.new,
        reason=former.reason, moved=0, placed="",
    )  # fmt: skip
    if any(collide(made, one) for one in known.hunks if one.id not in review.stale):
        return AGAINST
    base = known.base if gone else None
    return Bring(name, made.new, former.reason, former.round, made, base)


def _about_file(review: Review, known: FileChange, former: Former) -> Way | str:
    """Return what brings back a change of the file itself, which is decided as a whole."""
    hunk = former.hunk
    here = [one for one in known.hunks if (one.kind, one.to) == (hunk.kind, hunk.to)]
    for one in here:
        state = review.state(one.id)
        if state == "saved":
            return SAVED
        return Reopen(one.id) if state == "rejected" else SAME
    if known.base != former.change.base:
        return CHANGED
    return _made(review, known, former, (hunk.start, hunk.end))


def _now(then: FileChange, known: FileChange, hunk: Hunk) -> Span | None:
    """Return where a change of then is in its file as it is now, or None."""
    if then.base == known.base:
        return hunk.start, hunk.end
    if isinstance(then.base, Absent) or isinstance(known.base, Absent):
        return None
    return Carrier(then.base.data, known.base.data).span(hunk.start, hunk.end)


def _landed(review: Review, known: FileChange, former: Former) -> bool:
    """Tell whether something was saved where a change of then stood."""
    done = [one for one in known.hunks if one.kind == "text" and one.id in review.saved]
    before = splice(content(known.base), tuple((one, one.old) for one in done))
    shift = 0
    for one in done:
        start = one.start + shift
        if clash((start, start + len(one.old)), (former.hunk.start, former.hunk.end)):
            return before == content(former.change.base)
        shift += len(one.old) - (one.end - one.start)
    return False


def _stands_for(hunk: Hunk, span: Span, then: FileChange) -> bool:
    """Tell whether a change of now stands where one of then did.

    What was merely put in may be the edge of one that took its place since, and not of one that
    was there beside it.
    """
    if hunk.kind != "text":
        return False
    if clash((hunk.start, hunk.end), span):
        return True
    edge = span[0] == span[1] and hunk.start <= span[0] <= hunk.end
    return edge and not any((one.id, one.old) == (hunk.id, hunk.old) for one in then.hunks)


def _strayed(review: Review, known: FileChange, former: Former) -> bool:
    """Tell whether what stands for a change moved on, so that nothing is where it would be."""
    root = root_of(former.hunk.id)
    return any(root_of(one.id) == root and one.id in review.stale for one in known.hunks)
