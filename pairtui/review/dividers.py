"""Dividers: which of several lines that look like it divides a quotation from its replacement.

A quotation that holds conflict markers, or a heading underlined with seven equals signs, looks like
its own divider. The longest quotation that stands in the file is what was meant: a line that stands
there right below the ones above it was quoted with them.
"""

from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import SearchReplace
from pairtui.review.hunks import bodies
from pairtui.review.locate import locate
from pairtui.review.text import Text
from pairtui.review.trim import Quote


def settled(edit: SearchReplace, text: Text) -> SearchReplace:
    """Return an edit that is read in one way only; in its first one if none stands in the file."""
    for search, wanted in reversed(edit.splits):
        quote = Quote(bodies(search, text), bodies(wanted, text))
        if search and locate(quote, text):
            return replace(edit, search=search, replace=wanted, splits=())
    first = next((pair for pair in edit.splits if pair[0] or not text.data), None)
    return replace(edit, search=first[0], replace=first[1], splits=()) if first else edit
