"""Showing: the part of the review pane that shows a proposal, and knows what of it was painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive

from pairtui.proposal import Proposal
from pairtui.review.decide import Decision, Review, Seen
from pairtui.review.spans import Spans, add
from pairtui.tui.keynames import shown_key
from pairtui.tui.review import bars
from pairtui.tui.review import sight as sights
from pairtui.tui.review.bars import Heading
from pairtui.tui.review.bits import Ends
from pairtui.tui.review.body import Body, View
from pairtui.tui.review.care import is_much, look_ahead
from pairtui.tui.review.gate import Gate
from pairtui.tui.review.search import Found
from pairtui.tui.review.setting import WIDE, Setting
from pairtui.tui.review.sight import Sight
from pairtui.tui.review.strips import Strips
from pairtui.tui.review.tally import Tally
from pairtui.tui.review.unseen import first_gap

NOT_YET = "not yet: it was not shown when you pressed"
HELD = "a key held down decides once"
ROOMY = 30
"""Rows from which on the files have a line of their own."""


class ShowingPane(Vertical, can_focus=True):
    """Show one proposal; a key runs its action here and now, past the gate if it decides.

    `review`, `heading` and `just_now` are set from outside; nothing is changed here.
    """

    DEFAULT_CSS = """
    ShowingPane { background: $background; color: $foreground; }
    """

    review: reactive[Review | None] = reactive(None, repaint=False)
    """What is shown."""
    heading: reactive[Heading] = reactive(Heading(), repaint=False)
    """What the top line says."""
    just_now: reactive[str] = reactive("", repaint=False, always_update=True)
    """What the last key did, and what undoes it; it takes the place of a notice."""
    own_keys: reactive[Mapping[str, str]] = reactive(bars.NO_KEYS, repaint=False)
    """The person's own keys, by binding id; the hints name them."""

    class Decided(Message, namespace="review_pane"):
        """The person decided, or saw something for the first time."""

        def __init__(self, decision: Decision) -> None:
            super().__init__()
            self.decision = decision

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = monotonic) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.clock = clock
        self._gate = Gate()
        self._tally = Tally()
        self._sight: Sight | None = None
        self._setting = Setting()
        self._pressed: events.Key | None = None
        self._notice = ""
        self._looked_at: Proposal | None = None
        self.drafts: dict[str, str] = {}
        """Texts of edits in place that were left unfinished, by change."""
        self.reasons: dict[str, str] = {}
        """Reasons that were being written when the program ended, by change."""
        self.remarks: dict[str, str] = {}
        """Comments that were being written when the program ended, by place."""

    def compose(self) -> ComposeResult:
        """Make the rows above, the page, and the rows below."""
        yield Strips("review-header", 2)
        yield Body()
        yield Strips("review-footer", 3)

    def on_mount(self) -> None:
        """Look again whenever a sheet above was closed."""
        self.watch(self.screen, "stack_updates", self._uncovered, init=False)

    # What was set from outside

    def _watch_review(self, review: Review | None) -> None:
        before = self._sight
        if review is None:
            self._sight = None
        elif before is None or before.review.proposal.id != review.proposal.id:
            self._fit()
            self._open(review)
        else:
            self._sight = sights.renewed(before, review)
        self._show(asked=False)
        if review is not None and review.proposal is not self._looked_at:
            self._looked_at = review.proposal
            if is_much(review):
                self.run_worker(self._look_ahead(review), exclusive=True, group="care")

    async def _look_ahead(self, review: Review) -> None:
        """Show the signs of large files once they are known."""
        if await look_ahead(review):
            self._setting = replace(self._setting, looked=self._setting.looked + 1)
            self._arrange()

    def _open(self, review: Review) -> None:
        """Look at a review for the first time."""
        self._sight = sights.opened(review, self._setting, self._height)

    def _watch_heading(self) -> None:
        self._say_bars()

    def _watch_just_now(self) -> None:
        self._notice = ""
        self._say_bars()

    def on_resize(self) -> None:
        """Fit the page to its new size."""
        self._fit()
        self._arrange()

    def _fit(self) -> None:
        """Know how wide the page is."""
        plain = self.app.no_color
        wide = self.app.size.width >= WIDE
        self._setting = replace(self._setting, width=self._room.width, plain=plain, wide=wide)

    @property
    def _room(self) -> Size:
        """Return the size; that of the whole screen but for a strip while there is none yet.

        So the first frame shows what is to be reviewed where the pane was out of sight till then.
        """
        return self.size if self.size.height else self.app.size - Size(0, 1)

    def on_focus(self) -> None:
        """Show the cursor; the person came here by a key or the mouse."""
        self.call_next(self._enter, asked=True)  # by then `has_focus` is set

    def on_blur(self) -> None:
        """Take the cursor away."""
        self.call_next(self._show, asked=True)  # by then `has_focus` is not set any more

    def arrived(self) -> None:
        """Say that the program, and not the person, brought the person here."""
        self._enter(asked=False)

    def go_to(self, path: str) -> None:
        """Go to another file."""
        if self._sight is not None:
            self._go(sights.at_path(self._sight, path), "")

    def show_change(self, hunk: str, offset: int = 0, row: int | None = None) -> None:
        """Go to one change, or to a byte of its old and new text, in a row of the screen."""
        sight = self._sight
        if sight is None:
            return
        if row is None:
            self._go(sights.at_hunk(sight, hunk, offset), "")
        else:
            self._go(sights.at_place(sight, hunk, offset, row), "")

    def show_comment(self, number: int) -> None:
        """Scroll to a comment that was made just now, where it is outside the screen."""
        if self._sight is not None:
            self._go(sights.with_comment(self._sight, number), "")

    @property
    def whereabouts(self) -> tuple[str, int, int]:
        """Return the change the cursor is in, at which byte of it, and in which screen row.

        The change is empty where the cursor is in none.
        """
        sight = self._sight
        if sight is None or sight.hunk is None:
            return "", 0, 0
        return sight.hunk.id, sights.offset_of(sight), sight.eye.y - sight.eye.top

    def show_unseen(self) -> None:
        """Go to the first taken change of which something was not shown yet."""
        sight = self._sight
        hunks = sight.review.proposal.hunks if sight else ()
        for hunk in hunks:
            gap = first_gap(sight.review, hunk) if sight else None
            state = sight.review.state(hunk.id) if sight else "open"
            wanted = state == "taken" or (state == "edited" and hunk.own)
            if sight and gap is not None and wanted:
                self._go(sights.unfolded(sight, hunk.id, gap), "not shown until now")
                return

    # Keys

    async def on_key(self, event: events.Key) -> None:
        """Run the key's action here and now, so that it knows when the key was pressed."""
        active = self.screen.active_bindings.get(event.key)
        if active is not None and active.node is not self:
            self._gate = self._gate.press(event.key, event.time, deciding=False)[0]
            return
        if active is None:
            self._gate = self._gate.press(event.key, event.time, deciding=False)[0]
            if event.is_printable:
                event.stop()
                self.say(f"nothing here on {shown_key(event.key)} · ? shows keys")
            return
        event.stop()
        self._pressed = event
        try:
            await self.run_action(active.binding.action)
        finally:
            self._pressed = None

    def _may(self, *, deciding: bool = True) -> bool:
        """Ask the gate about the key that was pressed; say so if it must do nothing."""
        if self._pressed is None:  # chosen by name in the palette
            return True
        key, pressed = self._pressed.key, self._pressed.time
        self._gate, answer = self._gate.press(key, pressed, deciding=deciding)
        if answer != "go":
            self.say(NOT_YET if answer == "not yet" else HELD)
        return answer == "go"

    # What is shown

    def _go(self, sight: Sight, says: str) -> None:
        """Look elsewhere, by the person's own key."""
        self._sight = sight
        self._setting = replace(self._setting, opened=sight.setting.opened)
        self._notice = says
        self._show(asked=True)

    def say(self, says: str) -> None:
        """Say something in the bar until the next key."""
        self._notice = says
        self._say_bars()

    def _enter(self, *, asked: bool) -> None:
        self._gate = self._gate.cover(asked=asked)
        self.query_one(Body).again()
        self._show(asked=asked)

    def _uncovered(self) -> None:
        if self.has_focus:
            self._enter(asked=True)

    def _arrange(self) -> None:
        if self._sight is not None:
            self._sight = sights.arranged(self._sight, self._setting, self._height)
        self._show(asked=True)

    def _show(self, *, asked: bool) -> None:
        """Paint what is looked at, and aim the gate at it."""
        if not self.is_mounted:
            return
        sight = self._sight
        view = None
        if sight is not None:
            found, live = self._found(sight), self._live
            eye, left = sight.eye, sight.left
            view = View(sight.scroll, eye, left, live=live, picked=self._picked, found=found)
        target = self._target_name(view.target) if view else ""
        self._gate = self._gate.aim(target, asked=asked)
        self.query_one(Body).look(view)
        self._say_bars()
        self._place_cursor()

    def _say_bars(self) -> None:
        if not self.is_mounted:
            return
        sight, counted = self._sight, None
        if self.review is not None and self._tally.waits(self.review):
            self.call_after_refresh(self._count_all, self.review)
        elif self.review is not None:
            counted = self._tally.of(self.review)
        top: tuple[Ends, ...] = bars.header(self.heading, sight, self.size.width)
        if sight and self._roomy:
            top = (*top, bars.strip(sight, self._room.width))
        self.query_one("#review-header", Strips).say(top)
        foot = bars.footer(
            sight,
            counted,
            self._notice or self._just_said,
            focused=self._live,
            own_keys=self.own_keys,
            selected=bool(self._picked),
            width=self.size.width,
            saving_off=bool(self.heading.warning),
        )
        self.query_one("#review-footer", Strips).say(foot[: 2 if self._finding else 3])

    def _count_all(self, review: Review) -> None:
        """Count a large proposal, now that it can be seen."""
        if review is self.review:
            self._tally.of(review)
            self._say_bars()

    @property
    def _finding(self) -> bool:
        """Tell whether a text is being looked for: then the last row is for typing it."""
        return False

    def _found(self, _sight: Sight) -> Found | None:
        """Return what is marked as found."""
        return None

    @property
    def _live(self) -> bool:
        return self.has_focus or self._finding

    @property
    def _picked(self) -> Mapping[str, Spans]:
        """Return the bytes that are selected, by change."""
        return {}

    @property
    def _just_said(self) -> str:
        return f"{bars.JUST_NOW}{self.just_now}" if self.just_now else ""

    @property
    def _height(self) -> int:
        """Return how many rows the page has on the screen."""
        return max(self._room.height - (6 if self._roomy else 5), 1)

    @property
    def _roomy(self) -> bool:
        files = len(self.review.proposal.files) if self.review else 0
        return self._room.height >= ROOMY and files > 1

    def _place_cursor(self) -> None:
        """Put the terminal's own cursor on the current row, for braille and magnifiers."""
        if self.has_focus and self._sight is not None:
            eye, region = self._sight.eye, self.query_one(Body).region
            self.app.cursor_position = Offset(region.x, region.y + eye.y - eye.top)

    @on(Body.Painted)
    def _painted(self, event: Body.Painted) -> None:
        """Note that a frame was written, and say up what was on it for the first time."""
        event.stop()
        sight = self._sight
        if sight is None:
            return
        self._gate = self._gate.show(self._target_name(event.target), self.clock())
        fresh: dict[str, Spans] = {}
        for hunk, start, end in event.shown:
            fresh[hunk] = add(fresh.get(hunk, ()), start, end)
        for hunk, spans in fresh.items():
            seen = sight.review.seen.get(hunk, ())
            for start, end in spans:
                if add(seen, start, end) != seen:
                    self.post_message(self.Decided(Seen(hunk, start, end)))

    def _target_name(self, hunk: str) -> str:
        """Return what the gate calls a change of this proposal."""
        return f"{self._sight.review.proposal.id} {hunk}" if self._sight else ""
