"""Rounds: what changed from one round of a proposal to the next, and the earlier ones to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pairtui.review.decide import Review, decide
from pairtui.review.frame import content
from pairtui.review.lines import line_of, line_starts
from pairtui.review.offer import Adopt, offered
from pairtui.review.result import splice
from pairtui.review.round import Earlier
from pairtui.review.rounds import number_of, working
from pairtui.review.visible import one_line
from pairtui.tui.review.labels import first_words, many
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.offer import difference
from pairtui.tui.screens.sheet import Option

if TYPE_CHECKING:
    from pairtui.tui.screens.desk import Desk

APPLIED = ("open", "taken", "edited")
READS = "Enter shows it · Esc back"


async def compare(desk: Desk) -> None:
    """Show what changed since a round: the last one where there is only that, else a chosen one."""
    review = desk.shelf.review
    if review is None or not review.rounds:
        desk.reviewing.say("there is one round so far · S asks for another")
        return
    now = number_of(review)
    number: int | None = now - 1
    if now > 2:
        picked = await desk.app.push_screen_wait(rounds_sheet(review))
        number = int(picked) if picked is not None else None
    if number is None:
        return
    rows = [Option("Back to the review", "back"), Option(f"Read round {number} as it was", "read")]
    title = f"From round {number} to round {now}"
    keys = "Enter choose · PgDn reads on · Esc back"
    says = [*what_was_asked(review, number), *changed(review, number)]
    if await desk.app.push_screen_wait(ChoiceSheet(title, rows, says=says, keys=keys)) == "read":
        says = list(as_it_was(review.rounds[number - 1].before))
        back = [Option("Back to the review", "back")]
        title = f"Round {number}, as it was"
        await desk.app.push_screen_wait(ChoiceSheet(title, back, says=says, keys=keys))


def rounds_sheet(review: Review) -> ChoiceSheet:
    """Return the list of earlier rounds, the latest first; its answer is a number."""
    rows = [
        Option(f"Round {one.number - 1}", str(one.number - 1), _tally(one.before))
        for one in reversed(review.rounds)
    ]
    return ChoiceSheet("Compare with which round?", rows, keys=READS)


def what_was_asked(review: Review, number: int) -> Iterator[str]:
    """Yield what the round after one was asked for, and what came of it."""
    asked = review.rounds[number - 1]
    said = {one.number: one for one in review.comments}
    for spot in asked.spots:
        if spot.number in said:
            one = said[spot.number]
            text = one_line(" ".join(one.text.split()))
            yield f"» {one.number} {one_line(one.path)}: {text} ({one.stands})"
    yield from (one_line(says) for says in asked.said)
    yield ""


def changed(review: Review, number: int) -> Iterator[str]:
    """Yield the lines that differ between the texts of a round and those of now.

    What is new since it was taken counts as if it were taken, and that is said.
    """
    offers = offered(review)
    if offers:
        yield f"With {many(len(offers), 'change')} new since you took it, not decided yet:"
    for name in offers:
        review = decide(review, Adopt(name))
    before = texts(review.rounds[number - 1].before)
    after = {
        change.path: content(working(review, change.path).work) for change in review.proposal.files
    }
    base = {change.path: content(change.base) for change in review.proposal.files}
    base |= {one.path: content(one.base) for one in review.rounds[number - 1].before.files} | base
    found = False
    for path in dict.fromkeys((*before, *after)):
        old, new = before.get(path, base[path]), after.get(path, base[path])
        if old != new:
            found = True
            yield one_line(path)
            yield from difference(old, new)
    if not found:
        yield "The texts are the same."


def texts(earlier: Earlier) -> Mapping[str, bytes]:
    """Return what each file read like in an earlier round."""
    return {
        change.path: splice(
            content(change.base),
            tuple(
                (hunk, earlier.fates[hunk.id].new)
                for hunk in change.hunks
                if hunk.kind == "text" and earlier.fates[hunk.id].state in APPLIED
            ),
        )
        for change in earlier.files
    }


def as_it_was(earlier: Earlier) -> Iterator[str]:
    """Yield every change of an earlier round, with what had become of it."""
    for change in earlier.files:
        starts = line_starts(content(change.base))
        yield one_line(change.path)
        for hunk in change.hunks:
            fate = earlier.fates[hunk.id]
            line = line_of(starts, hunk.start) if starts else 1
            reason = f" “{one_line(fate.reason)}”" if fate.reason else ""
            yield f"line {line}, {fate.state}{reason}"
            if hunk.kind == "text":
                new = fate.new if fate.state == "edited" else hunk.new
                yield from difference(hunk.old, new)
            else:
                yield f"  {hunk.kind} {first_words(hunk.old)}"


def _tally(earlier: Earlier) -> str:
    states = [fate.state for fate in earlier.fates.values()]
    counted = (f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    return ", ".join(counted) or many(0, "change")
