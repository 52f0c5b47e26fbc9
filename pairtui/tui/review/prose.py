"""Prose: a file as a manuscript, its changes inside flowing paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pairtui.proposal import FileChange, Hunk
from pairtui.review.conflict import Conflict
from pairtui.review.decide import Review, State
from pairtui.review.lines import line_of
from pairtui.review.visible import show_bytes
from pairtui.review.words import Piece, marked
from pairtui.tui.review.bits import Bit, Look, Row, bits_of, encoded, words
from pairtui.tui.review.blocks import Block, Rows, mixed_ends
from pairtui.tui.review.conflicts import conflict_block, parted, place_of
from pairtui.tui.review.edited import YOURS, own_pieces, replaced_words
from pairtui.tui.review.labels import (
    SIGNS,
    base_of,
    first_words,
    lines,
    many,
    named,
    newer,
    paragraph,
    starts,
    told,
)
from pairtui.tui.review.notes import notes_above
from pairtui.tui.review.setting import Setting, View
from pairtui.tui.review.wrap import wrapped

LOOKS: dict[State, Look] = {
    "taken": "taken", "saved": "taken", "edited": "edited", "rejected": "rejected", "stale": "warn"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One change as it stands in its paragraph: what became of it and what it comes to."""

    hunk: Hunk
    state: State
    new: bytes


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines `first` up to `last` of the file, counted from 0, with the changes in them."""

    first: int
    last: int
    parts: tuple[Part, ...]


def manuscript(change: FileChange, review: Review, setting: Setting) -> Iterator[Block]:
    """Yield the blocks of a file of prose."""
    base = base_of(change)
    rest, clashes = parted(change, review, prose=True)
    parts: list[tuple[int, int, Passage | Conflict]] = [
        (passage.first, passage.last, passage) for passage in passages(rest, review)
    ]
    parts += [(*place_of(change, one), one) for one in clashes]
    place = 0
    for index, (first, last, part) in enumerate(sorted(parts, key=lambda part: part[0])):
        yield from _between(base, place, first, setting, top=index == 0)
        if isinstance(part, Conflict):
            yield conflict_block(change, part, setting, prose=True)
        else:
            yield _passage(change, review, part, setting)
            shown = part.parts if part.parts[0].hunk.id in setting.turned else ()
            yield from (replaced_words(one.hunk, setting) for one in shown if _rewritten(one))
        place = max(last, place)
    yield from _between(base, place, len(lines(base)), setting, top=not parts, end=True)


def passages(change: FileChange, review: Review) -> list[Passage]:
    """Return the paragraphs that have changes in them, whole, in order."""
    base = base_of(change)
    every = lines(base)
    found: list[Passage] = []
    for hunk in change.hunks:
        first, last = _touched(base, hunk)
        while first < last and first > 0 and every[first].strip() and every[first - 1].strip():
            first -= 1
        while 0 < last < len(every) and every[last - 1].strip() and every[last].strip():
            if first == last:
                break
            last += 1
        part = Part(hunk, review.state(hunk.id), review.new_bytes(hunk))
        if found and (first < found[-1].last or (first, last) == (found[-1].first, found[-1].last)):
            before = found.pop()
            first, last = min(first, before.first), max(last, before.last)
            found.append(Passage(first, last, (*before.parts, part)))
        else:
            found.append(Passage(first, last, (part,)))
    return found


def _touched(base: bytes, hunk: Hunk) -> tuple[int, int]:
    """Return the lines a change touches, from 0, the end not included."""
    at = starts(base)
    count = len(lines(base))
    first = line_of(at, hunk.start) - 1
    if hunk.start == hunk.end and (hunk.start == at[first] or hunk.start == len(base)):
        first += hunk.start == len(base) and count > 0
        return first, first
    return first, min(line_of(at, max(hunk.start, hunk.end - 1)), count)


def _passage(change: FileChange, review: Review, passage: Passage, setting: Setting) -> Block:
    base = base_of(change)
    key = passage.parts[0].hunk.id
    decided = all(part.state != "open" and not newer(review, part.hunk) for part in passage.parts)
    if decided and setting.marked_up and key not in setting.turned:
        return Rows(key, (_folded(base, review, passage),))
    at = starts(base)
    begin = at[passage.first] if passage.first < len(at) else len(base)
    begin = min(begin, passage.parts[0].hunk.start)
    stop = at[passage.last] if passage.last < len(at) else len(base)
    stop = max(stop, passage.parts[-1].hunk.end)
    flow = Flow(base[begin:stop], begin, passage.parts, setting, opened=key in setting.turned)
    if not setting.marked_up:
        return Rows(key, flowing(flow), begin)
    hunks = tuple(part.hunk for part in passage.parts)
    return Rows(key, notes_above(change, hunks, review, setting) + flowing(flow), begin)


def _folded(base: bytes, review: Review, passage: Passage) -> Row:
    """Return the one line of a paragraph in which all is decided."""
    number = paragraph(base, passage.parts[0].hunk.start)
    ids = tuple(part.hunk.id for part in passage.parts)
    tally: dict[State, int] = {}
    for part in passage.parts:
        tally[part.state] = tally.get(part.state, 0) + 1
    bits: list[Bit] = []
    if len(passage.parts) == 1:
        part = passage.parts[0]
        bits += words(f"{named(part.state, prose=True):<9}", LOOKS[part.state])
        yours = part.state == "edited"
        rest = first_words(part.new) if yours else told(review, part.hunk)
    else:
        for state, count in tally.items():
            bits += words(f"{SIGNS[state]} {count} {named(state, prose=True)}  ", LOOKS[state])
        rest = first_words(b" ".join(part.new for part in passage.parts))
    bits += words(f"paragraph {number}  ", "muted")
    bits += words(rest, "same")
    sign = SIGNS[passage.parts[0].state] if len(tally) == 1 else "·"
    return Row("decided", tuple(bits), ids, sign=sign)


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything the rows of a passage depend on; `begin` is where `text` begins in the file."""

    text: bytes
    begin: int
    parts: tuple[Part, ...]
    setting: Setting
    opened: bool


