"""Locate: where quoted lines stand in a file, exactly or by the first form in which they do.

The order is fixed, and the first form with a match decides: the exact lines; without what trails;
folded; at another indentation; then the same without blank lines at the quotation's edges, and
without a gutter of line numbers; last, around passages that quotation and replacement both leave
out. A match only says where: what is written there is settled by `terms`. Several matches at the
form used are none, unless the edit tells them apart (`tie`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pairtui.review.fold import Index, bare, exact, folded, indent, index, untrailed
from pairtui.review.keep import kept, unpadded
from pairtui.review.match import gaps
from pairtui.review.shift import Shift, shift_between
from pairtui.review.text import Text
from pairtui.review.tie import told_apart
from pairtui.review.trim import Quote, elided, unedged, ungutted

SIGNS = "how quotes, dashes, spaces and accents are written"
FORMS: Final = ((exact, ""), (untrailed, "trailing space"), (folded, SIGNS))
INDENTATION = "indentation"
COMPARED = 200_000
"""Lines whose indentation is compared for one quotation."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quotation stands: at line `at` (from 0), but for what is ignored.

    `equal` is the number of places it was told apart from, itself one of them; 1 where it is alone.
    """

    at: int
    quote: Quote
    ignoring: str = ""
    shift: Shift | None = None
    equal: int = 1

    @property
    def end(self) -> int:
        """Return the line behind the last one."""
        return self.at + len(self.quote.search)

    def leaves_blank(self, text: Text) -> bool:
        """Tell whether a blank line that is to go stands beside the spot, out of its reach."""
        before, after = self.quote.owes
        beside = [*text.bodies[max(self.at - 1, 0) : self.at]] if before else []
        beside += text.bodies[self.end : self.end + 1] if after else []
        return any(not line.strip() for line in beside)

    def terms(self, text: Text) -> list[bytes] | None:
        """Return the new lines in the file's own terms; lines that were only quoted are its own.

        None where it is not certain what those terms are.
        """
        search, wanted = self.quote.search, self.quote.wanted
        there = text.bodies[self.at : self.end]
        new: list[bytes] = []
        done = 0
        for old, old_end, low, high in gaps(search, wanted):
            run, real = search[old:old_end], there[old:old_end]
            said = kept(run, real, wanted[low:high], self.shift)
            if said is None:
                return None
            new += [*there[done:old], *said]
            done = old_end
        return [*new, *there[done:]]


@dataclass(frozen=True, slots=True)
class Several:
    """Where a quotation stands if it stands in several places: lines from 0.

    `hints` names what the edit says of its place, which did not tell them apart.
    """

    lines: tuple[int, ...]
    ignoring: str = ""
    hints: str = ""


def locate(quote: Quote, text: Text) -> tuple[Spot, ...] | Several | None:
    """Return where the lines of an edit stand, in the file's order; several spots if it elides."""
    for variant in _variants(quote):
        found = _stands(variant, text)
        if isinstance(found, Several):
            return found
        if found is not None:
            return None if found.leaves_blank(text) else (found,)
    return _around(quote, text)


def _variants(quote: Quote) -> Iterator[Quote]:
    """Yield the quotation as it is, without blank lines at its edges, without line numbers."""
    yield quote
    for found in (unedged(quote), ungutted(quote)):
        if found is not None:
            yield found


def _stands(quote: Quote, text: Text) -> Spot | Several | None:
    blank = not any(line.strip() for line in quote.search)
    for form, ignoring in FORMS[:1] if blank else FORMS:
        said = " and ".join(filter(None, (quote.without, ignoring)))
        lines = index(text.data, form)
        places = lines.find(quote.search)
        at = _chosen(places, quote, text)
        if at is not None and lines.reads(at, quote.search):
            return replace(_spot(at, quote, text, said), equal=len(places))
        if places:
            return Several(tuple(places), said, quote.hints.names)
    return None if blank else _shifted(quote, text)


def _chosen(places: Sequence[int], quote: Quote, text: Text) -> int | None:
    """Return the only place, or the one that the edit tells apart."""
    if len(places) > 1:
        return told_apart(places, quote.search, quote.hints, text)
    return places[0] if places else None


def _spot(at: int, quote: Quote, text: Text, said: str, shift: Shift | None = None) -> Spot:
    """Return a spot, without blanks that the reply alone puts behind its lines."""
    there = text.bodies[at : at + len(quote.search)]
    search, wanted = unpadded(quote.search, there, quote.wanted)
    return Spot(at, replace(quote, search=search, wanted=wanted), said, shift)


def _shifted(quote: Quote, text: Text) -> Spot | Several | None:
    """Return where lines stand that differ by one shift of their indentation."""
    said = " and ".join(filter(None, (quote.without, INDENTATION)))
    spots: list[tuple[int, Shift]] = []
    lines = index(text.data, bare)
    places = lines.find(quote.search)
    for at in places[: max(1, COMPARED // len(quote.search))]:
        there = text.bodies[at : at + len(quote.search)]
        pairs = (
            (indent(one), indent(other))
            for one, other in zip(quote.search, there, strict=True)
            if one.strip()
        )
        if shift := shift_between(pairs):
            spots.append((at, shift))
    # Where there are too many places to look at them all, one that fits is not known to be alone.
    unknown = len(places) * len(quote.search) > COMPARED
    one = None if unknown else _chosen([at for at, _ in spots], quote, text)
    if one is not None and lines.reads(one, quote.search):
        spot = _spot(one, quote, text, said, dict(spots)[one])
        return replace(spot, equal=len(spots))
    return (
        Several(tuple(at for at, _ in spots), said, quote.hints.names) if len(spots) > 1 else None
    )


def _around(quote: Quote, text: Text) -> tuple[Spot, ...] | Several | None:
    """Return where the passages stand between which an edit leaves the same things out."""
    passages = elided(quote, text)
    if not passages:
        return None
    for form, ignoring in FORMS:
        lines = index(text.data, form)
        said = " and ".join(filter(None, (passages[0].without, ignoring)))
        runs = [passage.search for passage in passages]
        first = _in_order(runs, lines, last=False)
        if first is None:
            continue
        if first != (last := _in_order(runs, lines, last=True)):
            return Several(tuple(sorted({*first, *(last or ())})), said)
        if not all(lines.reads(at, run) for at, run in zip(first, runs, strict=True)):
            return None
        return tuple(_spot(at, one, text, said) for at, one in zip(first, passages, strict=True))
    return None


def _in_order(runs: Sequence[list[bytes]], lines: Index, *, last: bool) -> list[int] | None:
    """Return the first, or the last, places at which all runs stand one behind the other.

    If both are the same there is no third way.
    """
    places: list[int] = []
    edge = len(lines.bodies) if last else 0
    for run in reversed(runs) if last else runs:
        found = lines.find(run)
        fitting = [at for at in found if (at + len(run) <= edge if last else at >= edge)]
        if not fitting:
            return None
        at = fitting[-1] if last else fitting[0]
        places.append(at)
        edge = at if last else at + len(run)
    return places[::-1] if last else places
