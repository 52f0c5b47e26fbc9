"""Alike: names that look as if they were in Latin letters and are not.

Attacks: Boucher and Anderson, CVE-2021-42694. The pairs are those of Unicode's confusables (UTS 39)
that cannot be told apart in a usual font; signs of mathematics that can be (α, ν, π) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairtui.review.scrutiny.sign import LONG, Looked, Sign
from pairtui.review.visible import show_bytes

PAIRS = {
    "Cyrillic": "аa еe іi јj оo рp сc уy хx ѕs һh ԁd ԛq ԝw ӏl "
    "АA ВB ЕE ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ЅS ҮY ԌG ԚQ ԜW ӀI",
    "Greek": "οo ϲc ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC",
    "Armenian": "օo ոn սu հh ցg ՏS ՕO ՍU",
    "Cherokee": "ᎪA ᏴB ᏟC ᎠD ᎬE ᎻH ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ",
    "full-width": " ".join(
        chr(code + 0xFEE0) + chr(code) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B))
    ),
}
"""Letters of other scripts, each with the Latin one it looks like."""
LOOKS = {pair[0]: (script, pair[1]) for script, all_ in PAIRS.items() for pair in all_.split()}
NAME = re.compile(r"[^\W\d_]+")
CLICK = re.compile(r"\u01c3(?==)")
"""A click that looks like an exclamation mark, where one would turn a comparison around."""
WHOLE = re.compile(r"\w+")


def alike(at: Looked) -> Iterator[Sign]:
    """Yield a sign for the first new name in which letters pass for Latin ones."""
    new = at.hunk.new
    if new.isascii():
        return
    text = show_bytes(new)
    found = _first_mixed(text, show_bytes(at.hunk.old))
    if found is not None:
        start, end, letter = found
        script, latin = LOOKS[letter]
        where = len(text[:start].encode("utf-8", "surrogateescape"))
        size = len(text[start:end].encode("utf-8", "surrogateescape"))
        name = text[start : min(end, start + LONG)]
        has = f"a {script} letter (U+{ord(letter):04X}) that looks like {latin}"
        says = f"“{name}” at line {at.line(where)} has {has}"
        yield at.sign("look-alike", says, (where, where + size))
    click = CLICK.search(text)
    if click and "\u01c3" not in show_bytes(at.hunk.old):
        where = len(text[: click.start()].encode("utf-8", "surrogateescape"))
        says = f"U+01C3 at line {at.line(where)} is a letter that looks like an exclamation mark"
        yield at.sign("look-alike", says, (where, where + 2))


def _first_mixed(text: str, old: str) -> tuple[int, int, str] | None:
    """Return the first name with a look-alike among Latin letters: from, to, and that letter."""
    if not any(letter in LOOKS for letter in set(text)):
        return None
    known: set[str] | None = None
    for match in WHOLE.finditer(text):
        name = match.group()
        if name.isascii():
            continue
        letter = _passes(name)
        if not letter:
            continue
        known = set(WHOLE.findall(old)) if known is None else known
        if name not in known:
            return match.start(), match.end(), letter
    return None


def _passes(name: str) -> str:
    """Return the letter by which a name passes for Latin, or nothing.

    In a run of letters all that are not Latin have to be look-alikes, or the run is in plain sight.
    A run of look-alikes alone is a word of its own script, unless the name goes on in Latin.
    """
    runs: list[str] = NAME.findall(name)
    latin = any(run.isascii() for run in runs)
    for run in runs:
        odd = [letter for letter in run if not letter.isascii() and not _is_latin(letter)]
        if not odd or any(letter not in LOOKS for letter in odd):
            continue
        if len(odd) < len(run) or latin:
            return odd[0]
    return ""


def _is_latin(letter: str) -> bool:
    """Tell whether a letter is one of Latin with a mark, or of the phonetic alphabet."""
    return ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 or 0x2C60 <= ord(letter) < 0x2C80
