"""Round: one further answer to the same proposal: what was asked, what came, and what was before.

The first round is the proposal itself; every later one is sent by a person and revises it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pairtui.proposal import CutOff, FileChange, Hunk, Provenance, Unplaced
from pairtui.review.frame import Frame
from pairtui.review.offer import Offers


@dataclass(frozen=True, slots=True)
class Sent:
    """These comments are sent, with some words, and what comes of it is the next round."""

    comments: tuple[int, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Revised:
    """More of a round has come: changes of the working texts that were not in it before.

    What could not be placed, and what was cut off, is all of it each time.
    """

    files: tuple[FileChange, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    cut_off: tuple[CutOff, ...] = ()
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class RoundEnded:
    """The answer of a round is over; `cited` are the comments it speaks of.

    One that failed before anything came was no round: its comments are not sent. Nor are those that
    were not answered of one that was `cut` off because the program ended.
    """

    ending: str
    cited: tuple[int, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """These questions were answered in the conversation; nothing is changed by that."""

    comments: tuple[int, ...]


RoundEvent: TypeAlias = Sent | Revised | RoundEnded | Explained


@dataclass(frozen=True, slots=True)
class Fate:
    """What had become of a change, which bytes stood for it, and a rejection's reason."""

    state: str
    new: bytes
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A proposal as it stood when the next round was sent: its files, and each change's fate.

    `offers` are what a round before had offered beside what was taken, and was not taken.
    """

    files: tuple[FileChange, ...] = ()
    fates: Mapping[str, Fate] = field(default_factory=dict)
    offers: Offers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a comment is, in bytes of the base; equal ones mean the whole file."""

    number: int
    path: str
    start: int = 0
    end: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round after the first; `ending` is empty while its answer comes in.

    `spots` are the comments it was sent with. `frames` are the texts it was shown, while it runs;
    `came` are the ids of the changes that came, as they were placed in those, and `made` which of
    them each change of the review stands for. `heirs` are the changes that stand for those it was
    shown. `said` tells what it withdrew.
    """

    number: int
    words: str = ""
    spots: tuple[Spot, ...] = ()
    before: Earlier = Earlier()
    frames: Mapping[str, Frame] = field(default_factory=dict)
    came: frozenset[str] = frozenset()
    made: Mapping[str, tuple[Hunk, ...]] = field(default_factory=dict)
    heirs: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[Unplaced, ...] = ()
    cut_off: tuple[CutOff, ...] = ()
    said: tuple[str, ...] = ()
    ending: str = ""
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """In which round a change came, and the comments it came because of."""

    round: int
    because: tuple[int, ...] = ()
