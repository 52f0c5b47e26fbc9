"""Passage: which part of an attached text some words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pairtui.context.paragraphs import Paragraph, paragraphs
from pairtui.conversation import Attachment, Passage
from pairtui.review.lines import cut_lines

_PROSE = (".md", ".markdown", ".mdx", ".txt", ".text", ".rst", ".adoc", ".org", ".tex")
_NO_PROSE = ("makefile", "dockerfile", "rakefile", "gemfile", "justfile", "procfile", "jenkinsfile")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PARAGRAPH = r"(?:paragraphs?|paras?\.?|pars?\.|¶)"
_NTH = re.compile(
    rf"\b(?P<word>{'|'.join(_ORDINALS)})\s+{_PARAGRAPH}|\b(?P<digits>\d{{1,4}})(?:st|nd|rd|th)\s+{_PARAGRAPH}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"{_PARAGRAPH}\s*(?:no\.?\s*|number\s+|#)?(?P<first>\d{{1,4}}|{'|'.join(_NUMBERS)})\b"
    rf"(?:\s*(?:-|–|to|through)\s*(?P<last>\d{{1,4}}|{'|'.join(_NUMBERS)})\b)?",
    re.IGNORECASE,
)
_LAST = re.compile(rf"\b(?:last|final|closing)\s+{_PARAGRAPH}", re.IGNORECASE)
_OPENING = re.compile(rf"\b(?:opening|introductory)\s+{_PARAGRAPH}", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:everything|every (?:paragraph|sentence)|all (?:of it|paragraphs|sentences)"
    r"|(?:whole|entire) (?:file|text|thing|article|document|page|draft))\b",
    re.IGNORECASE,
)
_LABEL = 40


@dataclass(frozen=True, slots=True)
class Places:
    """An attached file, with its bytes."""

    item: Attachment
    data: bytes

    @property
    def all(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a file of prose."""
        return paragraphs(self.data)


@dataclass(frozen=True, slots=True)
class Found:
    """The passage some words mean, or None; `says` is why not, where there is more to say."""

    passage: Passage | None = None
    says: str = ""


def is_prose(path: str) -> bool:
    """Tell whether a file holds prose, by its name: a text suffix, or none at all."""
    name = path.rpartition("/")[2].casefold()
    return name.endswith(_PROSE) or ("." not in name and name not in _NO_PROSE)


def find_passage(words: str, places: Sequence[Places]) -> Found:
    """Return the passage that some words mean in one of the files, if just one is meant.

    Lines that were attached mean themselves; else a paragraph is named by its number.
    """
    lined = [place for place in places if place.item.lines is not None]
    if len(lined) == 1:
        return attached_lines(lined[0])
    if len(places) != 1:
        return Found()
    place = places[0]
    numbers = _numbers(words, len(place.all))
    if numbers is not None:
        return _numbered(place, *numbers)
    if len(place.all) == 1:
        return _numbered(place, 1, 1)
    return Found(_whole(place)) if _ALL.search(words) and place.all else Found()


def offered(places: Sequence[Places]) -> tuple[Passage, ...]:
    """Return every passage a person can choose: attached lines, paragraphs, whole files."""
    passages: list[Passage] = []
    for place in places:
        if place.item.lines is not None:
            if (found := attached_lines(place)).passage is not None:
                passages.append(found.passage)
            continue
        passages += [_paragraph(place, at) for at in range(1, len(place.all) + 1)]
        if len(place.all) > 1:
            passages.append(_whole(place))
    return tuple(passages)


def _numbers(words: str, total: int) -> tuple[int, int] | None:
    """Return the first and last paragraph that are named, from 1, or None if none or several."""
    named: set[tuple[int, int]] = set()
    for found in _NTH.finditer(words):
        at = int(found["digits"]) if found["digits"] else _word(found["word"], _ORDINALS)
        named.add((at, at))
    for found in _NUMBERED.finditer(words):
        first = _word(found["first"], _NUMBERS)
        named.add((first, _word(found["last"], _NUMBERS) if found["last"] else first))
    if _LAST.search(words):
        named.add((total, total))
    if _OPENING.search(words):
        named.add((1, 1))
    return named.pop() if len(named) == 1 else None


def _word(text: str, names: Sequence[str]) -> int:
    return int(text) if text.isdecimal() else names.index(text.casefold()) + 1


def _numbered(place: Places, first: int, last: int) -> Found:
    total = len(place.all)
    if not 1 <= first <= last <= total:
        has = f"{total} paragraph{'' if total == 1 else 's'}" if total else "no paragraphs"
        return Found(None, f"{place.item.path} has {has}; none is number {max(first, last)}.")
    if first == last:
        return Found(_paragraph(place, first))
    start, end = place.all[first - 1].start, place.all[last - 1].end
    label = f"paragraphs {first} to {last} of {place.item.path}: {begins(place, start, end)}"
    return Found(Passage(place.item.path, start, end, label))


def _paragraph(place: Places, number: int) -> Passage:
    one = place.all[number - 1]
    label = f"paragraph {number} of {place.item.path}: {begins(place, one.start, one.end)}"
    return Passage(place.item.path, one.start, one.end, label)


def _whole(place: Places) -> Passage:
    start, end = place.all[0].start, place.all[-1].end
    label = f"all {len(place.all)} paragraphs of {place.item.path}"
    return Passage(place.item.path, start, end, label)


def attached_lines(place: Places) -> Found:
    """Return the lines that a file was attached by, or why there are none."""
    path, (first, last) = place.item.path, place.item.lines or (1, 1)
    lines = cut_lines(place.data)
    if first > len(lines):
        return Found(None, f"{path} has only {len(lines)} lines.")
    start = sum(map(len, lines[: first - 1]))
    end = start + sum(map(len, lines[first - 1 : last]))
    which = f"line {first}" if first == last else f"lines {first} to {min(last, len(lines))}"
    return Found(Passage(path, start, end, f"{which} of {path}: {begins(place, start, end)}"))


def begins(place: Places, start: int, end: int) -> str:
    """Return the first words of a passage, on one line."""
    text = " ".join(place.data[start:end].decode("utf-8", "replace").split())
    return text if len(text) <= _LABEL else f"{text[:_LABEL].rsplit(' ', 1)[0]}…"
