"""The nouns of an outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "class", "function", "method", "type", "constant", "module", "macro", "impl", "heading"
]
"""What is defined; an "impl" is Rust's block of methods, which gives its type no second name."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One thing a file defines at module or class level.

    `line` is where its head begins; `first` and `last` are where all of it does and ends, with the
    comments and marks right above it. Lines count from 1. `within` names what it stands in, from
    the outside; `text` is its head as one line, the contents of strings left out.
    """

    name: str
    kind: Kind
    first: int
    line: int
    last: int
    within: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file defines, in order, and the names it uses with how often, most used first."""

    definitions: tuple[Definition, ...] = ()
    names: tuple[tuple[str, int], ...] = ()
