"""Quoted: an edit that quotes lines of a file, placed where they stand or refused with a reason."""

from __future__ import annotations

from pairtui.proposal import Edit, Hunk, Near, SearchReplace, Unplaced
from pairtui.review.anchor import nearest
from pairtui.review.doubt import REPEATS, STANDS, doubt
from pairtui.review.fold import exact, folded, index
from pairtui.review.hunks import bodies, changed_runs, hunk
from pairtui.review.locate import Several, Spot, locate
from pairtui.review.match import gaps
from pairtui.review.near import near
from pairtui.review.placeholder import placeholder
from pairtui.review.text import Text
from pairtui.review.tie import Hints
from pairtui.review.trim import Quote, elided
from pairtui.review.within import Passage, within

SHOWN_LINES = 5
SHOWN_NEAR = 3
SHOWN_PASSAGE = 30


def place_quoted(edit: SearchReplace, text: Text) -> tuple[Hunk, ...] | Unplaced:
    """Return the hunks of an edit whose lines stand in one place, or why it has none."""
    quote = Quote(bodies(edit.search, text), bodies(edit.replace, text), hints=_hints(edit))
    line = placeholder(edit.replace, text)
    if line and not elided(quote, text):
        return lazy(edit, line)
    found = locate(quote, text) or within(quote, text)
    match found:
        case None:
            return _nowhere(edit, text, quote)
        case Several():
            return _ambiguous(edit, found)
        case Passage(start=start, end=end, new=new, ignoring=ignoring, equal=equal):
            old = text.data[start:end]
            placed = _placed(quote, ignoring, equal, "as a sentence inside a line")
            return (hunk(edit, text.digest, start, old, new, placed=placed),) if new != old else ()
        case spots:
            return _at_spots(edit, text, spots)


def lazy(edit: Edit, line: str) -> Unplaced:
    """Return the refusal of an edit that leaves text out, with the line that says so."""
    return Unplaced(edit, "placeholder", f"It leaves text out instead of giving it: “{line}”.")


def _at_spots(
    edit: SearchReplace, text: Text, spots: tuple[Spot, ...]
) -> tuple[Hunk, ...] | Unplaced:
    hunks: list[Hunk] = []
    for spot in spots:
        if spot.shift and not spot.shift.fits(spot.quote.search, spot.quote.wanted):
            says = (
                f"These lines stand in {edit.path} with another indentation, and it is not certain"
                " how far in the new ones belong."
            )
            return Unplaced(edit, "not found", says, near=_there(spot, text))
        new = spot.terms(text)
        if new is None:
            says = (
                f"These lines stand in {edit.path} with other blanks at their ends, and it is not"
                " certain which of the new ones keep them."
            )
            return Unplaced(edit, "not found", says, near=_there(spot, text))
        why = doubt(spot, new, text) if spot.ignoring else ""
        if why == STANDS:
            return _already(edit, spot.at)
        if why == REPEATS:
            says = "It gives a line that stands beside these already, but does not quote it."
            return Unplaced(edit, "unsuitable", says, near=_there(spot, text))
        placed = _placed(spot.quote, spot.ignoring, spot.equal)
        runs = gaps(spot.quote.search, spot.quote.wanted)
        hunks += changed_runs(edit, text, spot.at, new, runs, placed=placed)
    return tuple(hunks)


def _ambiguous(edit: SearchReplace, found: Several) -> Unplaced:
    lines = tuple(line + 1 for line in found.lines)
    but = f" but for {found.ignoring}" if found.ignoring else ""
    says = f"These lines stand in {len(lines)} places in {edit.path}{but}: {_listed(lines)}"
    says += f", and {found.hints} does not tell them apart." if found.hints else "."
    return Unplaced(edit, "ambiguous", says, lines=lines)


def _hints(edit: SearchReplace) -> Hints:
    lines = frozenset({edit.line} if edit.line else ())
    return Hints(lines, tuple(line.encode() for line in edit.scope), edit.at_end)


def _placed(quote: Quote, ignoring: str, equal: int, how: str = "") -> str:
    """Return how an edit was placed, as a clause; nothing where it stood there exactly and once."""
    said = [how] if how else []
    said += [f"ignoring {ignoring}"] if ignoring else []
    said += [f"by {quote.hints.names}, of {equal} equal places"] if equal > 1 else []
    return f"placed {', '.join(said)}" if said else ""


def _nowhere(edit: SearchReplace, text: Text, quote: Quote) -> Unplaced:
    for form in (exact, folded):
        search, wanted = ([form(line) for line in of] for of in (quote.search, quote.wanted))
        places = index(text.data, form).find(quote.wanted, 2)
        if len(places) == 1 and any(line.strip() for line in {*wanted} - {*search}):
            return _already(edit, places[0])
    says = (
        f"These lines do not stand in {edit.path}, not even with other blanks, indentation or"
        " quotation marks."
    )
    passage = nearest(quote.search, text)
    if passage and passage.lines <= SHOWN_PASSAGE:
        there = _verbatim(passage.line - 1, passage.lines, text)
        return Unplaced(edit, "not found", says, near=there, nearest=passage)
    lines = near(quote.search, text)
    return Unplaced(edit, "not found", says, near=lines, nearest=passage)


def _already(edit: SearchReplace, at: int) -> Unplaced:
    return Unplaced(edit, "already applied", f"{edit.path} already reads like this.", (at + 1,))


def _there(spot: Spot, text: Text) -> tuple[Near, ...]:
    """Return the first lines of a spot, word for word."""
    return _verbatim(spot.at, min(spot.end - spot.at, SHOWN_NEAR), text)


def _verbatim(at: int, count: int, text: Text) -> tuple[Near, ...]:
    """Return lines of the file, word for word."""
    return tuple(
        Near(line, body.decode("utf-8", "surrogateescape"))
        for line, body in enumerate(text.bodies[at : at + count], start=at + 1)
    )


def _listed(lines: tuple[int, ...]) -> str:
    """Return line numbers as a person lists them."""
    shown = [str(line) for line in lines[:SHOWN_LINES]]
    if len(lines) > SHOWN_LINES:
        return f"lines {', '.join(shown)} and {len(lines) - SHOWN_LINES} more"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"
