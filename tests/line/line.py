"""The whole line without a screen: a real repository, the real session, a chosen provider."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pairtui.config import Config, load_config
from pairtui.conversation import Asked, Attachment, Conversation
from pairtui.events import Ended, Event, Proposed
from pairtui.landing import Foretold, Landed, Mode, NotLanded, SaveChoice, Undone
from pairtui.prompts import Prompts
from pairtui.proposal import Hunk, Proposal
from pairtui.providers.remembered import Remembered
from pairtui.repo.git import Repo
from pairtui.request import Endpoint, Provider
from pairtui.review.decide import Decision, Review, Seen, decide
from pairtui.session.mapping import Mapping
from pairtui.session.parts import Answering, Parts
from pairtui.session.patience import Patience
from pairtui.session.policy import Policy
from pairtui.session.saves import Turned
from pairtui.session.session import Session
from pairtui.store.place import Place
from pairtui.tokens import Counter

T = TypeVar("T")


def edit(path: str, search: str, replace: str, why: str = "") -> str:
    """Return one search/replace block as a model writes it."""
    quoted = f"{search}\n" if search else ""
    return f"{why}\n\n{path}\n<<<<<<< SEARCH\n{quoted}=======\n{replace}\n>>>>>>> REPLACE\n\n"


async def at_once(seconds: float) -> None:
    """Let no time pass."""


def session_on(
    root: Path,
    provider: Provider,
    endpoint: str = "scripted",
    places: tuple[Place, ...] = (),
    patience: Patience | None = None,
    *,
    maps: bool = False,
) -> Session:
    """Return a session; its requests hold a map of the repository only where one is asked for."""
    config: Config = load_config({}, {})
    repo = Repo.discover(str(root))
    policy = Policy(repo)
    return Session(
        Parts(
            repo=repo,
            config=config,
            prompts=Prompts.load(),
            counter=Counter(config.paths.cache),
            remembered=Remembered(),
            answering=Answering(provider, Endpoint(endpoint)),
            places=places,
            patience=patience or Patience(at_once, lambda: 0.0),
            policy=policy,
            mapping=Mapping(repo, config.paths.cache, policy.kept_out) if maps else None,
        ),
        clock=lambda: 1_700_000_000.0,
    )


@dataclass
class Heard:
    """All events of one turn."""

    events: list[Event] = field(default_factory=list)

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def proposal(self) -> Proposal:
        found = [event.proposal for event in self.events if isinstance(event, Proposed)]
        assert found, self.events
        return found[-1]

    @property
    def ended(self) -> Ended:
        assert isinstance(self.events[-1], Ended)
        return self.events[-1]


async def talk(session: Session, words: str, *paths: str, reviews: Sequence[Review] = ()) -> Heard:
    """Run leg 1 to its end."""
    await session.ready()
    conversation = Conversation((), tuple(Attachment(path) for path in paths))
    asked = Asked(words, conversation, tuple(reviews))
    heard = Heard()
    async with aclosing(session.ask(asked, asyncio.Event())) as events:
        async for event in events:
            heard.events.append(event)
    return heard


def seen(review: Review) -> Review:
    """Return the review as if everything in it had been on screen."""
    for hunk in review.proposal.hunks:
        review = decide(review, Seen(hunk.id, 0, len(hunk.old) + len(hunk.new)))
    return review


def decided(proposal: Proposal, *decisions: Decision) -> Review:
    review = seen(Review(proposal))
    for decision in decisions:
        review = decide(review, decision)
    return review


def hunks(proposal: Proposal) -> list[Hunk]:
    return list(proposal.hunks)


async def save(session: Session, review: Review, mode: Mode = "commit") -> Landed | NotLanded:
    """Run leg 2 with the drafted message."""
    plan = await session.plan(review)
    assert not plan.refused, plan.refused
    return await session.save(review, plan, SaveChoice(mode, plan.message), lambda _: None)


async def save_well(session: Session, review: Review, mode: Mode = "commit") -> Landed:
    landed = await save(session, review, mode)
    assert isinstance(landed, Landed), landed
    return landed


async def turned(session: Session, landed: str) -> Undone | Landed | NotLanded:
    """Undo the save of an id as it stands, or do it again, just as it was foretold."""
    (save,) = [one for one in await session.saves.every() if one.id == landed]
    told = await session.saves.foretell(save)
    if not isinstance(told, Foretold):
        return told
    done = await session.saves.turn(save, told, lambda _: None)
    return done.outcome if isinstance(done, Turned) else done
