"""Read events: what becomes certain as a reply is read, and how one that is open goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from pairtui.proposal import Edit


@dataclass(frozen=True, slots=True)
class Prose:
    """The next piece of the answer that is said to the person."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """The title the model gives its edits."""

    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An edit of this file has begun."""

    path: str


@dataclass(frozen=True, slots=True)
class Closed:
    """An edit is complete."""

    edit: Edit


@dataclass(frozen=True, slots=True)
class Cut:
    """The answer ended inside an edit; `text` is what there was of it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """A block that is no edit; `says` is one sentence for a person. `path` may be ""."""

    path: str
    says: str
    text: str


ReadEvent: TypeAlias = Prose | Title | Opened | Closed | Cut | Malformed
Tell: TypeAlias = Callable[[ReadEvent], None]
Step: TypeAlias = Literal["on", "over", "fence", "before"]
"""What a line was to what is open: a part of it; its end; its end and that of the fence around
it; or nothing of it, for it had ended before this line."""


class Reading(Protocol):
    """What is open while it is read: a block, a whole file, a diff, a patch."""

    @property
    def path(self) -> str:
        """Return the file it is for, so far as that is known."""
        ...

    @property
    def blanks(self) -> int:
        """Return how many blank lines before the line that was not its own were not its own."""
        ...

    def take(self, line: str) -> Step:
        """Take the next line, without its end."""
        ...

    def close(self) -> None:
        """Say that the reply is over, and whole."""
        ...

    def break_off(self, line: str) -> None:
        """Say that the reply was cut off inside a line, or before it if it is empty.

        What there is of the line does not say what it would have been.
        """
        ...
