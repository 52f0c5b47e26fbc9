"""Sentences: where each sentence of a paragraph begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

MARKER = re.compile(
    r"[ \t]*+(?:>[ \t]?)*+[ \t]*+(?:(?:[-*+•]|\d{1,4}[.)]|#{1,6})"
    r"[ \t]+(?:\[[ xX]\][ \t]+)?)?"
)
"""What may stand before the text of a line: quotation, list and heading marks, a task's box."""

BLOCK = re.compile(r"[ \t]*+(?:>[ \t]?)*+[ \t]*+(?:[-*+•]|\d{1,4}[.)]|#{1,6})[ \t]+\S")
MARK = re.compile(
    r"^[ \t]*+(?:>[ \t]?)*+[ \t]*+(?:[-*+•]|\d{1,4}[.)]|#{1,6})[ \t]+(?:\[[ xX]\][ \t]+)?",
    re.MULTILINE,
)
LINE = re.compile(r"[^\n]*\n|[^\n]+")
HEADING = re.compile(r"[ \t]*+(?:>[ \t]?)*+[ \t]*+#{1,6}[ \t]")

WHOLE = re.compile(
    r"(?<!`)(?P<ticks>`{1,3})(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|!?\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\((?:[^()\s]|\([^()]*\)|\s)*\)|\[[^\]]*\])"
    r"|<[A-Za-z/!][^<>]*>"
    r"|\b(?:https?|ftp|file)://[^\s<>]*[^\s<>.,;:!?'\"”’)\]*_]"
    r"|\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\$[^$\s](?:[^$\n]*[^$\s])?\$",
    re.DOTALL,
)
"""What is never cut: code, links, images, tags, addresses, formulas."""

ASIDE = re.compile(r"\([^()]{0,400}\)|（[^（）]{0,400}）")
"""Round brackets: only the very last stop inside them may end a sentence."""

STOP = re.compile(
    r"(?:(?P<wide>[。！？｡．။។]+)|(?P<stop>[.!?…‼⁇⁈⁉؟۔।॥։።]+))"
    r"(?P<closing>(?:[\"'”’»›」』】）〉》)\]*_]|[ \u00a0\u202f]»(?=\s|\Z)|[“«](?=\s|\Z))*)"
)

TITLES = frozenset(
    word
    for line in (
        "mr mrs ms mx dr prof st sr jr rev hon gen col maj capt lt sgt cmdr adm gov sen rep pres",
        "messrs mme mlle fr hr vs cf eg ie e.g i.e viz approx ca resp al fig figs eq eqs sec ch",
        "chap no nos vol vols p pp ed eds trans art para op cit ibid tel ext dept univ mt ft",
        "bzw vgl nr abs abb bd hrsg zzgl inkl ggf evtl bspw sog str d.h z.b u.a o.ä",
        "mm env p.ex c.-à-d sra srta dra ud uds pág núm sig dott avv ing стр см рис ул им т.е",
    )
    for word in line.split()
)
"""Abbreviations that go on: what follows belongs to them."""

ENDINGS = frozenset(
    word
    for line in (
        "etc inc ltd co corp bros u.s u.k u.n e.u u.s.a d.c a.m p.m b.c a.d ph.d m.d b.a m.a jan",
        "feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun min",
        "max est usw usf ecc т.д т.п др",
    )
    for word in line.split()
)
"""Abbreviations that may end a sentence: they do before a word that begins one."""

BEGINNERS = frozenset(
    word
    for line in (
        "a after all also although an and another any are as at because before both but by did do",
        "does during each even every few finally for from had has have he her here his how",
        "however i if in instead is it its last later many maybe more most my neither never next",
        "no nobody not nothing now of on once one only or our over perhaps she since so some soon",
        "still such that the their then there these they this those though thus to today together",
        "two under until was we were what when where whether which while who whose why will with",
        "without yes yet you your",
    )
    for word in line.split()
)


