"""Leg 1: words become a proposal, and it ends there; nothing on disk changes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from pairtui.context.assemble import Assembled, TooLarge
from pairtui.context.repair import repair_request
from pairtui.context.shrinking import asks_for_less
from pairtui.conversation import Task
from pairtui.events import Asking, Ended, Ending, Event, Failed, Noted, Waiting
from pairtui.formats.reader import reader
from pairtui.proposal import Present, Proposal, Provenance, Refused, Snapshot
from pairtui.request import Fault, Request
from pairtui.session.broken_off import about_end, failed
from pairtui.session.draft import Draft
from pairtui.session.files import gather
from pairtui.session.going_on import joined
from pairtui.session.preparing import prepare, proposes
from pairtui.session.rewriting import rewrite
from pairtui.session.sentence import Reworded, reword
from pairtui.session.spoken import spoken
from pairtui.session.told import begun, message
from pairtui.session.turn import Turn

_TITLE = 60
ONLY_ANSWERS = "it only answers this time: nothing in the answer is a change"


async def ask(turn: Turn) -> AsyncGenerator[Event, None]:
    """Yield what comes of some words, `Ended` last; a model's failed edits are asked for once more.

    Setting `turn.stop` closes the connection and keeps what was finished.
    """
    if turn.asked.task is not None:
        async for event in _one_task(turn, turn.asked.task):
            yield event
        return
    turn = replace(turn, asked=await asyncio.to_thread(begun, turn.parts.policy, turn.asked))
    made = await prepare(turn.parts, turn.model, turn.asked, strays=turn.strays)
    for says in made.notes:
        yield Noted(says)
    if isinstance(made.found, TooLarge):
        yield Failed(made.found.says, "Nothing was sent.")
        yield Ended("failed", "")
        return
    answered = await _answered(turn, made.found, made.snapshot)
    async for event in answered:
        yield event


async def _answered(turn: Turn, made: Assembled, snapshot: Snapshot) -> AsyncGenerator[Event, None]:
    """Return what comes of a request: a proposal, or words where only these are wanted."""
    if not proposes(turn.parts, turn.asked):
        told = message(turn.asked.reviews, turn.parts.prompts.render)
        return spoken(turn, replace(made, says=ONLY_ANSWERS), told.text if told else "")
    asked, policy, turn = turn.asked, turn.parts.policy, replace(turn, model=made.model)
    draft = Draft(policy, snapshot, empty(turn, made.request))
    draft.may_shrink = asks_for_less(f"{asked.command} {asked.words}")
    if asked.unfinished is not None:
        draft.may_shrink = draft.may_shrink or asks_for_less(asked.unfinished.words)
        begun = await joined(asked.unfinished, draft.proposal, snapshot, policy)
        draft.spent = begun.provenance.usage if begun.id != draft.proposal.id else None
        draft.proposal = begun
    return converse(turn, made.request, draft)


async def _one_task(turn: Turn, task: Task) -> AsyncGenerator[Event, None]:
    """Yield what comes of a task of the person's own words."""
    attached = turn.asked.conversation.attached
    await asyncio.to_thread(turn.parts.policy.begin, turn.asked)
    gathered = await asyncio.to_thread(gather, turn.parts.policy, attached)
    for name, reason in gathered.left_out:
        yield Noted(f"{name} is not sent: {reason}")
    for path, state in gathered.snapshot.files.items():
        if isinstance(state, Refused):
            yield Noted(f"{path} is not sent: {state.reason}")
    for reference in gathered.references:
        yield Noted(f"@{reference.name} is not sent: this model is given one part of one file")
    async for event in by_parts(turn, ((task, turn.asked.words),), gathered.snapshot):
        yield event


async def converse(turn: Turn, request: Request, draft: Draft) -> AsyncGenerator[Event, None]:
    """Stream one answer, and a second one for the edits of the first that fit nowhere."""
    ending: Ending = "done"
    try:
        async for event in _stream(turn, request, draft, "turn"):
            yield event
        if draft.finish is not None and not turn.stop.is_set():
            ending = "done" if draft.whole else "broke off"
            if says := about_end(draft.finish):
                yield Noted(says)
        if draft.mendable and ending == "done" and not turn.stop.is_set():
            async for event in _repair(turn, request, draft):
                yield event
    except Fault as fault:
        ending = "broke off" if draft.reply else "failed"
        yield failed(fault, came=ending == "broke off")
    if turn.stop.is_set():
        ending = "stopped"
    accounted = draft.account()
    if accounted is not None:
        yield accounted
    told = message(turn.asked.reviews, turn.parts.prompts.render)
    yield Ended(ending, draft.reply, draft.usage, told.text if told else "")


