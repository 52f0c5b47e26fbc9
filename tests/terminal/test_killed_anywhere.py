"""Killed at any instant of a whole session, nothing is lost but the last second, and none twice."""

from __future__ import annotations

import random
import re
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pairtui.store.nouns import Resumed
from pairtui.store.past import open_past
from pairtui.store.place import places
from tests.providers.server import Body, Reply
from tests.terminal.conftest import SitDown
from tests.terminal.desk import GRACE, OTHER_PANE, Desk, left_pane
from tests.terminal.terminal import NotSeen
from tests.terminal.test_journeys import two_edits

ASK = "@article.md shorten the first two"
NEXT = "and then the third of them"
WHY = "it keeps the year out"
KEY = 0.04
"""Seconds between two keys of someone who types quickly."""
LONG = 6.5
"""Seconds that a session takes: typing, an answer, decisions, and half a reason."""
LOST = 1.5
"""Seconds of what was seen that may be lost: one, and what a busy machine needs to write it."""
WORDS = 240
PROSE = "".join(f"word{number:03}{chr(10) if number % 8 == 7 else ' '}" for number in range(WORDS))
"""What the answer begins with, so that it can be seen how much of it has come."""


@dataclass(frozen=True)
class Seen:
    """What stood on the screen at a moment."""

    at: float
    prompt: str = ""
    word: int = -1
    taken: int = 0
    reason: str = ""


@dataclass
class Watched:
    """A session and what was seen of it, until it is killed."""

    desk: Desk
    log: list[Seen] = field(default_factory=list)

    def look(self) -> None:
        rows = self.desk.terminal.lines
        text = "\n".join(rows)
        left = [row.partition("│")[0] for row in rows]
        prompt = next((row[1:].strip() for row in left if row.startswith("›")), "")
        words = [int(found) for found in re.findall(r"word(\d{3})", left_pane(rows))]
        taken = re.search(r"(\d) taken  1 open", text)
        reason = re.search(r"keep[a-z ]*|it [a-z ]*", text.partition("Why?")[2])
        self.log.append(
            Seen(
                time.monotonic(),
                "" if prompt.startswith("Ask for a change") else prompt,
                max(words, default=-1),
                int(taken[1]) if taken else 0,
                reason[0].strip() if reason else "",
            )
        )

    def type(self, text: str) -> None:
        for letter in text:
            self.desk.terminal.send(letter)
            self.desk.terminal.pause(KEY)
            self.look()

    def until(self, pattern: str) -> None:
        while not re.search(pattern, "\n".join(self.desk.terminal.lines)):
            self.desk.terminal.pause(KEY)
            self.look()
            if self.desk.terminal.process.poll() is not None:
                raise NotSeen(pattern)

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.desk.terminal.pause(KEY)
            self.look()

    def at(self, moment: float) -> Seen:
        """Return what was on the screen at a moment."""
        return next((one for one in reversed(self.log) if one.at <= moment), Seen(moment))


def answer(body: Body) -> Reply:
    """Say many words, then propose two changes, over a second and a half."""
    text = f"{PROSE}\n\n{two_edits(body).text}"
    return Reply(text, piece=20, rate=len(text) / 20 / 1.5)


def play(watched: Watched) -> None:
    """Type, ask, write on while the answer comes, take a change and give half a reason."""
    desk = watched.desk
    watched.type(ASK)
    desk.terminal.send("\r")
    watched.until("word00")
    watched.type(NEXT)
    watched.until("2 open")
    desk.terminal.send(OTHER_PANE)
    watched.until("a take")
    watched.wait(GRACE)
    desk.terminal.send("a")
    watched.until("1 taken")
    watched.wait(GRACE)
    desk.terminal.send("r")
    watched.until(r"Why\?")
    watched.type(WHY)
    watched.wait(LONG)


def kept(root: Path) -> Resumed | None:
    """Return the one session that is kept, if there is one."""
    pasts, says = open_past(places(str(root / ".git"), root / "nowhere")[:1])
    assert says == ()
    entries = [entry for past in pasts for entry in past.sessions()]
    assert len(entries) <= 1
    found = pasts[0].session(entries[0].card.id) if entries else None
    for past in pasts:
        past.close()
    return found


def holds(left: Resumed | None, seen: Seen, asked: int) -> None:
    """Check that what was seen is there, once."""
    drafts = {one.place + one.about: one.text for one in left.drafts} if left else {}
    turns = left.exchanges if left else ()
    assert len(turns) <= 1
    assert asked <= 1
    typed = [*drafts.values(), *(one.turn.words for one in turns)]
    if seen.prompt:
        assert any(text.startswith(seen.prompt) for text in typed), (seen, typed)
    if turns:
        reply = turns[0].turn.reply
        assert turns[0].turn.words == ASK
        assert PROSE.startswith(reply[: len(PROSE)])
        assert reply.count("TITLE:") <= 1
        came = [int(found) for found in re.findall(r"word(\d{3})", reply)]
        assert came == list(range(len(came)))
        assert len(came) > seen.word
    else:
        assert seen.word == -1
    proposals = left.proposals if left else ()
    assert len(proposals) <= 1
    made = [verdict for one in proposals for verdict in one.review.verdicts.values()]
    assert seen.taken <= len(made) <= 1
    if seen.reason:
        assert any(text.startswith(seen.reason) for text in typed), (seen, typed)


def killed(sit_down: SitDown, after: float) -> None:
    """Play the session, kill it at an instant, and begin again."""
    desk = sit_down(answer)
    desk.terminal.wait_for("Enter sends")
    watched = Watched(desk)
    began = time.monotonic()
    timer = threading.Timer(after, desk.terminal.signal, (signal.SIGKILL,))
    timer.start()
    with suppress(NotSeen, OSError):
        play(watched)
    desk.terminal.wait_exit(20)
    left = kept(desk.root)
    asked = sum("messages" in body for body in desk.server.requests)
    holds(left, watched.at(began + after - LOST), asked)

    again = sit_down(Reply("nobody asked"), root=desk.root)
    again.terminal.wait_for("Enter sends|a take")
    again.terminal.settle(300)
    assert again.server.connections == 0
    if left is None or not left.exchanges:
        return
    (before,) = left.exchanges
    if not before.turn.ending:
        again.terminal.wait_for("it broke off here|you: ")
    now = kept(desk.root)
    assert now is not None
    (after_it,) = now.exchanges
    assert (after_it.turn.words, after_it.turn.reply) == (before.turn.words, before.turn.reply)


def instants(count: int, seed: int) -> list[float]:
    """Return instants all over a session, one at random in each of its parts."""
    chance, part = random.Random(seed), LONG / count
    return [round((number + chance.random()) * part, 2) for number in range(count)]


@pytest.mark.parametrize("after", instants(3, seed=6))
def test_a_session_is_there_again_after_a_kill(sit_down: SitDown, after: float) -> None:
    killed(sit_down, after)


@pytest.mark.sweep
@pytest.mark.parametrize("after", instants(30, seed=26))
def test_sweep_of_kills_at_any_instant(sit_down: SitDown, after: float) -> None:
    killed(sit_down, after)
