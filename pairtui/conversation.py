"""The nouns of a conversation: what was said, and which files are in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pairtui.proposal import Proposal
from pairtui.review.decide import Review

GO_ON = "Go on where the answer broke off."
"""What a person is taken to say who only wants the rest of an answer."""
Kind: TypeAlias = Literal["file", "folder", "symbol", "diff", "commit"]
SHORT = 10
"""How many digits of a commit's id are shown."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is in the conversation: a file, whole or by lines (from 1, both ends included), or more.

    `read_only` says that it is for reference: the model reads it, and is not to edit it. The path
    of a folder ends with a slash, "./" is all. Of a symbol `name` is what is defined in the file.
    The changes of the work tree and a commit have no path; `name` is the commit's full id.
    """

    path: str
    lines: tuple[int, int] | None = None
    read_only: bool = False
    kind: Kind = "file"
    name: str = ""

    @property
    def spec(self) -> str:
        """Return how a person writes it after the @."""
        match self.kind:
            case "diff":
                return "diff"
            case "commit":
                return self.name[:SHORT]
            case "symbol":
                return f"{self.path}#{self.name}"
            case _:
                lines = self.lines
                return self.path if lines is None else f"{self.path}:{lines[0]}-{lines[1]}"

    def stands_for(self, other: Attachment) -> bool:
        """Tell whether this takes the other's place: the same thing, or other lines of the file."""
        if self.spec == other.spec:
            return True
        kinds = (self.kind, other.kind)
        of_files = self.path == other.path and set(kinds) <= {"file", "symbol"}
        return of_files and "file" in kinds


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
    holds: Mapping[str, str] = field(default_factory=dict)
    """What is in an attachment that is more than one file, by its spec, as in "12 files"."""

    def attach(self, item: Attachment) -> Conversation:
        """Return the conversation with this in; the same file by other lines is replaced."""
        if item in self.attached:
            return self
        kept = tuple(old for old in self.attached if not item.stands_for(old))
        return replace(self, attached=(*kept, item))

    def drop(self, item: Attachment) -> Conversation:
        """Return the conversation without this."""
        return replace(self, attached=tuple(old for old in self.attached if old != item))


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

    @property
    def said(self) -> str:
        """Return what a person says with it: the words, behind the command that they are for."""
        return f"/{self.command} {self.words}".rstrip() if self.command else self.words
