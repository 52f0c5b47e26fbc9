"""Tie: which of several equal places an edit means, where it says something that tells them apart.

That is no guess: every hint it gives has to fit one of the places and no other. A line number fits
where the first quoted line has it, exactly. The end of the file is where only blank lines follow.
A scope line, which may be indented otherwise in the file, fits a place that stands below it and
before its end: that is the next line of the same indentation that opens with the same word ("def",
"class", "##"), or, if it opens a bracket, the one that closes it. Several scope lines have to stand
inside one another. One that is quoted as well says nothing. (Hunk headers of unified diffs give
numbers; `@@` lines and `*** End of File` are those of the V4A patches in OpenAI's GPT-4.1 prompting
guide, whose own reader takes the first place below.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pairtui.review.fold import bare, indent, index
from pairtui.review.text import Text

REACH = 2_000
"""Lines below a scope line in which its end is looked for; beyond, it is not known to end."""

SCOPES = 20
"""How many scope lines, and how many places of one, are looked at; where there are more it is not
known which of them is meant."""

WORD = re.compile(rb"[ \t]*(\S+)")
OPENS = re.compile(rb".*[{(\[][ \t]*")
CLOSES = re.compile(rb"[ \t]*[})\]][})\];,]*[ \t]*")


@dataclass(frozen=True, slots=True)
class Hints:
    """What an edit says of its place, each hint empty where it says nothing.

    `lines` are numbers, from 1, that it gives the first quoted line; more than one contradict each
    other. `scope` are lines it says it stands below, the outermost first.
    """

    lines: frozenset[int] = frozenset()
    scope: tuple[bytes, ...] = ()
    at_end: bool = False

    @property
    def names(self) -> str:
        """Return what is said, as a person would name it; nothing if nothing is."""
        said = (
            (self.lines, "its line number"),
            (self.scope, "the lines it stands below"),
            (self.at_end, "the end of the file"),
        )
        return " and ".join(name for hint, name in said if hint)

    def later(self, lines: int) -> Hints:
        """Return the hints for a quotation that begins some lines later."""
        return replace(self, lines=frozenset(line + lines for line in self.lines))


NO_HINTS = Hints()


def told_apart(
    places: Sequence[int], quoted: Sequence[bytes], hints: Hints, text: Text
) -> int | None:
    """Return the one of several places, from 0 and rising, that every hint fits; None if unsure."""
    if not hints.names:
        return None
    fitting = list(places)
    if hints.lines:
        first, *others = hints.lines
        fitting = [] if others else [at for at in (first - 1,) if at in set(places)]
    if hints.at_end:
        end = _end(text)
        fitting = [at for at in fitting if at + len(quoted) >= end]
    if hints.scope:
        fitting = _below(fitting, quoted, hints.scope, text)
    return fitting[0] if len(fitting) == 1 else None


def _end(text: Text) -> int:
    """Return the line, from 0, behind which there are only blank ones."""
    lines = range(len(text.bodies), 0, -1)
    return next((end for end in lines if text.bodies[end - 1].strip()), 0)


def _below(
    places: list[int], quoted: Sequence[bytes], scope: Sequence[bytes], text: Text
) -> list[int]:
    """Return the places that stand below the scope lines and before these end."""
    own = {bare(line) for line in quoted}
    said = [line for line in scope if line.strip() and bare(line) not in own]
    if not 0 < len(said) <= SCOPES:
        return []
    regions = [range(len(text.bodies))]
    for line in said:
        heads = index(text.data, bare).find([line], SCOPES + 1)
        if max(len(heads), len(regions)) > SCOPES:
            return []
        regions = [
            range(head + 1, min(region.stop, _stop(head, places[-1:], text)))
            for region in regions
            for head in heads
            if head in region
        ]
    return [at for at in places if any(at in region for region in regions)]


def _stop(head: int, last: Sequence[int], text: Text) -> int:
    """Return the line at which what a scope line opens ends, if that is before the last place."""
    opening = text.bodies[head]
    opens, first = OPENS.fullmatch(opening), WORD.match(opening)
    reach = min(head + REACH, *last) if last else head
    for at, line in enumerate(text.bodies[head + 1 : reach], start=head + 1):
        if indent(line) != indent(opening):
            continue
        word = WORD.match(line)
        same = first and word and first[1] == word[1]
        if same or (opens and CLOSES.fullmatch(line)):
            return at
    return len(text.bodies)
