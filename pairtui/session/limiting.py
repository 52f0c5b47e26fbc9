"""Limiting: whether what is to be asked would pass a limit of the person's, before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pairtui.context.assemble import TooLarge
from pairtui.conversation import Asked
from pairtui.request import Model
from pairtui.review.comment import Comment
from pairtui.review.decide import Review
from pairtui.session.parts import Parts
from pairtui.session.preparing import prepare
from pairtui.session.revise import Revising
from pairtui.session.spending import Over, Spending


class Limiting:
    """Says what a request would come to where that is more than the person wants to spend."""

    def __init__(
        self,
        parts: Parts,
        model: Callable[[], Model | None],
        spending: Spending,
        revising: Revising,
    ) -> None:
        self._parts = parts
        self._model = model
        self._spending = spending
        self._revising = revising

    async def words(self, asked: Asked) -> Over | None:
        """Return what some words would come to, or None where that passes no limit."""
        model = self._model()
        if model is None or not self._spending.limits.any:
            return None
        if asked.task is not None:
            return self._passed(0, model)  # one small request after the other
        found = (await prepare(self._parts, model, asked)).found
        if isinstance(found, TooLarge):
            return None  # nothing is going to be sent
        sent, counting = found.tokens, self._spending.counting
        limit = self._spending.limits.turn_tokens
        if limit is not None and counting.near(model, sent, limit):
            sent = await counting.exact(found.request)
        return self._passed(sent, model)

    async def round(self, asked: Asked, review: Review, comments: Sequence[Comment]) -> Over | None:
        """Return what sending some comments would come to, or None where it passes no limit."""
        model = self._model()
        if model is None or not self._spending.limits.any:
            return None
        foreseen = await self._revising.foresee(asked, review, comments)
        return self._passed(foreseen.tokens, model)

    def allow(self) -> None:
        """Let the next turn pass the limits: the person said so."""
        self._spending.allow()

    def _passed(self, sent: int, model: Model) -> Over | None:
        over = self._spending.over(sent, model)
        return over if over.says else None
