"""What a command comes to: plain values a front end acts on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pairtui.conversation import Conversation
from pairtui.session.status import Status
from pairtui.session.team import TeamFile

SheetName: TypeAlias = Literal[
    "help", "models", "cost", "leave", "themes", "withheld", "sessions", "turns", "export"
]
"""A sheet that a command opens."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line for the person."""

    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The conversation is another one now: a file came in or went out."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Answers:
    """Another model answers from now on."""

    status: Status


@dataclass(frozen=True, slots=True)
class Asks:
    """The model is to be asked, through the template of this command."""

    words: str
    command: str


@dataclass(frozen=True, slots=True)
class GivesBack:
    """Nothing was done, for this reason; the words are to go back into the prompt."""

    says: str


@dataclass(frozen=True, slots=True)
class AsksTrust:
    """A command of the repository is to be used, and first these files are to be read."""

    files: tuple[TeamFile, ...]


@dataclass(frozen=True, slots=True)
class Foresees:
    """What these words would be sent with is to be shown; `text` is all that was typed of them."""

    text: str
    words: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class ShowsMore:
    """What the last answer asked to see is to be listed, for the person to show it."""


@dataclass(frozen=True, slots=True)
class GoesOn:
    """The last answer, which broke off, is to be gone on with; `words` may be empty."""

    words: str


@dataclass(frozen=True, slots=True)
class AsksAgain:
    """The last words are to be asked once more."""


@dataclass(frozen=True, slots=True)
class Opens:
    """A sheet is to be opened."""

    sheet: SheetName


@dataclass(frozen=True, slots=True)
class Goes:
    """Another conversation is to be on the screen, by its id; without one, a new one."""

    session: str


@dataclass(frozen=True, slots=True)
class Forks:
    """The conversation is to go on behind a turn, in one of its own."""

    turns: int


@dataclass(frozen=True, slots=True)
class Rewords:
    """The words of a turn are to be changed, and sent in a conversation that forks before it."""

    turn: int
    words: str


Outcome: TypeAlias = (
    Told
    | Answers
    | Changed
    | Asks
    | GivesBack
    | AsksTrust
    | Foresees
    | ShowsMore
    | GoesOn
    | AsksAgain
    | Opens
    | Goes
    | Forks
    | Rewords
)
