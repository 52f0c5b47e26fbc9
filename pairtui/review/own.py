"""Own: what a person wrote into the whole text of a file, as decisions and changes of their own.

What was written where a change of the proposal stands is that change in the person's own words.
What was written anywhere else becomes changes of the person's own in the same review, so that it
is shown, counted and undone as everything else is, and never lands unseen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeAlias

from pairtui.proposal import FileChange, Hunk, Present, hunk_id
from pairtui.review.decide import Batch, Reject, Review, Rewrite, Take, decide
from pairtui.review.growing import grown
from pairtui.review.lines import cut_lines
from pairtui.review.match import Gap, gaps
from pairtui.review.node import root_of
from pairtui.review.words import marked

LONGEST = 200_000
"""Bytes of a changed passage, old and new, beyond which it is not compared word by word."""

Words: TypeAlias = Take | Reject | Rewrite


@dataclass(frozen=True, slots=True)
class Own:
    """A person wrote: changes of their own, and what became of those of the proposal.

    One step of undo, which leaves changes of their own in the review as open ones.
    """

    hunks: tuple[Hunk, ...]
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a file's whole text: of a change, or of what stays, which begins at `start`."""

    data: bytes
    hunk: Hunk | None = None
    start: int = 0


def owned(review: Review, own: Own) -> Review:
    """Return the review with what a person wrote in it."""
    files = tuple(with_more(change, own.hunks) for change in review.proposal.files)
    there = grown(review, replace(review.proposal, files=files)) if own.hunks else review
    mine = (Rewrite(hunk.id, hunk.new) for hunk in own.hunks)
    return decide(there, Batch((*own.words, *mine)))


def whole_text(change: FileChange, review: Review) -> tuple[Passage, ...]:
    """Return the text a file would come to, with what is still open, in passages.

    It is empty where that cannot be written to as a whole: a part of it is saved already, or moved
    on, or the file goes.
    """
    base = change.base.data if isinstance(change.base, Present) else b""
    found: list[Passage] = []
    place = 0
    for hunk in change.hunks:
        if hunk.kind == "delete" or review.state(hunk.id) in ("saved", "stale"):
            return ()
        if hunk.kind == "text":
            found.append(Passage(base[place : hunk.start], start=place))
            found.append(Passage(review.new_bytes(hunk), hunk))
            place = hunk.end
    found.append(Passage(base[place:], start=place))
    return tuple(passage for passage in found if passage.data or passage.hunk)


def own_words(
    change: FileChange, passages: Sequence[Passage], text: bytes, meant: str = ""
) -> Own | None:
    """Return what a person made of a file's whole text; None where it is the same.

    `meant` is the change that was opened: new text that could as well be beside it is its own.
    """
    before = b"".join(passage.data for passage in passages)
    ends = list(accumulate(len(passage.data) for passage in passages))
    parts = [_Part(passage) for passage in passages]
    for run in _runs(before, text, ends):
        _share(parts, ends, run, text[run.new : run.new_end], meant)
    hunks = [hunk for part in parts for hunk in part.hunks(change)]
    words = [part.words for part in parts if part.words is not None]
    return Own(tuple(hunks), tuple(words)) if hunks or words else None


class _Part:
    """A passage, and what was written in it: (from, to, what stands there), from left to right."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.pieces: list[tuple[int, int, bytes]] = []

    def hunks(self, change: FileChange) -> Iterator[Hunk]:
        """Yield changes of the person's own, where no change of the proposal stands."""
        base = change.base.digest if isinstance(change.base, Present) else ""
        for low, high, new in self.pieces if self.passage.hunk is None else ():
            old = self.passage.data[low:high]
            start = self.passage.start + low
            name = hunk_id(change.path, base, start, old, new)
            yield Hunk(name, change.path, start, start + len(old), old, new, own=True)

    @property
    def words(self) -> Words | None:
        """Return what became of the change that stands here; None where nothing did."""
        hunk = self.passage.hunk
        if hunk is None or not self.pieces:
            return None
        made: list[bytes] = []
        place = 0
        for low, high, new in self.pieces:
            made += [self.passage.data[place:low], new]
            place = high
        text = b"".join([*made, self.passage.data[place:]])
        if text == hunk.old:
            return Reject(hunk.id)
        return Take(hunk.id) if text == hunk.new else Rewrite(hunk.id, text)


