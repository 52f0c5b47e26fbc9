"""Mapping: what the repository defines, for the map in a request and for completing names.

A child process keeps an index in the person's cache folder (`session/indexing.py`); here it is
only looked up. Nothing is read of a file that may not be sent, and nothing is in a map of one that
may not by now, or that has changed since it was read.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import mmap
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from pairtui.context.map_index import Damaged, MapIndex, Stamp, Symbol
from pairtui.context.map_rank import Ranked, is_beside, rank
from pairtui.context.map_text import fit
from pairtui.conversation import Asked, Attachment
from pairtui.repo.files import list_files
from pairtui.repo.git import Repo, RepoError
from pairtui.request import Model

LEAST_BUDGET = 8_000
"""Tokens of a model's budget below which a map would crowd out what is asked about."""
MOST_TOKENS = 4_000
"""Tokens of a map, however large the budget: more of it only distracts, and costs every time."""
FIRST_WAIT = 1.5
"""Seconds that a first request waits for an index, in a repository that has none yet."""
LAST_WAIT = 0.3
"""Seconds the child has, when the program ends, to keep what it has read."""
FRESH = 10.0
"""Seconds for which the index is not brought up to date again."""
KeptOut: TypeAlias = Callable[[Sequence[str]], Collection[str]]
"""Returns which of some files may not be sent."""
Draw: TypeAlias = Callable[[int, Callable[[str], int]], str]
"""Draws a map of at most so many tokens, given what counts them."""
_LOOKED_AT = 500


async def drawing(mapping: Mapping | None, asked: Asked, attached: Sequence[Attachment]) -> Draw:
    """Return what draws the map for a request, given tokens that are left, and what counts them.

    A map that changes makes servers forget all that follows it. So it depends on the files and on
    what the person said in all of the conversation, not on the last words alone.
    """
    if mapping is None:
        return lambda room, count: ""
    near = [item.path for item in attached]
    shown = {item.path for item in attached if item.lines is None}
    words = "\n".join((*(turn.words for turn in asked.conversation.turns), asked.words))
    await mapping.first(near)
    ranked: list[tuple[Ranked, ...]] = []

    def draw(room: int, count: Callable[[str], int]) -> str:
        if not ranked:
            ranked.append(mapping.ranked(near, words, shown))
        return fit(ranked[0], min(room, MOST_TOKENS), count)

    return draw


class Mapping:
    """The index of one repository: kept up to date beside everything else, and asked at once.

    `kept_out` returns which of some files may not be sent.
    """

    def __init__(
        self,
        repo: Repo,
        cache: Path,
        kept_out: KeptOut,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept_out = kept_out
        self._repo = repo
        name = hashlib.sha256(os.fsencode(repo.root)).hexdigest()[:16]
        self._target = cache / "maps" / name
        self._clock = clock
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._updated = float("-inf")
        self._updating: asyncio.Task[None] | None = None
        self._opened: tuple[tuple[int, int], MapIndex] | None = None
        self._closed = False

    def suits(self, model: Model) -> bool:
        """Tell whether there is room for a map in what a model is sent."""
        return model.budget >= LEAST_BUDGET

    def begin(self, near: Sequence[str] = ()) -> None:
        """Bring the index up to date beside everything else, files near these first."""
        running = self._updating is not None and not self._updating.done()
        if self._closed or running or self._clock() - self._updated < FRESH:
            return
        self._updating = asyncio.get_running_loop().create_task(self._update(tuple(near)))

    async def first(self, near: Sequence[str]) -> None:
        """Bring the index up to date; where there is none yet, wait a moment for it."""
        there = await asyncio.to_thread(self._index) is not None
        self.begin(near)
        if not there and self._updating is not None:
            await asyncio.wait({self._updating}, timeout=FIRST_WAIT)

    def ranked(
        self, in_talk: Sequence[str], words: str, shown: Collection[str] = ()
    ) -> tuple[Ranked, ...]:
        """Return the definitions that matter, most first; blocks for some milliseconds.

        `in_talk` are the files in the conversation, `words` all the person said in it. Nothing is
        among them of files that are `shown` as they are.
        """
        index = self._index()
        if index is None:
            return ()

        def let_out(paths: Sequence[str]) -> Collection[str]:
            standing = [path for path in paths if path not in shown and self._stands(index, path)]
            return set(standing) - set(self._kept_out(standing))

        return rank(index, in_talk, words, let_out)

    def symbols(self, start: str, most: int = 50) -> tuple[Symbol, ...]:
        """Return what is defined under names that begin so, the likeliest first; blocks shortly."""
        index = self._index()
        if index is None or not start:
            return ()
        found = [one for one in index.beginning(start, _LOOKED_AT) if one.kind != "file"]
        found.sort(
            key=lambda one: (
                not one.name.startswith(start),
                len(one.name),
                -one.used,
                is_beside(one.path),
                len(one.within),
            )
        )
        return tuple(found[:most])

    def find(self, name: str) -> tuple[Symbol, ...]:
        """Return what is defined under this name, its lines those of the file now; blocks shortly.

        A definition in a file that changed since is left out.
        """
        index = self._index()
        if index is None:
            return ()
        found = (one for one in index.named(name) if one.kind != "file")
        return tuple(one for one in found if self._stands(index, one.path))

    def says(self) -> str:
        """Return what a person should know of what the map does not have, or nothing."""
        index = self._index()
        if index is None:
            return "the repository is being read for the first time"
        if index.left:
            return f"{index.left:,} files are still to be read"
        if index.skipped:
            return f"{index.skipped:,} files are too many, and are not in it"
        return ""

    async def aclose(self) -> None:
        """End the child; it has a moment to keep what it has read."""
        self._closed = True
        if self._updating is None:
            return
        if self._child is not None:
            self._child.terminate()
        _, running = await asyncio.wait({self._updating}, timeout=LAST_WAIT)
        if running and self._child is not None:
            self._child.kill()
        await asyncio.wait({self._updating})

    async def _update(self, near: Sequence[str]) -> None:
        try:
            await asyncio.to_thread(self._run, near)
        except (RepoError, OSError):
            return  # no map then; what asks for one gets none
        finally:
            self._updated = self._clock()

    def _run(self, near: Sequence[str]) -> None:
        """Let a child bring the index up to date, and wait for it."""
        found = list_files(self._repo)
        kept_out = self._kept_out(found)
        listed = [path for path in found if path not in kept_out]
        told = {"repo": asdict(self._repo), "target": str(self._target), "near": near}
        names = b"\0".join(map(os.fsencode, listed))
        child = self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "pairtui.session.indexing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path.home().anchor,
            start_new_session=True,
        )
        if self._closed:
            child.kill()
        child.communicate(json.dumps(told).encode() + b"\n" + names)

    def _index(self) -> MapIndex | None:
        """Return the index as it is now, opened again where it was written anew."""
        with self._lock:
            try:
                with self._target.open("rb") as file:
                    facts = os.fstat(file.fileno())
                    made = facts.st_ino, facts.st_mtime_ns
                    if self._opened is None or self._opened[0] != made:
                        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                        self._opened = made, MapIndex(data)
            except (OSError, ValueError, Damaged):
                self._opened = None
            return self._opened[1] if self._opened else None

    def _stands(self, index: MapIndex, path: str) -> bool:
        """Tell whether a file is as it was when it was read."""
        try:
            facts = os.lstat(f"{self._repo.root}/{path}")
        except OSError:
            return False
        return index.stamp(path) == Stamp(facts.st_size, facts.st_mtime_ns)
