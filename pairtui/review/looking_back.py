"""Looking back: every change as it was proposed, with what became of it since and its diff.

A review moves on: what landed is in its files, and what others changed moves its hunks. To look
back, the decisions are read with the files as they were when the proposal was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pairtui.proposal import Absent, FileChange, Hunk, Present, Proposal
from pairtui.review.decide import Reject, Review, Rewrite, Split, State, Verdict, decide
from pairtui.review.diff import CONTEXT, unified
from pairtui.review.lines import line_of, line_starts
from pairtui.review.result import file_result
from pairtui.review.scrutiny.look import as_it_stands, signs
from pairtui.review.scrutiny.sign import Sign
from pairtui.review.verdict import place_names


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where it was, what has become of it, and why.

    `lines` are of the file as it was ("31-33"), or what was to happen to the file itself. `yours`
    is what the person wrote in its place, `reason` why it was rejected, `stale` why it cannot be
    taken any more. `diff` are its lines with three around, with what the person wrote where that
    is what was taken. `signs` are those of what was proposed, or of what the person wrote.
    """

    hunk: Hunk
    path: str
    lines: str
    state: State
    yours: bytes | None = None
    reason: str = ""
    stale: str = ""
    diff: bytes = b""
    signs: tuple[Sign, ...] = ()


def looked_back(proposed: Proposal, review: Review) -> Iterator[Change]:
    """Yield every change of a proposal, by file and place, and then those of the person's own.

    `proposed` is all of it before anything happened to it, `review` is how it stands. After a later
    round these are the changes of that one.
    """
    then = Review(review.proposal if review.rounds else proposed)
    for cut in review.cuts.values():
        then = decide(then, Split(cut.hunk.id, cut.nodes))
    for change in then.proposal.files:
        yield from _changes(change, review, then, own=False)
    for change in review.proposal.files:
        yield from _changes(change, review, review, own=True)


def _changes(change: FileChange, review: Review, then: Review, *, own: bool) -> Iterator[Change]:
    """Yield the changes of one file as it was `then`."""
    names = place_names(change)
    starts = line_starts(_data(change))
    for hunk in change.hunks:
        if hunk.own is not own:
            continue
        verdict = review.verdict(hunk.id)
        yield Change(
            hunk,
            change.path,
            names[hunk.id],
            review.state(hunk.id),
            verdict.new if isinstance(verdict, Rewrite) else None,
            verdict.reason if isinstance(verdict, Reject) else "",
            review.stale.get(hunk.id, ""),
            _diff(_only(then, verdict), change, hunk, starts),
            signs(change, as_it_stands(review, hunk), then.proposal.files),
        )


def fits(proposed: Proposal) -> bool:
    """Tell whether every file is there as it was when its changes were made."""
    return all(
        hunk.kind != "text" or _data(change)[hunk.start : hunk.end] == hunk.old
        for change in proposed.files
        for hunk in change.hunks
    )


def _only(then: Review, verdict: Verdict | None) -> Review:
    """Return a review in which nothing is decided but what the person wrote."""
    return replace(then, verdicts={verdict.hunk: verdict} if isinstance(verdict, Rewrite) else {})


def _diff(review: Review, change: FileChange, hunk: Hunk, starts: list[int]) -> bytes:
    """Return the lines of one change, without the head of its file."""
    alone = _window(change, hunk, starts)
    made = unified((file_result(alone, review, lambda _: True),))
    _, _, body = made.partition(b"\n@@ ")
    return body.partition(b"\n")[2]


def _window(change: FileChange, hunk: Hunk, starts: list[int]) -> FileChange:
    """Return a file with one of its changes, cut down to the lines around that.

    Where the file is not the one that the change was first made for, there are none around.
    """
    if isinstance(change.base, Absent):
        return replace(change, hunks=(hunk,))
    data = change.base.data
    if data[hunk.start : hunk.end] != hunk.old:
        whole = replace(hunk, start=0, end=len(hunk.old))
        return FileChange(change.path, Present(hunk.old, change.base.mode), (whole,))
    first = max(line_of(starts, hunk.start) - 1 - CONTEXT, 0)
    last = line_of(starts, hunk.end) + CONTEXT
    start, end = starts[first], starts[last] if last < len(starts) else len(data)
    moved = replace(hunk, start=hunk.start - start, end=hunk.end - start)
    return FileChange(change.path, Present(data[start:end], change.base.mode), (moved,))


def _data(change: FileChange) -> bytes:
    return b"" if isinstance(change.base, Absent) else change.base.data
