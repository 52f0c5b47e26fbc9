"""Reviews to look at, and the smallest app that shows one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.events import Key
from textual.message import Message
from textual.pilot import Pilot

from pairtui.proposal import (
    Absent,
    CutOff,
    FileChange,
    Hunk,
    Kind,
    Near,
    Present,
    Proposal,
    Provenance,
    SearchReplace,
    Unplaced,
    digest,
    hunk_id,
)
from pairtui.review.after import after_landing
from pairtui.review.decide import Decision, Review, Seen, decide
from pairtui.review.result import results
from pairtui.tui.review.bars import Heading
from pairtui.tui.review.pane import ReviewPane

FROM = Provenance("AI", "qwen3", "localhost", saw=("cart/price.py",))
PRICE = b'''"""Prices of a cart."""

from decimal import Decimal

CENT = Decimal("0.01")


class Cart:
    """What is in the cart."""

    def total(self, items):
        s = sum(i.price * i.n for i in items)
        return s

    def count(self, items):
        # how many there are
        return len(items)

    def rebate(self, items):
        r = self.total(items) * 0.1
        return round(r)

    def empty(self, items):
        return not items


def parse(text):
    """Return the price a text names."""
    return float(text)
'''
STORY = b"""# Chapter 1

The train was late. It had been late every day since the strike, and there was nobody who looked \
up. Maria was in the process of folding the letter in order to fit the very small envelope.

The station was as it had always been, and nothing at all had been done about the roof.

There were two men who watched her from the door. One of them had a hat.

It rained.
"""


def hunk(path: str, base: bytes, old: bytes, new: bytes, reason: str = "") -> Hunk:
    """Return a change of the one place where `old` stands."""
    start = base.index(old)
    name = hunk_id(path, Present(base).digest, start, old, new)
    return Hunk(name, path, start, start + len(old), old, new, reason)


def changed(path: str, base: bytes, *pairs: tuple[bytes, bytes, str]) -> FileChange:
    """Return the changes of one file, each as (old, new, reason)."""
    hunks = [hunk(path, base, *pair) for pair in pairs]
    return FileChange(path, Present(base), tuple(sorted(hunks, key=lambda item: item.start)))


def review(*files: FileChange, title: str = "Fix rounding", unplaced: tuple[Unplaced, ...] = (),
           cut_off: tuple[CutOff, ...] = ()) -> Review:  # fmt: skip
    """Return a review with nothing decided."""
    return Review(Proposal("p1", title, FROM, files, unplaced, cut_off))


def code() -> Review:
    """Return a proposal for a Python file: three changes, and a second file."""
    price = changed(
        "cart/price.py",
        PRICE,
        (
            b"        s = sum(i.price * i.n for i in items)\n        return s\n",
            (
                b"        s = sum((i.price * i.n for i in items), Decimal(0))\n"
                b"        return s.quantize(CENT)\n"
            ),
            "round half even, not up",
        ),
        (
            b"        r = self.total(items) * 0.1\n        return round(r)\n",
            b'        return (self.total(items) * Decimal("0.1")).quantize(CENT)\n',
            "no float in money",
        ),
        (b"    return float(text)\n", b"    return Decimal(text)\n", ""),
    )
    tests = b"def test_total():\n    assert total([]) == 0\n"
    made = changed(
        "tests/test_price.py",
        tests,
        (b"    assert total([]) == 0\n", b"    assert total([]) == Decimal(0)\n", "as above"),
    )
    return review(price, made)


def prose() -> Review:
    """Return a proposal for a chapter: several sentences of one paragraph, and one of another."""
    chapter = changed(
        "ch01.md",
        STORY,
        (b"there was nobody who looked up.", b"nobody looked up.", "shorter"),
        (
            (
                b"Maria was in the process of folding the letter in order to fit the very small "
                b"envelope."
            ),
            b"Maria folded the letter to fit the small envelope.",
            "shorter",
        ),
        (
            b"There were two men who watched her from the door.",
            b"Two men watched her from the door.",
            "active",
        ),
    )
    return review(chapter, title="Tighten chapter 1")


def lost() -> Review:
    """Return a proposal with a change that fits nowhere and one that was cut off."""
    edit = SearchReplace("cart/price.py", "    def totals(self):\n        return s\n",
                         "    def totals(self):\n        return round(s)\n", "rounds")  # fmt: skip
    near = (Near(11, "    def total(self, items):"), Near(13, "        return s"))
    unplaced = Unplaced(edit, "not found", "these lines are not in cart/price.py", (), near)
    cut = CutOff("cart/price.py", "def rebate(self):\n    return")
    return review(code().proposal.files[0], unplaced=(unplaced,), cut_off=(cut,))


def new_file() -> Review:
    """Return a proposal that makes a file."""
    text = b"def rate():\n    return 19\n"
    made = Hunk("new1", "cart/tax.py", 0, 0, b"", text, "the rate in one place")
    return review(FileChange("cart/tax.py", Absent(), (made,)))


def about(path: str, base: Present | Absent, kind: Kind, to: str = "", reason: str = "") -> Hunk:
    """Return a change that is about the file itself."""
    was = base.data if isinstance(base, Present) else b""
    old = was if kind == "delete" else b""
    name = hunk_id(path, digest(was), 0, old, b"", kind=kind, to=to)
    return Hunk(name, path, 0, len(old), old, b"", reason, kind=kind, to=to)


def whole_files() -> Review:
    """Return a proposal that renames a file, deletes two, and makes one that can be run."""
    price, story = Present(PRICE), Present(STORY)
    first = about("cart/price.py", price, "rename", "cart/money.py", "it is about money")
    runs = about("cart/price.py", price, "mode", "100755")
    text = hunk("cart/price.py", PRICE, b"    return float(text)\n", b"    return Decimal(text)\n")
    made = Hunk("new1", "run.sh", 0, 0, b"", b"#!/bin/sh\nexec true\n")
    return review(
        FileChange("cart/price.py", price, (first, runs, text)),
        FileChange("old.py", price, (about("old.py", price, "delete", "", "not used"),)),
        FileChange("ch01.md", story, (about("ch01.md", story, "delete"),)),
        FileChange("run.sh", Absent(), (about("run.sh", Absent(), "mode", "100755"), made)),
        title="Tidy up",
    )


def ids(shown: Review) -> list[str]:
    """Return the ids of all changes, in order."""
    return [item.id for item in shown.proposal.hunks]


def decided(shown: Review, *decisions: Decision) -> Review:
    """Return the review after these decisions."""
    for decision in decisions:
        shown = decide(shown, decision)
    return shown


def saved(shown: Review) -> Review:
    """Return the review once what was taken in it has landed."""
    return after_landing(shown, {one.goal: one.after for one in results(shown)})


class Host(App[None]):
    """Show a review and decide what the pane says; keep what was said."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, shown: Review | None, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.animation_level = "none"
        self._shown = shown
        self._clock = clock
        self.said: list[Decision] = []
        self.asked: list[Message] = []

    def compose(self) -> ComposeResult:
        yield ReviewPane(id="review", clock=self._clock)

    def on_mount(self) -> None:
        pane = self.pane
        pane.heading = Heading("shop", "main", "qwen3@localhost", 1)
        pane.review = self._shown
        pane.focus()

    @property
    def pane(self) -> ReviewPane:
        return self.query_one(ReviewPane)

    @property
    def review(self) -> Review:
        shown = self.pane.review
        assert shown is not None
        return shown

    @on(ReviewPane.Decided)
    def _decided(self, event: ReviewPane.Decided) -> None:
        if not isinstance(event.decision, Seen):
            self.said.append(event.decision)
        self.pane.review = decide(self.review, event.decision)

    @on(ReviewPane.SaveAsked)
    @on(ReviewPane.UndoLandingAsked)
    @on(ReviewPane.LeaveAsked)
    @on(ReviewPane.WriteAsked)
    @on(ReviewPane.HelpAsked)
    @on(ReviewPane.ExternalEditAsked)
    @on(ReviewPane.ByHandAsked)
    @on(ReviewPane.SettleAsked)
    @on(ReviewPane.CopyAsked)
    def _asked(self, event: Message) -> None:
        self.asked.append(event)


