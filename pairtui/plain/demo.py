"""The demo in plain lines, and what is said before and after the one on a full screen."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from pairtui.config import Config
from pairtui.conversation import Asked, Conversation, NoTask, TaskChoice
from pairtui.events import Failed, Noted, Proposed, Said, Waiting
from pairtui.plain.lines import put_diff, put_line, put_text
from pairtui.plain.model_add import SIZE, add
from pairtui.proposal import Proposal, Refused
from pairtui.review.diff import proposal_diff
from pairtui.session.session import Session

WORDS = "Shorten the first paragraph"
FILE = "article.md"
ENDPOINT = 3


def offer_model(config: Config, answers: TextIO, out: TextIO, *, ask: bool) -> bool:
    """Offer to fetch the embedded model when nothing else can answer; True once it is there."""
    put_line(out, "No model is set up here. The demo can use a tiny one that runs on this machine:")
    put_line(out, f"`pairtui model add` fetches it once ({SIZE}); no key and no account.")
    if not ask:
        return False
    out.write("Fetch it now? [y/N] ")
    out.flush()
    if answers.readline().strip().lower() not in ("y", "yes"):
        return False
    return add(config.paths.data, out) == 0


async def demo(session: Session, root: str, out: TextIO) -> int:
    """Do the main job once on the sample, up to where a person decides; nothing is written."""
    status = await session.ready()
    put_line(out, f"The sample: {root} (a throw-away git repository)")
    if status.model is None:
        put_line(out, status.problem)
        return ENDPOINT
    put_line(out, f"Who answers: {status.model.label}")
    put_line(out, f"You would write: {WORDS} @{FILE}")
    put_text(out, "\n")
    came = await session.attaching.attach(FILE)
    if isinstance(came, Refused):
        put_line(out, came.reason)
        return 1
    asked = Asked(WORDS, Conversation((), (came.item,)))
    match await session.task(asked):
        case TaskChoice(says=says) | NoTask(says=says):
            put_line(out, says)
            return 1
        case None:
            pass
        case task:
            asked = replace(asked, task=task)
    return await _answer(session, asked, root, out)


async def _answer(session: Session, asked: Asked, root: str, out: TextIO) -> int:
    proposal: Proposal | None = None
    failed = False
    if about := await session.first_use.look(asked):
        put_line(out, f"To {about.host} go: {'; '.join(about.rows)}")
    async with aclosing(session.ask(asked, asyncio.Event())) as events:
        async for event in events:
            match event:
                case Said(text=text):
                    put_text(out, text)
                case Noted(text=text):
                    put_line(out, text)
                case Proposed(proposal=proposal):
                    pass
                case Waiting(says=says, seconds=seconds) if seconds:
                    put_line(out, f"{says}; asked again in {seconds:.0f} s")
                case Failed(says=says, remedy=remedy):
                    failed = True
                    put_line(out, f"{says}. {remedy}")
                case _:
                    pass
    hunks = list(proposal.hunks) if proposal else []
    put_line(out, "")
    if proposal is not None and hunks:
        put_line(out, f"Proposed: {_changes(len(hunks))}. Nothing is written yet.")
        put_diff(out, proposal_diff(proposal), out)
        put_line(out, "")
    _next(root, out)
    return ENDPOINT if failed else 0


def _next(root: str, out: TextIO) -> None:
    put_line(
        out, "What a person would do next, in a terminal: `pairtui demo`. There, in the review,"
    )
    put_line(out, "a takes a change, x rejects it, r says why, e rewrites it; Enter saves exactly")
    put_line(out, "what was taken as a commit, and U takes that back.")
    put_line(out, f"On your own work: cd to a git repository and run `pairtui`. Sample: {root}")


def farewell(root: str, out: TextIO) -> None:
    """Say where the sample lies, and how to start on one's own work."""
    put_line(out, f"The sample lies in {Path(root)}; delete it when you like.")
    put_line(out, "On your own work: cd to a git repository and run `pairtui`.")
    put_line(out, "To use a model of your own: set OPENAI_API_KEY or OPENAI_BASE_URL.")


def _changes(number: int) -> str:
    return "1 change" if number == 1 else f"{number} changes"
