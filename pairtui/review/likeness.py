"""Likeness: how much of one line or sentence is in another."""

from __future__ import annotations

import re
from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Profile:
    """How much each word of a text weighs in it, and all of them."""

    weights: Mapping[str, float]
    total: float


def profile(text: str) -> Profile:
    """Return the words of a text by weight, whatever their order and their endings."""
    weights: dict[str, float] = {}
    for token in words(text):
        if token.isspace():
            continue
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
    return Profile(weights, sum(weights.values()))


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
