"""Leg 1 in plain lines: words in, a proposal out as a unified diff or JSON; nothing is written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TextIO

from pairtui.conversation import Asked, Conversation, NoTask, TaskChoice
from pairtui.events import Asking, Ended, Event, Failed, Noted, Proposed, Said, Waiting
from pairtui.plain.commanded import commanded
from pairtui.plain.json_form import as_json
from pairtui.plain.lines import Prose, put_care, put_diff, put_line
from pairtui.proposal import Proposal, Refused
from pairtui.review.diff import proposal_diff
from pairtui.session.attaching import Came
from pairtui.session.session import Session

DONE, NOTHING, USAGE, ENDPOINT, REPOSITORY = 0, 1, 2, 3, 4


@dataclass(slots=True)
class Heard:
    """What has come of the turn so far."""

    proposal: Proposal | None = None
    failed: bool = False
    ended: Ended | None = None


async def asked_from(
    session: Session,
    words: str,
    specs: Sequence[str],
    err: TextIO,
    here: str = "",
    *,
    sends: bool = True,
) -> Asked | None:
    """Return the turn these arguments ask for, or None when a file cannot come in (said).

    `here` is the folder the files are named from, first of all. Only where it `sends` something,
    the endpoint may be asked which models it has.
    """
    found = await commanded(session, words, err)
    if found is None:
        return None
    command, words = found
    conversation = await _with_files(session, words, specs, err, here)
    if conversation is None:
        return None
    status = await (session.ready() if sends else session.status())
    if status.choices:
        put_line(err, f"pairtui: {status.problem} --model NAME, one of:")
        for name in status.choices:
            put_line(err, f"  {name}")
        return None
    asked = Asked(words, conversation, command=command)
    if says := session.commanding.unfit(asked):
        put_line(err, f"pairtui: {says}")
        return None
    return asked


async def _with_files(
    session: Session, words: str, specs: Sequence[str], err: TextIO, here: str
) -> Conversation | None:
    """Return a conversation with these files and those the words name; None where one cannot be."""
    conversation = Conversation()
    for spec in specs:
        match await session.attaching.attach(spec, here):
            case Refused(reason=reason):
                put_line(err, f"pairtui: {spec} stays out: {reason}")
                return None
            case Came(item=item):
                conversation = conversation.attach(item)
    mentioned = await session.attaching.mentioned(words)
    for line in mentioned.says:
        put_line(err, f"pairtui: {line}")
    for item in mentioned.attached:
        conversation = conversation.attach(item)
    return conversation


async def within(session: Session, asked: Asked, err: TextIO) -> bool:
    """Tell whether a turn stays within the person's limits, and say so where it does not."""
    over = await session.limiting.words(asked)
    for says in over.says if over else ():
        put_line(err, f"pairtui: {says}")
    if over:
        put_line(err, "pairtui: Nothing was sent. --over-limit sends it all the same.")
    return over is None


async def ask(session: Session, asked: Asked, out: TextIO, err: TextIO, *, json: bool) -> int:
    """Run one turn, print what it came to, and return the exit code.

    The diff or the JSON goes to `out`; the answer's prose, remarks and faults go to `err`. Where
    only an answer was asked for, that is what goes to `out`.
    """
    match await session.task(asked):
        case NoTask(says=says):
            put_line(err, says)
            return NOTHING
        case TaskChoice() as choice:
            _offer(choice, err)
            return NOTHING
        case None:
            pass
        case task:
            put_line(err, task.says)
            asked = replace(asked, task=task)
    if about := await session.first_use.look(asked):
        put_line(err, f"pairtui: to {about.host} go for the first time: {'; '.join(about.rows)}")
        session.first_use.keep(about)
    only = session.commanding.only_answers(asked.command)
    heard, prose, remarks = Heard(), Prose(out if only and not json else err), Prose(err)
    async with aclosing(session.ask(asked, asyncio.Event())) as events:
        async for event in events:
            _hear(event, heard, prose, remarks if only else prose)
    _tell_needs(session, asked, heard, err)
    if only and not json:
        return ENDPOINT if heard.failed else DONE if heard.ended and heard.ended.reply else NOTHING
    return _conclude(heard, asked, out, err, json=json)


def _tell_needs(session: Session, asked: Asked, heard: Heard, err: TextIO) -> None:
    """Say what a whole answer asks to see, and how to show it."""
    ended = heard.ended
    if ended and ended.ending == "done" and session.needing.hear(ended.reply, asked):
        specs = ", ".join(session.needing.specs)
        put_line(err, f"The AI asks to see {specs}: name what you want to show, and ask again.")


def _hear(event: Event, heard: Heard, prose: Prose, remarks: Prose) -> None:
    match event:
        case Said(text=text):
            prose.put(text)
        case Proposed(proposal=proposal):
            heard.proposal = proposal
        case Noted(text=text):
            remarks.line(text)
        case Asking(purpose="repair"):
            remarks.line("Some of it did not fit; asking the AI once more for just that.")
        case Waiting(says=says, seconds=seconds) if seconds:
            remarks.line(f"pairtui: {says}; asked again in {seconds:.0f} s")
        case Failed(says=says, remedy=remedy):
            heard.failed = True
            remarks.line(f"pairtui: {says}. {remedy}")
        case Ended():
            heard.ended = event
            prose.end()
        case _:
            pass


def _conclude(heard: Heard, asked: Asked, out: TextIO, err: TextIO, *, json: bool) -> int:
    proposal = heard.proposal
    if proposal is not None:
        for unplaced in proposal.unplaced:
            put_line(err, f"could not be placed: {unplaced.says}")
        for cut in proposal.cut_off:
            put_line(err, f"cut off, left out: {cut.path}")
        put_care(err, proposal)
    if json:
        out.write(as_json(asked, proposal, heard.ended) + "\n")
    elif proposal is not None:
        put_diff(out, proposal_diff(proposal), err)
    if heard.failed:
        return ENDPOINT
    if proposal is None or not any(proposal.hunks):
        put_line(err, "No change was proposed.")
        return NOTHING
    return DONE


def _offer(choice: TaskChoice, err: TextIO) -> None:
    put_line(err, choice.says)
    for offer in choice.offers:
        put_line(err, f"  {offer.command}: {offer.purpose}")
    for passage in choice.passages:
        put_line(err, f"  {passage.label}")
