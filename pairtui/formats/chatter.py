"""Chatter: sentences around an edit that say nothing about it: "Sure! Here is the file:"."""

from __future__ import annotations

import re

from pairtui.formats.envelope import pathlike
from pairtui.review.sentences import sentences

_SAID = (
    # what is said before anything is
    "absolutely alright certainly course definitely gladly good got great happy hello hi "
    "happily help no of ok okay perfect please problem question request right sure "
    "sorry thank thanks thing understood very welcome well will yes you your "
    # who does what, without what it is
    "a all an and any apply applied are asked as at be been below both by can changed change "
    "changes changing complete completed do does doing done each edit edited edits entire "
    "every everything final first fix fixed fixes fixing following follows for from full give "
    "go going have here here's how i i'd i'll i'm i've in is issue issues it it's its just "
    "let let's like look looks made make makes making me modified modification "
    "modifications modify my need needed needs new next now on ones our out patch per "
    "problems proceed proposed provide requested required revised revision right second see "
    "should so solution some suggested suggestion task that that's the their them then there "
    "these they third this those to together up update updated updates updating us version "
    "way we we'll we've what whole with work would "
    # what it is done to
    "answer block blocks code content contents diff document file files function section "
    "snippet source text"
)
_EMPTY = frozenset(_SAID.split())
_TICKED = re.compile(r"`+([^`]+)`+")
_WORD = re.compile(r"\S+")
_MARKS = ".,;:!?…*_\"'“”‘’()[]—–-#✅👍🎉🙂😊"


def without_chatter(paragraph: str) -> str:
    """Return a paragraph on one line without the sentences at its ends that say nothing."""
    spans = sentences(paragraph)
    telling = [(low, high) for low, high in spans if not _chatter(paragraph[low:high])]
    return paragraph[telling[0][0] : telling[-1][1]] if telling else ""


def _chatter(sentence: str) -> bool:
    """Tell whether all words are empty, but for the path of a file."""
    text = _TICKED.sub(lambda found: " / " if pathlike(found[1]) else " code span ", sentence)
    return all(_empty(word) for word in _WORD.findall(text.replace("’", "'")))


def _empty(word: str) -> bool:
    bare = word.strip(_MARKS)
    return not bare or bare == "/" or bare.casefold() in _EMPTY or pathlike(bare)
