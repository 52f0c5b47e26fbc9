"""What comes in is kept a moment later, exactly as it came, and once more at its end."""

from __future__ import annotations

import asyncio

import pytest

from pairtui.events import Asking, Ended, Event, Heard, Said
from pairtui.proposal import PromptUse, Usage
from pairtui.request import Message, Model, Request, SentPart
from pairtui.session import recording
from pairtui.session.recording import Facts, Recording
from pairtui.store.nouns import Exchange

pytestmark = pytest.mark.anyio

MODEL = Model("model-a", "host")
REQUEST = Request(
    (Message("system", "Be brief."), Message("user", "fix it")),
    "model-b",
    (PromptUse("system/pair", "3", "d1"),),
    parts=(SentPart("system system/pair", 4), SentPart("words", 2)),
)


class Kept:
    """In the place of what keeps turns."""

    def __init__(self) -> None:
        self.turns: list[tuple[Exchange, bool]] = []
        self.again = asyncio.Event()

    def said(self, exchange: Exchange, *, again: bool = False) -> None:
        self.turns.append((exchange, again))
        if again:
            self.again.set()

    @property
    def last(self) -> Exchange:
        return self.turns[-1][0]


class Times:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def recorded(kept: Kept, *events: Event, clock: Times | None = None) -> Recording:
    made = Recording(kept, "fix it", MODEL, clock or Times())  # type: ignore[arg-type] # all it is asked for
    made.begin(Facts())
    for event in events:
        made.hear(event, Facts("told", "p1"))
    return made


async def test_a_turn_says_who_answered_from_what_and_how_long_it_took() -> None:
    kept, clock = Kept(), Times()
    again = Request((*REQUEST.messages, Message("assistant", "a" * 40), Message("user", "b")), "m")
    asked = (Asking(REQUEST), Heard("TITLE: x\n"), Asking(again, "repair"), Heard("rest"))
    made = recorded(kept, *asked, Ended("done", "TITLE: x\nrest"), clock=clock)
    clock.now += 2.5
    made.end("done", Facts("told", "p1", Usage(10, 5)))
    (first, _), (last, replaces) = kept.turns
    assert (first.turn.words, first.turn.ending, first.model) == ("fix it", "", "model-a")
    assert replaces
    assert (last.turn.reply, last.turn.ending) == ("TITLE: x\nrest", "done")
    assert (last.turn.told, last.turn.proposal) == ("told", "p1")
    assert (last.model, last.host, last.seconds) == ("m", "host", 2.5)
    assert (last.prompts, last.usage) == (REQUEST.prompts, Usage(10, 5))
    assert [one.name for one in last.sent] == ["system system/pair", "words", "asked again"]
    assert last.requests == (REQUEST.digest, again.digest)


async def test_what_comes_in_is_kept_soon_and_one_write_holds_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recording, "SOON", 0.01)
    kept = Kept()
    made = recorded(kept, Asking(REQUEST), Heard("TITLE: x\n"), Said("half"), Heard("half"))
    assert len(kept.turns) == 1
    await kept.again.wait()
    assert kept.turns[1] == (kept.last, True)
    assert (kept.last.turn.reply, kept.last.turn.ending) == ("TITLE: x\nhalf", "")
    made.hear(Heard(" more"), Facts())
    made.close()
    made.end("stopped", Facts())
    assert (kept.last.turn.reply, kept.last.turn.ending) == ("TITLE: x\nhalf more", "stopped")
    assert len(kept.turns) == 3


def test_a_request_is_told_from_any_other() -> None:
    def of(*texts: str) -> str:
        return Request(tuple(Message("user", text) for text in texts), "m").digest

    assert of("a", "b") != of("ab")
    assert of("a", "b") != of("b", "a")
    assert of("a\udce9") != of("a?")
    assert of("a") == of("a")
