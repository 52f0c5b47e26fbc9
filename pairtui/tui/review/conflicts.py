"""Conflicts: the rows of what the person and the AI both changed, as three texts told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pairtui.proposal import FileChange, Hunk
from pairtui.review.conflict import Conflict, conflict
from pairtui.review.decide import Review
from pairtui.review.lines import line_of
from pairtui.review.match import gaps
from pairtui.review.visible import one_line, show_bytes
from pairtui.review.weave import merged
from pairtui.review.words import marked
from pairtui.tui.review.bits import Bit, Kind, Look, Row, bits_of, encoded, words
from pairtui.tui.review.blocks import Block, Rows
from pairtui.tui.review.labels import base_of, lines, named, starts, where
from pairtui.tui.review.setting import EDGE, Setting
from pairtui.tui.review.wrap import wrapped

BOTH = "you and the AI both changed this"
STANDS = "you changed the text around this, and this still stands"
SAME = "the file reads like this already"
SINCE = "you changed this file since"
MERGES = "nothing in them collides: both can go together"
DECIDES = "h decides"
SAW, YOURS, WANTED = "|", "<", ">"
"""The signs of the three texts, as in the conflicts that git writes."""
NEAR = 40
"""Characters beside some words that are shown with them."""
WIDE = 1_000_000
"""Cells of a row of code, which is not wrapped."""


@dataclass(frozen=True, slots=True)
class Texts(Rows):
    """The rows of a conflict, which begins with the words about it."""

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of the change; the first one for its beginning."""
        return Rows.find(self, hunk, offset) if offset or hunk not in self.rows[0].hunks else 0


def parted(
    change: FileChange, review: Review, *, prose: bool
) -> tuple[FileChange, tuple[Conflict, ...]]:
    """Return a file's changes without those in conflict with it, and these, by place."""
    found = [conflict(review, hunk, prose=prose) for hunk in change.hunks]
    made = [one for one in found if one is not None and not one.says]
    ids = {one.hunk.id for one in made}
    rest = tuple(hunk for hunk in change.hunks if hunk.id not in ids)
    return replace(change, hunks=rest), tuple(sorted(made, key=lambda one: one.start))


def said(review: Review, hunk: Hunk) -> str:
    """Return what there is to say about a change that moved on, and the key that decides it."""
    made = conflict(review, hunk, prose=False)
    if made is None or made.says:
        return f"{made.says if made else one_line(review.stale[hunk.id])} · {DECIDES}"
    return f"{about(made)} · {DECIDES}"


def about(made: Conflict) -> str:
    """Return in a few words what a change and the file have to do with each other."""
    if made.hunk.kind == "delete":
        return SINCE
    return STANDS if made.stands else SAME if made.same else BOTH


def place_of(change: FileChange, made: Conflict) -> tuple[int, int]:
    """Return the lines of the file that a conflict takes the place of, from 0, without the end.

    One about some words of a line stands before that.
    """
    data = base_of(change)
    first = line_of(starts(data), made.start) - 1 if made.start < len(data) else len(lines(data))
    if made.ahead or made.behind or not made.yours:
        return first, first
    return first, line_of(starts(data), made.end - 1)


def conflict_block(change: FileChange, made: Conflict, setting: Setting, *, prose: bool) -> Block:
    """Return the block of a conflict: open, unlike what was decided, until it is folded."""
    key = f"conflict:{made.hunk.id}"
    if key in setting.turned:
        says = f"{where(change, made.hunk)}  {about(made)} · o shows it, {DECIDES}"
        bits = (*words(f"{named('stale'):<9}", "warn"), *words(says, "same"))
        return Rows(key, (Row("decided", bits, (made.hunk.id,), sign="!"),))
    room = setting.measure if prose else WIDE
    number = line_of(starts(base_of(change)), made.start)
    return Texts(key, _rows(made, "prose" if prose else "code", room, number, setting.width))


