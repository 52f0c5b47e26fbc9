"""Labels: where a change is, what became of it, and how that is said; one vocabulary for all."""

from __future__ import annotations

from functools import lru_cache

from pairtui.proposal import FileChange, Hunk, Kind, Present
from pairtui.review.decide import Reject, Review, Rewrite, State
from pairtui.review.lines import body, cut_lines, line_of, line_starts
from pairtui.review.node import root_of
from pairtui.review.prose import is_prose
from pairtui.review.result import EXECUTABLE, PLAIN
from pairtui.review.sentences import sentences
from pairtui.review.visible import one_line, show_bytes

SIGNS: dict[State, str] = {
    "open": "?",
    "taken": "✔",
    "edited": "✎",
    "rejected": "✘",
    "saved": "✔",
    "stale": "!",
}
ABOUT: dict[Kind, str] = {"delete": "the deletion", "rename": "the new name", "mode": "the mode"}
WORDS = 24
"""Characters of a piece of prose that name it."""
LONGEST = 20_000
"""Bytes of a paragraph in which no sentence is counted."""


@lru_cache(maxsize=64)
def starts(data: bytes) -> list[int]:
    """Return where the lines of a file begin; remembered for the last few files."""
    return line_starts(data)


@lru_cache(maxsize=1024)
def lines(data: bytes) -> tuple[bytes, ...]:
    """Return the lines of some bytes, each with its end; remembered for the last few."""
    return tuple(cut_lines(data))


def base_of(change: FileChange) -> bytes:
    """Return the bytes a file had, none for a new one."""
    return change.base.data if isinstance(change.base, Present) else b""


def first_line(change: FileChange, hunk: Hunk) -> int:
    """Return the number, from 1, of the first line a change touches."""
    base = base_of(change)
    number = line_of(starts(base), hunk.start)
    return number + (hunk.start == len(base) > 0 and base.endswith(b"\n"))


def happens(change: FileChange, hunk: Hunk) -> str:
    """Return what a change does to its file itself, made safe; nothing for one of its text."""
    match hunk.kind:
        case "delete":
            size = many(len(lines(hunk.old)), "line") if hunk.old else "nothing in it"
            return f"deletes this file ({size})"
        case "rename":
            return f"renamed to {one_line(hunk.to)}"
        case "mode":
            runs = hunk.to == EXECUTABLE
            if not isinstance(change.base, Present):
                made = "is a program that can be run" if runs else "is none that can be run"
                return f"the new file {made} (mode {hunk.to})"
            before = PLAIN if runs else EXECUTABLE
            becomes = "becomes a program that can be run" if runs else "can no longer be run"
            return f"{becomes} (mode {before} → {hunk.to})"
        case "text":
            return ""


def where(change: FileChange, hunk: Hunk) -> str:
    """Return the place of a change: "31-33" in code, "the new name".

    In prose "paragraph 4", for a sentence of several "paragraph 4, sentence 2", and for less than
    one its first words.
    """
    if hunk.kind != "text":
        return ABOUT[hunk.kind]
    base = base_of(change)
    first = first_line(change, hunk)
    if is_prose(change.path, base or hunk.new):
        place = f"paragraph {paragraph(base, hunk.start)}"
        within = _within(base, hunk)
        if within == "words" or (not within and is_piece(hunk)):
            within = f"“{shortened(first_words(hunk.new or hunk.old))}”"
        return f"{place}, {within}" if within else place
    count = len(cut_lines(hunk.old)) or len(cut_lines(hunk.new))
    return f"{first}-{first + count - 1}" if count > 1 else f"{first}"


def at_where(change: FileChange, hunk: Hunk) -> str:
    """Return the place of a change within a sentence: "lines 31-33", "paragraph 4"."""
    place = where(change, hunk)
    if hunk.kind != "text" or is_prose(change.path, base_of(change) or hunk.new):
        return place
    return f"{'lines' if '-' in place else 'line'} {place}"


def _within(base: bytes, hunk: Hunk) -> str:
    """Return which sentence of its paragraph a change is: "words" for less, nothing for more."""
    if not hunk.old.strip():
        return ""
    every, at = lines(base), starts(base)
    first = last = line_of(at, hunk.start) - 1
    while first > 0 and every[first].strip() and every[first - 1].strip():
        first -= 1
    while last + 1 < len(every) and every[last].strip() and every[last + 1].strip():
        last += 1
    begin = at[first]
    end = begin + sum(map(len, every[first : last + 1]))
    if hunk.end > end:
        return ""
    return _sentence(base[begin:end], hunk.start - begin, hunk.old)


