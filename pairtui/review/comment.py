"""Comment: what a person says about a place, kept until it is sent and after it was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Stands: TypeAlias = Literal["not sent", "sent", "answered", "not answered"]


@dataclass(frozen=True, slots=True)
class Comment:
    """Some words about a place; `number` is what person and model call it by.

    Where `hunk` names a change, `start` and `end` count the bytes of its `old + new`; two equal
    ones mean all of it. Else they are bytes of the file as it was, and two equal ones mean the
    whole file. `quote` is what stands there. `round` is the one it was sent for, 0 until then;
    `closed` says that the answer is over.
    """

    number: int
    path: str
    text: str
    hunk: str = ""
    start: int = 0
    end: int = 0
    quote: bytes = b""
    round: int = 0
    answered: bool = False
    closed: bool = False

    @property
    def asks(self) -> bool:
        """Tell whether it is a question, which changes nothing."""
        return self.text.lstrip().startswith("?")

    @property
    def whole_file(self) -> bool:
        """Tell whether it is about no place in particular."""
        return not self.hunk and self.start == self.end

    @property
    def stands(self) -> Stands:
        """Return what has become of it."""
        if not self.round:
            return "not sent"
        if self.answered:
            return "answered"
        return "not answered" if self.closed else "sent"

    def about(self, other: Comment) -> bool:
        """Tell whether another one is about the same place."""
        mine = (self.path, self.hunk, self.start, self.end)
        return mine == (other.path, other.hunk, other.start, other.end)


@dataclass(frozen=True, slots=True)
class Remark:
    """Make a comment, or reword one that is not sent yet; with no text it is taken away."""

    comment: Comment


Comments: TypeAlias = tuple[Comment, ...]


def remarked(comments: Comments, remark: Remark) -> Comments:
    """Return the comments after a remark; one that was sent stays as it is."""
    made = remark.comment
    before = next((one for one in comments if one.number == made.number), None)
    if before is not None and before.round:
        return comments
    others = tuple(one for one in comments if one is not before)
    if not made.text.strip():
        return others
    fresh = replace(made, round=0, answered=False, closed=False)
    return tuple(sorted((*others, fresh), key=lambda one: one.number))


def recalled(now: Comments, then: Comments) -> Comments:
    """Return the comments as they were; those that were sent since stay sent."""
    sent = {one.number for one in now if one.round}
    kept = (one for one in then if one.number not in sent)
    both = (*(one for one in now if one.round), *kept)
    return tuple(sorted(both, key=lambda one: one.number))


def next_number(comments: Comments) -> int:
    """Return the number the next comment gets."""
    return max((one.number for one in comments), default=0) + 1


def unsent(comments: Comments) -> Comments:
    """Return those that wait to be sent."""
    return tuple(one for one in comments if not one.round)


def marked(
    comments: Comments, numbers: Iterable[int], sent: int, *, answered: bool = False
) -> Comments:
    """Return the comments with some of them sent for a round, or answered; 0 is for none."""
    wanted = frozenset(numbers)
    return tuple(
        replace(one, round=sent, answered=answered, closed=answered)
        if one.number in wanted
        else one
        for one in comments
    )
