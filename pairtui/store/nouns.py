"""The nouns of what is kept: a session with its turns, proposals, landings and drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pairtui.conversation import Attachment, Turn
from pairtui.landing import Landed
from pairtui.proposal import PromptUse, Proposal, Usage
from pairtui.request import SentPart
from pairtui.review.counts import Counts
from pairtui.review.decide import Review, State, Verdict
from pairtui.review.replay import Standing

Told: TypeAlias = frozenset[tuple[Verdict, State]]
"""Decisions the model was told of, each with what had become of its change by then."""
DraftPlace: TypeAlias = Literal["prompt", "reason", "comment", "edit", "message", "queue", "paste"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a session was forked from: another one, behind so many of its turns."""

    session: str
    turns: int


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session by itself: when it began and was last used, and the branch it began on.

    Times are in seconds since the epoch. `name` is what the person calls it, `words` are the first
    that were said in it, `model` answered last.
    """

    id: str
    began: float
    used: float
    branch: str = ""
    attached: tuple[Attachment, ...] = ()
    name: str = ""
    words: str = ""
    model: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session in a list, with what is counted of its turns and of its proposals.

    `paths` are the files that are in it or were to be changed, `draft` is what is half typed.
    """

    card: SessionCard
    turns: int = 0
    open: int = 0
    to_save: int = 0
    paths: tuple[str, ...] = ()
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn with who answered, when it was asked, what was sent, and what it cost.

    A turn whose `ending` is empty was still running when this was kept. `sent` are the parts of
    every request of it in order, without their texts, and `requests` the SHA-256 of each exactly as
    it was sent. `seconds` is how long it took.
    """

    turn: Turn
    at: float
    model: str = ""
    host: str = ""
    prompts: tuple[PromptUse, ...] = ()
    usage: Usage | None = None
    sent: tuple[SentPart, ...] = ()
    requests: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A text half typed: in which kind of box, about which change, and where the cursor was."""

    place: DraftPlace
    about: str
    text: str
    cursor: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Spot:
    """The place on the screen: the pane with the focus, and what was in view of the review.

    `offset` is the byte of the change's old and new text the cursor was on, `row` the screen row of
    that. `lost` says that the line to the terminal was lost there, `at` when, in seconds since the
    epoch.
    """

    pane: str
    proposal: str = ""
    hunk: str = ""
    offset: int = 0
    row: int = 0
    lost: bool = False
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal in a list: its title, how its changes stand, and where it was made."""

    id: str
    session: str
    title: str
    arrived: float
    changed: float
    model: str = ""
    branch: str = ""
    paths: tuple[str, ...] = ()
    unplaced: int = 0
    tally: Counts = field(default_factory=Counts)
    rounds: int = 1

    @property
    def pending(self) -> bool:
        """Tell whether anything of it can still be decided or saved."""
        return bool(self.tally.open or self.tally.to_save)


@dataclass(frozen=True, slots=True)
class KeptLanding:
    """A landing with the proposal it is of; `undone` says how it was undone, or is empty."""

    proposal: str
    landed: Landed
    undone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A proposal as it stands, with the decisions the model knows of and all its landings.

    `proposed` is all of it before anything happened to it, over the files as they were then.
    `unread` says why something that happened to it could not be read, or is empty.
    """

    card: ProposalCard
    standing: Standing
    proposed: Proposal
    told: Told = frozenset()
    landings: tuple[KeptLanding, ...] = ()
    unread: str = ""

    @property
    def review(self) -> Review:
        """Return the review as it stands."""
        return self.standing.review


@dataclass(frozen=True, slots=True)
class Resumed:
    """Everything it takes to stand where one was; `unread` says what could not be read.

    `last` is the number of the last turn.
    """

    card: SessionCard
    exchanges: tuple[Exchange, ...] = ()
    proposals: tuple[KeptProposal, ...] = ()
    drafts: tuple[Draft, ...] = ()
    spot: Spot | None = None
    unread: tuple[str, ...] = ()
    last: int | None = None

    @property
    def reviews(self) -> Mapping[str, Review]:
        """Return the reviews by proposal, in order of arrival."""
        return {kept.card.id: kept.review for kept in self.proposals}


@dataclass(frozen=True, slots=True)
class Found:
    """A place where some words were found: in a turn, a proposal or a reason; and around them.

    `ref` is the number of the turn or the id of the proposal, `at` in seconds since the epoch.
    """

    kind: Literal["turn", "proposal", "reason"]
    ref: str
    at: float
    excerpt: str


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, how many bytes that gave back, and how many are still in use."""

    proposals: int = 0
    sessions: int = 0
    entries: int = 0
    freed: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A prefix of an id that more than one proposal has."""

    ids: tuple[str, ...]
