"""Offer: what a later round wants in the place of something taken, shown beside that."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from textual.containers import VerticalScroll

from pairtui.proposal import Hunk
from pairtui.review.decide import Review
from pairtui.review.lines import body, cut_lines
from pairtui.review.match import gaps
from pairtui.review.offer import Adopt, Decline
from pairtui.review.visible import one_line, show_bytes
from pairtui.tui.review.labels import newer, where
from pairtui.tui.review.remarks import because
from pairtui.tui.screens.sheet import Clock, Option, Sheet

AROUND = 2
"""Lines that stay on each side of one that changes."""


class OfferSheet(Sheet[Adopt | Decline]):
    """Show the difference from what was taken to what is new, and ask which of them stands.

    What is new can be taken once all of it was shown.
    """

    KEYS = "Enter choose · PgDn reads on · Esc back, nothing happens"

    def __init__(self, review: Review, hunk: Hunk, *, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._review = review
        self._hunk = hunk

    def title_line(self) -> str:
        """Return what it is about."""
        place = where(self._review.proposal.file(self._hunk.path), self._hunk)
        what = newer(self._review, self._hunk)
        return f"{what[:1].upper()}{what[1:]}: {one_line(self._hunk.path)} {place}"

    def options(self) -> tuple[Option[Adopt | Decline], ...]:
        """Return both ways."""
        back = self._review.offers[self._hunk.id].back
        return (
            Option("Keep what you took", Decline(self._hunk.id)),
            Option(f"Take {'that' if back else 'what is new'} in its place", Adopt(self._hunk.id)),
        )

    def notes(self) -> tuple[str, ...]:
        """Return the reason, and what would change in what was taken."""
        offer = self._review.offers[self._hunk.id]
        whys = "".join(because(self._review, offer.because))
        lines = [f"round {offer.round}{whys}"]
        lines += [f"Reason: {' '.join(offer.reason.split())}"] if offer.reason else []
        return (*lines, "", *difference(self._stands(), offer.new))

    def picked(self, option: Option[Adopt | Decline]) -> None:
        """Answer; what was not shown yet is not taken."""
        body = self.query_one("#sheet-body", VerticalScroll)
        if isinstance(option.value, Adopt) and body.scroll_y < body.max_scroll_y:
            self.say("there is more of it · PgDn reads on")
        else:
            super().picked(option)

    def _stands(self) -> bytes:
        match self._review.verdicts.get(self._hunk.id):
            case None:
                return self._hunk.old
            case _:
                return self._review.new_bytes(self._hunk)


def difference(old: bytes, new: bytes) -> Iterator[str]:
    """Yield the lines that go and come from one text to another, with a few around them."""
    before, after = cut_lines(old), cut_lines(new)
    place = 0
    for gap in gaps(before, after):
        low = max(gap.old - AROUND, place)
        if low > place:
            yield "  ⋯"
        yield from (_line(" ", line) for line in before[low : gap.old])
        yield from (_line("-", line) for line in before[gap.old : gap.old_end])
        yield from (_line("+", line) for line in after[gap.new : gap.new_end])
        place = gap.old_end
        last = min(place + AROUND, len(before))
        yield from (_line(" ", line) for line in before[place:last])
        place = last


def _line(sign: str, line: bytes) -> str:
    text = show_bytes(body(line)).replace("\t", "    ")
    return f"{sign} {text}" + ("" if line.endswith(b"\n") else "  (no line end)")
