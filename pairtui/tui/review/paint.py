"""Paint: a row in, a strip of styled cells out; every strip is as wide as the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from pairtui.review.spans import Spans
from pairtui.tui.review.bits import Bit, Row, encoded, halves, spans, width
from pairtui.tui.review.setting import MARGIN

FOUND = "◆"
"""In the margin of a row in which something was found."""
Paint = tuple[str, Style]
Toned = tuple[str, str]
"""A piece of text and the name of its look."""
REVERSED = Style(reverse=True)


@dataclass(frozen=True, slots=True)
class Palette:
    """The style of each look, and of the page itself under the name "page".

    `sums` are those that were added up already.
    """

    styles: Mapping[str, Style]
    sums: dict[tuple[str, ...], Style] = field(default_factory=dict)

    def style(self, look: str) -> Style:
        """Return the whole style of a look."""
        return self.sum("page", look) if look in self.styles else self.styles["page"]

    def sum(self, *looks: str) -> Style:
        """Return the style of some looks on top of each other; one that has none adds nothing."""
        found = self.sums.get(looks)
        if found is None:
            found = Style.combine(self.styles[look] for look in looks if look in self.styles)
            self.sums[looks] = found
        return found


@dataclass(frozen=True, slots=True)
class Frame:
    """What a row's looks depend on besides the row.

    `width` is of the page, `digits` of a line number. `current` is the change the cursor is in,
    `left` how many cells of code are scrolled off. `half` says that it is one of two columns, which
    has one number. `picked` are the bytes that are selected, by change, `found` is what is looked
    for and stands in the row.
    """

    width: int
    digits: int
    left: int = 0
    current: str = ""
    half: bool = False
    picked: Mapping[str, Spans] = field(default_factory=dict)
    found: re.Pattern[str] | None = None


def gutter(row: Row, frame: Frame) -> int:
    """Return how many cells the margin of a row takes."""
    if row.kind == "prose":
        return MARGIN
    if row.kind == "code":
        return 2 + (1 if frame.half else 2) * (frame.digits + 1) + 1
    return 3


def columns(row: Row, frame: Frame) -> Iterator[tuple[Row, Frame]]:
    """Yield what stands in each column of a row, with the frame it has there."""
    parts = halves(row)
    if len(parts) == 1:
        yield row, frame
        return
    first = (frame.width - 1) // 2
    for part, cells in zip(parts, (first, frame.width - 1 - first), strict=True):
        yield part, replace(frame, width=cells, half=True)


def is_picked(row: Row, frame: Frame) -> bool:
    """Tell whether any byte that a row shows is selected."""
    return bool(frame.picked) and any(
        low < end and start < high
        for name, start, end in spans(row)
        for low, high in frame.picked.get(name, ())
    )


def visible_columns(row: Row, frame: Frame) -> tuple[int, int]:
    """Return which columns of a row's text are on the screen."""
    left = frame.left if row.kind == "code" else 0
    return left, left + max(frame.width - gutter(row, frame), 0)


def paint(
    row: Row, frame: Frame, palette: Palette, *, cursor: bool = False,
    tones: Sequence[Iterable[Toned]] = (),
) -> Strip:  # fmt: skip
    """Return one row as it is painted; `tones` replace the plain text of code, column by column."""
    made = [
        _paint(part, within, palette, cursor=cursor, tones=toned)
        for (part, within), toned in zip(columns(row, frame), (*tones, (), ()), strict=False)
    ]
    if len(made) == 1:
        return made[0]
    under = palette.style("cursor" if cursor else "page")
    return Strip.join([made[0], Strip([Segment("│", under + palette.styles["muted"])]), made[1]])


def _paint(
    row: Row, frame: Frame, palette: Palette, *, cursor: bool, tones: Iterable[Toned]
) -> Strip:
    current = bool(row.hunks) and frame.current in row.hunks
    picked = is_picked(row, frame)
    base = "cursor" if cursor else _ground(row)
    under = palette.style(base)
    over = REVERSED if picked and row.kind != "prose" else Style()
    text = [(piece, palette.sum("page", base, tone) + over) for piece, tone in tones]
    if not text:
        bits = _by_picked(row, frame) if picked else ((bit, False) for bit in row.bits)
        text = [
            (bit.text, _look(row, bit, _under(row, bit, frame, base), palette) + _over(chosen))
            for bit, chosen in bits
        ]
    left, right = visible_columns(row, frame)
    if frame.found is not None:
        text = list(_with_marks(text, frame.found, palette.styles["found"]))
    body = Strip(segments(text)).crop(left)
    if body.cell_length > right - left:
        body = _cut(body, right - left, palette.sum("page", base, "muted"))
    style = palette.sum("page", base, "strong" if current or picked else "muted")
    said = _margin(row, frame, current=current, picked=picked)
    if frame.found is not None and not (frame.half and frame.found.search(row.text) is None):
        said = f"{said[:-1]}{FOUND}"
    return _whole([(said, style)], body, frame.width, under)


def _over(picked: bool) -> Style:
    return REVERSED if picked else Style()


