"""Replay answers from a file, with their rhythm and their faults; for tests and recordings.

The file is TOML, one `[[reply]]` a request, in order; the last one answers every further request:

    [[reply]]
    text = "The answer, as the model would write it."
    piece = 12            # characters a delta; 0 gives the text whole (12)
    delay = 0.02          # seconds before each delta (0)
    thought = "Let me see"  # thinking that comes before the text ("")
    finish = "stop"       # the finish reason ("stop")
    cut = 40              # the stream breaks off after so many characters (never)
    stall = 40            # nothing more comes after so many characters (never)
    fault = "busy"        # no answer but this fault, as pairtui.request names them ("")
    wait = 12             # seconds the fault asks to wait (none)
    usage = [900, 80, 0]  # tokens it says it read, wrote, and had in a cache (it says nothing)
"""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pairtui.proposal import Usage
from pairtui.request import (
    Delta,
    Fault,
    FaultKind,
    Finish,
    Request,
    TextDelta,
    ThoughtDelta,
)

Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a script; the fields are those of the file."""

    text: str = ""
    piece: int = 12
    delay: float = 0.0
    thought: str = ""
    finish: str = "stop"
    cut: int | None = None
    stall: int | None = None
    fault: FaultKind | None = None
    wait: float | None = None
    usage: tuple[int, int, int] | None = None


KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,), "piece": (int,), "delay": (int, float), "thought": (str,), "finish": (str,),
    "cut": (int,), "stall": (int,), "fault": (str,), "wait": (int, float),
    "usage": (list,),
}  # fmt: skip
"""What each field of a reply may be in the file."""


class ScriptedProvider:
    """Answers from a list of replies; `requests` holds what was asked, in order.

    `sleep` is how time passes between deltas; a stall waits for ever, until it is closed.
    """

    host = "script"

    def __init__(self, replies: Sequence[Reply], *, sleep: Sleep = asyncio.sleep) -> None:
        if not replies:
            raise ValueError("a script needs at least one reply")
        self.requests: list[Request] = []
        self._replies = tuple(replies)
        self._sleep = sleep

    @property
    def name(self) -> str:
        """Return the provider's name in the registry."""
        return "scripted"

    async def models(self) -> tuple[str, ...]:
        """Return the one name a script answers to."""
        return ("scripted",)

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        """Yield the next reply of the script; raises the Fault it holds."""
        reply = self._replies[min(len(self.requests), len(self._replies) - 1)]
        self.requests.append(request)
        if reply.fault:
            says = f"the script answers with the fault “{reply.fault}”"
            raise Fault(reply.fault, self.host, says, "Press Enter to try again.", reply.wait)
        for thought in _pieces(reply.thought, reply.piece):
            await self._sleep(reply.delay)
            yield ThoughtDelta(thought)
        ends = [place for place in (reply.cut, reply.stall) if place is not None]
        for text in _pieces(reply.text[: min(ends, default=None)], reply.piece):
            await self._sleep(reply.delay)
            yield TextDelta(text)
        if reply.stall is not None and reply.stall == min(ends):
            await asyncio.get_running_loop().create_future()
        if reply.cut is not None:
            raise Fault("cut", self.host, "the answer from the script broke off", "Ask again.")
        yield Finish(reply.finish, _usage(reply))

    async def aclose(self) -> None:
        """Do nothing: a script holds nothing open."""


def read_script(path: Path) -> tuple[Reply, ...]:
    """Return the replies of a script; raises Fault("missing") that says what is wrong with it."""
    try:
        return _replies(tomllib.loads(path.read_text(encoding="utf-8")).get("reply"))
    except (OSError, ValueError) as error:
        says = f"the script {path} cannot be played: {error}"
        raise Fault("missing", "script", says, "Mend the file, or leave --provider out.") from error


def _replies(entries: Any) -> tuple[Reply, ...]:
    """Return the replies; raises ValueError that names what is wrong."""
    if not isinstance(entries, list) or not entries:
        raise ValueError("it has no [[reply]]")
    for entry in entries:
        if not isinstance(entry, dict):
            raise ValueError("a reply is a table")  # noqa: TRY004 - one kind of error for the file
        for name, value in entry.items():
            if name not in KINDS:
                raise ValueError(f"a reply has no {name}")
            right = isinstance(value, KINDS[name])
            if not right or (isinstance(value, int | float) and value < 0):
                raise ValueError(f"{name} cannot be {value!r}")
        usage = entry.get("usage", [0, 0, 0])
        if len(usage) != 3 or not all(isinstance(count, int) and count >= 0 for count in usage):
            raise ValueError(f"usage cannot be {usage!r}")
        if "usage" in entry:
            entry["usage"] = tuple(usage)
        if entry.get("fault", "cut") not in get_args(FaultKind):
            raise ValueError(f"there is no fault {entry['fault']}")
    return tuple(Reply(**entry) for entry in entries)


def _usage(reply: Reply) -> Usage | None:
    if reply.usage is None:
        return None
    sent, received, cached = reply.usage
    return Usage(sent, received, cached, estimated=False)


def _pieces(text: str, size: int) -> list[str]:
    size = size if size > 0 else max(len(text), 1)
    return [text[start : start + size] for start in range(0, len(text), size)]
