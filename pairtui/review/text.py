"""Text: the lines of one file, indexed once, so that many edits can look for their place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pairtui.proposal import digest
from pairtui.review.lines import body, cut_lines, line_end

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Text:
    """A file's lines; a byte order mark before the first line belongs to none.

    `bodies` are the lines without their ends, `where` the line numbers (from 0) of each body,
    `starts` the offset of each line and, last, of the end. `head` is the length of the byte order
    mark, `end` the commonest line end.
    """

    data: bytes
    lines: Sequence[bytes]
    bodies: Sequence[bytes]
    starts: Sequence[int]
    where: Mapping[bytes, Sequence[int]]
    head: int
    end: bytes
    digest: str

    def find(self, wanted: Sequence[bytes]) -> list[int]:
        """Return each line (from 0) at which these whole lines stand; none for no lines."""
        return find(wanted, self.bodies, self.where)

    def ended(self, low: int, high: int, bodies: Sequence[bytes]) -> list[bytes]:
        """Return new lines for the place of lines `low` to `high`, each with its end.

        That is the end of the line it replaces, else of the one before, else the commonest.
        """
        last = line_end(self.lines[low - 1]) if low else b""
        ended: list[bytes] = []
        for at, new in enumerate(bodies, start=low):
            last = (line_end(self.lines[at]) if at < high else b"") or last or self.end
            ended.append(new + last)
        return ended


def find(
    wanted: Sequence[bytes], lines: Sequence[bytes], where: Mapping[bytes, Sequence[int]]
) -> list[int]:
    """Return each place (from 0) at which a run of lines stands among others; none for no lines.

    `where` are the places of each single line: only those of the rarest one are looked at.
    """
    if not wanted:
        return []
    rarest = min(range(len(wanted)), key=lambda at: len(where.get(wanted[at], ())))
    size, run = len(wanted), list(wanted)
    firsts = (line - rarest for line in where.get(wanted[rarest], ()))
    return [at for at in firsts if at >= 0 and lines[at : at + size] == run]


@lru_cache(maxsize=8)
def indexed(data: bytes) -> Text:
    """Return the lines of a file, indexed; the last few files are remembered."""
    head = len(BOM) if data.startswith(BOM) else 0
    lines = cut_lines(data[head:])
    bodies = [body(line) for line in lines]
    starts = [head]
    where: dict[bytes, list[int]] = {}
    for at, line in enumerate(lines):
        starts.append(starts[-1] + len(line))
        where.setdefault(bodies[at], []).append(at)
    ends = Counter(end for end in map(line_end, lines) if end)
    commonest = ends.most_common(1)[0][0] if ends else b"\n"
    return Text(data, lines, bodies, starts, where, head, commonest, digest(data))
