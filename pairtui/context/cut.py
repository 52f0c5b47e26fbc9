"""Cut: a text too large for its share, as the lines of it that matter most, its gaps marked.

In this order, as long as there is room: the lines that the words name, the outline, the regions
that hold the words, the beginning, and then what stands around all of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from pairtui.context.definitions import definitions
from pairtui.context.excerpt import fence_for, lines_of
from pairtui.context.rendered import Render
from pairtui.review.lines import line_of, line_starts

AROUND = 4
"""Lines shown on either side of one that holds a word of the question."""
OUTLINE = 3
"""The outline takes at most one part in so many of the share."""
BEGINNING = 20
"""Lines at the top of a file that are shown where there is room: imports, titles, licences."""
ROUNDS = 3
"""How often what was counted too much is spent."""
COMMON = 60
"""A word that stands in more lines than this tells nothing of where to look."""

_NAMED = re.compile(r"\blines?\s+(\d+)(?:\s*(?:-|–|to)\s*(\d+))?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]\w{2,}|\w+_\w+")
_HEADING = re.compile(r"#{1,6}\s")
_PROSE = (".md", ".markdown", ".mdx")
_IDLE = re.compile(
    r"(?:the|and|for|not|with|that|this|from|are|was|you|your|can|could|would|should|please|make"
    r"|have|has|into|what|when|where|which|who|why|how|does|all|any|its|but|use|lines?|file|there"
    r"|here|add|change|fix|code|function)"
)
"""Words that stand in most questions, and in most files."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is shown of a text: the text with its gaps, and how many of its lines are left."""

    text: str
    shown: int
    total: int

    @property
    def note(self) -> str:
        """Return how much is left out, for a person."""
        return f"⋯ {lines_said(self.total - self.shown)} of {self.total:,} left out"


@dataclass(slots=True)
class _Kept:
    """The lines kept so far and what is left to spend, in tokens."""

    lines: Sequence[str]
    count: Callable[[str], int]
    left: int
    gap: int
    at: set[int] = field(default_factory=set)

    def take(self, wanted: range) -> None:
        """Keep a run of lines, if all of it fits into what is left.

        Only one that touches nothing kept before makes one gap more.
        """
        run = [at for at in wanted if 0 <= at < len(self.lines)]
        new = [at for at in run if at not in self.at]
        if not new:
            return
        touches = len(new) < len(run) or run[0] - 1 in self.at or run[-1] + 1 in self.at
        cost = sum(self.count(self.lines[at]) + 1 for at in new) + (0 if touches else self.gap)
        if cost <= self.left:
            self.at.update(new)
            self.left -= cost


def cut(
    path: str,
    data: bytes,
    words: str,
    tokens: int,
    *,
    count: Callable[[str], int],
    render: Render,
    first: int = 1,
    named: Sequence[tuple[int, int]] = (),
) -> Cut | None:
    """Return as much of a text as fits into so many tokens, or None where no line of it does.

    `first` is the number that its first line has for a person. `named` are lines that a person
    brought in, which go before those that the words name.
    """
    lines = lines_of(data)
    gap = count(_gap(len(lines), render)) + 1
    kept = _Kept(lines, count, tokens - gap, gap)
    for low, high in (*named, *_named(words)):
        kept.take(range(low - first, high - first + 1))
    enough = kept.left - tokens // OUTLINE
    for at in _outline(path, data):
        if kept.left > enough:
            kept.take(range(at, at + 1))
    for region in _regions(data, words):
        kept.take(region)
    for at in range(BEGINNING):
        kept.take(range(at, at + 1))
    for _ in range(ROUNDS):
        _widen(kept)
        text = _with_gaps(lines, kept.at, render)
        kept.left = tokens - gap - count(text)  # each step was counted a little too high
    return Cut(text, len(kept.at), len(lines)) if kept.at else None


def show_part(path: str, found: Cut, render: Render) -> str:
    """Return a cut text as a heading, which says that it is cut, and a fence."""
    return render(
        "format/file_part",
        path=path,
        shown=f"{found.shown}",
        total=f"{found.total}",
        text=found.text,
        fence=fence_for(found.text),
    ).text


def lines_said(number: int) -> str:
    """Return a number of lines in words."""
    return "1 line" if number == 1 else f"{number:,} lines"


def _named(words: str) -> Iterator[tuple[int, int]]:
    for found in _NAMED.finditer(words):
        first = int(found[1])
        yield first, int(found[2] or first)


@lru_cache(maxsize=8)
def _outline(path: str, data: bytes) -> tuple[int, ...]:
    """Return the lines that begin definitions or sections, the outermost first.

    Kept, like the regions: one file is cut for several budgets in a row.
    """
    return tuple(_begin(path, data, lines_of(data)))


def _begin(path: str, data: bytes, lines: Sequence[str]) -> Iterator[int]:
    if path.casefold().endswith(_PROSE):
        yield from (at for at, line in enumerate(lines) if _HEADING.match(line))
        return
    starts = line_starts(data)
    found = definitions(path, data)
    for inner in (False, True):
        for part in found:
            if bool(part.within) == inner:
                low, high = line_of(starts, part.start) - 1, line_of(starts, part.end - 1)
                head = re.compile(rf"(?<!\w){re.escape(part.name)}(?!\w)")
                there = (at for at in range(low, min(high, len(lines))) if head.search(lines[at]))
                yield next(there, low)


@lru_cache(maxsize=8)
def _regions(data: bytes, words: str) -> tuple[range, ...]:
    """Return the runs of lines around those that hold words of the question, the best first.

    A word counts the more the rarer it is.
    """
    said = (word.casefold() for word in _WORD.findall(words))
    asked = {word for word in said if not _IDLE.fullmatch(word)}
    if not asked:
        return ()
    lines = lines_of(data)
    holds = [asked.intersection(map(str.casefold, _WORD.findall(line))) for line in lines]
    often = Counter(word for held in holds for word in held)
    scores = {
        at: score
        for at, held in enumerate(holds)
        if (score := sum(1 / often[word] for word in held if often[word] <= COMMON))
    }
    best = sorted(scores, key=lambda at: (-scores[at], at))
    return tuple(range(at - AROUND, at + AROUND + 1) for at in best)


def _widen(kept: _Kept) -> None:
    """Keep what follows the lines that are kept, a line each in turn, while there is room."""
    edges = sorted(at + 1 for at in kept.at if at + 1 not in kept.at)
    while edges and kept.left > kept.gap:
        before = kept.left
        for at in edges:
            kept.take(range(at, at + 1))
        edges = [at + 1 for at in edges if at in kept.at and at + 1 not in kept.at]
        if kept.left == before:
            return


def _with_gaps(lines: Sequence[str], kept: set[int], render: Render) -> str:
    shown: list[str] = []
    for keeps, run in groupby(range(len(lines)), key=kept.__contains__):
        run_lines = list(run)
        if keeps:
            shown += (lines[at] for at in run_lines)
        else:
            shown.append(_gap(len(run_lines), render))
    return "\n".join(shown)


def _gap(number: int, render: Render) -> str:
    return render("format/gap", lines=lines_said(number)).text
