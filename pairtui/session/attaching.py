"""Attaching: which files come into a conversation, by their names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pairtui.context.mention import find_mentions
from pairtui.conversation import Attachment
from pairtui.proposal import Refused
from pairtui.repo.files import list_files
from pairtui.session import files
from pairtui.session.parts import Parts

_FRESH = 5.0
"""Seconds for which a list of the files is good enough to complete from."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The files some words name with @; `says` has a sentence for each that stays out."""

    attached: tuple[Attachment, ...]
    says: tuple[str, ...] = ()


class Attaching:
    """Finds the files that a person names, and says how large they are."""

    def __init__(self, parts: Parts, clock: Callable[[], float]) -> None:
        self._parts = parts
        self._clock = clock
        self._listed: tuple[float, tuple[str, ...]] = (float("-inf"), ())

    async def attach(self, spec: str, here: str = "") -> Attachment | Refused:
        """Return the file a person named, or why it cannot come in.

        `here` is the folder that a path means first; without it, the top of the repository.
        """
        known = await self._files()
        return await asyncio.to_thread(self._found, spec, known, here)

    async def mentioned(self, words: str) -> Mentioned:
        """Return the files named with @ in some words."""
        if "@" not in words:
            return Mentioned(())
        known = await self._files()
        found = find_mentions(words, known)
        says = [f"@{one.spec} is no file here; it is sent as a word" for one in found.unknown]
        attached = []
        for item in found.attachments:
            state = await asyncio.to_thread(self._found, item.spec, known)
            if isinstance(state, Refused):
                says.append(f"@{item.spec} stays out: {state.reason}")
            else:
                attached.append(item)
        return Mentioned(tuple(attached), tuple(says))

    async def complete(self, prefix: str) -> tuple[str, ...]:
        """Return the files that may be meant, best first."""
        return files.complete(await self._files(), prefix)

    async def sizes(self, items: Sequence[Attachment]) -> Mapping[str, int]:
        """Return the tokens of each attachment, by its spec."""
        repo = self._parts.repo
        texts = await asyncio.to_thread(lambda: [files.text_of(repo, item) for item in items])
        counted = await self._parts.counter.count(texts)
        return {item.spec: size for item, size in zip(items, counted, strict=True)}

    def _found(self, spec: str, known: Sequence[str], here: str = "") -> Attachment | Refused:
        """Return the file a person named, if it may be sent; blocks."""
        found = files.attach(self._parts.repo, spec, known, here)
        if isinstance(found, Attachment):
            state = self._parts.policy.read_all((found.path,))[found.path]
            return state if isinstance(state, Refused) else found
        return found

    async def _files(self) -> tuple[str, ...]:
        at, listed = self._listed
        now = self._clock()
        if now - at > _FRESH:
            listed = await asyncio.to_thread(list_files, self._parts.repo)
            self._listed = (now, listed)
        return listed
