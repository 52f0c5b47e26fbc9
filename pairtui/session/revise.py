"""Revise: leg 1 once more for a proposal that is there, with what the person said about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pairtui.context.assemble import Assembled, TooLarge, assemble
from pairtui.context.comments import Pointed, tell_comments, tell_questions
from pairtui.context.laying import Setting
from pairtui.context.shrinking import asks_for_less
from pairtui.context.verdicts import tell_verdicts
from pairtui.conversation import Asked, Attachment, Task
from pairtui.events import Ended, Event, Failed, Noted
from pairtui.proposal import Present, Snapshot
from pairtui.request import Model
from pairtui.review.comment import Comment, unsent
from pairtui.review.decide import Reject, Review
from pairtui.review.frame import Frame
from pairtui.review.pointing import lines_of
from pairtui.review.rounds import running, working
from pairtui.review.verdict import account
from pairtui.session.ask import by_parts, converse, empty
from pairtui.session.by_part import tasks_of
from pairtui.session.draft import Draft
from pairtui.session.files import Gathered, gather
from pairtui.session.parts import Parts
from pairtui.session.preparing import fitted, shown_in
from pairtui.session.rules import rules_for
from pairtui.session.spending import Spending
from pairtui.session.spoken import spoken
from pairtui.session.turn import Turn

ROUND = Setting(files="round/files", whole=True)
CUT = replace(ROUND, whole=False)
"""Files too large for it are shown in part; only where leaving others out is not enough."""
QUESTION = Setting(system="round/explain", files="round/files", edits=False)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What sending would show the model: files, about how many tokens, and of how many at most.

    `says` is what the person should know, `cannot` why nothing can be sent. `made` is the request.
    """

    model: str = ""
    saw: tuple[str, ...] = ()
    tokens: int = 0
    budget: int = 0
    says: str = ""
    cannot: str = ""
    made: Assembled | None = None


class Revising:
    """Sends comments and questions about a proposal to whoever answers."""

    def __init__(self, parts: Parts, model: Callable[[], Model | None], spending: Spending) -> None:
        self._parts = parts
        self._model = model
        self._spending = spending

    async def foresee(self, asked: Asked, review: Review, comments: Sequence[Comment]) -> Foreseen:
        """Return what sending these comments would show the model; nothing is sent."""
        turn = await self._turn(asked, review, asyncio.Event())
        if turn is None:
            return Foreseen(cannot=self._parts.answering.problem or "no model was chosen")
        name, budget = turn.model.name, turn.model.budget
        if turn.model.format == "selection":
            return _foreseen_by_part(turn, review)
        made = await _round(turn, review, comments)
        if isinstance(made.found, TooLarge):
            return Foreseen(name, tokens=made.found.tokens, budget=budget, cannot=made.found.says)
        request, says = made.found.request, " ".join(filter(None, (made.says, made.found.says)))
        return Foreseen(name, request.saw, made.found.tokens, budget, says, made=made.found)

    async def send(
        self, asked: Asked, review: Review, stop: asyncio.Event
    ) -> AsyncGenerator[Event, None]:
        """Ask for the round that the review has begun; `Ended` is last.

        What comes is a proposal over the working texts, to be folded into the review.
        """
        turn = await self._turn(replace(asked, reviews=(review,)), review, stop)
        last = running(review)
        if turn is None or last is None:
            yield Failed("no model was chosen", "/model chooses another.")
            yield Ended("failed", "")
            return
        self._spending.begin(f"round {last.number}")
        numbers = [one.number for one in last.spots]
        comments = [one for one in review.comments if one.number in numbers]
        if turn.model.format == "selection":
            async for event in _sent_by_part(turn, review, comments):
                yield event
            return
        made = await _round(turn, review, comments)
        if isinstance(made.found, TooLarge):
            yield Failed(made.found.says, "Nothing was sent.")
            yield Ended("failed", "")
            return
        if made.says or made.found.says:
            yield Noted(" ".join(filter(None, (made.says, made.found.says))))
        request, turn = made.found.request, replace(turn, model=made.found.model)
        less = asks_for_less(" ".join((asked.words, *(one.text for one in review.comments))))
        draft = Draft(self._parts.policy, made.snapshot, empty(turn, request), may_shrink=less)
        async for event in converse(turn, request, draft):
            yield event

    async def explain(
        self, asked: Asked, review: Review, questions: Sequence[Comment], stop: asyncio.Event
    ) -> AsyncGenerator[Event, None]:
        """Ask questions; the answer is words, in which no edit is looked for. `Ended` is last."""
        turn = await self._turn(asked, review, stop)
        if turn is None or (says := _cannot(turn.model)):
            yield Failed(says if turn else "no model was chosen", "/model chooses another.")
            yield Ended("failed", "")
            return
        self._spending.begin(" ".join(one.text for one in questions))
        made = await _question(turn, review, questions)
        if isinstance(made.found, TooLarge):
            yield Failed(made.found.says, "Nothing was sent.")
            yield Ended("failed", "")
            return
        async for event in spoken(turn, made.found):
            yield event

    async def _turn(self, asked: Asked, review: Review, stop: asyncio.Event) -> Turn | None:
        """Return the turn, knowing what may not be sent of what it is about."""
        model, provider = self._model(), self._parts.answering.provider
        if model is None or provider is None:
            return None
        policy, paths = self._parts.policy, [change.path for change in review.proposal.files]
        await asyncio.to_thread(policy.begin, asked, review)
        kept = frozenset(await asyncio.to_thread(policy.kept_out, paths))
        metered = self._spending.metered(provider, model)
        return Turn(self._parts, metered, model, asked, stop, self._spending, kept=kept)


