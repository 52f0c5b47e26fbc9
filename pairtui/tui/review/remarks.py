"""Remarks: comments below the lines they are about, and above a change why it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pairtui.proposal import Hunk
from pairtui.review.comment import Comment, Stands
from pairtui.review.decide import Review
from pairtui.review.node import root_of
from pairtui.review.rounds import spot
from pairtui.review.visible import one_line
from pairtui.tui.review.bits import Bit, Look, Row, encoded, words
from pairtui.tui.review.blocks import Block, Rows, Same
from pairtui.tui.review.labels import starts
from pairtui.tui.review.setting import EDGE, Setting
from pairtui.tui.review.wrap import wrapped

SIGN = "»"
ROOM = 3
"""Signs that the margin beside prose has room for."""
LOOKS: dict[Stands, Look] = {
    "not sent": "strong",
    "sent": "muted",
    "answered": "taken",
    "not answered": "warn",
}
TICK = {"answered": "answered ✔"}


def spread(row: Row, setting: Setting) -> Iterator[Row]:
    """Yield a row of small print as the rows it takes, none cut off; the first has the sign."""
    said = (replace(bit, raw=bit.text) for bit in row.bits)  # what has no text is never cut
    for index, bits in enumerate(wrapped(said, max(setting.width - EDGE, 8))):
        shown = tuple(replace(bit, raw="") for bit in bits)
        yield replace(row, bits=shown, sign="" if index else row.sign)


@dataclass(frozen=True, slots=True)
class Beneath:
    """A block with further rows, each below one of its own: (which, the rows), in order.

    `marks` are the signs that places of it have in their margin besides, by row.
    """

    block: Block
    notes: tuple[tuple[int, tuple[Row, ...]], ...]
    marks: Mapping[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the name that a place on the screen is found again by."""
        return self.block.key

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return self.block.height + sum(len(rows) for _, rows in self.notes)

    def row(self, index: int) -> Row:
        """Return one of the rows, from 0."""
        for at, rows in self.notes:
            if index <= at:
                break
            if index - at - 1 < len(rows):
                return rows[index - at - 1]
            index -= len(rows)
        row = self.block.row(index)
        mark = self.marks.get(index, "")
        return replace(row, sign=_signed(row.sign, mark)) if mark else row

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of a change, or None where it is not here."""
        index = self.block.find(hunk, offset)
        return None if index is None else self.now_at(index)

    def now_at(self, index: int) -> int:
        """Return which row a row of the block is among all of these."""
        return index + sum(len(rows) for at, rows in self.notes if at < index)

    @property
    def extra(self) -> Iterator[tuple[int, Row]]:
        """Yield the further rows, each with which of all rows it is."""
        for at, rows in self.notes:
            for index, row in enumerate(rows):
                yield self.now_at(at) + 1 + index, row


def with_remarks(
    blocks: Iterable[Block], review: Review, path: str, setting: Setting, *, prose: bool = False
) -> Iterator[Block]:
    """Yield the blocks of a file with its comments: below their lines, or above them all.

    In prose they are below their paragraphs, each with its number in the margin of its place.
    """
    waiting = [one for one in review.comments if spot(review, one).path == path]
    yield from _whole_file(review, waiting, setting)
    waiting = [one for one in waiting if not spot(review, one).whole]
    for block in blocks:
        notes: dict[int, list[Row]] = {}
        marks: dict[int, str] = {}
        for one in [*waiting]:
            index = _below(block, review, one)
            if index is not None:
                hunks = block.row(index).hunks
                if prose:
                    index = _first_of_text(block, index)
                    marks[index] = f"{SIGN}…" if index in marks else f"{SIGN}{one.number}"
                    index = _end_of_paragraph(block, index)
                notes.setdefault(index, []).extend(remark_rows(one, setting, hunks))
                waiting.remove(one)
        if notes:
            below = tuple((at, tuple(rows)) for at, rows in sorted(notes.items()))
            yield Beneath(block, below, marks)
        else:
            yield block
    if waiting:  # their lines are folded away
        yield Rows("remarks:folded", _all_rows(waiting, setting))


def _signed(sign: str, mark: str) -> str:
    """Return what stands in a margin that has room for three signs."""
    fits = (one for one in (f"{sign}{mark}", f"{sign[:1]}{mark}", mark) if len(one) <= ROOM)
    return next(fits, f"{sign[:2]}{SIGN}")


def _first_of_text(block: Block, index: int) -> int:
    """Return the first row of text from a row on, which may be small print above it."""
    while block.row(index).kind == "note" and index + 1 < block.height:
        index += 1
    return index


def _end_of_paragraph(block: Block, index: int) -> int:
    """Return the last row of the paragraph that a row is in."""
    while index + 1 < block.height and block.row(index + 1).text.strip():
        index += 1
    return index


def remark_rows(comment: Comment, setting: Setting, hunks: tuple[str, ...] = ()) -> Iterator[Row]:
    """Yield the rows of a comment: its number, its words, what has become of it."""
    stands = comment.stands
    text = one_line(" ".join(comment.text.split()))
    bits: tuple[Bit, ...] = (
        *words(f"{comment.number} {text}   ", "strong"),
        *words(TICK.get(stands, stands), LOOKS[stands]),
    )
    yield from spread(Row("note", bits, hunks, sign=SIGN, comment=comment.number), setting)


def because_rows(review: Review, hunk: Hunk) -> Iterator[Row]:
    """Yield what is said above a change that came in a later round."""
    arrival, brought = review.arrivals.get(hunk.id), review.brought.get(root_of(hunk.id))
    if brought is not None and review.state(hunk.id) == "open":
        says = f"brought back from round {brought.round}"
        yield Row("note", words(says, "strong"), (hunk.id,), sign=" ")
    elif arrival is not None and review.state(hunk.id) == "open":
        says = "".join(because(review, arrival.because))
        yield Row("note", words(f"round {arrival.round}{says}", "strong"), (hunk.id,), sign=" ")


def because(review: Review, numbers: Iterable[int]) -> Iterator[str]:
    """Yield why a change came, in the person's own words."""
    said = {one.number: " ".join(one.text.split()) for one in review.comments}
    quoted = [f"“{one_line(said[number])}”" for number in numbers if number in said]
    if quoted:
        yield f" · because you said: {', '.join(quoted)}"


