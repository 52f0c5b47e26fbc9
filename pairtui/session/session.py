"""The session: the one object a front end calls for work; blocking work runs in threads."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace

from pairtui.context.task import find_task
from pairtui.conversation import Asked, NoTask, Task, TaskChoice
from pairtui.events import Ended, Event, Failed, Noted, Proposed
from pairtui.landing import Landed, LandedFile, NotLanded, Plan, SaveChoice
from pairtui.proposal import Hunk, Unplaced
from pairtui.repo.back import put_back
from pairtui.repo.ground import branch, ground
from pairtui.request import Fault, Model
from pairtui.review.decide import Review
from pairtui.session import files, land, told
from pairtui.session.answerers import Answerers
from pairtui.session.ask import ask
from pairtui.session.attaching import Attaching
from pairtui.session.bringing import Brought, bring
from pairtui.session.by_hand import ByHand, by_hand, fitting_now
from pairtui.session.commanding import Commanding
from pairtui.session.copies import Copies
from pairtui.session.counting import counting_of
from pairtui.session.first_use import FirstUse
from pairtui.session.foreseeing import Foreseeing
from pairtui.session.history import words_before
from pairtui.session.keeping import Keeping
from pairtui.session.limiting import Limiting
from pairtui.session.model import Choices, find_model, format_set
from pairtui.session.needing import Needing
from pairtui.session.parts import Parts
from pairtui.session.recovery import Recovery
from pairtui.session.revise import Revising
from pairtui.session.saves import Saves
from pairtui.session.spending import Spending
from pairtui.session.status import Status
from pairtui.session.straying import Straying
from pairtui.session.talks import Talks
from pairtui.session.turn import Turn
from pairtui.session.watching import Watching


class Session:
    """One repository, one endpoint, and the two legs over them."""

    def __init__(self, parts: Parts, clock: Callable[[], float] = time.time) -> None:
        self._parts = parts
        self._clock = clock
        self.preset: str | Mapping[str, str] = parts.config.keys
        """The person's own keys: the name of a preset, or keys by binding id."""
        self.measure = parts.config.measure
        """How many cells a line of prose takes at most."""
        self.theme = parts.config.theme
        """The colours that the person has set."""
        self.notify = parts.config.notify
        """How the person wants to hear that an answer has ended."""
        self.answerers = Answerers(parts)
        self._straying = Straying()
        self._stopping = threading.Event()
        self._saving: asyncio.Future[Landed | NotLanded] | None = None
        self.whole_files = parts.config.editor_opens == "file"
        """Whether the person's own editor is to open whole files."""
        self.attaching = Attaching(parts, clock, lambda: self.answerers.model)
        self.commanding = Commanding(parts)
        self.patience = parts.patience
        self.policy = parts.policy
        self.first_use = FirstUse(parts, lambda: self.answerers.model)
        self.copies = Copies(parts.repo)
        self.words_before = lambda: words_before(parts.places)
        """Returns what was asked in this repository before, the latest first; blocks."""
        self.keep = Keeping(parts.places, branch=lambda: branch(parts.repo), clock=clock)
        self.talks = Talks(self.keep, lambda: branch(parts.repo))
        self.watch = Watching(parts.repo, self.keep.journal)
        self.spending = Spending(counting_of(parts), parts.config.prices, parts.config.limits)
        self.revising = Revising(parts, lambda: self.answerers.model, self.spending)
        self.foreseeing = Foreseeing(parts, lambda: self.answerers.model, self._strays)
        self.needing = Needing(parts, self.attaching, self.foreseeing)
        self.limiting = Limiting(parts, lambda: self.answerers.model, self.spending, self.revising)
        self.recovery = Recovery(parts.repo, self.keep, self._stopping)
        self.saves = Saves(parts.repo, self.keep, clock, self._stopping)
        self.brought: Brought | None = None
        """What someone sent, to be on the screen once that is open."""

    def bring(self, spec: str, about: str, here: str) -> None:
        """Take in a file with changes marked in it, as `bring` reads it; raises CannotBring."""
        self.brought = bring(self._parts.repo, spec, about, here)

    async def status(self) -> Status:
        """Return where we stand; asks no endpoint."""
        parts = self._parts
        here = await asyncio.to_thread(ground, parts.repo, now=self._clock())
        problem, warning = parts.answering.problem, parts.remembered.problem
        return Status(parts.repo.name, here, self.answerers.model, problem, warning)

    async def ready(self) -> Status:
        """Return where we stand once it is known who answers; raises Fault.

        The endpoint is asked for its models the first time only, never before a person's first
        words.
        """
        status = await self.status()
        if self.answerers.model is not None or self._parts.answering.provider is None:
            await self.answerers.look()
            return replace(status, model=self.answerers.model)
        found = await find_model(self._parts)
        if isinstance(found, Choices):
            says = (
                "Several models can answer here: choose one."
                if found.names
                else (f"{self._parts.answering.provider.host} offers no model.")
            )
            return replace(status, problem=says, choices=found.names)
        self.answerers.model = found
        await self.answerers.look()
        return replace(status, model=self.answerers.model)

    async def choose_model(self, name: str) -> Status:
        """Let this model answer from now on, as `Answerers.choose` reads its name; raises Fault."""
        await self.answerers.choose(name)
        return await self.status()

    def told(self, reviews: Sequence[Review]) -> str:
        """Return what the model will be told of the person's verdicts, in short.

        One that only rewrites chosen parts is told nothing: it sees one at a time.
        """
        if self.answerers.model is not None and self.answerers.model.format == "selection":
            return ""
        return told.sentence(reviews)

    async def task(self, asked: Asked) -> Task | TaskChoice | NoTask | None:
        """Return what a model that only rewrites chosen parts is to do; None for any other."""
        if self.answerers.model is None or self.answerers.model.format != "selection":
            return None
        attached = asked.conversation.attached
        gathered = await asyncio.to_thread(files.gather, self.policy, attached)
        commands = self._parts.prompts.commands
        embedded = self._parts.answering.endpoint.provider == "embedded"
        return await asyncio.to_thread(
            find_task,
            asked.words,
            commands,
            gathered.attached,
            gathered.snapshot,
            asked.command,
            docs_only=embedded,
        )

    async def ask(self, asked: Asked, stop: asyncio.Event) -> AsyncGenerator[Event, None]:
        """Run leg 1; the last event is `Ended`. Setting `stop` ends it and keeps what is whole."""
        provider = self._parts.answering.provider
        if provider is None or self.answerers.model is None:
            yield Failed(self._parts.answering.problem or "no model was chosen", "/model chooses.")
            yield Ended("failed", "")
            return
        await self.answerers.settle()
        for says in self.answerers.news():
            yield Noted(says)
        model = self.answerers.model
        strays = self._strays(model)
        self.spending.begin(asked.said)
        metered = self.spending.metered(provider, model)
        turn = Turn(self._parts, metered, model, asked, stop, self.spending, strays)
        async with aclosing(ask(turn)) as events:
            async for event in events:
                self._straying.hear(event, model)
                if isinstance(event, Proposed):
                    await self.watch.begin(event.proposal)
                if isinstance(event, Ended):
                    await self._doubt()
                    for says in self.answerers.news():
                        yield Noted(says)
                yield event

    async def _doubt(self) -> None:
        """Look whether the server left something out, where it counted far less than was sent."""
        if expected := self.spending.unread:
            with suppress(Fault):
                await self.answerers.doubt(expected)

    def _strays(self, model: Model) -> bool:
        """Tell whether a model misquoted before, and nobody said which format it is asked for."""
        return self._straying.strays(model) and not format_set(self._parts, model.name)

    async def plan(self, review: Review) -> Plan:
        """Return what a save would do, having changed nothing."""
        save_as, journal = self._parts.config.save, self.keep.journal
        return await asyncio.to_thread(
            land.plan, self._parts.repo, review, save_as, now=self._clock(), journal=journal
        )

    async def by_hand(self, review: Review, lost: Unplaced) -> ByHand:
        """Return what placing an edit that fits nowhere by hand would come to; changes nothing."""
        return await asyncio.to_thread(by_hand, self._parts.repo, review, lost)

    async def fitting_now(self, review: Review) -> tuple[Review, tuple[Hunk, ...]]:
        """Return the review with the edits that fit now that their file changed, and these."""
        return await asyncio.to_thread(fitting_now, self._parts.repo, review)

    async def save(
        self, review: Review, made: Plan, choice: SaveChoice, progress: Callable[[str], None]
    ) -> Landed | NotLanded:
        """Run leg 2: write what was taken, and commit that when the choice says so.

        `progress` is told what takes long, such as a hook; `stop_saving` ends it.
        """
        self._stopping.clear()
        loop = asyncio.get_running_loop()
        credit = ""
        if review.proposal.provenance.by_ai and land.takes_model_text(review):
            credit = land.trailer(review.proposal, self._parts.config.attribution)
        work = asyncio.to_thread(
            land.save,
            self._parts.repo,
            review,
            made,
            choice,
            trailer=credit,
            now=self._clock(),
            progress=lambda text: _from_thread(loop, progress, text),
            cancelled=self._stopping.is_set,
            journal=self.keep.journal,
        )
        self._saving = asyncio.ensure_future(work)
        return await asyncio.shield(self._saving)

    def stop_saving(self) -> None:
        """Stop a commit whose hook runs long; what came of it is said."""
        self._stopping.set()

    async def put_back(self, written: tuple[LandedFile, ...]) -> tuple[str, ...]:
        """Put files back that were written without a commit; returns those that could not be."""
        now, journal = self._clock(), self.keep.journal
        return await asyncio.to_thread(
            put_back, self._parts.repo, written, journal=journal, now=now
        )

    async def aclose(self) -> None:
        """End a save that is running, the provider's child process and the token counter's."""
        self.stop_saving()
        if self._saving is not None:
            await asyncio.wait({self._saving})
        await self.saves.aclose()
        await self.recovery.aclose()
        await self.keep.aclose()
        await self._parts.counter.aclose()
        if self._parts.mapping is not None:
            await self._parts.mapping.aclose()
        await self.answerers.aclose()


def _from_thread(
    loop: asyncio.AbstractEventLoop, progress: Callable[[str], None], text: str
) -> None:
    loop.call_soon_threadsafe(progress, text)