@lru_cache(maxsize=16384)
def flowing(flow: Flow) -> tuple[Row, ...]:
    """Return the rows of a passage: the text around its changes and the changes, flowing."""
    bits: list[Bit] = []
    place = 0
    for part in flow.parts:
        bits += _still(flow.text[place : part.hunk.start - flow.begin])
        if not flow.setting.marked_up:
            bits += _read(part, flow.setting.view)
        elif part.state == "open" or flow.opened:
            bits += _part_bits(part, flow.setting)
        else:
            bits += _settled(part)
        place = part.hunk.end - flow.begin
    bits += _still(flow.text[place:])
    return tuple(_signed(wrapped(bits, flow.setting.measure), flow.parts))


def _signed(rows: Iterable[tuple[Bit, ...]], parts: tuple[Part, ...]) -> Iterator[Row]:
    """Yield rows with the signs of the changes that begin on each in its margin."""
    signs = {part.hunk.id: SIGNS[part.state] for part in parts}
    begun: set[str] = set()
    for row in rows:
        ids = tuple(dict.fromkeys(bit.hunk for bit in row if bit.hunk))
        sign = "".join(signs[name] for name in ids if name not in begun)
        begun.update(ids)
        yield Row("prose", row, ids, sign=sign if len(sign) < 4 else f"{sign[:2]}…")


def _still(data: bytes) -> Iterator[Bit]:
    """Yield the bits of text that is part of no change."""
    yield from _lines(show_bytes(data), "same")


def _settled(part: Part) -> Iterator[Bit]:
    """Yield the bits of a decided change: its final wording and nothing else."""
    hunk = part.hunk
    proposed = part.new == hunk.new and part.state in ("taken", "saved")
    at = (len(hunk.old),) if proposed else (0,) if part.new == hunk.old else ()
    text = show_bytes(hunk.old if part.state == "stale" else part.new)
    if not text.strip():
        yield Bit("", hunk=hunk.id)
    yield from _lines(text, LOOKS[part.state], hunk.id, at)


def _read(part: Part, view: View) -> Iterator[Bit]:
    """Yield the bits of a change as it reads in one of its versions.

    They stand for no bytes of it: who reads them has not seen what is proposed.
    """
    hunk = part.hunk
    old = view == "original" or part.state == "stale"
    yield Bit("", hunk=hunk.id)
    yield from _lines(show_bytes(hunk.old if old else part.new), "same", hunk.id)


def _part_bits(part: Part, setting: Setting) -> Iterator[Bit]:
    """Yield the bits of a change with what goes away and what comes in."""
    if _own(part):
        yield from _own_bits(part, setting)
        return
    hunk = part.hunk
    new = hunk.new if part.state in ("rejected", "stale") else part.new
    texts = show_bytes(hunk.old), show_bytes(new)
    places = [0, len(hunk.old)]
    pieces = marked(*texts) if setting.marks else _whole(*texts)
    if not pieces:
        yield Bit("(empty)", "muted", hunk=hunk.id)
    ends = mixed_ends(hunk.old, new)
    for index, piece in enumerate(pieces):
        sides = {"same": (0, 1), "cut": (0,), "added": (1,)}[piece.kind]
        at = tuple(places[side] for side in sides if side == 0 or new == hunk.new)
        joins = piece.kind == "cut" and index + 1 < len(pieces)
        bits = _lines(piece.text, piece.kind, hunk.id, at, joins=joins, ends=ends)
        yield from _bracketed(bits, piece.kind, hunk.id, plain=setting.plain)
        for side in sides:
            places[side] += len(encoded(piece.text))