def screen(app: App[Any]) -> list[str]:
    """Return the rows of the screen as text, without the spaces at their ends."""
    rows = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in row).rstrip() for row in rows]


class Clock:
    """A clock that only goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


CHARACTERS = {
    "space": " ", "question_mark": "?", "plus": "+", "minus": "-", "less_than_sign": "<",
    "left_square_bracket": "[", "right_square_bracket": "]", "greater_than_sign": ">", "slash": "/",
}  # fmt: skip


class Hand:
    """Press keys at times of our own choosing."""

    def __init__(self, pilot: Pilot[None], clock: Clock) -> None:
        self.pilot = pilot
        self.clock = clock

    async def press(self, *keys: str, gap: float = 1.0) -> None:
        """Press keys one by one, each so many seconds after the last and after its frame."""
        for key in keys:
            self.clock.now += gap
            self.send(key)
            await self.pilot.pause()

    async def burst(self, *keys: str, gap: float = 0.0) -> None:
        """Press keys without a frame between them, as when they come in one read."""
        for key in keys:
            self.clock.now += gap
            self.send(key)
        await self.pilot.pause()

    def send(self, key: str) -> None:
        """Send one key, pressed now."""
        event = Key(key, key if len(key) == 1 else CHARACTERS.get(key))
        event.time = self.clock.now
        self.pilot.app.post_message(event)


@asynccontextmanager
async def showing(
    shown: Review | None, size: tuple[int, int] = (80, 24)
) -> AsyncGenerator[tuple[Host, Hand], None]:
    """Show a review, painted and waited for."""
    clock = Clock()
    host = Host(shown, clock)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        yield host, Hand(pilot, clock)
