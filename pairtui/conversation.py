"""The nouns of a conversation: what was said, and which files are in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pairtui.proposal import Proposal
from pairtui.review.decide import Review

GO_ON = "Go on where the answer broke off."
"""What a person is taken to say who only wants the rest of an answer."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is in the conversation, whole or by lines (from 1, both ends included).

    `read_only` says that it is for reference: the model reads it, and is not to edit it.
    """

    path: str
    lines: tuple[int, int] | None = None
    read_only: bool = False

    @property
    def spec(self) -> str:
        """Return how a person writes it after the @."""
        return self.path if self.lines is None else f"{self.path}:{self.lines[0]}-{self.lines[1]}"


@dataclass(frozen=True, slots=True)
class Reference:
    """Text to read that is no file of the work tree: its name, as a person wrote it, and it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: the person's words, the answer as it came, and how it ended.

    `told` is what the model was told about earlier verdicts. `ending` is "done", "stopped",
    "broke off" or "failed".
    """

    words: str
    reply: str
    ending: str
    told: str = ""
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """All turns so far and the files that are in."""

    turns: tuple[Turn, ...] = ()
    attached: tuple[Attachment, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Tokens of each attachment, by its spec; missing until counted."""

    def attach(self, item: Attachment) -> Conversation:
        """Return the conversation with this file in; the same file by other lines replaces it."""
        if item in self.attached:
            return self
        kept = tuple(old for old in self.attached if old.path != item.path)
        return replace(self, attached=(*kept, item))

    def drop(self, path: str) -> Conversation:
        """Return the conversation without this file."""
        return replace(self, attached=tuple(old for old in self.attached if old.path != path))


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text a task is about: bytes `start` to `end` of a file, and how to name it.

    `defines` is the name that the code in it defines, or "".
    """

    path: str
    start: int
    end: int
    label: str
    defines: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A task a tiny model can be given: the name of its command and what it does.

    Without a command it is the person's own words, for a part of some code.
    """

    command: str
    purpose: str

    def says(self, passage: Passage) -> str:
        """Return the sentence a person sees before the model is asked."""
        if self.command:
            how = "Asked of the tiny model, sentence by sentence"
            return f"{how}: {self.purpose}, in {passage.label}"
        return f"Asked of the model, for this part alone: “{self.purpose}”, in {passage.label}"


@dataclass(frozen=True, slots=True)
class Task:
    """One command for one passage; `says` is the sentence the person sees before it is asked."""

    offer: Offer
    passage: Passage
    says: str


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """Words that name no single task: what there is to choose from, and what is already clear."""

    says: str
    offers: tuple[Offer, ...]
    passages: tuple[Passage, ...]
    offer: Offer | None = None
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class NoTask:
    """Words that ask for what a tiny model is never asked; `says` tells the person so."""

    says: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An answer that broke off: the words it was to, and all that it had proposed by then."""

    words: str
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything one turn of leg 1 starts from.

    `reviews` are the ones whose verdicts the model has not been told yet. `command` names the
    slash command whose template is used, or is empty. `task` is what a tiny model does. `changes`
    is a diff that the command is about. `unfinished` is the last answer, where it is to be gone on
    with; `again` says that the last turn is asked for once more, so its answer is not sent.
    """

    words: str
    conversation: Conversation = Conversation()
    reviews: tuple[Review, ...] = ()
    command: str = ""
    task: Task | None = None
    changes: str = ""
    unfinished: Unfinished | None = None
    again: bool = False