def _by_picked(row: Row, frame: Frame) -> Iterator[tuple[Bit, bool]]:
    """Yield the bits of a row cut where a selection begins or ends, with whether each is in it."""
    for bit in row.bits:
        if row.kind != "prose":
            yield bit, True
            continue
        rest = bit
        while rest.raw and rest.at:
            size, chosen = _leading(rest, frame.picked.get(rest.hunk, ()))
            if size >= len(rest.raw) or not rest.plain:
                break
            head, rest = rest.cut(size)
            yield head, chosen
        yield rest, bool(rest.at) and _leading(rest, frame.picked.get(rest.hunk, ()))[1]


def _leading(bit: Bit, picked: Spans) -> tuple[int, bool]:
    """Return how many characters at the front of a bit are selected alike, and whether they are."""
    states: list[bool] = []
    place = 0
    for letter in bit.raw:
        states.append(any(low <= at + place < high for at in bit.at for low, high in picked))
        place += len(encoded(letter))
        if states[-1] != states[0]:
            return len(states) - 1, states[0]
    return len(states), bool(states) and states[0]


def _with_marks(text: list[Paint], found: re.Pattern[str], style: Style) -> Iterator[Paint]:
    """Yield a text with what is looked for in a style of its own on top."""
    places = [match.span() for match in found.finditer("".join(piece for piece, _ in text))]
    at = 0
    for piece, look in text:
        cuts = {0, len(piece)}
        for place in places:
            cuts.update(edge - at for edge in place if at < edge < at + len(piece))
        for low, high in pairwise(sorted(cuts)):
            inside = any(start <= at + low < end for start, end in places)
            yield piece[low:high], look + style if inside else look
        at += len(piece)


def _whole(margin: list[Paint], body: Strip, cells: int, under: Style) -> Strip:
    """Return margin, text and what is missing to the width as one strip."""
    parts = [*margin, *((segment.text, segment.style or under) for segment in body)]
    used = sum(width(text) for text, _ in parts)
    made = segments([*parts, (" " * (cells - used), under)])
    return Strip(made).crop(0, cells)


def _look(row: Row, bit: Bit, base: str, palette: Palette) -> Style:
    look: str = bit.look
    if look in ("cut", "added"):
        look = f"prose-{look}" if row.kind == "prose" else base
    return palette.sum("page", base, look, *(("escape",) if bit.escaped else ()))


def _under(row: Row, bit: Bit, frame: Frame, base: str) -> str:
    """Return the look a piece lies on: prose has several changes in a row, and one is meant."""
    return "here" if row.kind == "prose" and bit.hunk and bit.hunk == frame.current else base


def _ground(row: Row) -> str:
    """Return the look a whole row lies on: lines of code that go or come are tinted."""
    if row.kind == "code" and row.bits and row.bits[0].look.startswith(("cut", "added")):
        return row.bits[0].look.removesuffix("-word")
    if row.kind == "code" and row.sign in "-+" and row.sign:
        return "cut" if row.sign == "-" else "added"
    return "page"


def _margin(row: Row, frame: Frame, *, current: bool, picked: bool) -> str:
    mark = "┃" if picked else "▶" if current else " "
    if row.kind == "prose":
        return f"{mark}{row.sign:<3} "
    if row.kind != "code":
        return f"{mark}{row.sign or ' '} "
    digits = frame.digits
    old, new = row.old or "", row.new or ""
    if frame.half:
        return f"{mark}{row.sign or ' '} {old or new:>{digits}} "
    return f"{mark}{row.sign or ' '} {old:>{digits}} {new:>{digits}} "


def segments(parts: Iterable[Paint]) -> list[Segment]:
    """Return segments; neighbours that look the same become one, as each change costs bytes.

    White space looks the same in any colour, so it goes with what stands before it.
    """
    made: list[Segment] = []
    text, last = "", Style()
    for piece, style in parts:
        if not piece:
            continue
        if text and (style == last or (piece.isspace() and _same_blank(style, last))):
            text += piece
            continue
        if text:
            made.append(Segment(text, last))
        text, last = piece, style
    return [*made, Segment(text, last)] if text else made


def _same_blank(one: Style, two: Style) -> bool:
    """Tell whether white space looks the same in two styles."""
    lined = one.underline or one.strike or one.reverse or two.underline or two.strike
    return one.bgcolor == two.bgcolor and not lined and not two.reverse


def _cut(body: Strip, room: int, more: Style) -> Strip:
    """Return a strip with a sign at its end that there is more to the right."""
    if room < 1:
        return Strip([])
    return Strip.join([body.crop(0, room - 1), Strip([Segment("›", more)])])


def padded(strip: Strip, cells: int, style: Style, *, more: bool = False) -> Strip:
    """Return a strip of exactly so many cells; `more` marks what had to be cut off."""
    missing = cells - strip.cell_length
    if missing > 0:
        return Strip([*strip, Segment(" " * missing, style)], cells)
    if missing < 0:
        return _cut(strip, cells, style) if more else strip.crop(0, cells)
    return strip


def shown_columns(row: Row, frame: Frame) -> tuple[int, int]:
    """Return which columns of its text a row really shows; the sign for more covers the last."""
    left, right = visible_columns(row, frame)
    return (left, right - 1) if row.width > right else (left, right)


def digits(*numbers: int) -> int:
    """Return how many cells the widest of some line numbers takes, at least three."""
    return max(3, *(width(str(number)) for number in numbers))
