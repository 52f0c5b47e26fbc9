"""Seek: where some words stand in what is shown, whatever line they were folded into; pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

Part: TypeAlias = tuple[int, int, int]
"""A run of characters: the row, in it the first one, and the one after the last."""
Mark: TypeAlias = tuple[Part, ...]
"""A place where the words stand, in one row or more."""

_SIGNS = str.maketrans("", "", "*_~`\\")
"""What Markdown takes out of words."""


@dataclass(frozen=True)
class Seek:
    """Words to look for, with any white space between them; capitals count if there are any."""

    words: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = (re.escape(word) for word in self.words.split())
        return re.compile(r"\s+".join(parts), 0 if self._exact else re.IGNORECASE)

    @property
    def _exact(self) -> bool:
        return self.words != self.words.lower()

    def perhaps(self, texts: Sequence[str]) -> bool:
        """Tell whether the words can be in texts that were not set in lines yet."""
        wanted = self.words if self._exact else self.words.casefold()
        parts = [word.translate(_SIGNS) for word in wanted.split()]
        for text in texts:
            flat = (text if self._exact else text.casefold()).translate(_SIGNS)
            if all(part in flat for part in parts):
                return True
        return False

    def found(self, rows: Sequence[str], width: int) -> tuple[Mark, ...]:
        """Return each place in these rows.

        A row that is as wide as the page goes on in the next one within a word.
        """
        whole = "".join(row if len(row) >= width else f"{row}\n" for row in rows)
        starts = list(accumulate((len(row) + (len(row) < width) for row in rows), initial=0))
        return tuple(
            tuple(_parts(match.start(), match.end(), starts, rows))
            for match in self._pattern.finditer(whole)
        )


def _parts(start: int, end: int, starts: list[int], rows: Sequence[str]) -> Iterator[Part]:
    """Yield the parts of a run of characters, row by row."""
    row = bisect_right(starts, start) - 1
    while start < end:
        begins = starts[row]
        stop = min(end - begins, len(rows[row]))
        if start - begins < stop:
            yield row, start - begins, stop
        row += 1
        start = starts[row]
