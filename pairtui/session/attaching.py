"""Attaching: what comes into a conversation by its name, how large it is, and what may be meant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from pairtui.context.mention import Unknown, find_mentions
from pairtui.conversation import Attachment, Conversation
from pairtui.proposal import Refused
from pairtui.request import Model
from pairtui.session.counting import counting_of
from pairtui.session.expanding import expand
from pairtui.session.listing import Listing
from pairtui.session.naming import attach, otherwise, readable
from pairtui.session.parts import Parts
from pairtui.session.suggesting import Option, suggest
from pairtui.session.weighing import weigh

_BY_PART = ("folder", "diff", "commit")
"""Kinds of which a model that is given one part of one file makes nothing."""


@dataclass(frozen=True, slots=True)
class Came:
    """What a name brought in; `says` what that came to, where the name does not say it."""

    item: Attachment
    says: str = ""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What some words name with @; `says` has a sentence for all that the name does not say."""

    attached: tuple[Attachment, ...]
    says: tuple[str, ...] = ()


class Attaching:
    """Finds what a person names, and says how large it is; `model` returns who answers."""

    def __init__(
        self, parts: Parts, clock: Callable[[], float], model: Callable[[], Model | None]
    ) -> None:
        self._parts = parts
        self._model = model
        self._listing = Listing(parts.repo, clock)

    async def attach(self, spec: str, here: str = "") -> Came | Refused:
        """Return what a person named, or why it cannot come in.

        `here` is the folder that a path means first; without it, the top of the repository.
        """
        known = await self._listing.now()
        parts = self._parts
        found = await asyncio.to_thread(attach, parts.repo, spec, known, here, parts.mapping)
        return found if isinstance(found, Refused) else await self._came(found)

    async def mentioned(self, words: str) -> Mentioned:
        """Return what is named with @ in some words."""
        if "@" not in words:
            return Mentioned(())
        parts, known = self._parts, await self._listing.soon()
        mentions = find_mentions(words, known)
        if mentions.unknown:  # it may have been made a moment ago
            known = await self._listing.now()
            mentions = find_mentions(words, known)
        found: dict[str, Came | Refused | Unknown] = {}
        for item in mentions.attachments:
            found[item.spec] = await self._came(item)
        for one in mentions.unknown:
            other = await asyncio.to_thread(otherwise, parts.repo, one, known, parts.mapping)
            if isinstance(other, Attachment):
                found[one.spec] = await self._came(other)
            elif other.meant or other.candidates:
                found[one.spec] = other
        came = tuple(one.item for one in found.values() if isinstance(one, Came))
        said = (_said(spec, one) for spec, one in found.items())
        return Mentioned(came, tuple(filter(None, said)))

    async def complete(self, prefix: str) -> tuple[Option, ...]:
        """Return what may be meant, best first, each with what it is."""
        parts = self._parts
        return await suggest(parts.repo, await self._listing.soon(), prefix, parts.mapping)

    async def weighed(self, conversation: Conversation) -> Conversation:
        """Return the conversation with the size of all that is in it, as it would be sent.

        Sizes are estimates: counting exactly takes a table that is not loaded to look at files.
        """
        items, parts, model = conversation.attached, self._parts, self._model()
        found = await asyncio.to_thread(weigh, parts.policy, items, parts.prompts.render)
        count = counting_of(parts).count(model.name if model else "")
        counted = await asyncio.to_thread(lambda: [count(one.text) for one in found])
        sizes = {item.spec: size for item, size in zip(items, counted, strict=True)}
        holds = {item.spec: one.holds for item, one in zip(items, found, strict=True) if one.holds}
        return replace(conversation, sizes=sizes, holds=holds)

    async def _came(self, item: Attachment) -> Came | Refused:
        """Return what this comes to now, or why it stays out."""
        model = self._model()
        if item.kind in _BY_PART and model is not None and model.format == "selection":
            return Refused(f"{model.name} rewrites one part of one file at a time; name a file")
        if item.kind == "file":
            found = await asyncio.to_thread(self._readable, item)
            return found if isinstance(found, Refused) else Came(item)
        expanded = await asyncio.to_thread(expand, self._parts.policy, item)
        return expanded if isinstance(expanded, Refused) else Came(item, expanded.says)

    def _readable(self, item: Attachment) -> Attachment | Refused:
        """Return a file, if it may be sent; blocks."""
        found = readable(self._parts.repo, item)
        if isinstance(found, Refused):
            return found
        state = self._parts.policy.read_all((item.path,))[item.path]
        return state if isinstance(state, Refused) else item


def _said(spec: str, found: Came | Refused | Unknown) -> str:
    match found:
        case Came(item=item, says=says):
            where = {"commit": f"commit {item.spec}, ", "symbol": f"{item.path}, "}
            what = f"{where.get(item.kind, '')}{says}"
            return f"@{spec}: {what}" if says else ""
        case Refused(reason=reason):
            return f"@{spec} stays out: {reason}"
        case Unknown(candidates=several) if several:
            return f"@{spec} could be any of {', '.join(several[:5])}; it is sent as a word"
        case Unknown():
            is_not = "is not defined there" if "#" in spec else "is no file here"
            return f"@{spec} {is_not}; it is sent as a word"
