"""Sending: comments and questions about a proposal, from the sheet to the end of the answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pairtui.conversation import Asked
from pairtui.events import Event
from pairtui.proposal import Proposal
from pairtui.review.because import cited
from pairtui.review.comment import Comment, unsent
from pairtui.review.decide import Review
from pairtui.review.round import Explained, RoundEnded, Sent
from pairtui.review.rounds import fresh, number_of, running
from pairtui.review.visible import one_line
from pairtui.session.needing import asked_for
from pairtui.tui.review.labels import many
from pairtui.tui.screens.answer import Answer, desk_of, talk_of
from pairtui.tui.screens.context import show_request
from pairtui.tui.screens.gates import ROUND, passed
from pairtui.tui.screens.send import SendSheet, rejections, transcript

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.desk import Desk
    from pairtui.tui.screens.main import MainScreen


async def send(desk: Desk) -> bool:
    """Show what would be sent, and send it where the person says so; tell whether it was."""
    review = desk.shelf.review
    if review is None:
        desk.reviewing.say("nothing to send")
        return False
    if _busy(desk):
        return False
    if not unsent(review.comments) and not any(rejections(review)):
        desk.reviewing.say("nothing to send yet · c comments · r rejects with a reason")
        return False
    session = await desk.main.session()
    await session.ready()
    waiting = unsent(review.comments)
    changes = [one for one in waiting if not one.asks]
    asked = Asked("", talk_of(desk.main))
    foreseen = await session.revising.foresee(asked, review, changes)
    show = partial(show_request, desk.main, session, foreseen)
    read = partial(desk.main.do, show, "read") if foreseen.made else None
    if await desk.app.push_screen_wait(SendSheet(review, foreseen, read)) != "send":
        desk.reviewing.say("nothing was sent")
        return False
    if _busy(desk):
        return False
    desk.main.do(partial(_send, desk.main, session, review.proposal.id), "turn")
    return True


def _busy(desk: Desk) -> bool:
    """Tell whether an answer is coming in, and say so."""
    if desk.main.turning:
        desk.reviewing.say("one at a time: the answer is still coming")
    return desk.main.turning


async def _send(screen: MainScreen, session: Session, name: str) -> None:
    """Ask the questions first, which change nothing, and then for the round."""
    desk = desk_of(screen)
    if await passed(screen, session, Asked("", talk_of(screen)), ROUND) is None:
        return
    waiting = unsent(desk.shelf.reviews[name].comments)
    questions = tuple(one for one in waiting if one.asks)
    changes = tuple(one for one in waiting if not one.asks)
    if questions:
        asking = Explaining(screen, name, questions)
        await _answered(screen, session, asking, name, questions)
        if asking.ending != "done":
            return
    if changes or not questions:
        numbers = tuple(one.number for one in changes)
        desk.happened(name, Sent(numbers))
        await _answered(screen, session, NextRound(screen, name, changes), name, changes)


async def _answered(
    screen: MainScreen,
    session: Session,
    answer: NextRound | Explaining,
    name: str,
    comments: tuple[Comment, ...],
) -> None:
    review = desk_of(screen).shelf.reviews[name]
    said = transcript(review, comments, "")
    screen.say("you", said)
    screen.pane.busy = "asking…"
    screen.answer = answer
    try:
        await answer.run(session, Asked(said, talk_of(screen), answer.tells(review)))
    finally:
        screen.answer = None
        screen.pane.busy = ""
        answer.over()
    if answer.ending == "done" and (specs := asked_for("".join(answer.said))):
        names = ", ".join(one_line(spec) for spec in specs)
        screen.say("note", f"the AI asks to see {names} · /add brings it in, for the next round")


class NextRound(Answer):
    """An answer that revises a proposal: what comes goes into its review."""

    gives_back = False

    def __init__(self, screen: MainScreen, name: str, comments: tuple[Comment, ...]) -> None:
        super().__init__(screen, "")
        self._name = self._proposal = name
        self._numbers = [one.number for one in comments]

    def tells(self, review: Review) -> tuple[Review, ...]:
        """Return the review whose decisions the model is told."""
        return (review,)

    def events(self, session: Session, asked: Asked) -> AsyncGenerator[Event, None]:
        """Return what comes of asking for the round that has begun."""
        review = desk_of(self._screen).shelf.reviews[self._name]
        return session.revising.send(replace(asked, words=""), review, self.stop)

    def proposed(self, proposal: Proposal) -> None:
        """Fold what is new into the review."""
        desk = desk_of(self._screen)
        desk.happened(self._name, fresh(desk.shelf.reviews[self._name], proposal))

    def over(self) -> None:
        """End the round, and say what came of it."""
        desk = desk_of(self._screen)
        last = running(desk.shelf.reviews[self._name])
        if last is None:
            return
        reply = "".join(self.said)
        ended = RoundEnded(self.ending or "broke off", cited(reply, self._numbers))
        desk.happened(self._name, ended)
        review = desk.shelf.reviews[self._name]
        for line in outcome(review, last.number):
            self._screen.say("note", line)
        desk.reviewing.just_now = f"round {last.number} is here · n goes on · b compares"


class Explaining(Answer):
    """An answer to questions: it goes into the conversation, and changes nothing."""

    gives_back = False

    def __init__(self, screen: MainScreen, name: str, comments: tuple[Comment, ...]) -> None:
        super().__init__(screen, "")
        self._name = self._proposal = name
        self._comments = comments

    def tells(self, review: Review) -> tuple[Review, ...]:
        """Return nothing: a question tells no decision."""
        return ()

    def events(self, session: Session, asked: Asked) -> AsyncGenerator[Event, None]:
        """Return what comes of asking."""
        review = desk_of(self._screen).shelf.reviews[self._name]
        return session.revising.explain(asked, review, self._comments, self.stop)

    def over(self) -> None:
        """Tick the questions off, if they were answered."""
        if self.ending == "done":
            numbers = tuple(one.number for one in self._comments)
            desk_of(self._screen).happened(self._name, Explained(numbers))


def outcome(review: Review, number: int) -> tuple[str, ...]:
    """Return what came of a round, in lines for the conversation."""
    if number_of(review) < number:
        return ("no round came of it: the comments are not sent",)
    last = review.rounds[-1]
    new = sum(one.round == number for one in review.arrivals.values())
    offers = sum(one.round == number for one in review.offers.values())
    parts = [many(new, "change")] if new else []
    parts += [f"{offers} new on top of what you took"] if offers else []
    parts += [f"{len(last.lost)} could not be placed"] if last.lost else []
    lines = [f"round {number}: {', '.join(parts) or 'no changes'}"]
    lines += [one_line(says) for says in last.said]
    missed = [str(one.number) for one in review.comments if one.stands == "not answered"]
    if missed and any(one.round == number for one in review.comments):
        noun = "comment" if len(missed) == 1 else "comments"
        lines.append(f"not answered: {noun} {', '.join(missed)}")
    return tuple(lines)
