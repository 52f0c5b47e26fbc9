"""The whole app on a real repository with a scripted model, for tests that press keys."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import anyio
import pytest
from textual.pilot import Pilot

from pairtui.conversation import Asked
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Provider
from pairtui.review.decide import Review
from pairtui.session.patience import Patience
from pairtui.session.session import Session
from pairtui.session.talks import Talks
from pairtui.store.place import Place
from pairtui.tui.app import PairApp
from pairtui.tui.screens.desk import Desk
from pairtui.tui.screens.main import MainScreen
from tests.line.line import edit, session_on

PRICE = """import decimal


def total(items):
    return sum(items)


# Between the two stands enough
# that is the same,
# so that they are shown
# as two changes
# and not as one.
# It says nothing else.


def tax(items):
    return total(items) * 2
"""
USAGE = (1200, 180, 0)
"""What a reply says it took, so that no picture shows how long our prompts are today."""
GRACE = 0.6
"""Seconds after which a sheet that came takes an answer, and a little more."""
FIRST = edit("price.py", "    return sum(items)", "    return round(sum(items), 2)", "Round it.")
SECOND = edit("price.py", "    return total(items) * 2", "    return total(items) * 3", "More.")
TWO_CHANGES = f"TITLE: Fix rounding\n\nI will **round** it.\n\n{FIRST}{SECOND}That is all."


def repository(folder: Path, **files: str) -> Path:
    """Make a repository with one commit: price.py and more."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "price.py").write_text(PRICE)
    for name, text in files.items():
        (folder / name).write_text(text)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Begin")
    return folder


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout


def kept_in(root: Path) -> tuple[Place, ...]:
    """Return where the app keeps things of a repository."""
    return (Place(root / ".git" / "pairtui"),)


class Stage:
    """The running app, and what a test asks of it."""

    def __init__(self, app: PairApp, pilot: Pilot[int], root: Path, provider: Provider) -> None:
        self.app = app
        self.pilot = pilot
        self.root = root
        self.provider = provider

    @property
    def main(self) -> MainScreen:
        return self.app.main

    @property
    def desk(self) -> Desk:
        assert self.main.desk is not None
        return self.main.desk

    @property
    def review(self) -> Review:
        assert self.desk.shelf.review is not None
        return self.desk.shelf.review

    @property
    def said(self) -> str:
        """Return the conversation with its lines joined, however it is wrapped."""
        return " ".join(self.main.pane.transcript.text.split())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so, ten seconds at most."""
        with anyio.fail_after(10):
            while not condition():
                await self.pilot.pause()

    async def say(self, words: str) -> None:
        """Send some words and wait until the answer has ended."""
        self.main.pane.prompt.write(words)
        await self.press("enter")
        await self.until(lambda: not self.main.turning)
        await self.pilot.pause()

    async def sheet(self, name: str) -> None:
        """Wait until a sheet is open."""
        await self.until(lambda: type(self.app.screen).__name__ == name)
        await self.pilot.pause()

    async def looked_at(self, name: str) -> None:
        """Wait until a sheet is open and has been for so long that it takes an answer."""
        await self.sheet(name)
        opened = monotonic()
        await self.until(lambda: monotonic() - opened > GRACE)


@asynccontextmanager
async def on_stage(
    root: Path,
    *replies: str | Reply,
    size: tuple[int, int] = (120, 40),
    provider: Provider | None = None,
    endpoint: str = "scripted",
    kept: bool = False,
    brings: tuple[str, str] | None = None,
    patience: Patience | None = None,
    wants: Callable[[Talks], None] | None = None,
    weighs: bool = False,
) -> AsyncIterator[Stage]:
    """Run the app and wait until its session is open; `kept` gives it a store.

    `brings` is a file with changes marked in it, and the one they are about. `patience` is how a
    request that failed is made again; without it no time passes before that. `wants` says which
    conversation it is to begin with. Unless it `weighs`, the room that the next request takes is
    that of what is in and was said, so that no picture shows how long our prompts are today.
    """
    places = kept_in(root) if kept else ()
    script = [one if isinstance(one, Reply) else Reply(one, usage=USAGE) for one in replies]
    answers = provider or ScriptedProvider(script or [Reply("Nothing to change.")])

    def make_session() -> Session:
        session = session_on(root, answers, endpoint, places, patience)
        if brings:
            session.bring(*brings, str(root))
        if wants:
            wants(session.talks)
        if not weighs:
            patch.setattr(session.foreseeing, "about", unknown)
        return session

    async def unknown(asked: Asked) -> int | None:
        return None

    app = PairApp(make_session)
    with pytest.MonkeyPatch.context() as patch:
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot, root, answers)
            await stage.until(lambda: stage.main.pane.status is not None)
            await pilot.pause()
            yield stage