@dataclass(frozen=True, slots=True)
class _Made:
    """A request for a round, over what the files are for it; `says` is what stays out of it."""

    found: Assembled | TooLarge
    snapshot: Snapshot
    says: str = ""


def _cannot(model: Model) -> str:
    """Return why a model cannot be asked questions, or nothing where it can."""
    if model.format != "selection":
        return ""
    return (
        f"{model.name} rewrites one chosen part at a time, so it cannot be asked questions. "
        "Choose another model."
    )


def _tasks(
    turn: Turn, review: Review, comments: Sequence[Comment]
) -> tuple[tuple[Task, str], ...] | str:
    commands = turn.parts.prompts.commands
    embedded = turn.parts.answering.endpoint.provider == "embedded"
    return tasks_of(review, _frames(turn, review), comments, commands, docs_only=embedded)


def _foreseen_by_part(turn: Turn, review: Review) -> Foreseen:
    """Return what a model would be asked that is given one part at a time."""
    comments = unsent(review.comments)
    tasks, name = _tasks(turn, review, comments), turn.model.name
    if isinstance(tasks, str):
        return Foreseen(name, cannot=f"{name} cannot be sent this. {tasks[:1].upper()}{tasks[1:]}")
    refused = any(isinstance(review.verdict(one.id), Reject) for one in review.proposal.hunks)
    untold = ("It is told nothing else: not what you rejected, either.",) if refused else ()
    return Foreseen(name, says="\n".join((*(task.says for task, _ in tasks), *untold)))


async def _sent_by_part(
    turn: Turn, review: Review, comments: Sequence[Comment]
) -> AsyncGenerator[Event, None]:
    tasks = _tasks(turn, review, comments)
    if isinstance(tasks, str):
        yield Failed(tasks, "/model chooses another.")
        yield Ended("failed", "")
        return
    files = {path: frame.state for path, frame in _frames(turn, review).items()}
    snapshot = Snapshot(files, frozenset(task.passage.path for task, _ in tasks))
    snapshot = await asyncio.to_thread(turn.parts.policy.shown, snapshot)
    async for event in by_parts(turn, tasks, snapshot):
        yield event


async def _round(turn: Turn, review: Review, comments: Sequence[Comment]) -> _Made:
    """Return the request for a round; files that nothing was said about stay out if they must."""
    frames = _frames(turn, review)
    made = await _over(turn, review, comments, frames)
    if not isinstance(made.found, TooLarge):
        return made
    spoken = {one.path for one in comments} | {
        hunk.path
        for hunk in review.proposal.hunks
        if isinstance(verdict := review.verdict(hunk.id), Reject) and verdict.reason
    }
    fewer = {path: frame for path, frame in frames.items() if path in spoken} or frames
    for setting in (ROUND, CUT):
        made = await _over(turn, review, comments, fewer, setting)
        if not isinstance(made.found, TooLarge):
            break
    says = (made.says, _stay_out(len(frames) - len(fewer)))
    return replace(made, says=" ".join(filter(None, says)))


