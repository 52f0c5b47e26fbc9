"""Likeness: how much of one line or sentence is in another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pairtui.review.words import STOPWORDS, words

PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
"""The words an identifier is made of: `getUserName`, `get_user_name`."""

STEM = 5
"""Letters of a word that are compared, so that its endings do not count."""

HEAVIEST = 8
"""What the longest word weighs; the shortest weighs 1, a sign half of it."""

COMMON = STOPWORDS | {
    "class", "const", "def", "else", "end", "false", "fn", "func", "function", "import", "let",
    "new", "none", "null", "private", "public", "return", "self", "static", "true", "var", "void",
}  # fmt: skip
"""Words, of prose and of code, that say little about what a line is about."""

NUMBER = 0.65
"""How alike two texts are that have the same words and signs, at least."""

INSIDE = 0.7
"""How alike a text is to one that holds all of it, at least ..."""

TELLING = 4
"""... if what they share weighs this much."""

BEGUN = 40
"""Words and signs at the beginning of a line whose order counts."""

STATEMENTS = frozenset(
    (
        "class", "def", "fn", "func", "function", "import", "raise", "return", "throw", "use",
        "yield",
    )
)  # fmt: skip
"""Words that a line of code begins with and that say what it does."""

SAME_STATEMENT = 0.15
OTHER_STATEMENT = 0.8
"""What is added where two lines begin with the same one of these, and how much less another is."""

GROWN = 0.85
ONE_WORD = 0.5
"""How alike a line is to one that says more in one place, and where all of it is one word."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How much each word of a text weighs in it, and all of them; and how it begins."""

    weights: Mapping[str, float]
    total: float
    begin: tuple[str, ...] = ()


def profile(text: str) -> Profile:
    """Return the words of a text by weight, whatever their order and their endings."""
    weights: dict[str, float] = {}
    tokens = [token for token in words(text) if not token.isspace()]
    for token in tokens:
        for part in PARTS.findall(token) or (token,):
            key = part.casefold()
            if not part[0].isalnum():
                weight = 0.5
            elif key in COMMON:
                weight = 1.0
            else:
                weight = float(min(len(part), HEAVIEST))
            key = key[:STEM]
            weights[key] = weights.get(key, 0.0) + weight
    begin = tuple(token.casefold() for token in tokens[:BEGUN])
    return Profile(weights, sum(weights.values()), begin)


def together(one: Profile, other: Profile) -> Profile:
    """Return the profile of two texts as if they were one."""
    weights = dict(one.weights)
    for key, weight in other.weights.items():
        weights[key] = weights.get(key, 0.0) + weight
    return Profile(weights, one.total + other.total)


def shared(one: Profile, other: Profile) -> tuple[float, int]:
    """Return what the words weigh that are in both texts, and how many different ones they are."""
    if len(one.weights) > len(other.weights):
        one, other = other, one
    there = other.weights
    both = [min(weight, there[key]) for key, weight in one.weights.items() if key in there]
    return sum(both), len(both)


def likeness(one: Profile, other: Profile) -> float:
    """Return how alike two texts are, from 0 to 1: twice what they share, of both together.

    Short texts in which one long word changed share little by weight; those are also compared by
    the number of their words and signs. Blank texts are alike.
    """
    weight, count = shared(one, other)
    if not count:
        return 0.0 if one.weights or other.weights else 1.0
    by_number = 2 * count / (len(one.weights) + len(other.weights))
    alike = max(2 * weight / (one.total + other.total), NUMBER * by_number)
    if weight < TELLING:
        return alike
    return max(alike, INSIDE * weight / min(one.total, other.total))


def likeness_of_lines(one: Profile, other: Profile) -> float:
    """Return how alike two lines of code are: as texts, and by how they begin."""
    alike = likeness(one, other)
    here, there = (line.begin[0] if line.begin else "" for line in (one, other))
    if here == there and here in STATEMENTS:
        alike = min(alike + SAME_STATEMENT, 1.0)
    elif here in STATEMENTS or there in STATEMENTS:
        alike *= OTHER_STATEMENT
    if begins_alike(one, other):
        short, long = sorted((one.begin, other.begin), key=len)
        head = _same(short, long)
        if head + _same(short[head:][::-1], long[head:][::-1]) == len(short):
            alike = max(alike, GROWN if len(short) > 1 else ONE_WORD)
    return alike


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two lines have in common from their beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))


def begins_alike(one: Profile, other: Profile) -> bool:
    """Tell whether two lines begin with the same word."""
    return one.begin[:1] == other.begin[:1] and any(word[0].isalnum() for word in one.begin[:1])
