"""Again: going on with an answer that broke off, and asking the last words once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pairtui.commands.parse import Run, parse
from pairtui.conversation import GO_ON, Asked, Conversation, Unfinished
from pairtui.proposal import Proposal

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen


@dataclass(frozen=True, slots=True)
class Latest:
    """The last thing that was sent: as it was typed, as it was asked, and what came of it.

    `turned` says that it is a turn of the conversation; without `text` it was no words, but
    comments.
    """

    text: str
    asked: Asked
    ending: str
    proposal: Proposal | None = None
    turned: bool = False


def latest_of(screen: MainScreen) -> Latest | None:
    """Return what was sent last, in this run of the program or in the one before."""
    if screen.latest is not None:
        return screen.latest
    turns = (screen.pane.conversation or Conversation()).turns
    if not turns:
        return None
    *before, last = turns
    of_a_round = last.proposal is not None and last.proposal in (one.proposal for one in before)
    text = "" if of_a_round else last.words
    match parse(last.words, [name for name, *_ in screen.pane.commands]):
        case Run(name=name, argument=words) if text:
            asked = Asked(words, command=name)
        case _:
            asked = Asked(last.words)
    return Latest(text, asked, last.ending, turned=bool(last.reply))


def unfinished(screen: MainScreen, latest: Latest | None, words: str) -> Asked | str:
    """Return what to ask so that the last answer is gone on with, or why it cannot be."""
    if latest is None:
        return "there is no answer yet to go on with"
    model = screen.pane.status.model if screen.pane.status else None
    if not latest.text:
        return "it was a round that broke off: S in the review sends what it did not answer"
    if latest.ending == "done":
        return "the last answer came to its end: there is nothing to go on with"
    if not latest.turned:
        return "nothing came of the last words: /retry asks them again"
    by_part = model is not None and model.format == "selection"
    if by_part or latest.asked.task is not None or latest.asked.changes:
        return "this cannot be gone on with in the middle: /retry asks for it again"
    before = latest.asked.unfinished
    begun = Unfinished(before.words if before else latest.asked.said, latest.proposal)
    return replace(latest.asked, words=words or GO_ON, unfinished=begun, again=False)


def ways(screen: MainScreen) -> Iterator[str]:
    """Yield what there is to do about the last answer, of which only a part came."""
    latest = latest_of(screen)
    if not isinstance(unfinished(screen, latest, ""), str):
        yield "/continue goes on"
    if latest is not None and latest.text and latest.ending == "broke off":
        yield "/retry asks again"
        if not screen.pane.prompt.waiting:  # else ↑ takes back what waits
            yield "↑ brings your words"