def _own(part: Part) -> bool:
    """Tell whether a change is in the person's words, which are not the AI's."""
    return part.hunk.own or _rewritten(part)


def _rewritten(part: Part) -> bool:
    """Tell whether the person put own words in the place of the AI's, and not the file's."""
    own = part.new not in (part.hunk.new, part.hunk.old)
    return part.state in ("edited", "saved") and own and bool(part.hunk.new)


def _own_bits(part: Part, setting: Setting) -> Iterator[Bit]:
    """Yield the bits of a change in the person's words: what goes, what is the AI's, and theirs."""
    hunk = part.hunk
    old, mine = show_bytes(hunk.old), show_bytes(hunk.new if hunk.own else part.new)
    ends = mixed_ends(hunk.old, part.new)
    places = [0, len(hunk.old)]
    for piece, own in own_pieces(marked(old, mine), "" if hunk.own else show_bytes(hunk.new), mine):
        look: Look = "edited" if own else piece.kind
        sides = {"same": (0, 1), "cut": (0,), "added": (1,)}[piece.kind]
        at = tuple(places[side] for side in sides if side == 0 or hunk.own)
        bits = _lines(piece.text, look, hunk.id, at, ends=ends)
        yield from _bracketed(bits, look, hunk.id, plain=setting.plain)
        for side in sides:
            places[side] += len(encoded(piece.text))


def _whole(old: str, new: str) -> tuple[Piece, ...]:
    pieces = (Piece("cut", old), Piece("added", new))
    return tuple(piece for piece in pieces if piece.text)


def _bracketed(bits: Iterable[Bit], look: Look, hunk: str, *, plain: bool) -> Iterator[Bit]:
    """Yield bits in the brackets that say without colour what is cut, what is new, what is yours.

    With colour only the person's own words have a sign.
    """
    signs = {"cut": ("[-", "-]"), "added": ("{+", "+}"), "edited": (f"{{{YOURS}", f"{YOURS}}}")}
    first, last = signs.get(look, ("", "")) if plain else ("", "")
    if look == "edited" and not plain:
        first = YOURS
    inside = False
    for bit in bits:
        if bool(bit.text) != inside and first:
            inside = not inside
            if inside or last:
                yield Bit(first if inside else last, look, hunk=hunk)
        yield bit
    if inside and last:
        yield Bit(last, look, hunk=hunk)


def _lines(
    text: str, look: Look, hunk: str = "", at: tuple[int, ...] = (), *, joins: bool = False,
    ends: bool = False,
) -> Iterator[Bit]:  # fmt: skip
    """Yield the bits of a text of several lines; each line feed ends a row.

    `joins`: the last line feed is taken away and the next text follows in the same row, so it is
    shown. `ends`: carriage returns are shown.
    """
    every = text.split("\n")
    for index, line in enumerate(every):
        shown = line if ends else line.removesuffix("\r")
        last = index == len(every) - 1
        shown = line if last else shown
        yield from bits_of(shown, look, hunk, at)
        at = tuple(place + len(encoded(shown)) for place in at)
        if last:
            return
        end = line[len(shown) :] + "\n"
        mark = "↵" if joins and index == len(every) - 2 and not every[-1] else ""
        yield Bit(mark, look, end, hunk, at)
        at = tuple(place + len(encoded(end)) for place in at)


def _between(
    base: bytes, first: int, last: int, setting: Setting, *, top: bool, end: bool = False
) -> Iterator[Block]:
    """Yield the blocks of the lines that stay: a paragraph on each side, the rest folded."""
    every = lines(base)
    begins = [
        at
        for at in range(first, last)
        if every[at].strip() and (at == first or not every[at - 1].strip())
    ]
    keep = setting.paragraphs
    shown = (0 if top else keep) + (0 if end else keep)
    key = f"same:{first}"
    if len(begins) <= shown + 1 or key in setting.turned:
        name = key if key in setting.turned else ""  # to be folded again by it
        yield from _standing(base, first, last, setting, name)
        return
    low = first if top else begins[keep]
    high = last if end else begins[len(begins) - keep] if keep else last
    yield from _standing(base, first, low, setting)
    count = sum(low <= at < high for at in begins)
    text = f"⋯ {many(count, 'paragraph')} the same"
    yield Rows(key, (Row("fold", words(text)), Row("blank")))
    yield from _standing(base, high, last, setting)


def _standing(
    base: bytes, first: int, last: int, setting: Setting, key: str = ""
) -> Iterator[Block]:
    if first < last:
        at = starts(base)
        stop = at[last] if last < len(at) else len(base)
        rows = flowing(Flow(base[at[first] : stop], at[first], (), setting, opened=False))
        yield Rows(key or f"still:{first}", rows, at[first])