def _stay_out(number: int) -> str:
    """Return how many files stay out of a round, or nothing."""
    if not number:
        return ""
    files = f"{number} files that nothing was said about stay"
    files = "1 file that nothing was said about stays" if number == 1 else files
    return f"{files} out: together it is too much."


async def _over(
    turn: Turn,
    review: Review,
    comments: Sequence[Comment],
    frames: Mapping[str, Frame],
    setting: Setting = ROUND,
) -> _Made:
    gathered = await _shown(turn, frames)
    snapshot = gathered.snapshot
    render, policy = turn.parts.prompts.render, turn.parts.policy
    rules = await asyncio.to_thread(rules_for, policy, snapshot.shown)
    verdicts = [line for line in account(review) if line.path not in turn.kept]
    made = partial(
        assemble,
        turn.asked.words,
        model=turn.model,
        render=render,
        snapshot=await asyncio.to_thread(policy.covered, snapshot),
        attached=gathered.attached,
        references=gathered.references,
        rules=rules.found,
        turns=turn.asked.conversation.turns,
        verdicts=tell_verdicts(verdicts, render, "round/verdicts"),
        command=tell_comments(_pointed(turn, review, comments), turn.asked.words, render),
        setting=setting,
    )
    found = await fitted(turn.parts, turn.model, lambda count: made(count=count))
    says = [f"{name} is not sent: {reason}." for name, reason in gathered.left_out]
    return _Made(found, shown_in(found, snapshot), " ".join(says))


async def _question(turn: Turn, review: Review, questions: Sequence[Comment]) -> _Made:
    paths = {one.path for one in questions}
    frames = {path: one for path, one in _frames(turn, review).items() if path in paths}
    gathered = await _shown(turn, frames, also=False)
    render = turn.parts.prompts.render
    made = partial(
        assemble,
        "",
        model=turn.model,
        render=render,
        snapshot=await asyncio.to_thread(turn.parts.policy.covered, gathered.snapshot),
        attached=gathered.attached,
        turns=turn.asked.conversation.turns,
        command=tell_questions(_pointed(turn, review, questions), render),
        setting=QUESTION,
    )
    found = await fitted(turn.parts, turn.model, lambda count: made(count=count))
    return _Made(found, gathered.snapshot)


async def _shown(turn: Turn, frames: Mapping[str, Frame], *, also: bool = True) -> Gathered:
    """Return the working texts, `also` with all else in the conversation as it is."""
    attached = turn.asked.conversation.attached if also else ()
    gathered = await asyncio.to_thread(gather, turn.parts.policy, attached)
    others = tuple(one for one in gathered.attached if one.path not in frames)
    snapshot = gathered.snapshot
    for path, frame in frames.items():
        snapshot = snapshot.with_file(path, frame.state)
    mine = tuple(path for path, frame in frames.items() if isinstance(frame.state, Present))
    snapshot = replace(
        snapshot,
        shown=snapshot.shown.union(mine),
        read_only=snapshot.read_only.difference(frames),
    )
    snapshot = await asyncio.to_thread(turn.parts.policy.shown, snapshot)
    attached = (*(Attachment(path) for path in mine), *others)
    return replace(gathered, snapshot=snapshot, attached=attached)


def _frames(turn: Turn, review: Review) -> Mapping[str, Frame]:
    """Return the working texts: those of the round that runs, or as they would be in the next.

    Files that may not be sent are left out.
    """
    last = running(review)
    paths = last.frames if last else [change.path for change in review.proposal.files]
    return {
        path: last.frames[path] if last else working(review, path)
        for path in paths
        if path not in turn.kept
    }


def _pointed(turn: Turn, review: Review, comments: Sequence[Comment]) -> list[Pointed]:
    frames = _frames(turn, review)
    return [
        Pointed(
            one.number,
            one.path,
            lines_of(review, frames[one.path], one) if one.path in frames else "",
            b"" if one.path in turn.kept else one.quote,
            one.text.lstrip().removeprefix("?") if one.asks else one.text,
        )
        for one in comments
    ]