COUNTED = frozenset({
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember", "jahrhundert", "jahrhunderts", "kapitel", "klasse", "auflage", "stock",
})  # fmt: skip
"""What a number with a stop behind it counts, in German."""

WORDS_TOO = frozenset({"no", "nos", "art", "sec", "op", "ft", "fig"})
"""Abbreviations that are words of their own where no number follows."""

FOLLOWING = re.compile(r"\s+[\"'“„‘«»‹(\[*_¿¡]*(?P<word>[\w'’]{0,20})")
LAST_WORD = re.compile(r"[\w.'’-]*\Z")
LONGEST = 24


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the character spans of the sentences of a text, in order.

    The white space between them, and list, quotation and heading marks before them, belong to
    none. Code, links and addresses are never cut; a heading or list item is never joined to
    another, nor are two paragraphs. Rules for abbreviations of English, and some of German, French,
    Spanish, Italian and Russian; Chinese, Japanese, Burmese and Khmer stops need no space behind
    them.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        place = start
        for stop in _stops(text, start, end):
            spans.append((place, stop))
            place = stop
        spans.append((place, end))
    trimmed = (_trimmed(text, start, end) for start, end in spans)
    return tuple((start, end) for start, end in trimmed if start < end)


def wholes(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text that are never cut: code, links, addresses, marks of lists."""
    marks = [match.span() for match in MARK.finditer(text)]
    spans = [match.span() for match in WHOLE.finditer(text)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks + spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts no sentence crosses: headings, list items, what blank lines part."""
    begins = 0
    place = 0
    after_heading = True
    for line in LINE.findall(text):
        if place and (after_heading or not line.strip() or BLOCK.match(line)):
            yield _unmarked(text, begins, place)
            begins = place
        after_heading = HEADING.match(line) is not None
        place += len(line)
    if begins < place:
        yield _unmarked(text, begins, place)


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    marker = MARKER.match(text, start, end)
    return (marker.end() if marker else start), end


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where sentences end inside a part of the text."""
    if HEADING.match(text[text.rfind("\n", 0, start) + 1 :]):
        return
    whole = [match.span() for match in WHOLE.finditer(text, start, end)]
    asides = [match.span() for match in ASIDE.finditer(text, start, end)]
    for match in STOP.finditer(text, start, end):
        if _inside(match.start(), match.start() + 1, whole):
            continue
        if _inside(match.start(), match.end() + 1, asides):
            continue
        if _ends_wide(text, match, end) if match["wide"] else _ends(text, start, match, end):
            yield match.end()


def _inside(low: int, high: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether one of these sorted spans holds the characters from `low` to `high`."""
    at = bisect_right(spans, low, key=lambda span: span[0]) - 1
    return at >= 0 and high <= spans[at][1]


def _ends_wide(text: str, match: re.Match[str], end: int) -> bool:
    """Tell whether a stop that needs no space ends a sentence: behind speech it may go on."""
    following = text[match.end() : end][:1]
    return not match["closing"] or not following or following.isspace() or following in "「『“‘（《"


def _ends(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Tell whether a stop ends a sentence, from the words on both sides of it."""
    following = FOLLOWING.match(text, match.end(), end)
    if following is None or following["word"][:1].islower():
        return False
    if match["stop"] != ".":
        return True
    said = LAST_WORD.search(text, max(start, match.start() - LONGEST), match.start())
    word = said[0] if said else ""
    begins = following["word"].lower() in BEGINNERS
    if word.lower() in TITLES:
        # "No." before a number is an abbreviation, before a word it is an answer.
        return word.lower() in WORDS_TOO and not following["word"][:1].isdecimal()
    if word.lower() in ENDINGS:
        return begins
    if len(word) < 3 and word.isdecimal() and following["word"].lower() in COUNTED:
        return False
    initial = len(word) == 1 and word.lower() != word.upper()
    return begins or not initial


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