def _share(parts: Sequence[_Part], ends: Sequence[int], run: Gap, new: bytes, meant: str) -> None:
    """Note a run in the passages it touches: in one of them what is new, in all what goes."""
    touched = _touched(parts, ends, run)
    owner = min(touched, key=lambda at: _rank(parts[at].passage, meant), default=None)
    if run.old == run.old_end:  # between two passages what is new could be in either
        touched = [at for at in touched if at == owner]
    for at in touched:
        begin = ends[at] - len(parts[at].passage.data)
        low, high = max(run.old, begin) - begin, min(run.old_end, ends[at]) - begin
        parts[at].pieces.append((low, high, new if at == owner else b""))


def _touched(parts: Sequence[_Part], ends: Sequence[int], run: Gap) -> list[int]:
    """Return the passages that a run takes bytes from, or those that a mere insertion is at."""
    inserts = run.old == run.old_end
    found: list[int] = []
    at = max(bisect_right(ends, run.old) - 1, 0)
    while at > 0 and ends[at - 1] == run.old:
        at -= 1
    for index in range(at, len(parts)):
        begin = ends[index] - len(parts[index].passage.data)
        if begin > run.old_end:
            break
        shares = max(begin, run.old) < min(ends[index], run.old_end)
        if shares or (inserts and begin <= run.old <= ends[index]):
            found.append(index)
    return found


def _rank(passage: Passage, meant: str) -> int:
    """Return how much a passage is the one that new text belongs to; the least does.

    A change that has no bytes of the file stands at one point, where no other one could.
    """
    hunk = passage.hunk
    if hunk is not None and hunk.id == meant:
        return 0
    return 1 if hunk is not None and not hunk.old else 2 if hunk is None else 3


def _runs(before: bytes, after: bytes, ends: Sequence[int]) -> Iterator[Gap]:
    """Yield the runs of bytes that differ: whole lines, or words where a passage ends in them."""
    lines, lines_new = cut_lines(before), cut_lines(after)
    starts = [0, *accumulate(map(len, lines))]
    starts_new = [0, *accumulate(map(len, lines_new))]
    for gap in gaps(lines, lines_new):
        run = Gap(
            starts[gap.old], starts[gap.old_end], starts_new[gap.new], starts_new[gap.new_end]
        )
        at = bisect_right(ends, run.old)
        crosses = at < len(ends) and ends[at] < run.old_end
        size = run.old_end - run.old + run.new_end - run.new
        yield from _by_word(before, after, run) if crosses and size < LONGEST else (run,)


def _by_word(before: bytes, after: bytes, run: Gap) -> Iterator[Gap]:
    """Yield the runs of words in a run that differ."""
    old = before[run.old : run.old_end].decode("utf-8", "surrogateescape")
    new = after[run.new : run.new_end].decode("utf-8", "surrogateescape")
    place, place_new = begin, begin_new = run.old, run.new
    for piece in (*marked(old, new), None):
        if piece is not None and piece.kind != "same":
            size = len(piece.text.encode("utf-8", "surrogateescape"))
            place, place_new = (
                (place + size, place_new) if piece.kind == "cut" else (place, place_new + size)
            )
            continue
        if (begin, begin_new) != (place, place_new):
            yield Gap(begin, place, begin_new, place_new)
        size = len(piece.text.encode("utf-8", "surrogateescape")) if piece else 0
        begin, begin_new = place, place_new = place + size, place_new + size


def with_more(change: FileChange, hunks: Iterable[Hunk]) -> FileChange:
    """Return enough of a file's changes to know it by, and some more."""
    known = tuple(replace(hunk, id=root_of(hunk.id)) for hunk in change.hunks[:1])
    mine = tuple(hunk for hunk in hunks if hunk.path == change.path)
    return replace(change, hunks=(*known, *mine))
