"""Parts: a request as the pieces it is made of, each with its name and what it weighs.

The texts of all parts, one behind the other, are exactly the request's messages: a part that is
followed by another in its message ends with the blank line between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, TypeAlias

from pairtui.context.rendered import Rendered
from pairtui.request import Message, Role

PartKind: TypeAlias = Literal[
    "system", "format", "rules", "reference", "map", "turn", "verdicts", "file", "words"
]
GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a request: what it is, its name, its exact text, and its tokens.

    `note` says what a person should know of it, such as how much of a file was left out. Parts of
    one role that follow each other are one message.
    """

    kind: PartKind
    name: str
    text: str
    tokens: int
    note: str = ""
    role: Role = "user"


def messages_of(parts: Iterable[Part]) -> tuple[Message, ...]:
    """Return the messages that some parts make up."""
    return tuple(
        Message(role, "".join(part.text for part in run))
        for role, run in groupby(parts, key=lambda part: part.role)
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A part before it is weighed and stands in a message."""

    kind: PartKind
    name: str
    text: str
    note: str = ""


INTRODUCED = "introduced by "
"""How the name of what stands around some parts begins; the template's name follows."""
Pieces: TypeAlias = tuple[Piece, ...]
"""Pieces that touch each other: their texts make up one text."""


def in_template(kind: PartKind, rendered: Rendered, blocks: Sequence[Piece], joined: str) -> Pieces:
    """Return the pieces of a template that introduces some blocks.

    `joined` is how the blocks stand in it; what is around them is a piece of its own.
    """
    before, _, after = rendered.text.partition(joined)
    inside = [replace(one, text=one.text + GAP) for one in blocks[:-1]]
    last = replace(blocks[-1], text=blocks[-1].text + after)
    about = Piece(kind, f"{INTRODUCED}{rendered.use.name}", before)
    return tuple(one for one in (about, *inside, last) if one.text)


def in_message(
    role: Role, groups: Sequence[Pieces], count: Callable[[str], int]
) -> tuple[Part, ...]:
    """Return the parts of one message, a blank line between the groups that have any text."""
    said = [group for group in groups if any(one.text for one in group)]
    found: list[Part] = []
    for number, group in enumerate(said, 1):
        for place, one in enumerate(group, 1):
            ends = place == len(group) and number < len(said)
            text = one.text + GAP if ends else one.text
            found.append(Part(one.kind, one.name, text, count(text), one.note, role))
    return tuple(found) or (Part("words", "", "", 0, "", role),)
