"""Earlier: what an earlier round of a proposal was, and what changed since, in lines; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pairtui.proposal import Hunk
from pairtui.review.back import Former
from pairtui.review.decide import Review, decide
from pairtui.review.frame import content
from pairtui.review.lines import line_of, line_starts
from pairtui.review.offer import Adopt, offered
from pairtui.review.result import splice
from pairtui.review.round import Earlier
from pairtui.review.rounds import number_of, working
from pairtui.review.visible import one_line
from pairtui.tui.review.labels import first_words, happens, many, shortened, where
from pairtui.tui.screens.offer import difference

APPLIED = ("open", "taken", "edited")


def tally_of(earlier: Earlier) -> str:
    """Return how the changes of an earlier round stood, such as "2 open, 1 rejected"."""
    states = [fate.state for fate in earlier.fates.values()]
    counted = (f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    return ", ".join(counted) or many(0, "change")


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


def changed(review: Review, number: int, to: int) -> Iterator[str]:
    """Yield the lines that differ between the texts of one round and those of a later one.

    Of the round that is now, what is new since it was taken counts as if it were taken, and that is
    said.
    """
    before = texts(review.rounds[number - 1].before)
    if to < number_of(review):
        files, after = review.rounds[to - 1].before.files, texts(review.rounds[to - 1].before)
    else:
        offers = offered(review)
        if offers:
            yield f"With {many(len(offers), 'change')} new since you took it, not decided yet:"
        for name in offers:
            review = decide(review, Adopt(name))
        files = review.proposal.files
        after = {change.path: content(working(review, change.path).work) for change in files}
    known = (*review.rounds[number - 1].before.files, *files)
    base = {change.path: content(change.base) for change in known}
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
            if offer := earlier.offers.get(hunk.id):
                yield f"line {line}, new on top of that, not taken"
                yield from difference(fate.new, offer.new)


def named(former: Former) -> str:
    """Return a change of an earlier round in one line: its place, and its first words."""
    change, hunk = former.change, former.hunk
    says = happens(change, hunk) or _says(hunk, former.new)
    return f"{one_line(change.path)} {where(change, hunk)}  {says}"


def _says(hunk: Hunk, new: bytes) -> str:
    if new.strip():
        return f"“{shortened(first_words(new))}”"
    return f"without “{shortened(first_words(hunk.old))}”"
