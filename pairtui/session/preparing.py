"""Preparing: what would be sent for some words, exactly; shown beforehand or sent, it is one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from pairtui.context.assemble import ASKED, Assembled, TooLarge, assemble
from pairtui.context.laying import Setting
from pairtui.context.rendered import Rendered
from pairtui.conversation import Asked
from pairtui.proposal import Refused, Snapshot
from pairtui.request import Model
from pairtui.session.counting import Count, counting_of
from pairtui.session.files import gather
from pairtui.session.going_on import going_on
from pairtui.session.mapping import Mapping, drawing
from pairtui.session.parts import Parts
from pairtui.session.rules import rules_for
from pairtui.session.straying import asked_whole
from pairtui.session.told import begun, message

ANSWER = Setting(system="system/answer", edits=False)
"""What is asked where the answer changes nothing."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that can be sent, or why there is none, over the files as they are now.

    `notes` are what a person should know of it; `left_out` names what is not sent, each with the
    reason.
    """

    found: Assembled | TooLarge
    snapshot: Snapshot
    notes: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


async def prepare(parts: Parts, model: Model, asked: Asked, *, strays: bool = False) -> Prepared:
    """Return the request for what was asked; nothing is sent.

    `strays` says that the model misquoted before, so it is asked for short files whole.
    """
    policy = parts.policy
    asked = await asyncio.to_thread(begun, policy, asked)
    gathered = await asyncio.to_thread(gather, policy, asked.conversation.attached)
    snapshot, attached = gathered.snapshot, gathered.attached
    rules = await asyncio.to_thread(rules_for, policy, snapshot.shown)
    refused = (*gathered.left_out, *_refused(snapshot))
    notes = [f"{path} is not sent: {reason}" for path, reason in refused]
    whole = asked_whole(model, snapshot) if strays else model
    if whole != model and not any(item.lines for item in attached):
        model = whole
        notes.append(f"{model.name} misquoted before, so it is asked for whole files")
    covered = await asyncio.to_thread(policy.covered, snapshot)
    made = partial(
        assemble,
        asked.words,
        model=model,
        render=parts.prompts.render,
        snapshot=covered,
        attached=attached,
        references=gathered.references,
        rules=rules.found,
        turns=asked.conversation.turns[: -1 if asked.again else None],
        verdicts=message(asked.reviews, parts.prompts.render),
        command=_command(parts, asked),
        setting=ASKED if proposes(parts, asked) else ANSWER,
    )
    mapping = parts.mapping if parts.mapping and parts.mapping.suits(model) else None
    draw = await drawing(mapping, asked, attached)
    found = await fitted(
        parts, model, lambda count: made(count=count, mapped=lambda room: draw(room, count))
    )
    if isinstance(found, Assembled):
        notes += [found.says] if found.says else []
    prepared = Prepared(found, shown_in(found, snapshot), tuple(notes), (*refused, *rules.left_out))
    return _unread(mapping, prepared)


def _unread(mapping: Mapping | None, made: Prepared) -> Prepared:
    """Return a request with a note of what its map does not have yet; without one, why not."""
    says, found = mapping.says() if mapping else "", made.found
    if not says or isinstance(found, TooLarge):
        return made
    noted = tuple(replace(part, note=says) if part.kind == "map" else part for part in found.parts)
    if noted == found.parts:
        return replace(made, left_out=(*made.left_out, ("the map of the repository", says)))
    return replace(made, found=replace(found, parts=noted))


def _command(parts: Parts, asked: Asked) -> Rendered | None:
    """Return what stands for the person's words, where something does."""
    if asked.unfinished is not None:
        return going_on(asked.unfinished, asked.words, parts.prompts.render)
    if not asked.command:
        return None
    template = parts.prompts.template(f"command/{asked.command}")
    holes = {"words": asked.words, "changes": asked.changes}
    return template.render(**{name: holes[name] for name in template.uses})


async def fitted(
    parts: Parts, model: Model, make: Callable[[Count], Assembled | TooLarge]
) -> Assembled | TooLarge:
    """Return a request, counted exactly where an estimate is too near to the budget.

    What is withheld has gone out of it.
    """
    counting = counting_of(parts)
    found = await counting.fitted(model, model.budget, make, lambda made: made.tokens)
    if isinstance(found, TooLarge):
        return found
    return await asyncio.to_thread(parts.policy.cover_parts, found)


def proposes(parts: Parts, asked: Asked) -> bool:
    """Tell whether changes are looked for in the answer."""
    command = asked.command
    return not command or parts.prompts.template(f"command/{command}").may_propose


def shown_in(made: Assembled | TooLarge, snapshot: Snapshot) -> Snapshot:
    """Return the files as they are shown in a request: some of them only in part."""
    return replace(snapshot, partly=made.partly) if isinstance(made, Assembled) else snapshot


def _refused(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield the files that cannot be sent, and why."""
    for path, state in snapshot.files.items():
        if isinstance(state, Refused):
            yield path, state.reason
