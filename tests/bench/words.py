"""How long word marks and smaller pieces take, by hand: `python -m tests.bench.words`.

Each figure is the best of a few runs, with a fresh text each time. Ratios are between a text and
one of ten times its size: they have to stay near 10.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from pairtui.proposal import Hunk
from pairtui.review.grains import finer
from pairtui.review.words import marked

Text: TypeAlias = Callable[[int, random.Random], str]
Change: TypeAlias = Callable[[str, random.Random], str]
Work: TypeAlias = Callable[[str, str], int]

RUNS = 5
STEMS = (
    "walk", "talk", "stone", "river", "window", "answer", "lamp", "market", "silver", "letter",
    "garden", "morning", "wonder", "shadow", "copper", "travel",
)  # fmt: skip
ENDINGS = ("", "s", "ed", "ing", "er", "like", "ness", "ly")
WORDS = [stem + ending for stem in STEMS for ending in ENDINGS]
SMALL = ["the", "a", "of", "and", "to", "in", "was"]


def paragraph(size: int, dice: random.Random) -> str:
    """Return a paragraph of one line: sentences of 6 to 25 words."""
    said: list[str] = []
    while size > 0:
        count = dice.randint(6, 25)
        size -= count
        chosen = [dice.choice(SMALL if dice.random() < 0.4 else WORDS) for _ in range(count)]
        said.append(" ".join(chosen).capitalize() + ".")
    return " ".join(said) + "\n"


def reworded(text: str, dice: random.Random) -> str:
    """Return the text with one word in twelve another, and some sentences gone or new."""
    said = text.strip().split(". ")
    changed: list[str] = []
    for sentence in said:
        if dice.random() < 0.03:
            continue
        words = [
            dice.choice(WORDS) if dice.random() < 1 / 12 else word for word in sentence.split(" ")
        ]
        changed.append(" ".join(words))
        if dice.random() < 0.03:
            changed.append(paragraph(8, dice).strip().rstrip("."))
    return ". ".join(changed) + "\n"


def code(size: int, dice: random.Random) -> str:
    """Return lines of code."""
    return "".join(
        f"    {dice.choice(WORDS)}_{dice.choice(WORDS)} = {dice.choice(WORDS)}({at}, "
        f"{dice.choice(SMALL)}={dice.choice(WORDS)})\n"
        for at in range(size)
    )


def recoded(text: str, dice: random.Random) -> str:
    """Return the lines with one word of each another, one in ten gone, one in ten new."""
    lines: list[str] = []
    for line in text.split("\n")[:-1]:
        if dice.random() < 0.9:
            lines.append(
                line.replace("=", dice.choice(("+=", "=", "= -")), 1).replace("(", "((", 1)
            )
        if dice.random() < 0.1:
            lines.append(code(1, dice)[:-1])
    return "\n".join(lines) + "\n"


def another(text: str, dice: random.Random) -> str:
    """Return another paragraph of that length."""
    return paragraph(len(text.split()), dice)


def accented(text: str, dice: random.Random) -> str:
    """Return the text reworded, and with accents all over."""
    return reworded(text, dice).replace("e", "é")


def other_code(text: str, dice: random.Random) -> str:
    """Return as many other lines of code."""
    return code(text.count("\n"), dice)


def marks(old: str, new: str) -> int:
    """Return how many runs of words stayed, were cut or were added."""
    return len(marked(old, new))


def pieces(old: str, new: str, *, prose: bool = True) -> int:
    """Return into how many nodes a change is parted first."""
    data, data_new = old.encode(), new.encode()
    return len(finer(Hunk("a", "a", 0, len(data), data, data_new), prose=prose))


ROWS: tuple[tuple[str, Text, int, Change, Work], ...] = (
    ("words, reworded", paragraph, 5_000, reworded, marks),
    ("words, another paragraph", paragraph, 5_000, another, marks),
    ("words, accents all over", paragraph, 5_000, accented, marks),
    ("sentences, reworded", paragraph, 5_000, reworded, pieces),
    ("sentences, another paragraph", paragraph, 5_000, another, pieces),
    ("lines of code, changed", code, 1_000, recoded, partial(pieces, prose=False)),
    ("lines of code, others", code, 1_000, other_code, partial(pieces, prose=False)),
)


def best(text: Text, size: int, change: Change, work: Work) -> tuple[float, int]:
    """Return the least processor time some work takes, in seconds, and what it last came to."""
    shortest, came = float("inf"), 0
    for run in range(RUNS):
        dice = random.Random(run)
        old = text(size, dice)
        new = change(old, dice)
        began = time.process_time()
        came = work(old, new)
        shortest = min(shortest, time.process_time() - began)
    return shortest, came


def main() -> None:
    """Print the table: words or lines of each side, milliseconds, pieces, and the ratio."""
    for name, text, size, change, work in ROWS:
        took, came = best(text, size, change, work)
        more, _ = best(text, 10 * size, change, work)
        print(f"{name:30} {size:6,} {took * 1000:8.1f} ms {came:6,} pieces {more / took:6.1f}")


if __name__ == "__main__":
    main()
