"""Hidden: characters that cannot be seen, that turn text around, or that a terminal obeys.

What cannot be seen is what `visible` writes out, so that the sign and the page agree. Bidirectional
tricks: Boucher and Anderson, "Trojan Source", 2021 (CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pairtui.proposal import Hunk
from pairtui.review.scrutiny.sign import Looked, Sign, first_few
from pairtui.review.visible import show_bytes, visible

ORDINARY = bytes(range(0x20, 0x7F)) + b"\n\t\f"
TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
MARKS = "\u200e\u200f\u061c"
"""Marks of direction: normal in a line that has letters which run from right to left."""
SPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\uaa60-\uaa7f]")
"""Letters of scripts without spaces, between which U+200B says where a line may be cut."""
TAGS = range(0xE0000, 0xE0080)


@dataclass(frozen=True, slots=True)
class Unseen:
    """One character that cannot be seen: its code, how it is written out, and where it stands.

    Offsets are of its bytes.
    """

    letter: str
    shown: str
    start: int
    end: int


def hidden(at: Looked) -> Iterator[Sign]:
    """Yield a sign for each way in which the new text holds what cannot be seen."""
    yield from _in_name(at)
    found = _added(at.hunk.old, at.hunk.new, first=at.hunk.start == 0)
    for name, does in (
        ("escape", "a terminal would obey it"),
        ("turned", "it turns the text around"),
        ("hidden", "it cannot be seen"),
    ):
        mine = [one for one in found if _kind(one.letter) == name]
        if mine:
            first = mine[0]
            count = f"{len(mine) - 1}" if len(found) < MOST else "many"
            more = f", and {count} more" if len(mine) > 1 else ""
            tags = "it can carry words that cannot be seen"
            does = tags if ord(first.letter) in TAGS else does  # noqa: PLW2901 - of this one only
            says = f"{first.shown} at line {at.line(first.start)}: {does}{more}"
            yield at.sign(name, says, (first.start, first.end))


def count_hidden(hunk: Hunk) -> int:
    """Return how many characters a change brings that cannot be seen, `MOST` at most."""
    return min(len(_added(hunk.old, hunk.new, first=hunk.start == 0)), MOST)


def _in_name(at: Looked) -> Iterator[Sign]:
    new = at.hunk.kind == "rename" or at.change.creates
    if new and not at.path.isascii():
        odd = [span.text for span in visible(at.path) if span.escaped]
        if odd:
            yield at.sign("hidden", f"the name of the file holds {first_few(odd)}")


def _kind(letter: str) -> str:
    if ord(letter) in TURNING:
        return "turned"
    return "escape" if unicodedata.category(letter) == "Cc" else "hidden"


def _added(old: bytes, new: bytes, *, first: bool) -> list[Unseen]:
    """Return what cannot be seen in a new text, without as many of each as there were."""
    found = _unseen(new, first=first)
    if not found:
        return found
    known = _unseen(old, first=first)
    before = Counter(one.letter for one in known) if len(known) < MOST else Counter[str]()
    fresh = []
    for one in found:
        if before[one.letter] > 0:
            before[one.letter] -= 1
        else:
            fresh.append(one)
    return fresh


def _unseen(data: bytes, *, first: bool) -> list[Unseen]:
    """Return the characters of a text that cannot be seen, the first ones of very many."""
    rest = data.translate(None, ORDINARY)
    if not rest or (rest.count(b"\r") == len(rest) == data.count(b"\r\n")):
        return []
    text = show_bytes(data).replace("\r\n", " \n").replace("\f", " ")
    found: list[Unseen] = []
    place = start = 0
    for piece in PIECES.findall(text):
        for span in visible(piece):
            raw = text[place] if span.escaped else span.text
            size = len(raw) if raw.isascii() else len(raw.encode("utf-8", "surrogateescape"))
            if span.escaped and not _normal(text, place, first=first):
                found.append(Unseen(raw, span.text, start, start + size))
            place, start = place + len(raw), start + size
        if len(found) >= MOST:
            break
    return found


MOST = 1_000
"""Characters that cannot be seen of which one change is looked through."""
PIECES = re.compile(r"(?s).{1,4096}(?:[^ -~\n]{0,64}[ -~\n])?")
"""Pieces of a text that end, where they can, with a letter that joins nothing."""


def _normal(text: str, at: int, *, first: bool) -> bool:
    """Tell whether a character does at this place what it is there for."""
    letter = text[at]
    if letter == "\ufeff":
        return first and at == 0
    if letter in MARKS:
        return _runs_left(text, at)
    if letter == "\u200b":
        return all(SPACED.match(text[i : i + 1]) for i in (max(at - 1, 0), at + 1))
    return False


def _runs_left(text: str, at: int) -> bool:
    """Tell whether letters that run from right to left stand near, on the same line."""
    before = text[max(at - NEAR, 0) : at].rpartition("\n")[2]
    after = text[at + 1 : at + 1 + NEAR].partition("\n")[0]
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in before + after)


NEAR = 40
"""Characters on each side in which a mark of direction finds its letters."""