async def _repair(turn: Turn, request: Request, draft: Draft) -> AsyncGenerator[Event, None]:
    """Ask once more for the edits that fit nowhere, unless that would pass a limit."""
    lost, placed = draft.begin_repair(), sum(1 for _ in draft.proposal.hunks)
    again = repair_request(request, draft.reply, lost, placed, turn.parts.prompts.render)
    try:
        if says := turn.spending.again(again, turn.model):
            yield Noted(f"Not asked again for what did not fit: {says[:1].lower()}{says[1:]}")
        else:
            async for event in _stream(turn, again, draft, "repair"):
                yield event
    finally:
        kept = draft.end_repair()
    if kept is not None:
        yield kept


async def _stream(
    turn: Turn, request: Request, draft: Draft, purpose: str
) -> AsyncGenerator[Event, None]:
    """Yield the events of one answer; a block that is open when it ends was cut off."""
    known = [path for path in draft.snapshot.files if path in draft.snapshot.shown]
    reading = reader(turn.model.format, known)
    request = await asyncio.to_thread(turn.parts.policy.cover, request)
    if news := turn.parts.policy.news(request.messages):
        yield Noted(news)
    yield Asking(request, "repair" if purpose == "repair" else "turn")
    draft.finish = None
    try:
        async with aclosing(turn.stream(request)) as deltas:
            async for delta in deltas:
                if isinstance(delta, Waiting):
                    yield delta
                    continue
                for event in await draft.hear(delta, reading):
                    yield event
    except Fault:
        for event in await draft.end(reading):
            yield event
        raise
    finished = draft.whole and not turn.stop.is_set()
    for event in await draft.end(reading, finished=finished):
        yield event


async def by_parts(
    turn: Turn, tasks: Sequence[tuple[Task, str]], snapshot: Snapshot
) -> AsyncGenerator[Event, None]:
    """Let a model that can do little rewrite chosen parts, or one sentence after the other.

    Each task has the person's words for it; they are asked one after the other.
    """
    draft = Draft(turn.parts.policy, snapshot, empty(turn, None))
    ending: Ending = "done"
    try:
        for task, words in tasks:
            state = snapshot.files.get(task.passage.path)
            if turn.stop.is_set() or not isinstance(state, Present):
                continue
            async with aclosing(_rewording(turn, task, words, state.data)) as rewording:
                async for found in rewording:
                    event = await draft.reworded(found)
                    if event is not None:
                        yield event
    except Fault as fault:
        ending = "broke off" if any(draft.proposal.hunks) else "failed"
        yield failed(fault, came=ending == "broke off")
    if turn.stop.is_set():
        ending = "stopped"
    accounted = draft.account()
    if accounted is not None:
        yield accounted
    if news := turn.parts.policy.news():
        yield Noted(news)
    yield Ended(ending, draft.reply, draft.usage)


def _rewording(turn: Turn, task: Task, words: str, data: bytes) -> AsyncGenerator[Reworded, None]:
    prompts, provider, stop = turn.parts.prompts, turn.provider, turn.stop
    if not task.offer.command:
        return rewrite(
            data, task.passage, words, prompts,
            provider=provider, model=turn.model, stop=stop,
        )  # fmt: skip
    template = prompts.template(f"command/{task.offer.command}")
    return reword(
        data, task.passage, template, prompts,
        provider=provider, model=turn.model.name, stop=stop,
    )  # fmt: skip


def empty(turn: Turn, request: Request | None) -> Proposal:
    """Return the proposal a turn begins with; its title is the person's words till a better one."""
    words = " ".join(turn.asked.words.replace("@", "").split()) or turn.asked.command
    words = words[:1].upper() + words[1:]
    title = words if len(words) <= _TITLE else words[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
    provenance = Provenance(
        source="AI",
        model=turn.model.name,
        host=turn.model.host,
        prompts=request.prompts if request else (),
        saw=request.saw if request else (),
        tiny=turn.model.size == "tiny",
        asked=f"{turn.model.format} ({turn.model.why})" if turn.model.why else turn.model.format,
    )
    return Proposal(secrets.token_hex(6), title, provenance)
