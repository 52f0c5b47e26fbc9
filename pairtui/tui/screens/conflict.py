"""Conflict: what can be done about a change that moved on: whose words stand, or both, or new ones.

Nothing is chosen but by the person, and what is chosen is an ordinary change then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import VerticalScroll
from textual.events import Mount
from textual.widgets import Static

from pairtui.proposal import Hunk
from pairtui.review.apart import Settle
from pairtui.review.conflict import Conflict, conflict
from pairtui.review.decide import Reject, Review
from pairtui.review.lines import body, cut_lines
from pairtui.review.visible import one_line, show_bytes
from pairtui.review.weave import merged
from pairtui.tui.review.conflicts import about
from pairtui.tui.review.labels import first_words, lines, many, where
from pairtui.tui.review.standins import TooMany
from pairtui.tui.review.wording import Wording, wording
from pairtui.tui.screens.by_hand import in_prompt
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.edit import EditSheet
from pairtui.tui.screens.sheet import Option, plain

if TYPE_CHECKING:
    from pairtui.tui.screens.desk import Desk

MOVED = "the file changed meanwhile · h looks again"
NOT_HERE = "this text cannot be held exactly here"
TAB = "    "


@dataclass(frozen=True, slots=True)
class Way:
    """A way to settle a conflict: what stands there then, and what the sheet says of it."""

    name: str
    says: str
    new: bytes
    remark: str = ""


class SettleSheet(EditSheet):
    """Hold what is to stand where both changed something; what the AI wanted is above it."""

    def __init__(self, place: str, words: Wording, wanted: bytes, *, about: str) -> None:
        super().__init__(place, words, about=about)
        self._wanted = wanted

    @on(Mount)
    def _show_wanted(self) -> None:
        rows = ["The AI wanted here:", *_drawn(self._wanted), "", "Yours, to be changed:"]
        above = VerticalScroll(Static(plain("\n".join(rows)), markup=False), can_focus=False)
        above.styles.height = "auto"
        above.styles.max_height = "40%"
        self.query_one("#sheet").mount(above, after="#sheet-title")


async def settle(desk: Desk, name: str, *, prose: bool, write: bool) -> None:
    """Ask what is to stand where a change moved on, and do that; `write` skips the question."""
    review = desk.shelf.review
    hunk = _change(review, name)
    if review is None or hunk is None:
        return
    made = conflict(review, hunk, prose=prose)
    answer: str | None = "write"
    if not write or made is None or made.says:
        answer = await desk.app.push_screen_wait(sheet(review, hunk, made, prose=prose))
    own = None
    if answer == "write" and made is not None:
        own = await _written(desk, review, made)
        if own is None:
            return
    now = desk.shelf.reviews[review.proposal.id]
    again = _change(now, name)
    if again is None or made != conflict(now, again, prose=prose):
        desk.reviewing.say(MOVED)
    elif answer == "keep":
        desk.reviewing.decided(Reject(name))
    elif answer == "ask":
        _ask_again(desk, now, hunk)
    elif made is not None and answer is not None:
        ways = {way.name: way.new for way in ways_of(made, prose=prose)}
        new = made.proposed if own is not None else ways[answer]
        if own is None and answer == "theirs" and made.wanted != made.proposed:
            new, own = made.proposed, made.wanted
        desk.reviewing.settled(Settle(name, made.start, made.yours, new, own))


def sheet(review: Review, hunk: Hunk, made: Conflict | None, *, prose: bool) -> ChoiceSheet:
    """Return the sheet; its answer is the name of a way, "keep", "write" or "ask"."""
    change = review.proposal.file(hunk.path)
    what = f"{one_line(hunk.path)}, {where(change, hunk)}"
    ask = Option("Ask the AI again", "ask", "writes the words; you send them")
    if made is None or made.says:
        why = one_line(review.stale.get(hunk.id, ""))
        says = [why, made.says] if made else [why]
        rows = [Option("Reject it", "keep", "the file stays as it is"), ask]
        return ChoiceSheet(what, rows, says=says)
    ways = ways_of(made, prose=prose)
    rows = [Option("Keep yours", "keep", "the change is rejected; the file stays as it is")]
    rows += [Option(way.says, way.name, way.remark) for way in ways]
    if hunk.kind == "text":
        rows.append(Option("Write it yourself", "write", "begins with yours"))
    head = about(made)
    says = [f"{head[0].upper()}{head[1:]}."]
    for way in ways:
        if way.name.startswith("both"):
            says += ["", f"{way.says}:", *_drawn(way.new)]
    return ChoiceSheet(what, [*rows, ask], says=says)


def ways_of(made: Conflict, *, prose: bool) -> tuple[Way, ...]:
    """Return the ways to settle a conflict, but for keeping what is there and writing anew."""
    if made.hunk.kind == "delete":
        count = many(len(lines(made.yours)), "line")
        return (Way("theirs", "Delete it as it is now", b"", f"all {count} of it go"),)
    if made.same:
        return ()  # both would be it twice
    return (*(_merges(made) if prose else ()), _theirs(made), *_both(made))


def _theirs(made: Conflict) -> Way:
    if made.stands:
        return Way("theirs", "Make the change there", made.wanted)
    gone = many(len(lines(made.yours)), "line")
    whole = not (made.ahead or made.behind)
    remark = f"replaces {gone} of yours" if whole else "replaces your words"
    mine = "Yours as you wrote it before" if made.wanted != made.proposed else "The AI's"
    return Way("theirs", f"{mine} in its place", made.wanted, remark if made.yours else "")


def _merges(made: Conflict) -> Iterator[Way]:
    """Yield the ways to have the words of both, where they do not collide."""
    ours = merged(made.base, made.yours, made.wanted, "yours")
    theirs = merged(made.base, made.yours, made.wanted, "wanted")
    if made.stands:
        return
    if ours is not None and ours == theirs:
        yield Way("both", "Both together: nothing collides", ours)
        return
    if ours is not None:
        yield Way("both, yours first", "Both, and yours where they collide", ours)
    if theirs is not None:
        yield Way("both, theirs first", "Both, and the AI's where they collide", theirs)


def _both(made: Conflict) -> Iterator[Way]:
    """Yield the ways to have whole lines of both, one after the other."""
    yours, wanted = made.yours, made.wanted
    if made.stands or made.ahead or made.behind or not (yours and wanted):
        return
    if yours.endswith(b"\n"):
        yield Way("yours then theirs", "Both: yours, then the AI's", yours + wanted)
    if wanted.endswith(b"\n"):
        yield Way("theirs then yours", "Both: the AI's, then yours", wanted + yours)


async def _written(desk: Desk, review: Review, made: Conflict) -> bytes | None:
    """Return what the person wrote there; None where they left, or it is what was there."""
    hunk, pane = made.hunk, desk.reviewing
    try:
        words = wording(hunk, made.yours, pane.drafts.get(hunk.id, ""))
    except TooMany:
        pane.say(NOT_HERE)
        return None
    place = where(review.proposal.file(hunk.path), hunk)
    box = SettleSheet(place, words, made.wanted, about=hunk.id)
    own = await desk.app.push_screen_wait(box)
    pane.drafts.pop(hunk.id, None)
    if box.draft:
        pane.drafts[hunk.id] = box.draft
    else:
        pane.forget("edit", hunk)
    if own is None:
        pane.say("not taken · e offers your draft" if box.draft else "nothing changed")
    return own


def _ask_again(desk: Desk, review: Review, hunk: Hunk) -> None:
    path = one_line(hunk.path)
    named = path if " " in path else f"@{path}"
    about = f" It was about “{first_words(hunk.old or hunk.new)}”." if hunk.kind == "text" else ""
    says = (
        f"One change of {named} does not fit any more: {one_line(review.stale.get(hunk.id, ''))}."
        f"{about} Please propose it again, for the file as it is now."
    )
    in_prompt(desk, says)


def _change(review: Review | None, name: str) -> Hunk | None:
    hunks = review.proposal.hunks if review else ()
    return next((hunk for hunk in hunks if hunk.id == name), None)


def _drawn(data: bytes) -> Iterator[str]:
    for line in cut_lines(data):
        yield f"  {show_bytes(body(line))}".replace("\t", TAB)
