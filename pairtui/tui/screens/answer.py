"""The answer: what a model says, shown as it comes in, and at its end a turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from pairtui.conversation import Asked, Conversation, Turn
from pairtui.events import (
    Asking,
    Drafting,
    Ended,
    Event,
    Failed,
    Noted,
    Proposed,
    Said,
    Thinking,
    Waiting,
)
from pairtui.proposal import Proposal, Usage
from pairtui.session.recording import Facts, Recording
from pairtui.tui.screens.again import Latest, ways
from pairtui.tui.screens.countdown import Countdown
from pairtui.tui.screens.musing import Musing
from pairtui.tui.screens.opening import plainly
from pairtui.tui.screens.queue import queue_of
from pairtui.tui.screens.remembering import keep_sent
from pairtui.tui.screens.ringing import ring

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.desk import Desk
    from pairtui.tui.screens.main import MainScreen

_ENDINGS = {"stopped": "stopped", "broke off": "the answer broke off"}


class Answer:
    """The answer that is coming in: what it has said so far, and how to stop it."""

    gives_back = True
    """Whether words that were not answered whole go back into the prompt."""

    def __init__(self, screen: MainScreen, words: str) -> None:
        self._screen = screen
        self._transcript = screen.pane.transcript
        self.words = words
        self.said: list[str] = []
        self.stop = asyncio.Event()
        self.ending = ""
        self._labelled = False
        self._told = ""
        self._proposal: str | None = None
        self._whole: Proposal | None = None
        self._usage: Usage | None = None
        self._countdown = Countdown(screen)
        self._musing = Musing(screen)
        self._began = monotonic()
        self._model = screen.pane.status.model if screen.pane.status else None

    async def run(self, session: Session, asked: Asked) -> None:
        """Ask, and show everything as it comes; at the end it is a turn of the conversation."""
        screen = self._screen
        record = Recording(session.keep, asked.said, self._model, session.saves.now)
        record.begin(self._facts)
        keep_sent(screen, "")
        try:
            async with aclosing(self.events(session, asked)) as events:
                async for event in events:
                    self._show(event)
                    record.hear(event, self._facts)
        except asyncio.CancelledError:
            if not self.stop.is_set():
                raise
            self.ending = "stopped"
        finally:
            record.close()
            self._countdown.stop()
            self._musing.end()
        self.said = [record.reply] if record.reply else self.said
        self.ending = self.ending or "broke off"
        if self.ending != "done":
            queue_of(screen).hold()
        nothing = self.ending == "failed" or (self.ending != "done" and not self._came)
        self._close(asked, nothing=nothing)
        self._usage = session.spending.usage
        screen.pane.bill = session.spending.bill
        record.end(self.ending, self._facts)
        if nothing:
            return
        turn = Turn(asked.said, "".join(self.said), self.ending, self._told, self._proposal)
        talk = talk_of(screen)
        screen.pane.conversation = replace(talk, turns=(*talk.turns, turn))
        if self._told:
            desk_of(screen).tell(asked.reviews)

    def _know(self, asked: Asked, *, turned: bool) -> None:
        """Let it be known what was asked last, and what came of it."""
        begun = asked.unfinished.words if asked.unfinished else self.words
        text = begun if self.gives_back else ""
        self._screen.latest = Latest(text, asked, self.ending, self._whole, turned)

    def _close(self, asked: Asked, *, nothing: bool) -> None:
        """Say how it ended and what there is to do now; where nothing came, give the words back."""
        self._transcript.end()
        if self.ending != "stopped":
            ring(self._screen, monotonic() - self._began)
        self._know(asked, turned=not nothing)
        if self.ending in _ENDINGS:
            found = () if nothing else ways(self._screen)
            self._screen.say("ending", " · ".join((_ENDINGS[self.ending], *found)))
        if self.gives_back and nothing:
            self._screen.pane.prompt.give_back(self.words)

    def events(self, session: Session, asked: Asked) -> AsyncGenerator[Event, None]:
        """Return what comes of asking."""
        return session.ask(asked, self.stop)

    def proposed(self, proposal: Proposal) -> None:
        """Take in the proposal as far as it has come."""
        self._proposal, self._whole = proposal.id, proposal
        desk_of(self._screen).arrive(proposal)

    @property
    def _came(self) -> bool:
        """Tell whether anything came of it."""
        return bool(self.said or self._proposal)

    @property
    def _facts(self) -> Facts:
        return Facts(self._told, self._proposal, self._usage)

    def _muse(self, event: Event) -> None:
        """Show that the model thinks: from its first thought on, or from the request if it may."""
        match event:
            case Thinking(text=text):
                self._musing.hear(text)
            case Asking() if self._model is not None and self._model.thinks:
                self._musing.begin()
            case Waiting() | Failed():
                self._musing.forget()
            case Said() | Drafting() | Proposed() | Ended():
                self._musing.end()
            case _:
                pass

    def _show(self, event: Event) -> None:
        screen = self._screen
        self._muse(event)
        match event:
            case Asking(purpose=purpose):
                screen.pane.busy = "answering…"
                if purpose == "repair":
                    screen.pane.busy = "asking again…"
                    screen.say("note", "asked again for what did not fit")
            case Said(text=text):
                self._label()
                self.said.append(text)
                self._transcript.say(text)
            case Drafting(path=path):
                self._label()
                screen.say("draft", f"change in {path}")
            case Noted(text=text):
                screen.say("note", text)
            case Waiting():
                self._countdown.show(event)
            case Proposed(proposal=proposal):
                self.proposed(proposal)
            case Failed(says=says, remedy=remedy):
                screen.say("error", plainly(says, remedy))
            case Ended(ending=ending, reply=reply, told=told):
                self.said = [reply] if reply else self.said
                self._told = told
                self.ending = ending

    def _label(self) -> None:
        if not self._labelled:
            self._labelled = True
            self._screen.say("ai", "ai:")


def talk_of(screen: MainScreen) -> Conversation:
    """Return the conversation so far."""
    return screen.pane.conversation or Conversation()


def desk_of(screen: MainScreen) -> Desk:
    """Return the desk, which is there before any words are taken."""
    if screen.desk is None:
        raise RuntimeError("words were taken before the screen was whole")
    return screen.desk
