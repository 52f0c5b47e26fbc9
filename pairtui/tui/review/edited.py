"""Edited: a change in the person's own words, with the file's, the AI's and theirs told apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from pairtui.proposal import Hunk
from pairtui.review.match import blocks
from pairtui.review.visible import show_bytes
from pairtui.review.words import Piece, marked
from pairtui.tui.review.bits import Look, Row, bits_of, words
from pairtui.tui.review.blocks import Block, Changed, Rows
from pairtui.tui.review.labels import lines, many
from pairtui.tui.review.setting import EDGE, Setting
from pairtui.tui.review.wrap import wrapped

YOURS = "✎"
"""What stands before the person's own words in running text."""
MINE = "~"
GONE = "×"
"""The signs of lines of code that are the person's, and of the AI's that they replaced."""
SIGNS_ARE = "- the file's   + the AI's   ~ yours"


@dataclass(frozen=True, slots=True)
class Edited:
    """A change of code in the person's words: what goes, and what comes in, by whose it is.

    `ai` is the change as it was proposed, with nothing new in it where it is all the person's own;
    `mine` is the same one as the person has it.
    """

    ai: Changed
    mine: Changed

    @property
    def key(self) -> str:
        """Return the name that a place on the screen is found again by."""
        return self.mine.key

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return self.mine.height

    def row(self, index: int) -> Row:
        """Return one of the rows, from 0; the AI's line where the person left it as it was."""
        at = index - self._first
        if at < 0:
            return self.mine.row(index)
        kept = _kept(self.ai.new, self.mine.new).get(at)
        row = self.mine.row(index)
        if kept is None:
            return _as_whose(row, MINE, "edited")
        return replace(self.ai.row(self._first + kept), new=row.new)

    def find(self, hunk: str, offset: int = 0) -> int | None:
        """Return the row that shows this byte of the change, or its first where none does."""
        if hunk != self.mine.hunk.id:
            return None
        size = len(self.mine.hunk.old)
        if offset < size:
            return self.mine.find(hunk, offset)
        ends = list(accumulate(map(len, lines(self.ai.new))))
        line = bisect_right(ends, offset - size)
        kept = _kept(self.ai.new, self.mine.new)
        return next((self._first + at for at, other in kept.items() if other == line), 0)

    @property
    def _first(self) -> int:
        """Return the row of the first line that comes in."""
        return len(self.mine.above) + len(lines(self.mine.hunk.old))


def edited_blocks(block: Changed, setting: Setting) -> Iterator[Block]:
    """Yield the blocks of a change of code that is in the person's words."""
    legend = Row("note", words(SIGNS_ARE), (block.hunk.id,))
    mine = replace(block, above=(*block.above, legend))
    ai = replace(mine, new=b"" if block.hunk.own else block.hunk.new)
    yield Edited(ai, mine)
    kept = set(_kept(ai.new, mine.new).values())
    first = len(mine.above) + len(lines(block.hunk.old))
    gone = [at for at in range(len(lines(ai.new))) if at not in kept]
    if gone:
        says = f"{many(len(gone), 'line')} of the AI's that you replaced"
        rows = (replace(_as_whose(ai.row(first + at), GONE, "rejected"), new=0) for at in gone)
        yield _on_request(block.hunk, says, rows, setting)


def replaced_words(hunk: Hunk, setting: Setting) -> Block:
    """Return the block that has, on request, what the AI wrote where the person rewrote prose."""
    text = show_bytes(hunk.new).replace("\n", " ")
    bits = bits_of(text, "rejected", hunk.id, (len(hunk.old),))
    found = wrapped(bits, max(setting.measure - EDGE, 8))
    rows = (
        Row("note", row, (hunk.id,), sign=GONE if not at else "") for at, row in enumerate(found)
    )
    return _on_request(hunk, "the AI's words, which you replaced", rows, setting)


def own_pieces(pieces: Iterable[Piece], new: str, mine: str) -> Iterator[tuple[Piece, bool]]:
    """Yield the pieces of a comparison with the person's text, with whether each is theirs.

    What was added is cut where the AI's words, which are in `new`, and the person's meet.
    """
    whose = _whose(new, mine)
    place = 0
    for piece in pieces:
        if piece.kind != "added":
            yield piece, False
            place += len(piece.text) if piece.kind == "same" else 0
            continue
        start = place
        for at in range(place + 1, place + len(piece.text) + 1):
            if at == place + len(piece.text) or whose[at] != whose[start]:
                yield Piece("added", mine[start:at]), whose[start]
                start = at
        place += len(piece.text)


def _on_request(hunk: Hunk, says: str, rows: Iterable[Row], setting: Setting) -> Block:
    key = f"ai:{hunk.id}"
    shown = key in setting.turned
    head = Row("fold", words(f"⋯ {says}" if shown else f"⋯ {says} · o shows"), (hunk.id,))
    return Rows(key, (head, *rows) if shown else (head,))


def _as_whose(row: Row, sign: str, look: Look) -> Row:
    """Return a line with the sign and the look that say whose it is."""
    made = (replace(bit, look=look) if bit.look.startswith("added") else bit for bit in row.bits)
    return replace(row, sign=sign, bits=tuple(made))


@lru_cache(maxsize=1024)
def _kept(new: bytes, mine: bytes) -> dict[int, int]:
    """Return the lines of the person's text that are the AI's, each with which one it is."""
    return {
        block.new + at: block.old + at
        for block in blocks(lines(new), lines(mine))
        for at in range(block.size)
    }


@lru_cache(maxsize=1024)
def _whose(new: str, mine: str) -> tuple[bool, ...]:
    """Tell for each character of the person's text whether it is theirs and not the AI's."""
    return tuple(
        piece.kind == "added"
        for piece in marked(new, mine)
        if piece.kind != "cut"
        for _ in piece.text
    )
