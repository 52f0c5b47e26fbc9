"""What leg 1 tells a front end while it runs; plain values, in order, ending with `Ended`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pairtui.proposal import Proposal, Usage
from pairtui.request import Request


@dataclass(frozen=True, slots=True)
class Asking:
    """A request is on its way; `purpose` is "turn", "repair" or "sentence"."""

    request: Request
    purpose: Literal["turn", "repair", "sentence"] = "turn"


@dataclass(frozen=True, slots=True)
class Said:
    """The next piece of the answer that is prose."""

    text: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """The next piece of what the model thinks before it answers; never looked through for edits."""

    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """The next piece of the answer exactly as it came, edits and all; before what it comes to."""

    text: str


@dataclass(frozen=True, slots=True)
class Drafting:
    """An edit of this file has begun and is not complete yet."""

    path: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposal has grown: this is all of it so far."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Noted:
    """A plain remark of the program about this turn, such as a sentence left as it was."""

    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The endpoint failed; `says` names the host, `remedy` what to do."""

    says: str
    remedy: str
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The request failed before anything came, and is made again after some `seconds`.

    `says` is what happened, `brief` the same in a few words; `tried` is how often it was made by
    now. With 0 seconds the wait is over, and the request is on its way again.
    """

    says: str
    brief: str
    seconds: float
    tried: int


Ending: TypeAlias = Literal["done", "stopped", "broke off", "failed"]


@dataclass(frozen=True, slots=True)
class Ended:
    """The turn is over; always the last event. `told` is what the model was told of verdicts."""

    ending: Ending
    reply: str
    usage: Usage | None = None
    told: str = ""


Event: TypeAlias = (
    Asking | Heard | Said | Thinking | Drafting | Proposed | Noted | Waiting | Failed | Ended
)
