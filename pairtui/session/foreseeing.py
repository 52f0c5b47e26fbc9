"""Foreseeing: exactly what the next request will hold, part by part, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pairtui.context.assemble import PER_MESSAGE, TooLarge
from pairtui.context.parts import Part
from pairtui.conversation import Asked
from pairtui.request import Message, Model
from pairtui.session.parts import Parts
from pairtui.session.preparing import prepare

NOBODY = Model("no model yet", "")
"""Stands for the one who will answer while that is not known; its budget is the usual one."""
BY_PART = (
    "{name} rewrites one chosen part at a time: each request holds that part and a line that says "
    "what to do with it."
)


@dataclass(frozen=True, slots=True)
class Next:
    """The next request as it would be sent: its parts and messages, and what all of it weighs.

    Tokens are `exact`, or else estimated. `left_out` names what is not sent, each with the reason;
    `notes` are what a person should know; `cannot` says why nothing can be sent.
    """

    model: Model
    parts: tuple[Part, ...] = ()
    messages: tuple[Message, ...] = ()
    tokens: int = 0
    exact: bool = False
    left_out: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    cannot: str = ""

    @property
    def text(self) -> str:
        """Return all of it, each message under the name of who says it."""
        return "\n\n".join(f"── {one.role} ──\n{one.text}" for one in self.messages)


class Foreseeing:
    """Makes requests that are not sent, as they would be.

    `model` returns who would be asked, `strays` whether that one misquoted before.
    """

    def __init__(
        self,
        parts: Parts,
        model: Callable[[], Model | None],
        strays: Callable[[Model], bool],
    ) -> None:
        self._parts = parts
        self._model = model
        self._strays = strays

    async def next(self, asked: Asked) -> Next:
        """Return the request for these words, counted exactly where that is possible."""
        model = self._model() or NOBODY
        if model.format == "selection":
            return Next(model, cannot=BY_PART.format(name=model.name))
        made = await prepare(self._parts, model, asked, strays=self._strays(model))
        notes = made.notes
        if isinstance(made.found, TooLarge):
            tokens, says = made.found.tokens, made.found.says
            return Next(model, tokens=tokens, left_out=made.left_out, notes=notes, cannot=says)
        parts, messages = made.found.parts, made.found.request.messages
        counter = self._parts.counter
        texts = [part.text for part in parts] + [message.text for message in messages]
        counts = await counter.count(texts)
        weighed = tuple(
            replace(part, tokens=tokens)
            for part, tokens in zip(parts, counts[: len(parts)], strict=True)
        )
        total = sum(counts[len(parts) :]) + PER_MESSAGE * len(messages)
        return Next(made.found.model, weighed, messages, total, counter.exact, made.left_out, notes)

    async def partly(self, asked: Asked) -> frozenset[str]:
        """Return the files that these words would be sent with only in part."""
        made = await prepare(self._parts, self._model() or NOBODY, asked)
        return made.snapshot.partly
