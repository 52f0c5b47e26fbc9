"""The model sheet: who answers, out of what every endpoint offers."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from pairtui.review.visible import one_line
from pairtui.tui.screens.listing import ListSheet
from pairtui.tui.screens.sheet import Clock, Option

if TYPE_CHECKING:
    from pairtui.session.answerers import Answerers, Offered


FITS = 60
"""Characters of a reason that its row has room for; longer ones stand below in full."""


class ModelSheet(ListSheet[str]):
    """Choose a model; each endpoint is asked for its list once the sheet is open.

    The answer is ENDPOINT/NAME. What an endpoint offers takes the place of its one row as it
    comes, and the marked row stays marked.
    """

    KEYS = "Enter choose · Esc back, nothing happens"

    def __init__(self, answerers: Answerers, *, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._answerers = answerers
        self._offered: dict[str, Offered] = {}
        self._moved = False

    def title_line(self) -> str:
        """Return the question."""
        return "Who answers?"

    def options(self) -> tuple[Option[str], ...]:
        """Return the models of each endpoint, or what became of asking it."""
        return tuple(row for place in self._answerers.places for row in self._rows(place))

    def notes(self) -> tuple[str, ...]:
        """Return why an endpoint offers nothing, and how long the choice holds."""
        reasons = (f"{one.place}: {one.says}" for one in self._offered.values() if one.says)
        why = [says for says in reasons if len(says) > FITS]
        kept = ["The choice is remembered for its endpoint."]
        if len(self._answerers.places) > 1:
            kept.append("Which endpoint answers at the next start, the settings say.")
        return (*why, *([""] if why else []), *kept)

    def on_mount(self) -> None:
        """Ask every endpoint at once, each for itself."""
        super().on_mount()
        for place in self._answerers.places:
            self.run_worker(self._ask(place), exit_on_error=False)

    def action_point(self, step: int) -> None:
        """Go to another model."""
        self._moved = True
        super().action_point(step)

    def action_page(self, step: int) -> None:
        """Go a page of models on or back."""
        self._moved = True
        super().action_page(step)

    def action_pick(self) -> None:
        """Take the marked model; a row that offers none says why."""
        options = self.options()
        if options and not options[self._at].value:
            self.may(deciding=False)
            self.say("nothing to choose in this row · ↓ goes on")
            return
        super().action_pick()

    async def _ask(self, place: str) -> None:
        offered = await self._answerers.offers(place)
        before = self.options()[self._at]
        self._offered[place] = offered
        rows = self.options()
        wanted = before.value if self._moved else self._current
        found = next((at for at, row in enumerate(rows) if row.value == wanted and wanted), None)
        self._at = min(self._at, len(rows) - 1) if found is None else found
        self._gate = self._gate.cover(asked=False)  # what is marked may have moved
        self.redraw()
        self.call_after_refresh(self.show_marked)
        self.call_after_refresh(self._written)

    @property
    def _current(self) -> str:
        """Return who answers now."""
        model = self._answerers.model
        return f"{self._answerers.place}/{model.name}" if model else ""

    def _rows(self, place: str) -> list[Option[str]]:
        offered = self._offered.get(place)
        if offered is None:
            return [Option(f"{place}: asking for its models…", "")]
        host = one_line(offered.host)
        if offered.says:
            return [Option(f"{place}: none, {one_line(offered.says)}", "")]
        several = len(self._answerers.places) > 1
        rows = []
        for name in offered.names:
            value = f"{place}/{name}"
            says = one_line(value if several else name)
            remark = "answers now" if value == self._current else host if several else ""
            rows.append(Option(says, value, remark))
        return rows