def changed_since(hunk: Hunk, base: bytes, now: bytes) -> Iterator[Row]:
    """Yield the lines of a file that is to be deleted which changed since the AI saw it."""
    old, new = lines(base), lines(now)
    for gap in gaps(old, new):
        for at in range(gap.old, gap.old_end):
            bits = bits_of(show_bytes(old[at].rstrip(b"\r\n")), "cut")
            yield Row("code", tuple(bits), (hunk.id,), sign=SAW)
        for at in range(gap.new, gap.new_end):
            bits = bits_of(show_bytes(new[at].rstrip(b"\r\n")), "edited")
            yield Row("code", tuple(bits), (hunk.id,), sign=YOURS, old=at + 1)


@lru_cache(maxsize=512)
def _rows(made: Conflict, kind: Kind, room: int, number: int, cells: int) -> tuple[Row, ...]:
    hunk, size = made.hunk, len(made.hunk.old)
    head = f"{about(made)} · {DECIDES}"
    whose = "what you wrote" if hunk.own else "the AI's"
    whose += ", in your words" if made.wanted != made.proposed else ""
    before, behind = made.base[: made.at], made.base[made.at + size :]
    new = made.wanted[len(before) : len(made.wanted) - len(behind)]
    place = (size,) if made.wanted == made.proposed else ()
    mine = _pieces(made.base, made.yours)
    parts: list[tuple[str, str, Iterable[tuple[bytes, Look, tuple[int, ...]]]]] = [
        (SAW, "as the AI saw it", ((before, "same", ()), (hunk.old, "cut", (0,)),
                                   (behind, "same", ()))),
        (YOURS, "yours now", ((data, look, ()) for data, look in mine)),
        (WANTED, whose, ((before, "same", ()), (new, "added", place), (behind, "same", ()))),
    ]  # fmt: skip
    if made.stands:  # what it would change is what is there
        parts = [(YOURS, "there now", parts[0][2]), parts[2]]
    rows = [
        Row("note", row, (hunk.id,), sign="" if index else "!")
        for index, row in enumerate(wrapped(bits_of(head, "warn"), max(cells - EDGE, 8)))
    ]
    for sign, label, pieces in parts:
        rows.append(Row("note", words(label, "strong"), (hunk.id,), sign=sign))
        bits: list[Bit] = list(bits_of(_ahead(made.ahead), "muted"))
        for data, look, at in pieces:
            bits += _bits(data, look, hunk.id, at)
        bits += bits_of(_behind(made.behind), "muted")
        shown = wrapped(bits, room) if bits else [words("nothing")]
        for index, row in enumerate(shown):
            old = number + index if bits and sign == YOURS and kind == "code" else 0
            rows.append(Row(kind, row, (hunk.id,), sign=sign, old=old))
    both = merged(made.base, made.yours, made.wanted, "yours") if kind == "prose" else None
    if both is not None and both == merged(made.base, made.yours, made.wanted, "wanted"):
        rows.append(Row("note", words(MERGES), (hunk.id,)))
    return (*rows, Row("blank")) if kind == "prose" else tuple(rows)


def _ahead(data: bytes) -> str:
    """Return the last words of a text that stands before some words in their line."""
    text = show_bytes(data)
    return text if len(text) <= NEAR else "…" + text[-NEAR:].partition(" ")[2]


def _behind(data: bytes) -> str:
    """Return the first words of a text that stands behind some words in their line."""
    text = show_bytes(data).rstrip("\r\n")
    return text if len(text) <= NEAR else text[:NEAR].rpartition(" ")[0] + "…"


def _pieces(base: bytes, yours: bytes) -> Iterator[tuple[bytes, Look]]:
    """Yield the person's text in pieces, those that are theirs with a look of their own."""
    for piece in marked(show_bytes(base), show_bytes(yours)):
        if piece.kind != "cut":
            yield encoded(piece.text), "same" if piece.kind == "same" else "edited"


def _bits(data: bytes, look: Look, hunk: str = "", at: tuple[int, ...] = ()) -> Iterator[Bit]:
    """Yield the bits of a text of several lines; each line feed ends a row."""
    place = at
    for line in lines(data):
        ended = line.endswith(b"\n")
        shown = line.removesuffix(b"\n").removesuffix(b"\r") if ended else line
        yield from bits_of(show_bytes(shown), look, hunk, place)
        if ended:
            inner = tuple(one + len(shown) for one in place)
            yield Bit("", look, show_bytes(line[len(shown) :]), hunk, inner)
        place = tuple(one + len(line) for one in place)
