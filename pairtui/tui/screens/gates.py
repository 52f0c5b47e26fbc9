"""Gates: what stands between some words and the model, one after the other.

Each looks at what is to be asked, may ask the person about it, and lets it through, as it is or
changed; or it says why not, and nothing is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pairtui.conversation import Asked, NoTask, Task, TaskChoice
from pairtui.review.comment import unsent
from pairtui.review.result import results
from pairtui.tui.screens.answer import desk_of, talk_of
from pairtui.tui.screens.limit import limit_sheet
from pairtui.tui.screens.opening import someone_answers
from pairtui.tui.screens.talking import before_turn
from pairtui.tui.screens.tasks import choose_task

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.session.spending import Over
    from pairtui.tui.screens.main import MainScreen

Gate: TypeAlias = "Callable[[MainScreen, Session, Asked], Awaitable[Asked | None]]"


async def passed(
    screen: MainScreen, session: Session, asked: Asked, gates: Sequence[Gate]
) -> Asked | None:
    """Return what is to be asked once it is through all gates, or None where one held it back."""
    found: Asked | None = asked
    for gate in gates:
        if found is not None:
            found = await gate(screen, session, found)
    return found


async def answers(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Hold it back where nobody answers."""
    return asked if await someone_answers(screen, session) else None


async def named(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Let every file that is named with an @ be in, and say which could not be found."""
    found = await session.attaching.mentioned(asked.words)
    talk = talk_of(screen)
    for item in found.attached:
        talk = talk.attach(item)
    for line in found.says:
        screen.say("note", line)
    return replace(asked, conversation=talk)


async def bring_in(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Attach every file that is named with an @, from now on."""
    found = await named(screen, session, asked)
    if found is not None and found.conversation != screen.pane.conversation:
        screen.pane.conversation = found.conversation
        await measure(screen, session)
    return replace(asked, conversation=talk_of(screen))


async def of_its_kind(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Hold a command back that is for another kind of file than what is in."""
    says = session.commanding.unfit(asked)
    if says:
        screen.say("note", says)
        return None
    return asked


async def with_changes(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Give a command that is about the changes taken in the review these changes."""
    if not session.commanding.wants_changes(asked.command):
        return asked
    review = desk_of(screen).shelf.review
    changes = await session.commanding.changes(review) if review is not None else ""
    if not changes:
        taken = review is not None and any(results(review))
        why = "the AI may not see any of it" if taken else "nothing is yet"
        screen.say("note", f"/{asked.command} is about what is taken, and {why}")
        return None
    return replace(asked, changes=changes)


async def one_task(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Find the one thing that a model is to do which only rewrites chosen parts."""
    match await session.task(asked):
        case NoTask(says=says):
            screen.say("note", says)
            return None
        case TaskChoice() as choice:
            task = await choose_task(screen.app, choice)
            if task is None:
                screen.say("note", "nothing was asked")
                return None
        case Task() as task:
            pass
        case None:
            return asked
    screen.say("note", task.says)
    return replace(asked, task=task)


async def first_use(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Say what would go to a host that was never sent anything of this repository, and ask."""
    review = None if asked.words or asked.command else desk_of(screen).shelf.review
    about = await session.first_use.look(asked, review)
    if about is None:
        return asked
    from pairtui.tui.screens.first_use import FirstUseSheet  # noqa: PLC0415 - once for each host

    if not await screen.app.push_screen_wait(FirstUseSheet(about)):
        screen.say("note", f"nothing was sent to {about.host}")
        return None
    await asyncio.to_thread(session.first_use.keep, about)
    return asked


async def measure(screen: MainScreen, session: Session) -> None:
    """Count what is in, so that its weight is always in view."""
    weighed = await session.attaching.weighed(talk_of(screen))
    sizes, holds = weighed.sizes, weighed.holds
    screen.pane.conversation = replace(talk_of(screen), sizes=sizes, holds=holds)
    session.keep.attached(talk_of(screen).attached)


async def words_within(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Ask before some words pass a limit of the person's."""
    return await _within(screen, session, asked, await session.limiting.words(asked))


async def round_within(screen: MainScreen, session: Session, asked: Asked) -> Asked | None:
    """Ask before comments on the proposal on the screen pass a limit of the person's."""
    review = screen.desk.shelf.review if screen.desk else None
    if review is None:
        return asked
    changes = [one for one in unsent(review.comments) if not one.asks]
    over = await session.limiting.round(asked, review, changes)
    return await _within(screen, session, asked, over)


async def _within(
    screen: MainScreen, session: Session, asked: Asked, over: Over | None
) -> Asked | None:
    if over is not None:
        if await screen.app.push_screen_wait(limit_sheet(over)) != "send":
            screen.say("note", "nothing was sent")
            return None
        session.limiting.allow()
    return asked


TURN: tuple[Gate, ...] = (
    answers,
    before_turn,
    bring_in,
    of_its_kind,
    with_changes,
    one_task,
    words_within,
    first_use,
)
"""What the person's own words go through."""
FORESEEN: tuple[Gate, ...] = (named, with_changes)
"""What words go through that are only to be looked at; nobody is asked anything."""
ROUND: tuple[Gate, ...] = (answers, round_within, first_use)
"""What comments on a proposal go through."""
