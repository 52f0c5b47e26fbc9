"""Cards: what could not be placed and what was cut off; shown, and never offered for taking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pairtui.proposal import (
    ChangeMode,
    Delete,
    Edit,
    Misfit,
    Proposal,
    Rename,
    SearchReplace,
    Selection,
    Unplaced,
    WholeFile,
)
from pairtui.review.decide import Review
from pairtui.review.lines import body, cut_lines
from pairtui.review.unfitting import changed
from pairtui.review.visible import one_line, show_bytes
from pairtui.tui.review.bits import Bit, Kind, Look, Row, bits_of, encoded
from pairtui.tui.review.blocks import Block, Rows
from pairtui.tui.review.remarks import spread
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.wrap import wrapped


def cards(review: Review, path: str, setting: Setting, *, prose: bool) -> Iterator[Block]:
    """Yield a card for each edit of this file that cannot be taken."""
    proposal = review.proposal
    text = Lines(setting.measure if prose else 0)
    for index, lost in enumerate(proposal.unplaced):
        if lost.edit.path == path:
            key = f"{UNPLACED}{index}"
            since = changed(review, path)
            yield Rows(key, tuple(_unplaced(key, lost, setting, text, since=since)))
    for index, cut in enumerate(proposal.cut_off):
        if cut.path == path:
            key = f"{CUT_OFF}{index}"
            head = _head(
                key, "cut off: cannot be taken", "the answer ended inside this change", setting
            )
            rows = (Row("blank"), *head, *text.rows(key, cut.text, " ", "muted"))
            yield Rows(key, rows)


UNPLACED = "unplaced:"
SINCE = "the file has changed since: lines are numbered as the AI saw it"
STANDS: dict[Misfit, str] = {"ambiguous": "it fits at", "already applied": "it stands at"}
"""What the places that come with a reason are; of other reasons they say nothing."""
CUT_OFF = "cut off:"


def unplaced_at(proposal: Proposal, key: str) -> Unplaced | None:
    """Return the edit that fits nowhere whose card has this key; None for any other key."""
    keys = (f"{UNPLACED}{index}" for index in range(len(proposal.unplaced)))
    found = (lost for name, lost in zip(keys, proposal.unplaced, strict=True) if name == key)
    return next(found, None)


def is_card(key: str) -> bool:
    """Tell whether a key names a card and not a change."""
    return key.startswith((UNPLACED, CUT_OFF))


def _unplaced(
    key: str, lost: Unplaced, setting: Setting, text: Lines, *, since: bool
) -> Iterator[Row]:
    yield Row("blank")
    yield from _head(key, "could not be placed", lost.says, setting)
    if lost.why in STANDS and lost.lines:
        places = ", ".join(str(line) for line in lost.lines[:12])
        noun = "line" if len(lost.lines) == 1 else "lines"
        yield from _note(key, f"{STANDS[lost.why]} {noun} {places}", setting)
    if since and (lost.lines or lost.near or lost.nearest):
        yield from _note(key, SINCE, setting)
    if lost.edit.reason:
        yield from _note(key, f"why: {lost.edit.reason}", setting)
    yield from _note(key, "what was meant:", setting)
    for meant, sign, look in _meant(lost.edit):
        yield from text.rows(key, meant, sign, look)
    if lost.nearest:
        where, alike = lost.nearest.line, lost.nearest.alike
        says = f"nearest text: line {where}, {alike} % alike · h places it there by hand"
        yield from _note(key, says, setting)
    if lost.near:
        yield from _note(key, "the nearest lines there are:", setting)
    for near in lost.near:
        yield from text.rows(key, near.text, " ", "same", near.line)


def _head(key: str, what: str, says: str, setting: Setting) -> Iterator[Row]:
    return _said(
        key, (*bits_of(f"{what}  ", "warn"), *bits_of(one_line(says), "same")), "decided", setting
    )


def _note(key: str, says: str, setting: Setting) -> Iterator[Row]:
    return _said(key, bits_of(one_line(says), "muted"), "note", setting)


def _said(key: str, bits: Iterable[Bit], kind: Kind, setting: Setting) -> Iterator[Row]:
    """Yield rows of the program's own words: none of them is cut off at the right."""
    yield from spread(Row(kind, tuple(bits), (key,), sign="!"), setting)


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


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a text that is no part of a change; those of prose wrap at `measure` cells."""

    measure: int

    def rows(self, key: str, text: str, sign: str, look: Look, number: int = 0) -> Iterator[Row]:
        """Yield the rows of a text, the first with its line number where it has one."""
        for line in cut_lines(encoded(text)):
            bits = tuple(bits_of(show_bytes(body(line)), look))
            if not self.measure:
                yield Row("code", bits, (key,), sign=sign, old=number)
                continue
            for row in wrapped(bits, self.measure):
                yield Row("prose", row, (key,), sign=sign)
