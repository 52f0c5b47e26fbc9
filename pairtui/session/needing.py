"""Needing: what an answer asks to see, looked for and named; a person decides what it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pairtui.conversation import Asked, Attachment, Conversation
from pairtui.events import Said
from pairtui.formats.needed import needed
from pairtui.proposal import Refused
from pairtui.session.attaching import Attaching, Came
from pairtui.session.expanding import Expanded, expand
from pairtui.session.foreseeing import Foreseeing
from pairtui.session.parts import Parts
from pairtui.session.retelling import retold

MOST = 20
"""Of what one answer asks for at once, so much is looked at."""
IN = "it is in already"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something an answer asks to see: the file it can be, with its tokens, or why not."""

    spec: str
    item: Attachment | None = None
    tokens: int = 0
    why: str = ""


class Needing:
    """Knows what the last answer asked to see, `specs`, and what it was an answer to, `asked`."""

    def __init__(self, parts: Parts, attaching: Attaching, foreseeing: Foreseeing) -> None:
        self._parts = parts
        self._attaching = attaching
        self._foreseeing = foreseeing
        self.specs: tuple[str, ...] = ()
        self.asked = Asked("")
        self._again = ""

    def hear(self, reply: str, asked: Asked) -> bool:
        """Take a whole answer to what was asked; tell whether it asks to see anything.

        Only its prose counts: no edit and no block of code asks for anything.
        """
        self.specs = asked_for(reply)
        if asked.words != self._again:
            self.asked = asked
        return bool(self.specs)

    def forget(self) -> None:
        """Know of nothing that was asked for: another conversation is on the screen."""
        self.specs, self.asked, self._again = (), Asked(""), ""

    async def look(self, talk: Conversation) -> tuple[Wanted, ...]:
        """Return what the last answer asked to see, as it is now."""
        partly = await self._foreseeing.partly(Asked(self.asked.words, talk))
        there = await asyncio.to_thread(self._there, talk.attached)
        found = [await self._one(spec, talk, partly, there) for spec in self.specs]
        items = tuple(one.item for one in found if one.item is not None)
        sizes = (await self._attaching.weighed(Conversation((), items))).sizes
        return tuple(
            replace(one, tokens=sizes[one.item.spec]) if one.item else one for one in found
        )

    def said(self, items: Sequence[Attachment]) -> str:
        """Return the words that come with what was asked for; it is asked for no more."""
        names = ", ".join(item.spec for item in items)
        words = self.asked.words or self.asked.command
        made = self._parts.prompts.render("context/needed", names=names, words=words)
        self.specs, self._again = (), made.text
        return made.text

    async def _one(
        self, spec: str, talk: Conversation, partly: frozenset[str], there: Mapping[str, Attachment]
    ) -> Wanted:
        match await self._attaching.attach(spec):
            case Refused(reason=reason):
                return Wanted(spec, why=reason)
            case Came(item=item) if item.kind != "file":
                return Wanted(spec, why=IN) if item in talk.attached else Wanted(spec, item)
            case Came(item=item):
                now = there.get(item.path)
                wider = _wider(now, item, cut=item.path in partly) if now else item
                return Wanted(spec, wider) if wider != now else Wanted(spec, why=IN)

    def _there(self, attached: Sequence[Attachment]) -> dict[str, Attachment]:
        """Return what is in of each file: by itself, in a folder, or a definition's lines."""
        found: dict[str, Attachment] = {}
        for item in attached:
            held = expand(self._parts.policy, item) if item.kind in ("folder", "symbol") else None
            if isinstance(held, Expanded):
                for one in held.attached:
                    before = found.get(one.path)
                    found[one.path] = _wider(before, one, cut=False) if before else one
        return found | {item.path: item for item in attached if item.kind == "file"}


def asked_for(reply: str) -> tuple[str, ...]:
    """Return what the prose of an answer asks to see, as written; not all of very much."""
    prose = "\n".join(one.text for one in retold(reply) if isinstance(one, Said))
    return needed(prose)[:MOST]


def _wider(there: Attachment, item: Attachment, *, cut: bool) -> Attachment:
    """Return a file that is in, with what else of it is asked for.

    Of one that is in whole and is `cut`, being too large, just the lines that are asked for.
    """
    if there.lines is None:
        return replace(there, lines=item.lines) if cut else there
    if item.lines is None:
        return replace(there, lines=None)
    low, high = min(there.lines[0], item.lines[0]), max(there.lines[1], item.lines[1])
    return replace(there, lines=(low, high))
