"""Foreseeing: exactly what the next request will hold, part by part, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pairtui.context.assemble import PER_MESSAGE, Assembled, TooLarge
from pairtui.context.parts import Part
from pairtui.conversation import Asked
from pairtui.repo.git import RepoError
from pairtui.request import Message, Model
from pairtui.session.counting import counting_of
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

    Tokens are `exact` where the model counts just so, or else about right. `left_out` names what is
    not sent, each with the reason, and `withheld` where something stands that goes as its name
    only; `notes` are what a person should know; `cannot` says why nothing can be sent.
    """

    model: Model
    parts: tuple[Part, ...] = ()
    messages: tuple[Message, ...] = ()
    tokens: int = 0
    exact: bool = False
    left_out: tuple[tuple[str, str], ...] = ()
    withheld: tuple[tuple[str, str], ...] = ()
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
        found = Next(model, left_out=made.left_out, notes=made.notes)
        if isinstance(made.found, TooLarge):
            return replace(found, tokens=made.found.tokens, cannot=made.found.says)
        return await self.weighed(made.found, found)

    async def weighed(self, made: Assembled, found: Next | None = None) -> Next:
        """Return a request that was made, its parts weighed; `found` has what else is known."""
        parts, messages = made.parts, made.request.messages
        texts = [part.text for part in parts] + [message.text for message in messages]
        counts, exact = await self._counted(made.model, texts)
        return replace(
            found or Next(made.model, notes=(made.says,) if made.says else ()),
            model=made.model,
            parts=tuple(
                replace(part, tokens=tokens)
                for part, tokens in zip(parts, counts[: len(parts)], strict=True)
            ),
            messages=messages,
            tokens=sum(counts[len(parts) :]) + PER_MESSAGE * len(messages),
            exact=exact,
            withheld=tuple(self._withheld(messages)),
        )

    async def _counted(self, model: Model, texts: Sequence[str]) -> tuple[list[int], bool]:
        """Return the tokens of some texts, and whether the model counts them just so.

        Where a server has counted for another model, estimates corrected by that are nearer.
        """
        counting, counter = counting_of(self._parts), self._parts.counter
        if model.table or counting.factor(model.name) == 1:
            counts = await counter.count(texts)
            return counts, counter.exact and model.table
        count = counting.count(model.name)
        return [count(text) for text in texts], False

    def _withheld(self, messages: Sequence[Message]) -> Iterator[tuple[str, str]]:
        """Yield what goes as a name only, with what it is."""
        for one in self._parts.policy.named_in(messages):
            yield one.where, f"{one.why}, so it goes as {one.name}; /withheld can allow it once"

    async def about(self, asked: Asked) -> int | None:
        """Return about how many tokens the request would have, as much as is sent of it.

        None where nobody answers yet, where one part is sent at a time, or where git cannot tell.
        """
        model = self._model()
        if model is None or model.format == "selection":
            return None
        try:
            made = await prepare(self._parts, model, asked, strays=self._strays(model))
        except RepoError:
            return None  # whoever sends now is told
        return made.found.tokens

    async def partly(self, asked: Asked) -> frozenset[str]:
        """Return the files that these words would be sent with only in part."""
        made = await prepare(self._parts, self._model() or NOBODY, asked)
        return made.snapshot.partly