@lru_cache(maxsize=1024)
def _sentence(text: bytes, start: int, old: bytes) -> str:
    """Return which sentence of a paragraph these bytes of it are."""
    if len(text) > LONGEST:
        return ""
    edge = len(old) - len(old.lstrip())
    low = len(show_bytes(text[: start + edge]))
    high = low + len(show_bytes(old.strip()))
    spans = sentences(show_bytes(text))
    mine = next((at for at, span in enumerate(spans) if span[0] <= low and high <= span[1]), None)
    if mine is None:
        return ""
    if (low, high) != spans[mine]:
        return "words"
    return f"sentence {mine + 1}" if len(spans) > 1 else ""


def paragraph(base: bytes, offset: int) -> int:
    """Return the number, from 1, of the paragraph an offset lies in or comes before.

    A heading is no paragraph.
    """
    number = 0
    inside = False
    place = 0
    for line in lines(base):
        if place > offset:
            break
        blank = not line.strip() or line.startswith(b"#")
        number += not blank and not inside
        inside = not blank
        place += len(line)
    return max(number, 1)


def paragraphs(base: bytes) -> int:
    """Return how many paragraphs a text has."""
    return paragraph(base, len(base)) if base.strip() else 0


def told(review: Review, hunk: Hunk) -> str:
    """Return what the line of a decided change says after its place."""
    state = review.state(hunk.id)
    if state == "stale":
        return one_line(review.stale[hunk.id])
    if (new := newer(review, hunk)) and state != "saved":
        return f"{new} · a shows it"
    if offer := review.adopted(hunk.id):
        return one_line(offer.reason) or first_words(offer.new)
    if is_own(review, hunk):
        return f"yours: {first_words(review.new_bytes(hunk))}"
    if state == "rejected":
        verdict = review.verdicts[hunk.id]
        reason = verdict.reason if isinstance(verdict, Reject) else ""
        return f'"{one_line(reason)}"' if reason else _in_short(review, hunk)
    if is_piece(hunk):  # the reason is that of all of them
        return _in_short(review, hunk)
    return one_line(hunk.reason) or _in_short(review, hunk)


def newer(review: Review, hunk: Hunk) -> str:
    """Return what stands beside a change that was taken, in words; nothing where nothing does."""
    offer = review.offers.get(hunk.id)
    if offer is None or offer.became != "open":
        return ""
    return f"brought back from round {offer.round}" if offer.back else "new since you took it"


def is_own(review: Review, hunk: Hunk) -> bool:
    """Tell whether a change stands, or has landed, in the person's own words."""
    verdict = review.verdict(hunk.id)
    return isinstance(verdict, Rewrite) and review.state(hunk.id) != "stale"


def _in_short(review: Review, hunk: Hunk) -> str:
    if hunk.kind != "text":
        return happens(review.proposal.file(hunk.path), hunk)
    if hunk.old and not hunk.new.strip():
        return f"without: {first_words(hunk.old)}"
    return first_words(hunk.new or hunk.old)


def shortened(text: str) -> str:
    """Return the first words of a piece of prose, as it is named by."""
    return text if len(text) <= WORDS else f"{text[: WORDS - 1].rstrip()}…"


def is_piece(hunk: Hunk) -> bool:
    """Tell whether a change is one of those that a larger one was cut into."""
    return root_of(hunk.id) != hunk.id


def named(state: State, *, prose: bool = False) -> str:
    """Return the word for a state; what a person rewrote is his where it is prose."""
    words: dict[State, str] = {"stale": "moved on", "edited": "yours" if prose else "edited"}
    return words.get(state, state)


def first_words(data: bytes) -> str:
    """Return the first line that says something, made safe and without what surrounds it."""
    for line in cut_lines(data[:4096]):
        if line.strip():
            return one_line(show_bytes(body(line)).strip())
    return "nothing" if not data else "an empty line"


def many(count: int, noun: str) -> str:
    """Return a count with its noun: "1 change", "4 changes"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
