"""Words: what changed inside a text, token by token, as one flowing sequence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from pairtui.review.clusters import EXTENDING, LINKERS
from pairtui.review.match import Gap, blocks

Kind: TypeAlias = Literal["same", "cut", "added"]

SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
"""Scripts that put no space between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese)."""

OPERATORS = (
    "===|!==|<<=|>>=|\\*\\*=|//=|\\.\\.\\.|==|!=|<=|>=|->|=>|:=|\\+=|-=|\\*=|/=|%=|&=|\\|=|\\^="
    "|\\*\\*|//|<<|>>|&&|\\|\\||::|\\?\\?|\\+\\+|--"
)
STOPWORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "in", "is", "it", "its",
    "of", "on", "or", "that", "the", "this", "to", "was", "were", "with",
    "das", "dem", "den", "der", "des", "die", "ein", "eine", "einen", "er", "es", "im", "ist",
    "mit", "sie", "und", "von", "zu",
    "c", "ce", "d", "de", "du", "elle", "en", "est", "et", "il", "j", "la", "le", "les", "l", "qu",
    "que", "un", "une", "del", "el", "los", "las", "y", "的", "了", "を", "の", "は", "が", "に",
})  # fmt: skip
HOLDING = frozenset({"=", ":=", "->", "=>", "==", "!=", "<=", ">=", "&&", "||"})
"""Signs that hold two sides of a line of code together, where there is space around them."""

LITTLE = 0.35
"""Below this share of common text, old and new are shown one after the other, whole ..."""

MOST = 0.6
"""... unless this much of the shorter one is in the other."""

FRAGMENT = 4
"""A word shorter than this holds nothing together between two longer changes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, was cut, or was added."""

    kind: Kind
    text: str


def words(text: str) -> tuple[str, ...]:
    """Return the tokens of a text; joined, they are the text.

    Tokens are words with their marks, numbers, operators, runs of white space, and single
    characters; in scripts without spaces each character is one. What a person sees as one
    character (combining marks, emoji sequences, flags) is never cut.
    """
    return tuple(_pattern(ascii_only=text.isascii()).findall(text))


def count_words(text: str) -> int:
    """Return how many words a text has: as between spaces, and each character without spaces.

    Marks above, below or around a letter, and punctuation, are none.
    """
    single = re.findall(f"[{SINGLE}]", text) if not text.isascii() else []
    alone = sum(unicodedata.category(letter)[0] in "LN" for letter in single)
    spaced = re.sub(f"[{SINGLE}]", " ", text) if single else text
    return alone + sum(1 for word in spaced.split() if re.search(r"\w", word))


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """Return what became of a text, in reading order: same and cut are the old, same and added new.

    Texts that have little in common come as all cut and all added; so does what lies between
    changes and is only space, punctuation or small words.
    """
    if old == new:
        return (Piece("same", old),) if old else ()
    before, after = words(old), words(new)
    runs = _meaningful(before, after, _runs(before, after))
    if not _alike(before, after, runs):
        runs = [Gap(0, len(before), 0, len(after))]
    pieces: list[Piece] = []
    place = 0
    for run in runs:
        _put(pieces, "same", before[place : run.old])
        _put(pieces, "cut", before[run.old : run.old_end])
        _put(pieces, "added", after[run.new : run.new_end])
        place = run.old_end
    _put(pieces, "same", before[place:])
    return tuple(pieces)


@lru_cache(maxsize=2)
def _pattern(*, ascii_only: bool) -> re.Pattern[str]:
    r"""Return the pattern of one token; the one for ASCII needs no marks.

    A word may hold an apostrophe before the ending of a contraction, or a typographic one before
    any letters, but not behind an article of French or Italian. A backslash belongs to the word
    or sign behind it. A comma belongs to a number before three digits, or behind a decimal dot.
    """
    short = r"(?:'(?:s|t|re|ve|ll|d|m)\b)?"
    number = (
        r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+"
        r"|[vV]?\d+(?:\.\d+)*(?:[eE][+-]?\d+)?)"
    )
    if ascii_only:
        return re.compile(rf"\s+|{number}(?!\w)|\w+{short}|{OPERATORS}|\\\w+|\\\S|.", re.DOTALL)
    marks = _marks() + EXTENDING
    joined = rf"[{LINKERS}]\w|[{marks}]|\u200d[^\s\w]|\u200d(?=\w)"
    tail = rf"(?:{joined})*+"
    word = rf"[^\W{SINGLE}](?:[^\W{SINGLE}]|{joined})*+"
    elided = r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi|pres)?qu|(?:de|a|ne|da|su)?ll)(?=’\w)"
    return re.compile(
        rf"\r\n|\s+(?![{marks}\u200d])|[\U0001f1e6-\U0001f1ff]{{2}}{tail}|{number}(?![\w{marks}])"
        rf"|(?i:{elided})|{word}(?:’{word}|{short})|(?:{OPERATORS})(?![{marks}])"
        rf"|\\{word}|.{tail}",
        re.DOTALL,
    )


def _marks() -> str:
    """Return all combining marks as ranges of a character class."""
    codes = [
        code
        for code in (*range(0x300, 0xABFF), *range(0xFB1E, 0xFE30), *range(0x101FD, 0x1E950))
        if unicodedata.category(chr(code)).startswith("M")
    ]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


def _runs(before: Sequence[str], after: Sequence[str]) -> list[Gap]:
    """Return the changed runs of tokens: words are matched first, then the space around them."""
    left = [at for at, token in enumerate(before) if not token.isspace()]
    right = [at for at, token in enumerate(after) if not token.isspace()]
    same = blocks([before[at] for at in left], [after[at] for at in right])
    pairs = [
        (left[block.old + step], right[block.new + step])
        for block in same
        for step in range(block.size)
    ]
    runs: list[Gap] = []
    low = low_new = 0
    for high, high_new in [*pairs, (len(before), len(after))]:
        if low < high or low_new < high_new:
            runs += _narrowed(before, after, Gap(low, high, low_new, high_new))
        low, low_new = high + 1, high_new + 1
    return runs


def _narrowed(before: Sequence[str], after: Sequence[str], gap: Gap) -> list[Gap]:
    """Return a gap without the tokens its two sides begin and end with; none if nothing is left."""
    low, high, low_new, high_new = gap
    while low < high and low_new < high_new and before[low] == after[low_new]:
        low, low_new = low + 1, low_new + 1
    while low < high and low_new < high_new and before[high - 1] == after[high_new - 1]:
        high, high_new = high - 1, high_new - 1
    return [Gap(low, high, low_new, high_new)] if low < high or low_new < high_new else []


def _meaningful(before: Sequence[str], after: Sequence[str], runs: list[Gap]) -> list[Gap]:
    """Return the runs, joined where what lies between two of them is too little to hold on to.

    That is what carries no word of its own, or is shorter than the changes on both its sides
    (after the semantic clean-up of diff-match-patch, by Neil Fraser).
    """
    kept: list[Gap] = []
    for run in runs:
        joined = run
        while kept and _weak(before, after, kept[-1], joined):
            last = kept.pop()
            joined = Gap(last.old, joined.old_end, last.new, joined.new_end)
        kept.append(joined)
    return [narrow for run in kept for narrow in _narrowed(before, after, run)]


def _weak(before: Sequence[str], after: Sequence[str], one: Gap, other: Gap) -> bool:
    between = before[one.old_end : other.old]
    if not any(_weight(token) for token in between):
        return _replaces(_both(one, other)) and not _holds(between)
    size = sum(map(len, between))
    return size < FRAGMENT and all(size < _size(before, after, gap) for gap in (one, other))


def _both(one: Gap, other: Gap) -> Gap:
    """Return what two runs cut and add, as if nothing were between them."""
    cut, added = other.old_end - other.old, other.new_end - other.new
    return Gap(one.old, one.old_end + cut, one.new, one.new_end + added)


def _holds(between: Sequence[str]) -> bool:
    """Tell whether a sign with space around it stands between two changes."""
    return any(
        token in HOLDING and before.isspace() and after.isspace()
        for before, token, after in zip(between, between[1:], between[2:], strict=False)
    )


def _replaces(gap: Gap) -> bool:
    return gap.old < gap.old_end and gap.new < gap.new_end


def _size(before: Sequence[str], after: Sequence[str], gap: Gap) -> int:
    cut = sum(map(len, before[gap.old : gap.old_end]))
    return max(cut, sum(map(len, after[gap.new : gap.new_end])))


def _alike(before: Sequence[str], after: Sequence[str], runs: list[Gap]) -> bool:
    """Tell whether two texts share enough for marks inside them to read well.

    One word for another does in any text that is more than that word.
    """
    if len(runs) == 1 and _swaps(runs[0], len(before), len(after)):
        return any(not token.isspace() for token in _kept(before, runs))
    cut = sum(_weight(token) for run in runs for token in before[run.old : run.old_end])
    total, total_new = sum(map(_weight, before)), sum(map(_weight, after))
    if not total and not total_new:
        return any(not token.isspace() for token in _kept(before, runs))
    shared = total - cut
    if not total or not total_new:
        return shared > 0
    alike = 2 * shared >= LITTLE * (total + total_new)
    return alike or shared >= MOST * min(total, total_new)


def _kept(before: Sequence[str], runs: list[Gap]) -> list[str]:
    gone = {at for run in runs for at in range(run.old, run.old_end)}
    return [token for at, token in enumerate(before) if at not in gone]


def _swaps(gap: Gap, size: int, size_new: int) -> bool:
    """Tell whether a run is one token for another and not all of either text."""
    one = gap.old_end - gap.old == gap.new_end - gap.new == 1
    return one and size > 1 and size_new > 1


@lru_cache(maxsize=8192)
def _weight(token: str) -> int:
    """Return how much a token says: its letters, or nothing for small words and punctuation."""
    if token.isspace() or token.lower() in STOPWORDS:
        return 0
    return sum(letter.isalnum() or letter == "_" for letter in token)


def _put(pieces: list[Piece], kind: Kind, tokens: Sequence[str]) -> None:
    if tokens:
        pieces.append(Piece(kind, "".join(tokens)))
