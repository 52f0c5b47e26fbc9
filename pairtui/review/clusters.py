"""Clusters: where one character, as a person sees it, ends and the next one begins."""

from __future__ import annotations

import unicodedata

EXTENDING = (
    "\u0e33\u0eb3\u200c\ufe00-\ufe0f\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
    "\U000e0100-\U000e01ef"
)
"""What belongs to the character before it besides marks, as ranges of a character class.

Vowels of Thai and Lao, the non-joiner, selectors, voicing marks, skin tones, tags.
"""

LINKERS = "\u1039\u17d2"
"""Signs that put the next letter below this one, in scripts without spaces (Burmese, Khmer)."""

_EXTENDING = frozenset("\u0e33\u0eb3\u200c\u200d\uff9e\uff9f")
_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_CONJOINING = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d" + LINKERS)
_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e"
    "\U000110bd\U000110cd\U000111c2\U000111c3"
)
_LEADING = (range(0x1100, 0x1160), range(0xA960, 0xA97D))
_VOWELS = (range(0x1160, 0x11A8), range(0xD7B0, 0xD7C7))
_TRAILING = (range(0x11A8, 0x1200), range(0xD7CB, 0xD7FC))
_SYLLABLES = range(0xAC00, 0xD7A4)
_JOINER = "\u200d"


def edge(text: str, at: int) -> bool:
    """Tell whether a text may be cut here without tearing what a person sees as one character.

    After the rules for extended grapheme clusters of Unicode Standard Annex #29, a little coarser:
    every combining mark belongs to the letter before it.
    """
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if _controls(before):
        return True
    if _extends(after):
        return False
    if before in _PREPENDED:
        return _controls(after)
    code, next_code = ord(before), ord(after)
    if code in _FLAGS and next_code in _FLAGS:
        return _flags_before(text, at) % 2 == 0
    if before == _JOINER or before in _CONJOINING or _extends(before):
        return not _linked(text, at)
    return not _one_syllable(code, next_code)


def _controls(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return kind in {"Cc", "Zl", "Zp", "Cs"} or (
        kind == "Cf" and letter not in _PREPENDED and not _extends(letter)
    )


def _extends(letter: str) -> bool:
    return (
        letter in _EXTENDING
        or unicodedata.category(letter)[0] == "M"
        or ord(letter) in _TONES
        or ord(letter) in _TAGS
    )


def _flags_before(text: str, at: int) -> int:
    """Return how many letters of flags stand right before a place; two make one flag."""
    first = at
    while first and ord(text[first - 1]) in _FLAGS:
        first -= 1
    return at - first


def _linked(text: str, at: int) -> bool:
    """Tell whether what stands before a place joins two pictures, or two letters to one shape."""
    first = at - 1
    while first and _extends(text[first]):
        first -= 1
    if text[at - 1] == _JOINER and _pictures(text[first]) and _pictures(text[at]):
        return True
    return text[at].isalpha() and not _CONJOINING.isdisjoint(text[first:at])


def _pictures(letter: str) -> bool:
    return unicodedata.category(letter) in {"So", "Sm", "Sk", "Cn"} or letter in "‼⁉〰〽"


def _one_syllable(code: int, after: int) -> bool:
    """Tell whether two letters are parts of one Hangul syllable."""
    open_syllable = code in _SYLLABLES and (code - 0xAC00) % 28 == 0
    if any(code in codes for codes in _LEADING):
        return after in _SYLLABLES or any(after in codes for codes in (*_LEADING, *_VOWELS))
    if open_syllable or any(code in codes for codes in _VOWELS):
        return any(after in codes for codes in (*_VOWELS, *_TRAILING))
    if code in _SYLLABLES or any(code in codes for codes in _TRAILING):
        return any(after in codes for codes in _TRAILING)
    return False
