"""Cards: what could not be placed and what was cut off; shown, and never offered for taking."""

from __future__ import annotations

from collections.abc import Iterator

from pairtui.proposal import (
    ChangeMode,
    CutOff,
    Delete,
    Edit,
    Proposal,
    Rename,
    SearchReplace,
    Selection,
    Unplaced,
    WholeFile,
)
from pairtui.review.lines import body, cut_lines
from pairtui.review.visible import one_line, show_bytes
from pairtui.tui.review.bits import Bit, Look, Row, bits_of, encoded, words
from pairtui.tui.review.blocks import Block, Rows


def cards(proposal: Proposal, path: str) -> Iterator[Block]:
    """Yield a card for each edit of this file that cannot be taken."""
    for index, lost in enumerate(proposal.unplaced):
        if lost.edit.path == path:
            yield _unplaced(f"{UNPLACED}{index}", lost)
    for index, cut in enumerate(proposal.cut_off):
        if cut.path == path:
            yield _cut_off(f"{CUT_OFF}{index}", cut)


UNPLACED = "unplaced:"
CUT_OFF = "cut off:"


def unplaced_at(proposal: Proposal, key: str) -> Unplaced | None:
    """Return the edit that fits nowhere whose card has this key; None for any other key."""
    keys = (f"{UNPLACED}{index}" for index in range(len(proposal.unplaced)))
    found = (lost for name, lost in zip(keys, proposal.unplaced, strict=True) if name == key)
    return next(found, None)


def is_card(key: str) -> bool:
    """Tell whether a key names a card and not a change."""
    return key.startswith((UNPLACED, CUT_OFF))


def _unplaced(key: str, lost: Unplaced) -> Block:
    rows = [Row("blank"), _head(key, "could not be placed", lost.says)]
    if lost.lines:
        places = ", ".join(str(line) for line in lost.lines[:12])
        rows.append(Row("note", words(f"it fits at lines {places}"), (key,), sign="!"))
    if lost.edit.reason:
        rows.append(Row("note", words(f"why: {lost.edit.reason}"), (key,), sign="!"))
    rows.append(Row("note", words("what was meant:"), (key,), sign="!"))
    for text, sign, look in _meant(lost.edit):
        rows += _text(key, text, sign, look)
    if lost.nearest:
        where, alike = lost.nearest.line, lost.nearest.alike
        nearest = f"nearest text: line {where}, {alike} % alike · h places it there by hand"
        rows.append(Row("note", words(nearest), (key,), sign="!"))
    if lost.near:
        rows.append(Row("note", words("the nearest lines there are:"), (key,), sign="!"))
    for near in lost.near:
        rows.append(Row("code", tuple(bits_of(near.text, "same")), (key,), sign=" ", old=near.line))
    return Rows(key, tuple(rows))


def _cut_off(key: str, cut: CutOff) -> Block:
    head = _head(key, "cut off: cannot be taken", "the answer ended inside this change")
    return Rows(key, (Row("blank"), head, *_text(key, cut.text, " ", "muted")))


def _head(key: str, what: str, says: str) -> Row:
    bits = (*words(f"{what}  ", "warn"), *words(says, "same"))
    return Row("decided", bits, (key,), sign="!")


def _meant(edit: Edit) -> Iterator[tuple[str, str, Look]]:
    match edit:
        case SearchReplace(search=search, replace=replace):
            yield search, "-", "cut"
            yield replace, "+", "added"
        case WholeFile(text=text) | Selection(text=text):
            yield text, "+", "added"
        case Delete():
            yield "delete this file", " ", "same"
        case Rename(to=to):
            yield f"rename it to {one_line(to)}", " ", "same"
        case ChangeMode(executable=executable):
            yield f"make it {'one' if executable else 'none'} that can be run", " ", "same"


def _text(key: str, text: str, sign: str, look: Look) -> Iterator[Row]:
    for line in cut_lines(encoded(text)):
        bits: tuple[Bit, ...] = tuple(bits_of(show_bytes(body(line)), look))
        yield Row("code", bits, (key,), sign=sign)
