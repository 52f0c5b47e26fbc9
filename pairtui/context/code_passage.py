"""Code passage: which part of some attached code a person's words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairtui.context.definitions import Part, definitions, parts
from pairtui.context.passage import Places, attached_lines, begins
from pairtui.conversation import Passage
from pairtui.review.lines import line_of, line_starts

_MENTION = re.compile(r"@(?:\"[^\"]*\"|\S+)")
_MARKED = re.compile(r"[_.\d$]|[a-z][A-Z]")


def named_parts(words: str, places: Sequence[Places], *, surely: bool = False) -> list[Passage]:
    """Return the definitions that some words name, each once.

    A name that also is a word ("total") gives way to one that can only be a name ("parse_line",
    "parse()", "`total`", "Cart.total"); with `surely` it does not count at all.
    """
    told = _MENTION.sub(" ", words)
    found = [
        (_is_surely(part, told), passage)
        for place in places
        for part, passage in _passages(place, definitions(place.item.path, place.data))
        if _is_named(part, told)
    ]
    best = [passage for sure, passage in found if sure]
    if not best and not surely:
        best = [passage for _, passage in found]
    return list(dict.fromkeys(best))


def offered_parts(places: Sequence[Places]) -> tuple[Passage, ...]:
    """Return every part a person can choose: attached lines, definitions, what is between them."""
    found: list[Passage] = []
    for place in places:
        if place.item.lines is not None:
            if (passage := attached_lines(place).passage) is not None:
                found.append(passage)
        else:
            every = parts(place.item.path, place.data)
            found += [passage for _, passage in _passages(place, every)]
    return tuple(found)


def _is_named(part: Part, words: str) -> bool:
    return re.search(rf"(?<![\w$]){re.escape(part.name)}(?![\w$])", words) is not None


def _is_surely(part: Part, words: str) -> bool:
    """Tell whether some words have the name of a part in a form that no plain word has."""
    name = re.escape(part.name)
    if part.within and re.search(rf"(?<!\w){re.escape(part.within)}(?:\.|::|#){name}(?!\w)", words):
        return True
    if re.search(rf"(?<![\w$]){name}\(|`{name}`", words):
        return True
    return _MARKED.search(part.name) is not None and _is_named(part, words)


def _passages(place: Places, found: Sequence[Part]) -> list[tuple[Part, Passage]]:
    starts = line_starts(place.data)
    return [(part, _passage(place, part, starts)) for part in found]


def _passage(place: Places, part: Part, starts: list[int]) -> Passage:
    path = place.item.path
    first, last = line_of(starts, part.start), line_of(starts, part.end - 1)
    where = f"line {first}" if first == last else f"lines {first} to {last}"
    name = f"{part.within}.{part.name}" if part.within else part.name
    if name:
        label = f"{name} in {path}, {where}"
    else:
        label = f"{where} of {path}: {begins(place, part.start, part.end)}"
    return Passage(path, part.start, part.end, label, part.name)
