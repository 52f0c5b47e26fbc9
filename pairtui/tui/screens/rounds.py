"""Rounds: two rounds of a proposal compared, an earlier one read, and what it had brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pairtui.review.back import SAME, BringBack, Way, all_back, formers, way_back
from pairtui.review.decide import Review
from pairtui.review.rounds import number_of
from pairtui.tui.review.labels import many
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.earlier import as_it_was, changed, named, tally_of, what_was_asked
from pairtui.tui.screens.sheet import Option

if TYPE_CHECKING:
    from pairtui.tui.screens.desk import Desk

READS = "Enter choose · PgDn reads on · Esc back"
BACK = Option("Back to the review", "")
UNDOES = "u undoes"


async def compare(desk: Desk, number: int = 0) -> None:
    """Show what changed from one round to another, and do with the earlier one what is picked.

    Which two is asked where there are more; a `number` given is compared with now.
    """
    review = desk.shelf.review
    if review is None or not review.rounds:
        desk.reviewing.say("there is one round so far · S asks for another")
        return
    to = now = number_of(review)
    if not number:
        pair = (1, now) if now == 2 else await _pair(desk, review)
        if pair is None:
            return
        number, to = pair
    rows = [
        BACK,
        Option(f"Read round {number} as it was", "read"),
        Option(f"Bring a change of round {number} back", "one", "it is open again here"),
        Option(f"Bring all of round {number} back", "all", "but what you refused in it"),
    ]
    title = f"From round {number} to round {to}"
    asked = [line for one in range(number, to) for line in what_was_asked(review, one)]
    says = [*asked, "", *changed(review, number, to)]
    picked = await desk.app.push_screen_wait(ChoiceSheet(title, rows, says=says, keys=READS))
    match picked:
        case "read":
            says = list(as_it_was(review.rounds[number - 1].before))
            title = f"Round {number}, as it was"
            sheet = ChoiceSheet(title, [BACK], says=says, keys=READS)
            await desk.app.push_screen_wait(sheet)
        case "one":
            await _bring_one(desk, review, number)
        case "all":
            _bring_all(desk, number)
        case _:
            pass


async def _pair(desk: Desk, review: Review) -> tuple[int, int] | None:
    """Let the person choose two rounds; None where they would not."""
    now = number_of(review)
    earlier = [_row(review, number) for number in range(now - 1, 0, -1)]
    sheet = ChoiceSheet("Compare from which round?", earlier)
    picked = await desk.app.push_screen_wait(sheet)
    if picked is None:
        return None
    number = int(picked)
    if number == now - 1:
        return number, now
    later = [_row(review, one) for one in range(now, number, -1)]
    picked = await desk.app.push_screen_wait(ChoiceSheet(f"From round {number} to which?", later))
    return None if picked is None else (number, int(picked))


def _row(review: Review, number: int) -> Option[str]:
    if number == number_of(review):
        return Option(f"Round {number}", str(number), "as it is now")
    return Option(f"Round {number}", str(number), tally_of(review.rounds[number - 1].before))


async def _bring_one(desk: Desk, review: Review, number: int) -> None:
    """Let the person choose a change of an earlier round, and bring it back."""
    rows, says = choices(review, number)
    if not rows:
        says = ("Nothing of it can be brought back:", *says)
    sheet = ChoiceSheet(f"Bring which change of round {number} back?", rows, says=says)
    picked = await desk.app.push_screen_wait(sheet)
    if picked is None or desk.shelf.review is None:
        return
    # The review may be another one by now, while the sheet was open.
    fresh = [*formers(desk.shelf.review, number)]
    way = way_back(desk.shelf.review, fresh[int(picked)])
    if isinstance(way, str):
        desk.reviewing.say(f"not brought back: {way}")
    else:
        _bring(desk, BringBack((way,)), f"brought back from round {number}")


def choices(review: Review, number: int) -> tuple[Sequence[Option[str]], tuple[str, ...]]:
    """Return the changes of an earlier round that can be brought back, and why the others cannot.

    The answer of each is which one it is.
    """
    rows: list[Option[str]] = []
    says: list[str] = []
    same = 0
    for at, former in enumerate(formers(review, number)):
        way = way_back(review, former)
        if way == SAME:
            same += 1
        elif isinstance(way, str):
            says.append(f"not {named(former)}: {way}")
        else:
            rows.append(Option(named(former), str(at), former.state))
    if same:
        says.append(f"as then: {many(same, 'change')} of it")
    return rows, tuple(says)


def _bring_all(desk: Desk, number: int) -> None:
    """Bring back all of an earlier round that was not refused in it."""
    review = desk.shelf.review
    if review is None:
        return
    event, lost = all_back(review, number)
    if not event.of:
        desk.reviewing.say(f"nothing to bring back: {lost[0] if lost else 'all stands as then'}")
        return
    says = f"brought {many(len(event.of), 'change')} back from round {number}"
    _bring(desk, event, f"{says} · not all: {lost[0]}" if lost else says)


def _bring(desk: Desk, event: BringBack, says: str) -> None:
    if desk.shelf.review is None:
        return
    first: Way = event.of[0]
    desk.happened(desk.shelf.review.proposal.id, event)
    desk.reviewing.show_change(first.hunk)
    desk.reviewing.just_now = f"{says} · {UNDOES}"