def _whole_file(review: Review, comments: Iterable[Comment], setting: Setting) -> Iterator[Block]:
    rows = _all_rows((one for one in comments if spot(review, one).whole), setting)
    if rows:
        yield Rows("remarks:file", rows)


def _all_rows(comments: Iterable[Comment], setting: Setting) -> tuple[Row, ...]:
    return tuple(row for one in comments for row in remark_rows(one, setting))


def _below(block: Block, review: Review, comment: Comment) -> int | None:
    """Return the row of a block that a comment belongs below, or None for another block."""
    if comment.hunk:
        return _in_change(block, review, comment)
    where = spot(review, comment)
    if isinstance(block, Rows) and block.begin >= 0:
        return _in_flow(block, review, where.start)
    if not isinstance(block, Same):
        return None
    at = starts(block.base)
    line = sum(begin < max(where.end, where.start + 1) for begin in at) - 1
    return line - block.first if block.first <= line < block.last else None


def _in_change(block: Block, review: Review, comment: Comment) -> int | None:
    """Return the row of a block in which the place of a comment about a change ends, or None."""
    named = [comment.hunk] + [
        hunk.id
        for hunk in review.proposal.hunks
        if root_of(hunk.id) == root_of(comment.hunk) and hunk.id != comment.hunk
    ]
    for name in named:
        offset = max(comment.end - 1, comment.start)
        whole = comment.start == comment.end or name != comment.hunk
        index = block.find(name, 1 << 62 if whole else offset)
        index = block.find(name) if index is None else index
        if index is not None:
            return index
    return None


def _in_flow(block: Rows, review: Review, start: int) -> int | None:
    """Return the row of flowing text that shows this byte of the file; None where none does."""
    place = block.begin
    ends = {hunk.id: hunk.end for hunk in review.proposal.hunks}
    for index, row in enumerate(block.rows):
        begin = place
        for bit in row.bits if row.kind == "prose" else ():
            place = ends.get(bit.hunk, place) if bit.hunk else place + len(encoded(bit.raw))
        if begin <= start < place:
            return index
    return None
