"""Send: the sheet that says exactly what a next round would tell the AI, before it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType

from pairtui.review.comment import Comment, unsent
from pairtui.review.decide import Reject, Review
from pairtui.review.rounds import number_of
from pairtui.review.visible import one_line
from pairtui.session.revise import Foreseen
from pairtui.tui.review.commenting import spot_named
from pairtui.tui.review.labels import many, where
from pairtui.tui.screens.sheet import Clock, Option, Sheet


class SendSheet(Sheet[Literal["send"]]):
    """List every comment with its place and the rejections with reasons; Enter sends them."""

    KEYS = "Enter sends · i exactly what it sees · Esc back, nothing is sent"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "read", "What it sees", id="send.read", tooltip="Read what would be sent"),
    ]

    def __init__(
        self,
        review: Review,
        foreseen: Foreseen,
        read: Callable[[], object] | None = None,
        *,
        clock: Clock = monotonic,
    ) -> None:
        super().__init__(clock=clock)
        self._read = read
        if read is None:
            self.KEYS = "Enter sends · Esc back, nothing is sent"
        self._review = review
        self._foreseen = foreseen

    def action_read(self) -> None:
        """Show the request itself, part by part."""
        self.may(deciding=False)
        if self._read is not None:
            self._read()

    def title_line(self) -> str:
        """Return how much would be sent."""
        return f"Send {in_words(self._review)}"

    def options(self) -> tuple[Option[Literal["send"]], ...]:
        """Return the one thing to do, unless it cannot be."""
        if self._foreseen.cannot:
            return ()
        waiting = unsent(self._review.comments)
        number = number_of(self._review) + 1
        only = waiting and all(one.asks for one in waiting)
        says = "Ask; nothing changes" if only else f"Ask for round {number}"
        return (Option(says, "send", one_line(self._foreseen.model)),)

    def notes(self) -> tuple[str, ...]:
        """Return what the AI would be told and shown."""
        found = self._foreseen
        lines = [f"Cannot be sent: {found.cannot}", ""] if found.cannot else []
        lines += [_line(self._review, one) for one in unsent(self._review.comments)]
        lines += rejections(self._review)
        if found.saw:
            saw = ", ".join(one_line(path) for path in found.saw)
            lines += ["", f"It sees, with your decisions in them: {saw}"]
        lines += [f"≈ {found.tokens:,} of {found.budget:,} tokens"] if found.tokens else []
        lines += [found.says] if found.says else []
        kept = "What you took or wrote stays; anything new there is offered beside it."
        return (*lines, "", kept)


def in_words(review: Review) -> str:
    """Return what waits to be sent: "2 comments, 1 question"."""
    waiting = unsent(review.comments)
    asks = sum(one.asks for one in waiting)
    parts = [many(len(waiting) - asks, "comment")] if len(waiting) > asks else []
    parts += [many(asks, "question")] if asks else []
    reasons = len(list(rejections(review)))
    parts += [many(reasons, "rejection") + " with a reason"] if reasons else []
    return ", ".join(parts) or "nothing yet"


def rejections(review: Review) -> Iterator[str]:
    """Yield each change that was refused with a reason, and that one."""
    for change in review.proposal.files:
        for hunk in change.hunks:
            verdict = review.verdict(hunk.id)
            if isinstance(verdict, Reject) and verdict.reason:
                place = f"{one_line(change.path)} {where(change, hunk)}"
                yield f"✘ {place}: rejected, “{one_line(' '.join(verdict.reason.split()))}”"


def transcript(review: Review, comments: Sequence[Comment], words: str) -> str:
    """Return comments as what the person said."""
    said = [_line(review, one) for one in comments]
    return "\n".join(filter(None, (words, *said))) or "Another round, please."


def _line(review: Review, comment: Comment) -> str:
    text = one_line(" ".join(comment.text.split()))
    return f"» {comment.number} {spot_named(review, comment)}: {text}"
