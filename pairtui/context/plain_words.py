"""Plain words: everyday words in the place of learned ones, by a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

Pairs = Sequence[tuple[str, str]]


def replaced(sentence: str, pairs: Pairs) -> tuple[str, str]:
    """Return a sentence in plain words: up to the last learned word of the list, and all of it.

    The first is "" where no word of the list is there. Code, links and quotations stay as they
    are, and so does a word after "a" or "an" that its plain word would not fit.
    """
    table = {learned.casefold(): plain for learned, plain in pairs}
    longest = sorted(table, key=len, reverse=True)
    listed = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest)
    if not listed:
        return "", sentence
    kept = r"`[^`]+`|\[[^\]]*\]\([^)]*\)|\"[^\"]*\"|“[^”]*”|https?://\S+"
    pattern = re.compile(
        rf"(?P<kept>{kept})|(?<![\w-])(?P<learned>{listed})(?![\w-])", re.IGNORECASE
    )
    pieces: list[str] = []
    at = until = 0
    for found in pattern.finditer(sentence):
        if found["learned"] is None:
            continue
        plain = table[" ".join(found["learned"].casefold().split())]
        before = sentence[at : found.start()]
        if _misfits(before, plain):
            continue
        capital = found["learned"][0].isupper()
        pieces += [before, plain[0].upper() + plain[1:] if capital else plain]
        at = found.end()
        until = len(pieces)
    return "".join(pieces[:until]), "".join(pieces) + sentence[at:]


def _misfits(before: str, plain: str) -> bool:
    """Tell whether "a" or "an" stands before a plain word that begins with the other sound."""
    article = re.search(r"\b(an?)\s+$", before, re.IGNORECASE)
    return article is not None and (plain[0] in "aeiou") != (article[1].casefold() == "an")
