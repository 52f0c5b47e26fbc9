"""First use: what a host is about to be sent of a repository it was never sent anything of."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pairtui.context.assemble import Assembled
from pairtui.context.parts import INTRODUCED, PartKind
from pairtui.conversation import Asked
from pairtui.policy.hosts import without_port
from pairtui.providers.hosts import is_loopback
from pairtui.request import Model
from pairtui.review.decide import Review
from pairtui.session.amount import many, size
from pairtui.session.parts import Parts
from pairtui.session.policy import HERE
from pairtui.session.preparing import prepare

NOT_SENT = (
    "Not sent: the names of the repository and of its folder, what git or an ignore file excludes, "
    "links, and what looks like a secret. /withheld shows what was withheld."
)
HOW = "how pairtui asks, and what for"
_ORDER: tuple[PartKind, ...] = (
    "words", "file", "reference", "rules", "turn", "verdicts", "map", "format", "system",
)  # fmt: skip
_SAID: dict[PartKind, str] = {
    "words": "your words",
    "turn": "what was said before",
    "verdicts": "what became of earlier changes",
    "map": "an outline of the repository",
    "format": HOW,
    "system": HOW,
}


@dataclass(frozen=True, slots=True)
class Introduction:
    """What would go to a host now, and to which model; `rows` are in words, one a part."""

    host: str
    model: str
    rows: tuple[str, ...]


class FirstUse:
    """Knows which hosts were sent something of this repository, with the person's consent."""

    def __init__(self, parts: Parts, model: Callable[[], Model | None]) -> None:
        self._parts = parts
        self._model = model
        self._root = os.path.realpath(parts.repo.root)

    async def look(self, asked: Asked, review: Review | None = None) -> Introduction | None:
        """Return what would go to a host for the first time, or None where nothing is new.

        `review` is what comments are about. This machine is no such host, and a host that is not
        allowed is refused later on.
        """
        provider, model = self._parts.answering.provider, self._model()
        if provider is None or model is None or _is_here(provider.host):
            return None
        if self._root in self._parts.remembered.told(provider.host):
            return None
        if await asyncio.to_thread(self._parts.policy.refusal, provider.host):
            return None
        if review is not None:
            return Introduction(provider.host, model.name, tuple(_of_round(review, asked)))
        made = await prepare(self._parts, model, asked)
        if not isinstance(made.found, Assembled):
            return None
        return Introduction(provider.host, model.name, tuple(_rows(made.found)))

    def keep(self, introduction: Introduction) -> None:
        """Remember that the person let it go there."""
        self._parts.remembered.tell(introduction.host, self._root)


def _is_here(host: str) -> bool:
    """Tell whether a host, with its port, is this machine, going by its name."""
    return host in HERE or is_loopback(without_port(host.casefold()))


def _rows(made: Assembled) -> Iterator[str]:
    """Yield a row for each kind of part and each file; what a person brings in comes first."""
    ours = {use.name for use in made.request.prompts}
    sizes: dict[str, int] = {}
    for part in sorted(made.parts, key=lambda one: _ORDER.index(one.kind)):
        of_ours = part.name.removeprefix(INTRODUCED) in ours
        row = _SAID.get(part.kind, HOW if of_ours else part.name)
        sizes[row] = sizes.get(row, 0) + len(part.text.encode("utf-8", "surrogatepass"))
    asking = sizes.pop(HOW, 0)
    yield from (f"{row}, {size(count)}" for row, count in sizes.items())
    yield f"{HOW}, {size(asking)}"


def _of_round(review: Review, asked: Asked) -> Iterator[str]:
    yield "your comments, and what you decided"
    paths = dict.fromkeys(change.path for change in review.proposal.files)
    paths |= dict.fromkeys(item.path or item.spec for item in asked.conversation.attached)
    yield f"{many(len(paths), 'file')}: {', '.join(paths)}"
    if asked.conversation.turns:
        yield "what was said before"
