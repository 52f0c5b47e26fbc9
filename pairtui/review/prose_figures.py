"""Figures of prose: how many words a text has and how long its sentences are, before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pairtui.proposal import FileChange, Hunk, Present
from pairtui.review.decide import Review
from pairtui.review.passages import told_apart
from pairtui.review.result import splice
from pairtui.review.sentences import sentences
from pairtui.review.visible import show_bytes
from pairtui.review.words import SINGLE, count_words

LONGEST = 100_000
"""Bytes beyond which sentences are not looked for: that would take longer than a key may."""
ALONE = re.compile(f"[{SINGLE}]")


@dataclass(frozen=True, slots=True)
class Figures:
    """Words of a text, its sentences, and the words in these.

    Headings, tables and code are no sentences. There are none known of a very long text.
    """

    words: int = 0
    sentences: int = 0
    said: int = 0

    @property
    def per_sentence(self) -> int:
        """Return the mean length of a sentence in words, 0 where there is none."""
        return round(self.said / self.sentences) if self.sentences else 0


def figures(review: Review, change: FileChange) -> tuple[Figures, Figures]:
    """Return the figures of a file as it is, and as it comes to with what is taken and open.

    What was saved stands in the file already, and what moved on never will.
    """
    base = change.base.data if isinstance(change.base, Present) else b""
    ahead = [
        (hunk, review.new_bytes(hunk))
        for hunk in change.hunks
        if hunk.kind == "text" and review.state(hunk.id) not in ("saved", "stale")
    ]
    before = _counted(base)
    if len(base) > LONGEST:
        return before, _counted_on(before, ahead)
    return before, _counted(splice(base, tuple(ahead)))


@lru_cache(maxsize=64)
def unit(data: bytes) -> str:
    """Return what is counted in a text: words, or characters where there is no space between."""
    text = show_bytes(data[:LONGEST])
    alone = 0 if text.isascii() else len(ALONE.findall(text))
    return "characters" if 2 * alone > count_words(text) else "words"


def _counted_on(before: Figures, ahead: Sequence[tuple[Hunk, bytes]]) -> Figures:
    """Return the words of a long text after its changes, from those of the changes alone."""
    gone = sum(_words(hunk.old) for hunk, _ in ahead)
    come = sum(_words(new) for _, new in ahead)
    return Figures(before.words - gone + come)


@lru_cache(maxsize=4096)
def _words(data: bytes) -> int:
    return count_words(show_bytes(data))


@lru_cache(maxsize=64)
def _counted(data: bytes) -> Figures:
    if len(data) > LONGEST:
        return Figures(_words(data))
    text = show_bytes(data)
    found = [_of(text[start:end], alone) for start, end, alone in told_apart(text)]
    return Figures(
        sum(one.words for one in found),
        sum(one.sentences for one in found),
        sum(one.said for one in found),
    )


@lru_cache(maxsize=8192)
def _of(passage: str, alone: bool) -> Figures:
    """Return the figures of one passage; `alone` is one that holds no sentences."""
    if alone:
        return Figures(count_words(passage))
    counts = [count_words(passage[low:high]) for low, high in sentences(passage)]
    counts = [count for count in counts if count]
    return Figures(count_words(passage), len(counts), sum(counts))
